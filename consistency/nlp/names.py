"""Named entities as runs of tokens, and variants of one person's name joined within a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, normalize

from consistency.model import Claim, Token

HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "rev", "sen", "rep", "gov", "gen", "col", "capt", "lt", "sgt"}
)

SHORTENED = 4
"""Letters of a shortened word at most: St, Mt., Gov., Sept."""


def run_end(tokens: Sequence[Token], first: int) -> int:
    """The last token of the entity that the token `first` is of."""
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].entity == tokens[first].entity and not tokens[last + 1].begins:
        last += 1
    return last


def entity_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """(first, last, label) of each entity, articles, possessive marks and space at its edges left out."""
    index = 0
    while index < len(tokens):
        if not tokens[index].entity:
            index += 1
            continue
        last = run_end(tokens, index)
        label, following = tokens[index].entity, last + 1
        first = index
        while first < last and (tokens[first].pos in {"DET", "PUNCT", "SPACE"} or tokens[first].text.isspace()):
            first += 1
        while last > first and (
            tokens[last].tag == "POS" or tokens[last].pos in {"PUNCT", "SPACE"} or tokens[last].text.lower() in {"'s", "’s"}
        ):
            last -= 1
        if any(character.isalnum() for character in tokens[first].text):
            yield first, last, label
        index = following


def same_word(left: str, right: str) -> bool:
    """Whether two words in lower case are one, or one is the other shortened: with a full stop, or to its consonants.

    >>> same_word("n.", "north"), same_word("st", "saint"), same_word("co.", "co"), same_word("man", "mansion")
    (True, True, True, False)
    """
    short, long = sorted((left.rstrip("."), right.rstrip(".")), key=len)
    if short == long:
        return True
    marked = f"{short}." in {left, right} or not set(short) & set("aeiouy0123456789")
    letters = iter(long)
    return marked and len(short) <= SHORTENED and short[:1] == long[:1] and long.isalpha() and all(letter in letters for letter in short)


def plain_name(text: str) -> str:
    """The name without honorifics, possessive and doubled space."""
    words = [
        word for word in text.replace("’", "'").removesuffix("'s").replace("\n", " ").split() if word.lower().rstrip(".") not in HONORIFICS
    ]
    return " ".join(words).strip(" ,.'\"[]()")


def fullest_names(names: Iterable[str]) -> dict[str, str]:
    """Each name to the fullest form in the source that ends in the same surname; a surname two people share stays itself."""
    distinct = sorted({name for name in names if name}, key=lambda name: (-len(name.split()), name))
    full: dict[str, str] = {}
    for name in distinct:
        words = name.split()
        longer = [other for other in distinct if len(other.split()) > len(words) and _is_short_form(words, other.split())]
        # Where one candidate is itself a short form of another, they are the same person.
        tops = sorted({full.get(other, other) for other in longer})
        full[name] = tops[0] if len(tops) == 1 else name
    return full


def people(claims: Sequence[Claim]) -> list[tuple[int, int, int, str]]:
    """(claim index, first token, last token, full name) of each mention of a person, names resolved to the fullest in the source."""
    runs = [
        (index, first, last, plain_name(claim.words(claim.tokens[first].start, claim.tokens[last].end)))
        for index, claim in enumerate(claims)
        for first, last, label in entity_runs(claim.tokens)
        if label == "PERSON"
    ]
    full = fullest_names(name for *_, name in runs)
    return [(index, first, last, full.get(name, name)) for index, first, last, name in runs if name]


GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
"""What may follow a surname."""


def surname(name: str) -> str:
    """The last word of a name, in lower case, without what may follow it."""
    words = name.lower().split()
    while len(words) > 1 and words[-1].rstrip(".") in GENERATIONS:
        words.pop()
    return words[-1].rstrip(",") if words else ""


def unaccented(text: str) -> str:
    """The text without accents: "Calderón" and "Calderon" are one spelling in two alphabets."""
    return text if text.isascii() else "".join(letter for letter in normalize("NFKD", text) if not combining(letter))


def same_name(left: str, right: str) -> bool:
    """Whether two names are one, or one a short form of the other: a surname alone, or an initial for the first name."""
    a, b = ([word for word in name.replace(",", " ").split() if word.lower().rstrip(".") not in GENERATIONS] for name in (left, right))
    if not a or not b:
        return False
    if [word.lower() for word in a] == [word.lower() for word in b]:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return short[0].lower() == long[-1].lower()
    return _is_short_form(short, long) or _is_short_form(long, short)


def _is_short_form(short: Sequence[str], long: Sequence[str]) -> bool:
    if len(short) == 1:
        return short[0].lower() == long[-1].lower() or (len(long) == 2 and short[0].lower() == long[0].lower())
    return (
        short[-1].lower() == long[-1].lower()
        and short[0][:1].lower() == long[0][:1].lower()
        and (short[0].lower() == long[0].lower() or len(short[0].rstrip(".")) == 1)
    )
