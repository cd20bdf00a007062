"""Two claims that say the same but for one phrase: their words are aligned, and what is left between aligned words is a swap.

Words are aligned by greedy string tiling (Wise 1993): the longest run of equal words first, wherever it stands in either claim, so that a
sentence may be reordered. Left-over words are then matched where they mean the same: synonyms, forms of one word, equal values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from os.path import commonprefix

from consistency.model import Claim, Fact, Token
from consistency.nlp.lexicon import contraries, fields, synonyms
from consistency.nlp.word_frequency import weight

SAYING = frozenset({"say", "tell", "add", "reporter"})
"""Who is quoted in which words of speech is no part of what is told."""
SCOPES = frozenset(
    ["no", "all", "some", "every", "both", "neither", "any", "each", "most", "none", "nobody", "nothing", "everyone", "everybody", "only"]
)
MODALS = frozenset(["may", "might", "could", "will", "would", "shall", "should", "must", "can"])
TURNING = SCOPES | MODALS | {"not", "never"}
"""Closed-class words that change what is claimed when another one stands in their place."""
PUT_IN = TURNING - {"will", "would", "shall", "can", "any", "some", "each", "both"}
"""Those that change it when they are put in or left out."""
NUMBER_WEIGHT = 0.6
"""Numbers have no frequency of their own: each weighs like a word used a few times in a million."""
LEAST_SHARED = 3
"""Words two claims must share before their words are aligned."""
LEAST_COVER = 0.35
"""The share, by weight, of the words of one claim that must be aligned."""
MOST_WORDS = 4
"""A longer run is no one phrase: it is another way to say it all, or another thing."""
LONGEST = 120
"""Words. Longer claims are lists, or sentences that were not split."""
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "NUM"})
NAMING = frozenset({"NOUN", "PROPN"})
OPPOSED = {"before": "after", "with": "without", "above": "below", "inside": "outside", "more": "less", "most": "least"}
OPPOSED |= {"including": "excluding", "always": "never", "everyone": "nobody", "port": "starboard"}
OPPOSED |= {other: word for word, other in OPPOSED.items()}
"""Closed-class words and their opposites, which no thesaurus has, either way."""
OUTCOMES = frozenset(
    map(
        frozenset,
        (
            *(("die", "survive"), ("convict", "clear"), ("convict", "free"), ("uphold", "overturn"), ("pass", "reject"), ("sign", "veto")),
            *(("support", "oppose"), ("back", "oppose"), ("welcome", "criticise"), ("welcome", "criticize"), ("gain", "lose")),
            ("deny", "decline"),
        ),
    )
)
"""Opposite ends that a thing can come to, of a life, a trial, a vote or a judgement, and that WordNet does not call opposites."""
DEGREES = frozenset({"JJR", "JJS", "RBR", "RBS"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim that counts: `at` is its index in the claim's tokens, `key` what it is compared by, `weight` in [0, 1]."""

    at: int
    key: str
    token: Token
    weight: float


@dataclass(frozen=True, slots=True)
class Swap:
    """A run of words of one claim that stands where the other has different ones.

    `left` and `right` are the words; one side is empty where a word was put in. `before` and `after` count the aligned words that
    adjoin on both sides, `cover` is the share of each claim's words (by weight) that are aligned, `others` the number of other runs
    that are left over, `linked` whether the parse and not the order of words brings the two together.
    """

    left: tuple[Word, ...]
    right: tuple[Word, ...]
    before: float
    after: float
    cover: tuple[float, float]
    others: int
    linked: bool = False
    inserted_at: int = -1
    """For a word that was put in: the index of the token it stands before in the other claim."""
    exchanged: bool = False
    """Whether both claims have both words, each in the place of the other."""


