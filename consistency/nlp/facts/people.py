"""People, organisations and the offices people hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from consistency.model import Claim, Organisation, Person, Role, Source, Token
from consistency.nlp.names import entity_runs, people
from consistency.nlp.parse_tree import Tree

OFFICES = frozenset(
    [
        "minister", "secretary", "president", "chancellor", "premier", "king", "queen", "prince", "princess", "pope", "governor",
        "mayor", "senator", "congressman", "congresswoman", "representative", "ambassador", "envoy", "spokesman", "spokeswoman",
        "spokesperson", "director", "chief", "chairman", "chairwoman", "chair", "commissioner", "attorney", "sheriff", "judge",
        "justice", "general", "admiral", "colonel", "captain", "lieutenant", "sergeant", "officer", "coach", "manager", "ceo",
        "executive", "founder", "cofounder", "co-founder", "leader", "speaker", "head", "deputy", "commander", "marshal",
        "treasurer", "counsel", "prosecutor", "superintendent", "professor", "analyst", "economist", "bishop", "archbishop",
        "rabbi", "imam", "president-elect", "lawmaker", "candidate", "adviser", "advisor", "aide", "inspector", "coroner",
        "editor",
    ]
)  # fmt: skip
"""Heads of office titles: a closed class as far as news goes."""


FORMER = frozenset({"former", "then", "ex", "onetime", "outgoing", "late", "fired", "ousted", "retired", "previous", "incoming"})
"""Words that say somebody no longer holds the office, or held it then, or not yet."""
ACTING = frozenset({"acting", "interim"})
ENDS = frozenset({",", "who", "which", "later", "now", "since", "before", "after"})
"""Words that end a title in apposition."""


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Person | Organisation | Role]]:
    """Yield (claim index, fact) for persons, organisations and offices held. Names resolve to the fullest form in the source."""
    for index, claim in enumerate(claims):
        for first, last, label in entity_runs(claim.tokens):
            if label == "ORG":
                start, end = claim.tokens[first].start, claim.tokens[last].end
                text = claim.words(start, end)
                yield index, Organisation(start, end, text, canonical=" ".join(text.lower().removeprefix("the ").split()))
    for index, first, last, full in people(claims):
        claim = claims[index]
        start, end = claim.tokens[first].start, claim.tokens[last].end
        role = _title_before(claim, first) or _title_after(claim, first, last)
        if role is not None:
            begin, finish = min(role.start, start), max(role.end, end)
            yield index, replace(role, start=begin, end=finish, text=claim.words(begin, finish), holder=full)
        office = role.office if role is not None and not role.former else ""
        yield index, Person(start=start, end=end, text=claim.words(start, end), canonical=full, office=office)


def _title_before(claim: Claim, first: int) -> Role | None:
    """The title right before a name: "acting Defense Secretary", "Secretary of State", "the harbour's director, "."""
    tokens = claim.tokens
    stop = first - 1 if first > 1 and tokens[first - 1].text == "," and tokens[first - 2].lemma.lower() in OFFICES else first
    begin = stop
    while (
        begin > 0
        and (
            tokens[begin - 1].pos in {"PROPN", "NOUN", "ADJ"}
            or tokens[begin - 1].text.lower() in {"of", "'s", "’s", "-"} | FORMER | ACTING
            or tokens[begin - 1].tag == "POS"
            or (begin > 1 and tokens[begin - 1].text.lower() in {"and", "&"} and tokens[begin - 2].lemma.lower() in OFFICES)
        )
        and tokens[begin - 1].entity != "PERSON"
        and not _is_dash(tokens, begin - 1)
    ):
        begin -= 1
    return _role(_last_title(tokens[begin:stop])) if begin < stop else None


def _is_dash(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash stands here that parts phrases, not a hyphen inside a word."""
    token = tokens[index]
    return token.text in {"–", "—", "--"} or (token.text == "-" and tokens[index + 1].start > token.end)


def _last_title(words: Sequence[Token]) -> Sequence[Token]:
    """The title without what governs it: "the ire of Justice" is about a justice, "Secretary of State" is one title."""
    ofs = [i for i, token in enumerate(words) if token.text.lower() == "of"]
    for at in reversed(ofs):
        if any(token.lemma.lower() in OFFICES for token in words[at + 1 :]):
            return words[at + 1 :]
    return words


def _title_after(claim: Claim, first: int, last: int) -> Role | None:
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
                stop = next((i for i in phrase if i > child and tokens[i].text.lower() in ENDS), None)
                then = [tokens[last + 2]] if tokens[last + 2].text.lower() in FORMER and last + 2 not in phrase else []
                words = [*then, *(tokens[i] for i in phrase if stop is None or i < stop)]
                return _role(words[:-1] if words[-1].text.lower() == "and" else words)
    return None


def _role(words: Sequence[Token]) -> Role | None:
    """The office that the words of a title name, with the state they name; its holder is for the caller to add."""
    if not any(token.lemma.lower() in OFFICES for token in words):
        return None
    of = " ".join(token.text for token in words if token.entity in {"GPE", "NORP"}).strip(" '’")
    kept = [
        token
        for token in words
        if token.entity not in {"GPE", "NORP"} and token.tag != "POS" and token.pos != "PUNCT" and token.text.lower() not in FORMER | ACTING
    ]
    office = " ".join(token.lemma.lower() for token in kept).removesuffix(" and")
    if not office or len(kept) > 6:
        return None
    said = {token.text.lower() for token in words}
    return Role(
        start=words[0].start,
        end=words[-1].end,
        text="",
        office=office.replace("defence", "defense"),
        of=of,
        acting=bool(said & ACTING),
        former=bool(said & FORMER),
    )
