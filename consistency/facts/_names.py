"""Named entities as runs of tokens, and variants of one person's name joined within a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from consistency.model import Token

HONORIFICS = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "prof",
        "rev",
        "sen",
        "rep",
        "gov",
        "gen",
        "col",
        "capt",
        "lt",
        "sgt",
    }
)


def entity_runs(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """(first, last, label) of each entity, articles, possessive marks and space at its edges left out."""
    index = 0
    while index < len(tokens):
        if not tokens[index].entity:
            index += 1
            continue
        last = index
        while last + 1 < len(tokens) and tokens[last + 1].entity == tokens[index].entity and not tokens[last + 1].begins:
            last += 1
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


def _is_short_form(short: Sequence[str], long: Sequence[str]) -> bool:
    if len(short) == 1:
        return short[0].lower() == long[-1].lower() or (len(long) == 2 and short[0].lower() == long[0].lower())
    return (
        short[-1].lower() == long[-1].lower()
        and short[0][:1].lower() == long[0][:1].lower()
        and (short[0].lower() == long[0].lower() or len(short[0].rstrip(".")) == 1)
    )