def swaps(left: Claim, right: Claim, rewritten: bool = False) -> Iterator[Swap]:
    """Every swap between two claims that share enough words.

    Args:
        left: A claim.
        right: A claim of another source.
        rewritten: Whether one is known to be the other, rewritten: then few words in common are enough.

    Yields:
        The swaps, in the order of the left claim's words.
    """
    a, b = words(left), words(right)
    if not LEAST_SHARED < len(a) <= LONGEST or not LEAST_SHARED < len(b) <= LONGEST:
        return
    if len({word.key for word in a} & {word.key for word in b}) < LEAST_SHARED:
        return
    to_right, to_left = _aligned(a, b, _facts(left), _facts(right))
    cover = (_cover(a, to_right), _cover(b, to_left))
    if max(cover) < LEAST_COVER and not rewritten:
        return
    rest = (_runs(to_right), _runs(to_left))
    others = len(rest[0]) + len(rest[1])
    joined: dict[tuple[int, int], bool] = {}
    for i, i_end in rest[0]:
        for j, j_end in rest[1]:
            before = _chain(to_right, i - 1, j - 1, -1)
            after = _chain(to_right, i_end, j_end, 1)
            if before or after:
                done = max(i_end - i, j_end - j) not in range(2, (LONGEST if rewritten else MOST_WORDS) + 1)
                joined |= {(x, y): done for x in range(i, i_end) for y in range(j, j_end)}
                before += 0.5 * (i == 0 and j == 0)
                after += 0.5 * (i_end == len(a) and j_end == len(b))
                yield Swap(a[i:i_end], b[j:j_end], before, after, cover, others - 2)
    linked = _linked(a, b, to_right, to_left, joined, rewritten)
    yield from (Swap((a[i],), (b[j],), up, down, cover, others - 2, True) for i, j, up, down in linked)
    if rewritten:
        yield from (Swap((a[i],), (b[j],), 1.0, 1.0, cover, others, True, exchanged=True) for i, j in _exchanged(a, b, to_right))
    for i, before_token, beside in _inserted(a, b, to_right):
        yield Swap((a[i],), (), beside, beside, cover, others - 1, False, before_token)
    for j, before_token, beside in _inserted(b, a, to_left):
        yield Swap((), (b[j],), beside, beside, cover, others - 1, False, before_token)


@lru_cache(maxsize=20_000)
def words(claim: Claim) -> tuple[Word, ...]:
    """The words of a claim that are aligned: content words, numbers, and closed-class words that change what is claimed."""
    found = []
    for index, token in enumerate(claim.tokens):
        lower, lemma = token.text.lower(), token.lemma.lower()
        if not any(map(str.isalnum, token.text)) and token.text != "%" or lemma in SAYING:
            continue
        if token.pos in {"PUNCT", "SPACE", "DET", "SYM", "PRON", "CCONJ"} and lower not in SCOPES:
            continue
        if token.pos == "PART" and token.dep != "neg" or token.pos == "AUX" and lemma not in MODALS and lower not in {"wo", "ca"}:
            continue
        if token.pos == "SCONJ" and lower in {"that", "as", "while"}:
            continue
        if lower in {"no", "not", "n't"} and _no_negation(claim.tokens, index):
            continue
        if lower == "most" and token.tag == "RBS" and not (index and claim.tokens[index - 1].text.lower() == "at"):
            continue
        number = token.pos == "NUM" or lower.replace(",", "").replace(".", "").isdigit()
        key = "not" if token.dep == "neg" else lower.replace(",", "") if number else lower if token.pos == "PROPN" else lemma
        found.append(Word(index, key, token, NUMBER_WEIGHT if number else weight(key)))
    return tuple(found)


def _no_negation(tokens: Sequence[Token], index: int) -> bool:
    """Whether "no" or "not" denies nothing: No. 2, no more than 30, not until Friday, what had not been so before."""
    if tokens[index].text.lower() != "no":
        past = any(token.head == tokens[index].head and token.text.lower() == "had" for token in tokens)
        near = {token.text.lower() for token in (tokens if past else tokens[index + 1 :])}
        return bool(near & ({"until", "since", "before"} if past else {"until", "since"}))
    rest = [token for token in tokens[index + 1 : index + 4] if token.text != "."]
    return bool(rest) and (rest[0].pos == "NUM" or rest[0].tag in {"JJR", "RBR"} or len(rest) > 1 and rest[1].text.lower() == "than")


def facts_over(claim: Claim, side: Sequence[Word]) -> list[Fact]:
    """The facts of a claim that overlap the words of a swap."""
    if not side:
        return []
    start, end = side[0].token.start, side[-1].token.end
    return [fact for fact in claim.facts if fact.start < end and fact.end > start]


