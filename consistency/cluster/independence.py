"""Which sources are one witness: agency copy, a republished article, a shared statement or a relayed report counts once.

Text goes back to one origin where its own words, outside quotation marks, recur nearly word for word. What stands in quotation
marks both may have heard: it makes one witness only of the claims that tell it, never of the documents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from consistency.model import Claim, Event, Group, Quote, Source
from consistency.model.joining import connected
from consistency.nlp.quotations import same_utterance

SHINGLE = 3
"""Words in a row that are compared as one."""
LEAST_WORDS = 8
"""A sentence with fewer words of its own may read alike by chance."""
VERBATIM = 0.5
"""Share of the shingles of either sentence that stand in both from which on one was made from the other: a sentence of twenty words
may differ in three places."""
COPIED = 0.5
"""Share of the shorter document's own words in such sentences from which on it has one origin with the other."""
PERMUTATIONS, BANDS, ROWS = 63, 21, 3
"""Of the MinHash: two sentences at VERBATIM are looked at with a chance of 0.94, at 0.6 of 0.99, and then measured exactly."""
STATED = 0.5
"""Share of a claim's words that must be quoted for it to rest on the quoted statement."""
STATEMENTS = frozenset({"statement", "communique", "communiqué", "declaration", "release", "memo", "memorandum", "transcript"})
"""What a text that was handed to several outlets is called."""


def with_origins(events: Sequence[Event], sources: Sequence[Source], claims: Mapping[str, Sequence[Claim]]) -> list[Event]:
    """The events with those of their sources together whose text, or most of it, came from one place. `claims` go by source."""
    by_id = {source.id: source for source in sources}
    found = []
    for event in events:
        if len(event.sources) > 1:
            agency = [(a, b) for a, b in combinations(event.sources, 2) if _one_agency(by_id[a], by_id[b])]
            parts = parted(event.sources, [*_copied(event.sources, claims), *agency])
            event = replace(event, origins=tuple(part for part in parts if len(part) > 1))
        found.append(event)
    return found


def witnessed(groups: Sequence[Group], events: Iterable[Event], claims: Mapping[str, Claim], sources: Mapping[str, Source]) -> list[Group]:
    """The groups with their sources parted into independent witnesses. `claims` and `sources` are by id."""
    origin_of = {name: part for event in events for part in event.origins for name in part}
    words = {name: shingles(own_words(claims[name])) for group in groups for name in group.claims}
    result = []
    for group in groups:
        members = [claims[name] for name in group.claims]
        own = Counter(claim.source for claim in members)
        pairs = [(a, b) for a, b in combinations(sorted(own), 2) if b in origin_of.get(a, ())]
        taken: dict[tuple[str, str], set[str]] = {}
        for left, right in combinations(members, 2):
            if left.source != right.source and (
                likeness(words[left.id], words[right.id]) >= VERBATIM or _one_statement(left, right) or _relayed(left, right, sources)
            ):
                taken.setdefault((left.source, right.source), set()).add(left.id)
                taken.setdefault((right.source, left.source), set()).add(right.id)
        # A source that tells it mostly in words of its own is a witness of its own.
        pairs += [(a, b) for (a, b), names in sorted(taken.items()) if 2 * len(names) >= own[a]]
        result.append(replace(group, witnesses=tuple(parted(own, pairs))))
    return result


