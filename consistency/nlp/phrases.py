"""Short phrases taken from a sentence as it is written: a noun with what names it, a clause, a verb in another form."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from consistency.model import Token
from consistency.nlp.names import run_end
from consistency.nlp.parse_tree import Tree

NAMING = frozenset({"compound", "amod", "nmod", "poss", "det"})
NO_ARTICLE = NAMING - {"det"}
VERBAL = frozenset({"aux", "auxpass", "neg", "prt"})
MOST_WORDS = 12
"""Words of a clause: what goes beyond them is left out, the last phrase first."""
LONGEST_PHRASE = 6
RARE = 3.0
"""A word rarer than this, as a Zipf frequency, is no form of a verb: "sended", "taked"."""
VOWELS = "aeiou"
_OPENING = frozenset({"(", "[", "\u201c", "\u2018", "$", "\u00a3", "\u20ac", "\u00a5"})


def text_of(tokens: Collection[Token] | list[Token], indices: Iterable[int]) -> str:
    """The words at `indices` in their order, spaced as in the text where they stand side by side there."""
    words = list(tokens)
    made, before = "", None
    for index in sorted(set(indices)):
        token = words[index]
        if before is not None:
            close = before.end == token.start or token.text in {"'s", "\u2019s", ",", "%", ")"} or before.text in _OPENING
            made += "" if close else " "
        made += token.text
        before = token
    return made.strip(" ,;:")


def noun_phrase(tree: Tree, index: int, skip: Collection[int] = (), article: bool = True) -> list[int]:
    """The indices of the noun at `index` with what names it: a whole name, modifiers, and a short "of ..." behind it.

    Args:
        tree: The sentence.
        index: The noun.
        skip: Tokens to leave out, such as those of a disputed figure; numbers are left out anyway.
        article: Whether a determiner belongs to the phrase.
    """
    tokens = tree.tokens
    kept = {index}
    for child in tree.children[index]:
        if child not in skip and child < index and tokens[child].dep in (NAMING if article else NO_ARTICLE) and _names(tokens[child]):
            inner = noun_phrase(tree, child, skip) if tokens[child].pos in {"NOUN", "PROPN"} else [child]
            kept.update(inner)
            kept.update(i for i in tree.children[child] if tokens[i].dep in {"case", "advmod"} or tokens[i].tag == "HYPH")
    kept.update(_name_around(tree, index))
    kept = _compounded(tree, kept, index)
    for preposition in tree.children[index]:
        if tokens[preposition].dep == "prep" and tokens[preposition].text.lower() == "of" and preposition > index:
            inner = tail(tree, preposition, skip)
            if inner and len(inner) <= LONGEST_PHRASE:
                kept.update(inner)
            break
    return sorted(kept - set(skip))


def _compounded(tree: Tree, kept: set[int], index: int) -> set[int]:
    """The words of a phrase with hyphenated words whole, and without those that begin with a number: "flats" of "three-room flats"."""
    tokens, found = tree.tokens, set(kept)
    for hyphen in range(1, index):
        if tokens[hyphen].text != "-" or not found & {hyphen - 1, hyphen, hyphen + 1}:
            continue
        first = last = hyphen
        while first > 0 and hyphened(tokens[first - 1], tokens[first]):
            first -= 1
        while last + 1 < len(tokens) and hyphened(tokens[last], tokens[last + 1]):
            last += 1
        chain = set(range(first, last + 1))
        if index in chain or all(_names(tokens[i]) for i in chain if tokens[i].text != "-"):
            found |= chain
        else:
            found -= chain
    return found


def hyphened(left: Token, right: Token) -> bool:
    """Whether two tokens in a row are parts of one hyphenated word."""
    return left.end == right.start and "-" in {left.text, right.text}


def _names(token: Token) -> bool:
    return token.pos not in {"NUM", "PUNCT", "SYM"} and token.tag != "CD" and token.entity not in {"CARDINAL", "MONEY", "PERCENT"}


def _name_around(tree: Tree, index: int) -> set[int]:
    """The rest of the name that the word at `index` belongs to."""
    tokens = tree.tokens
    if not tokens[index].entity or tokens[index].entity in {"CARDINAL", "DATE", "MONEY", "PERCENT", "QUANTITY", "TIME", "ORDINAL"}:
        return set()
    first = index
    while first and not tokens[first].begins and tokens[first - 1].entity == tokens[index].entity:
        first -= 1
    return set(range(first, run_end(tokens, index) + 1))


def tail(tree: Tree, preposition: int, skip: Collection[int] = ()) -> list[int]:
    """A preposition with its noun: "on board", "of the old tram depot". Empty if that holds a number, a day or nothing."""
    tokens = tree.tokens
    objects = [i for i in tree.children[preposition] if tokens[i].dep in {"pobj", "pcomp"}]
    if not objects or tokens[objects[0]].pos not in {"NOUN", "PROPN"} or objects[0] in skip:
        return []
    found = [preposition, *noun_phrase(tree, objects[0], skip)]
    below = tree.subtree(objects[0])
    if any(tokens[i].entity in {"DATE", "TIME", "MONEY", "PERCENT"} or i in skip for i in below):
        return []
    if any(not _names(tokens[i]) for i in tree.children[objects[0]] if tokens[i].pos != "PUNCT"):
        return []
    return sorted(found)


def clause(tree: Tree, verb: int, skip: Collection[int] = (), counted: bool = False) -> list[int]:
    """Subject, verb and what it was done to, in the words of the sentence; empty if no subject is named.

    Args:
        tree: The sentence.
        verb: The verb.
        skip: Tokens to leave out.
        counted: Whether an object that a number hangs on is named too, without the number.
    """
    tokens = tree.tokens
    subject = tree.subject(verb)
    if subject is None or tokens[subject].dep == "expl":
        return []
    subject_words = noun_phrase(tree, subject, skip) or [subject]
    group = [verb, *(i for i in tree.children[verb] if tokens[i].dep in VERBAL)]
    if len(group) == 1 and tokens[verb].tag == "VBN" and tokens[verb].dep == "conj":  # "has halted work and withdrawn its crews"
        group += [i for i in tree.children[tokens[verb].head] if tokens[i].dep in {"aux", "auxpass"} and i < verb]
    if any(tokens[i].tag == "TO" for i in group) and subject not in tree.children[verb]:
        return []
    if min(subject_words) > verb or subject in skip or not _finite(tokens[verb], [tokens[i] for i in group if i != verb]):
        return []
    parts = [subject_words, group, *_rest(tree, verb, skip, counted)]
    kept: list[int] = []
    for number, part in enumerate(parts):
        if number > 1 and len(kept) + len(part) > MOST_WORDS:
            break
        kept += part
    return sorted(set(kept) - set(skip))


def _finite(verb: Token, others: list[Token]) -> bool:
    """Whether a verb makes a clause: not "holding talks", "talks held", "having lost"."""
    helpers = [token for token in others if token.dep in {"aux", "auxpass"}]
    if helpers:
        return any(token.tag != "VBG" for token in helpers)
    return verb.tag != "VBG" and not (verb.tag == "VBN" and verb.dep in {"acl", "relcl", "advcl", "amod"})


def _rest(tree: Tree, verb: int, skip: Collection[int], counted: bool) -> list[list[int]]:
    """What follows a verb, nearest first: object, what it is, "to buy the depot", one phrase with a preposition."""
    tokens = tree.tokens
    parts: list[list[int]] = []
    prepositions = 0
    for child in tree.children[verb]:
        if child < verb or child in skip:
            continue
        dep = tokens[child].dep
        if (dep in {"dobj", "attr", "oprd", "acomp"} or (dep == "advmod" and tokens[child].pos == "ADJ")) and (
            counted or not _is_counted(tree, child, skip)
        ):
            parts.append(noun_phrase(tree, child, skip))
        elif dep == "xcomp" and any(tokens[i].tag == "TO" for i in tree.children[child]):
            group = [child, *(i for i in tree.children[child] if tokens[i].dep in VERBAL)]
            inner = [i for i in tree.children[child] if tokens[i].dep in {"dobj", "attr"} and not _is_counted(tree, i, skip)]
            parts.append([*group, *(word for i in inner for word in noun_phrase(tree, i, skip))])
        elif dep in {"prep", "agent"} and not prepositions:
            words = tail(tree, child, skip)
            if words:
                prepositions += 1
                parts.append(words)
    return parts


def _is_counted(tree: Tree, index: int, skip: Collection[int]) -> bool:
    """Whether a figure hangs on the noun, or it is one: what is disputed is not named."""
    below = [index, *tree.children[index]]
    return any(i in skip or not _names(tree.tokens[i]) for i in below if tree.tokens[i].pos != "PUNCT")


def participle(token: Token) -> str:
    """The past participle as written or made by rule; empty if the rule makes no English word."""
    if token.tag == "VBN" or token.text.lower().endswith("ed"):
        return token.text.lower()
    lemma = token.lemma.lower()
    made = (
        lemma + "d" if lemma.endswith("e") else lemma[:-1] + "ied" if lemma[-2:-1] not in VOWELS and lemma.endswith("y") else lemma + "ed"
    )
    return made if _is_word(made) else ""


def gerund(token: Token) -> str:
    """The "-ing" form; empty if the rule makes no English word."""
    if token.tag == "VBG":
        return token.text.lower()
    lemma = token.lemma.lower()
    if lemma == "be":
        return "being"
    made = (
        lemma[:-2] + "ying" if lemma.endswith("ie") else lemma[:-1] + "ing" if lemma.endswith("e") and lemma[-2:] != "ee" else lemma + "ing"
    )
    doubled = lemma + lemma[-1:] + "ing"
    best = max((made, doubled), key=_frequency)
    return best if _is_word(best) else ""


def _frequency(word: str) -> float:
    from wordfreq import zipf_frequency

    return zipf_frequency(word, "en")


def _is_word(word: str) -> bool:
    return word.isalpha() and _frequency(word) >= RARE


def sentence_case(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


def inside(tokens: list[Token] | tuple[Token, ...], index: int, text: str) -> str:
    """`text`, which begins with the word at `index`, as it reads inside a sentence: its capital stays where it is a name's."""
    token = tokens[index]
    keeps = token.pos == "PROPN" or token.entity or token.text == "I" or not token.text[1:].islower()
    if keeps and not (token.entity == "CARDINAL" or token.pos == "NUM" or token.dep == "det"):
        return text
    return text[:1].lower() + text[1:]