def _aligned(a: Sequence[Word], b: Sequence[Word], facts_a: dict[int, Fact], facts_b: dict[int, Fact]) -> tuple[list[int], list[int]]:
    """For each word the index of the word of the other side that it is aligned with, -1 for none."""
    to_right, to_left = [-1] * len(a), [-1] * len(b)
    places = defaultdict(list)
    for j, word in enumerate(b):
        places[word.key].append(j)
    while True:
        best: tuple[float, ...] = (0,)
        for i, word in enumerate(a):
            if to_right[i] >= 0:
                continue
            for j in places[word.key]:
                if to_left[j] < 0:
                    length = _length(a, b, to_right, to_left, i, j)
                    if length < best[0]:
                        continue
                    beside = int(i > 0 and j > 0 and to_right[i - 1] == j - 1)
                    beside += i + length < len(a) and j + length < len(b) and to_right[i + length] == j + length
                    heavy = round(sum(item.weight for item in a[i : i + length]), 6)
                    best = max(best, (length, beside, heavy, -abs(i - j), -i, -j))
        if not best[0]:
            break
        length, i, j = int(best[0]), int(-best[4]), int(-best[5])
        for step in range(length):
            to_right[i + step], to_left[j + step] = j + step, i + step
    crossed = _uncross(a, to_right, to_left)
    # Numbers mean the same by their value alone: a thesaurus has million and billion as synonyms, for "very many".
    # What tells a value besides its number or its name is no part of it: Tuesday morning is no Tuesday afternoon.
    told = {id(facts_a.get(a[i].at)) for i, j in enumerate(to_right) if j >= 0}
    reserved = _contrary_words(a, b, to_right, to_left)
    for i, word in enumerate(a):
        if to_right[i] < 0:
            number, fact = word.token.pos == "NUM", facts_a.get(word.at)
            same = frozenset[str]() if number else synonyms(word.key)
            free = [(j, other) for j, other in enumerate(b) if to_left[j] < 0]
            alike = [
                j
                for j, other in free
                if not ((0, i) in crossed and (1, j) in crossed)
                and (
                    (_one_stem(word, other) and not contrary(word.key, other.key))
                    or (other.key in same and _one_class(word, other) and not reserved & {(0, i), (1, j)})
                    or (fact is not None and (number or id(fact) not in told) and _same_value(fact, facts_b.get(other.at)))
                )
            ]
            if alike:
                j = min(alike, key=lambda j: (not _beside(to_right, len(b), i, j), abs(i - j)))
                to_right[i], to_left[j] = j, i
    return to_right, to_left


def _uncross(a: Sequence[Word], to_right: list[int], to_left: list[int]) -> set[tuple[int, int]]:
    """Take apart the words that changed places: "12 years here and six there" against "six years here and 12 there".

    Returns:
        Their sides and indices. Two that stand next to each other are items of a list, whose order says nothing.
    """
    length, crossed = len(to_left), set()
    loose = [i for i, j in enumerate(to_right) if j >= 0 and a[i].token.pos in CONTENT and not _beside(to_right, length, i, j)]
    for i, k in combinations(loose, 2):
        j, other = to_right[i], to_right[k]
        x, y = a[i].token, a[k].token
        alike = x.pos == y.pos and (x.pos != "PROPN" or x.entity == y.entity)
        apart = k - i > 1 and j - other > 1 and other >= 0
        if alike and apart and _beside(to_right, length, i, other) and _beside(to_right, length, k, j):
            to_right[i] = to_right[k] = to_left[j] = to_left[other] = -1
            crossed |= {(0, i), (0, k), (1, j), (1, other)}
    return crossed


def contrary(word: str, other: str) -> bool:
    """Whether two lemmas are opposites, or one of them tells of more and the other of less."""
    return other in _opposites(word) or _way(word) * _way(other) < 0


@lru_cache(maxsize=20_000)
def _opposites(word: str) -> frozenset[str]:
    """The opposites of a lemma that are listed: every two words of two sentences are asked about."""
    ends = (pair - {word} for pair in OUTCOMES if word in pair)
    return frozenset().union(contraries(word), filter(None, [OPPOSED.get(word)]), *ends)


@lru_cache(maxsize=20_000)
def _way(word: str) -> int:
    """Whether a lemma means an increase (1), a decrease (-1) or neither or both (0)."""
    senses = {word} | synonyms(word)
    return ("increase" in senses) - ("decrease" in senses)