def parted(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The names in parts that the pairs connect, each sorted, and the parts too."""
    return [tuple(part) for part in connected(sorted(names), pairs)]


def own_words(claim: Claim) -> list[str]:
    """The words of a claim outside quotation marks, in lower case."""
    quoted = [(fact.start, fact.end) for fact in claim.facts if isinstance(fact, Quote)]
    return [
        token.text.lower()
        for token in claim.tokens
        if token.text[0].isalnum() and not any(start <= token.start < end for start, end in quoted)
    ]


def shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """The runs of `SHINGLE` words; none if there are too few words to tell."""
    if len(words) < LEAST_WORDS:
        return frozenset()
    return frozenset(tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def likeness(left: frozenset[tuple[str, ...]], right: frozenset[tuple[str, ...]]) -> float:
    """The Jaccard similarity of two sets of shingles, from 0 to 1."""
    return len(left & right) / len(left | right) if left and right else 0.0


def _copied(names: Sequence[str], claims: Mapping[str, Sequence[Claim]]) -> list[tuple[str, str]]:
    """The pairs of sources where at least `COPIED` of the shorter's own words stand in sentences that the other has as well, nearly."""
    size: dict[str, int] = {}
    sentences: list[tuple[str, int, frozenset[tuple[str, ...]]]] = []
    for name in names:
        # Each sentence once: what a page repeats is no longer text.
        own = {tuple(words) for claim in claims[name] if (words := own_words(claim))}
        size[name] = sum(map(len, own))
        sentences += [(name, len(words), found) for words in sorted(own) if (found := shingles(words))]
    shared: dict[tuple[str, str], dict[int, int]] = {}
    for left, right in _near_verbatim([found for _, _, found in sentences]):
        for one, other in ((left, right), (right, left)):
            if sentences[one][0] != sentences[other][0]:
                shared.setdefault((sentences[one][0], sentences[other][0]), {})[one] = sentences[one][1]
    pairs = []
    for a, b in combinations(names, 2):
        shorter, longer = sorted((a, b), key=lambda name: (size[name], name))
        if size[shorter] and sum(shared.get((shorter, longer), {}).values()) >= COPIED * size[shorter]:
            pairs.append((a, b))
    return pairs


def _near_verbatim(sentences: Sequence[frozenset[tuple[str, ...]]]) -> list[tuple[int, int]]:
    """The pairs i < j of sentences at least `VERBATIM` alike. MinHash keeps the cost near linear in their number."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    found = []
    encoded = ([" ".join(shingle).encode() for shingle in sorted(sentence)] for sentence in sentences)
    for at, signature in enumerate(MinHash.generator(encoded, num_perm=PERMUTATIONS)):
        for other in index.query(signature):
            if likeness(sentences[at], sentences[other]) >= VERBATIM:
                found.append((other, at))
        index.insert(at, signature, check_duplication=False)
    return sorted(found)


def _one_agency(left: Source, right: Source) -> bool:
    """Whether both print the copy of one agency, or one prints that of the other."""
    return bool(
        (left.via and right.via and _same_name(left.via, right.via))
        or (left.via and right.outlet and _same_name(left.via, right.outlet))
        or (right.via and left.outlet and _same_name(right.via, left.outlet))
    )


def _same_name(left: str, right: str) -> bool:
    """Whether two names are of one house: the same words, or one the initials of the other ("AP", "The Associated Press")."""
    a, b = _words(left), _words(right)
    return bool(a and b) and (a == b or "".join(word[0] for word in a) == "".join(b) or "".join(word[0] for word in b) == "".join(a))


def _words(name: str) -> list[str]:
    plain = name.lower().replace(".", "").removeprefix("www").split()
    return plain[1:] if len(plain) > 1 and plain[0] == "the" else plain


def _one_statement(left: Claim, right: Claim) -> bool:
    """Whether both claims rest on the same quoted words, or both on a statement that was handed out."""
    if _mostly_quoted(left) and _mostly_quoted(right):
        return any(same_utterance(a, b) for a in left.facts if isinstance(a, Quote) for b in right.facts if isinstance(b, Quote))
    if left.attribution is None or right.attribution is None:
        return False
    a, b = left.attribution.speaker.lower().split(), right.attribution.speaker.lower().split()
    return bool(set(a) & set(b) & STATEMENTS)


def _mostly_quoted(claim: Claim) -> bool:
    words = sum(token.text[0].isalnum() for token in claim.tokens)
    return words > 0 and words - len(own_words(claim)) >= STATED * words


def _relayed(left: Claim, right: Claim, sources: Mapping[str, Source]) -> bool:
    """Whether both relay the same outlet, or one relays the other's."""
    a, b = (claim.attribution.speaker if claim.attribution and claim.attribution.relayed else None for claim in (left, right))
    if a and b and _same_name(a, b):
        return True
    return any(
        speaker and outlet and _same_name(speaker, outlet)
        for speaker, outlet in ((a, sources[right.source].outlet), (b, sources[left.source].outlet))
    )
