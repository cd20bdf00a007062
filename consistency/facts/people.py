"""People, organisations and the offices people hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.facts._names import entity_runs, fullest_names, plain_name
from consistency.facts._tree import Tree
from consistency.model import Claim, Organisation, Person, Role, Source, Token

OFFICES = frozenset(
    [
        "minister",
        "secretary",
        "president",
        "chancellor",
        "premier",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "governor",
        "mayor",
        "senator",
        "congressman",
        "congresswoman",
        "representative",
        "ambassador",
        "envoy",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "director",
        "chief",
        "chairman",
        "chairwoman",
        "chair",
        "commissioner",
        "attorney",
        "sheriff",
        "judge",
        "justice",
        "general",
        "admiral",
        "colonel",
        "captain",
        "lieutenant",
        "sergeant",
        "officer",
        "coach",
        "manager",
        "ceo",
        "executive",
        "founder",
        "cofounder",
        "co-founder",
        "leader",
        "speaker",
        "head",
        "deputy",
        "commander",
        "marshal",
        "treasurer",
        "counsel",
        "prosecutor",
        "superintendent",
        "professor",
        "analyst",
        "economist",
        "bishop",
        "archbishop",
        "rabbi",
        "imam",
        "president-elect",
        "lawmaker",
        "candidate",
        "adviser",
        "advisor",
        "aide",
        "inspector",
        "coroner",
        "editor",
    ]
)
"""Heads of office titles: a closed class as far as news goes."""


def EXTRACT(claims: Sequence[Claim], source: Source) -> Iterator[tuple[int, Person | Organisation | Role]]:
    """Yield (claim index, fact) for persons, organisations and offices held. Names resolve to the fullest form in the source."""
    del source
    mentions = [(index, run) for index, claim in enumerate(claims) for run in entity_runs(claim.tokens)]
    names = fullest_names(plain_name(_text(claims[index], first, last)) for index, (first, last, label) in mentions if label == "PERSON")
    for index, (first, last, label) in mentions:
        claim = claims[index]
        text = _text(claim, first, last)
        start, end = claim.tokens[first].start, claim.tokens[last].end
        if label == "ORG":
            yield (
                index,
                Organisation(start=start, end=end, text=text, canonical=" ".join(text.lower().removeprefix("the ").split())),
            )
        if label != "PERSON":
            continue
        name = plain_name(text)
        if not name:
            continue
        full = names.get(name, name)
        title = _title_before(claim, first) or _title_after(claim, first, last)
        office = ""
        if title is not None:
            words, of, acting, span = title
            office = words
            yield (
                index,
                Role(
                    start=min(span[0], start),
                    end=max(span[1], end),
                    text=_span(claim, min(span[0], start), max(span[1], end)),
                    office=words,
                    of=of,
                    holder=full,
                    acting=acting,
                ),
            )
        yield index, Person(start=start, end=end, text=text, canonical=full, office=office)


def _text(claim: Claim, first: int, last: int) -> str:
    return _span(claim, claim.tokens[first].start, claim.tokens[last].end)


def _span(claim: Claim, start: int, end: int) -> str:
    return claim.text[start - claim.start : end - claim.start]


Title = tuple[str, str, bool, tuple[int, int]]


def _title_before(claim: Claim, first: int) -> Title | None:
    """The title that stands right before a name: "acting Defense Secretary", "Secretary of State"."""
    tokens = claim.tokens
    begin = first
    while (
        begin > 0
        and (
            tokens[begin - 1].pos in {"PROPN", "NOUN", "ADJ"}
            or tokens[begin - 1].text.lower() in {"of", "'s", "’s", "-"}
            or tokens[begin - 1].tag == "POS"
        )
        and tokens[begin - 1].entity != "PERSON"
    ):
        begin -= 1
    return _title(tokens[begin:first]) if begin < first else None


def _title_after(claim: Claim, first: int, last: int) -> Title | None:
    """The title in apposition: "Jane Roe, the harbour's director,"."""
    tokens = claim.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].text != ",":
        return None
    tree = Tree(tokens)
    inside = set(range(first, last + 1))
    for index in inside:
        for child in tree.children[index]:
            if tokens[child].dep == "appos" and child > last and tokens[child].lemma.lower() in OFFICES:
                phrase = [i for i in tree.subtree(child) if i <= child + 4 and tokens[i].pos != "DET" and i not in inside]
                stop = next((i for i in phrase if i > child and tokens[i].text in {",", "who", "which"}), None)
                return _title([tokens[i] for i in phrase if stop is None or i < stop])
    return None


def _title(words: Sequence[Token]) -> Title | None:
    heads = [i for i, token in enumerate(words) if token.lemma.lower() in OFFICES]
    if not heads:
        return None
    of = " ".join(token.text for token in words if token.entity in {"GPE", "NORP"}).strip(" '’")
    acting = any(token.text.lower() in {"acting", "interim"} for token in words)
    kept = [
        token
        for token in words
        if token.entity not in {"GPE", "NORP"}
        and token.tag != "POS"
        and token.text.lower() not in {"acting", "interim", "former", "then", "-", "ex"}
    ]
    former = any(token.text.lower() in {"former", "then", "ex"} for token in words)
    office = " ".join(token.lemma.lower() for token in kept)
    if not office or former or len(kept) > 6:
        return None
    return office.replace("defence", "defense"), of, acting, (words[0].start, words[-1].end)