def opposite(x: Word, y: Word) -> bool:
    """Whether two words are opposites, in one degree: "smaller" is none of "largest"."""
    # "Unarmed" is the opposite of "armed", which may be parsed as a form of "arm".
    opposed = contrary(x.key, y.key) or contrary(x.token.text.lower(), y.token.text.lower())
    return opposed and (x.token.tag == y.token.tag or not {x.token.tag, y.token.tag} & DEGREES)


def _contrary_words(a: Sequence[Word], b: Sequence[Word], to_right: Sequence[int], to_left: Sequence[int]) -> set[tuple[int, int]]:
    """The left-over words, by side and index, that the other side has a left-over opposite of: these are no synonyms of anything."""
    found = set()
    free = [j for j, at in enumerate(to_left) if at < 0]
    for i, word in enumerate(a):
        if to_right[i] < 0:
            for j in free:
                if opposite(word, b[j]):
                    found |= {(0, i), (1, j)}
    return found


def _one_class(word: Word, other: Word) -> bool:
    """Whether two words are of one part of speech, so that one can stand for the other; the small ones are read as one class."""
    one, two = word.token.pos, other.token.pos
    content = {"NOUN", "PROPN", "VERB", "NUM"}
    return one == two or {one, two} <= NAMING or not {one, two} & content


def _length(a: Sequence[Word], b: Sequence[Word], to_right: Sequence[int], to_left: Sequence[int], i: int, j: int) -> int:
    """How many words from `i` and `j` on are equal and not yet aligned."""
    length = 0
    while i + length < len(a) and j + length < len(b) and to_right[i + length] < 0 and to_left[j + length] < 0:
        if a[i + length].key != b[j + length].key:
            break
        length += 1
    return length


def _beside(to_right: Sequence[int], length: int, i: int, j: int) -> bool:
    before = i > 0 and j > 0 and to_right[i - 1] == j - 1
    return before or (i + 1 < len(to_right) and j + 1 < length and to_right[i + 1] == j + 1)


def _same_value(one: Fact, other: Fact | None) -> bool:
    return other is not None and one.kind == other.kind and one.value == other.value


def _one_stem(word: Word, other: Word) -> bool:
    """Whether two words are forms of one: what they begin with is the same, and most of both where they are of one part of speech."""
    one, two = word.key, other.key
    if one[:4] != two[:4]:
        return False
    if "NUM" in {word.token.pos, other.token.pos} or min(len(one), len(two)) < 5:
        return False
    if word.token.pos != other.token.pos:
        return _stem(one) == _stem(two)
    if word.token.pos == "PROPN":
        return False
    shared = len(commonprefix((one, two)))
    return shared >= max(5, 0.7 * min(len(one), len(two)))


def _stem(key: str) -> str:
    """What forms of one word have in common."""
    return key[: max(4, len(key) - 3)] if len(key) > 5 else key


def _facts(claim: Claim) -> dict[int, Fact]:
    """By the index of a token the fact it belongs to; quotations and roles span too much to say what a word means."""
    return {
        index: fact
        for fact in claim.facts
        if fact.kind not in {"quote", "role"}
        for index, token in enumerate(claim.tokens)
        if token.start < fact.end and token.end > fact.start
    }


def _cover(side: Sequence[Word], aligned: Sequence[int]) -> float:
    whole = sum(word.weight for word in side)
    return round(sum(word.weight for word, at in zip(side, aligned, strict=True) if at >= 0) / whole, 4) if whole else 0.0


def _runs(aligned: Sequence[int]) -> list[tuple[int, int]]:
    """The runs of words that are not aligned, half open."""
    found, start = [], -1
    for index, at in enumerate([*aligned, 0]):
        if at < 0 and start < 0:
            start = index
        elif at >= 0 and start >= 0:
            found.append((start, index))
            start = -1
    return found


def _chain(to_right: Sequence[int], i: int, j: int, step: int) -> float:
    """How many words in a row are aligned with each other from two places on."""
    count = 0.0
    while 0 <= i < len(to_right) and j >= 0 and to_right[i] == j:
        count, i, j = count + 1, i + step, j + step
    return count


def _linked(
    a: Sequence[Word],
    b: Sequence[Word],
    to_right: Sequence[int],
    to_left: Sequence[int],
    joined: Mapping[tuple[int, int], bool],
    rewritten: bool,
) -> Iterator[tuple[int, int, float, float]]:
    """Left-over words that answer to each other though other words stand around them.

    They are of one part of speech and their heads are aligned, or two of their dependents; or they are opposites, or names or
    nouns of one kind. Where one claim is the other rewritten, numbers do too, and words with any aligned word next to them in the parse.
    """
    place_a, place_b = ({word.at: index for index, word in enumerate(side)} for side in (a, b))
    free_b = [(j, b[j], _counted(b, j, to_left)) for j, at in enumerate(to_left) if at < 0]
    for i, x in enumerate(a):
        if to_right[i] >= 0:
            continue
        counted = _counted(a, i, to_right)
        for j, y, other_counted in free_b:
            opposed = opposite(x, y)
            if (counted or other_counted or joined.get((i, j), False)) and not opposed:
                continue
            turned = x.key in MODALS and y.key in MODALS or x.key in SCOPES and y.key in SCOPES
            if not opposed and not turned and (x.token.pos not in CONTENT or y.token.pos != x.token.pos):
                continue
            head, other = place_a.get(x.token.head), place_b.get(y.token.head)
            up = head is not None and other is not None and head != i and to_right[head] == other and x.token.dep == y.token.dep
            below = {to_right[n] for n, word in enumerate(a) if word.token.head == x.at and to_right[n] >= 0}
            down = len(below & {n for n, word in enumerate(b) if word.token.head == y.at})
            free = opposed and x.key not in OPPOSED
            up = up or rewritten and bool({to_right[n] for n in _next_to(a, i)} & set(_next_to(b, j)))
            numbers = rewritten and x.token.pos == y.token.pos == "NUM"
            if up or down >= 2 or free or numbers or one_kind(x, y):
                yield i, j, float(up), float(min(down, 3))


def _exchanged(a: Sequence[Word], b: Sequence[Word], to_right: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Words that both claims have, each in the place of the other: "from Alda to Corvo" and "from Corvo to Alda"."""
    place_a, place_b = ({word.at: index for index, word in enumerate(side)} for side in (a, b))
    shared = [i for i, j in enumerate(to_right) if j >= 0 and a[i].token.pos in CONTENT]
    place = {i: (to_right[head], a[i].token.dep) for i in shared if (head := place_a.get(a[i].token.head, -1)) >= 0}
    other = {i: (place_b.get(word.token.head, -1), word.token.dep) for i in shared for word in [b[to_right[i]]]}
    for i in place:
        for k in shared:
            if (
                k != i
                and place[i][0] >= 0
                and place[i] == other[k] != other[i]
                and place.get(k) != place[i]
                and a[i].token.pos == b[to_right[k]].token.pos
            ):
                yield i, to_right[k]


def _counted(side: Sequence[Word], at: int, aligned: Sequence[int]) -> bool:
    """Whether a number that is left over counts the word: the two differ as one."""
    return any(aligned[n] < 0 and word.token.pos == "NUM" and word.token.head == side[at].at for n, word in enumerate(side) if n != at)


def _next_to(side: Sequence[Word], at: int) -> list[int]:
    """The words that a word hangs on or that hang on it."""
    token = side[at].token
    return [n for n, word in enumerate(side) if n != at and (word.token.head == side[at].at or token.head == word.at)]


def one_kind(x: Word, y: Word) -> bool:
    """Whether two words name things of one kind: two places, two people, two parts of the body."""
    if x.token.pos == "PROPN" or y.token.pos == "PROPN":
        return bool(x.token.entity) and x.token.entity == y.token.entity
    return x.token.pos == y.token.pos == "NOUN" and bool(fields(x.key) & fields(y.key))


def _inserted(side: Sequence[Word], other: Sequence[Word], aligned: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Single closed-class words that change what is claimed, put in between two words whose partners adjoin, or before their head.

    Yields the index of the word, the token that it would stand before in the other claim, and whether it is between such words.
    """
    place = {word.at: index for index, word in enumerate(side)}
    for i, end in _runs(aligned):
        if (
            end - i == 1
            and side[i].key in PUT_IN
            and i > 0
            and end < len(side)
            and aligned[i - 1] >= 0
            and aligned[end] == aligned[i - 1] + 1
        ):
            yield i, other[aligned[end]].at, 1
        else:
            for n in range(i, end):
                head = place.get(side[n].token.head, n)
                if side[n].key in {"not", "no", "never"} and head != n and aligned[head] >= 0:
                    yield n, other[aligned[head]].at, 0
