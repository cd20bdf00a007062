"""Predications: each verb of a claim with who does what to whom, whether it is denied, and how certain it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consistency.model import Certainty, Token
from consistency.nlp.attribution import CUES
from consistency.nlp.parse_tree import OBJECTS, SUBJECTS, Tree, noun

POSSIBLE_MODALS = frozenset({"could", "may", "might"})
"""Not "can": it tells an ability far more often than a doubt."""
STRONG_MODALS = frozenset({"will", "shall", "must", "'ll", "wo"})
PLANNING = frozenset({"plan", "intend", "aim", "hope", "seek", "want", "propose"})
WEIGHING = frozenset({"consider", "mull", "explore", "study", "weigh"})
"""What is weighed may come or not: this is less than a plan."""
EXPECTING = frozenset({"expect", "anticipate", "forecast", "predict", "likely", "should", "set", "due", "poised"})
HEDGES = frozenset(
    {"perhaps", "possibly", "potentially", "maybe", "allegedly", "reportedly", "apparently", "probably", "potential", "possible"}
)
DOUBTING = frozenset({"doubt", "unlikely", "question", "dispute"})
DENYING = frozenset({"deny", "reject", "refuse", "refute", "dismiss", "rebut"})
NOT_DONE = frozenset({"refuse", "decline", "fail"})
"""Verbs that say of an infinitive that it was not done."""
CONFIRMING = frozenset({"confirm", "verify", "prove"})
CONDITIONS = (("in", "some"), ("in", "certain"), ("under", "some"), ("under", "certain"), ("in", "specific"), ("in", "particular"))
CASES = frozenset({"case", "circumstance", "condition", "situation", "instance"})
LIGHT = frozenset({"be", "have", "do", "get", "go", "make", "take", "come", "become", "seem"})
"""Verbs that say little without their object."""
NOBODY = frozenset({"", "it", "they", "he", "she", "that", "which", "who", "this", "we", "i", "there", "you", "what"})
"""Subjects that name nobody."""
LONGEST = 400
"""Tokens. Longer "sentences" are lists or tables that were read as one, and no parse of them is worth comparing."""
COMPARATIVES = frozenset({"JJR", "RBR"})
"""Tags of what "no" goes with in "no fewer than 40", which denies nothing."""
AUXILIARIES = frozenset({"aux", "auxpass", "neg"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One predication. Arguments are lemmas; spans count as the claim's tokens do (code points of the source)."""

    verb: int
    predicate: str
    subject: str
    arguments: frozenset[str]
    """Content lemmas of objects, complements and prepositional phrases."""
    negated: bool
    certainty: Certainty
    tense: str
    """`present`, `perfect`, `past`, `pluperfect`, `modal`, `purpose` (an infinitive) or `participle`."""
    start: int
    end: int
    cue: str
    """The words that set the certainty: modal, hedge or condition; empty for a plain statement."""
    governed: bool = False
    """Whether the verb is the content of a speech verb ("said that ...")."""


def frames(tokens: Sequence[Token]) -> list[Frame]:
    """The predications of a claim, in the order of their verbs. None for a text too long to be a sentence."""
    if len(tokens) > LONGEST:
        return []
    tree = Tree(tokens)
    return [
        _frame(tree, index) for index, token in enumerate(tokens) if token.pos in {"VERB", "AUX"} and token.dep not in {"aux", "auxpass"}
    ]


def _frame(tree: Tree, verb: int) -> Frame:
    tokens = tree.tokens
    subject = tree.subject(verb)
    arguments = _arguments(tree, verb)
    certainty, cue, cue_indices = _certainty(tree, verb)
    indices = [verb, *cue_indices, *[i for i in tree.children[verb] if tokens[i].dep in AUXILIARIES]]
    governed = any(tokens[i].lemma.lower() in CUES for i in tree.ancestors(verb))
    return Frame(
        verb=verb,
        predicate=tokens[verb].lemma.lower(),
        subject=noun(tokens[subject]) if subject is not None else "",
        arguments=arguments,
        negated=_negated(tree, verb),
        certainty=certainty,
        tense=_tense(tree, verb, governed),
        start=min(tokens[i].start for i in indices),
        end=max(tokens[i].end for i in indices),
        cue=cue,
        governed=governed,
    )


def _arguments(tree: Tree, verb: int) -> frozenset[str]:
    tokens = tree.tokens
    found: set[int] = set()
    heads = [i for i in tree.children[verb] if tokens[i].dep in OBJECTS | {"prep", "agent", "npadvmod", "advmod", "prt", "dative"}]
    if tokens[verb].dep == "acl" and tokens[verb].tag == "VBN":
        heads.append(tokens[verb].head)
    for head in heads:
        for index in tree.subtree(head):
            if tokens[index].pos in {"NOUN", "PROPN", "ADJ", "NUM"} and not _below_other_verb(tree, index, verb):
                found.add(index)
    return frozenset(noun(tokens[i]) for i in found)


def _below_other_verb(tree: Tree, index: int, verb: int) -> bool:
    above = tree.verb_above(index)
    return above is not None and above != verb and tree.tokens[above].dep not in {"amod"}


def _negated(tree: Tree, verb: int) -> bool:
    """Negated by "not", by a negative subject or object ("no one was hurt"), by "refused to", or not at all; two cancel out."""
    tokens = tree.tokens
    count = sum(1 for i in tree.children[verb] if tokens[i].dep == "neg" or tokens[i].lemma.lower() in {"never", "not", "n't", "hardly"})
    count += _refused(tree, verb)
    for i in tree.children[verb]:
        if tokens[i].dep in SUBJECTS | OBJECTS:
            count += tokens[i].lemma.lower() in {"nobody", "none", "nothing"}
            count += any(
                tokens[j].lemma.lower() in {"no", "neither"} and tokens[j].dep in {"det", "neg"} and tokens[j + 1].tag not in COMPARATIVES
                for j in tree.children[i]
            )
    return count % 2 == 1


def _refused(tree: Tree, verb: int) -> bool:
    """Whether it is not done, by what it hangs on: "refused to sign"."""
    return tree.tokens[verb].dep == "xcomp" and tree.tokens[tree.tokens[verb].head].lemma.lower() in NOT_DONE


def _tense(tree: Tree, verb: int, governed: bool) -> str:
    """The tense; "had not won" is of a time before the one that is told, unless reported speech has only shifted it back."""
    tokens = tree.tokens
    if _refused(tree, verb):
        verb = tokens[verb].head
    auxiliaries = [tokens[i] for i in tree.children[verb] if tokens[i].dep in {"aux", "auxpass"}]
    if any(token.tag == "MD" for token in auxiliaries):
        return "modal"
    if any(token.tag == "TO" for token in auxiliaries):
        return "purpose"
    finite = [tokens[verb], *auxiliaries]
    if any(token.tag in {"VBZ", "VBP"} for token in finite):
        return "perfect" if tokens[verb].tag == "VBN" and any(token.lemma == "have" for token in auxiliaries) else "present"
    if any(token.tag == "VBD" for token in finite):
        before = tokens[verb].tag == "VBN" and any(token.lemma == "have" for token in auxiliaries)
        return "pluperfect" if before and not governed else "past"
    return "participle"


def _certainty(tree: Tree, verb: int) -> tuple[Certainty, str, list[int]]:
    """The certainty of one predication, the words that set it, and their indices."""
    tokens = tree.tokens
    modal = [
        i for i in tree.children[verb] if tokens[i].dep == "aux" and (tokens[i].tag == "MD" or tokens[i].lemma.lower() in STRONG_MODALS)
    ]
    condition = _condition(tree, verb)
    hedges = [i for i in tree.children[verb] if tokens[i].lemma.lower() in HEDGES]
    weak = [i for i in modal if tokens[i].text.lower() in POSSIBLE_MODALS]
    if weak or condition or hedges:
        marks = sorted({*weak, *condition, *hedges})
        return "possible", " ".join(tokens[i].text.lower() for i in marks), marks
    should = [i for i in modal if tokens[i].text.lower() in {"should", "would"}]
    if should:
        return "expected", tokens[should[0]].text.lower(), should
    for above in tree.ancestors(verb):
        level = _governing(tokens[above].lemma.lower()) if tokens[verb].dep in {"xcomp", "ccomp"} or tokens[above].head == above else None
        if level is not None and tokens[verb].dep in {"xcomp", "ccomp", "pcomp", "advcl"}:
            return level, tokens[above].text.lower(), [above] if abs(above - verb) < 6 else []
        break
    if modal:
        return "asserted", tokens[modal[0]].text.lower(), modal
    own = _governing(tokens[verb].lemma.lower())
    return (own, "", []) if own in {"planned", "expected", "doubted"} else ("asserted", "", [])


def _governing(lemma: str) -> Certainty | None:
    classes: tuple[tuple[frozenset[str], Certainty], ...] = (
        (PLANNING, "planned"),
        (WEIGHING, "possible"),
        (EXPECTING, "expected"),
        (DOUBTING, "doubted"),
        (DENYING, "denied"),
        (CONFIRMING, "confirmed"),
    )
    return next((level for words, level in classes if lemma in words), None)


def _condition(tree: Tree, verb: int) -> list[int]:
    """Indices of "in some cases", "under certain circumstances" in the verb's clause."""
    return next((span for span in tree.memo(_conditions) if tree.verb_above(span[0]) == verb), [])


def _conditions(tokens: Sequence[Token]) -> list[list[int]]:
    return [
        [index, index + 1, index + 2]
        for index in range(len(tokens) - 2)
        if tokens[index + 2].lemma.lower() in CASES and (tokens[index].lemma.lower(), tokens[index + 1].lemma.lower()) in CONDITIONS
    ]


def certainty_of(tokens: Sequence[Token]) -> Certainty:
    """The certainty of the claim's main content: what a speech verb governs, else its main verb."""
    if not tokens or len(tokens) > LONGEST:
        return "asserted"
    tree = Tree(tokens)
    root = next((i for i, token in enumerate(tokens) if token.head == i), 0)
    seen = set[int]()
    while tokens[root].lemma.lower() in CUES - DENYING and root not in seen:
        seen.add(root)
        inner = tree.child(root, "ccomp", "parataxis")
        if inner is None:
            break
        root = inner
    if tokens[root].pos not in {"VERB", "AUX"}:
        return "asserted"
    frame = _frame(tree, root)
    if frame.predicate in DENYING:
        return "denied"
    if frame.negated and frame.certainty == "asserted":
        return "denied"
    return frame.certainty


def is_standing(tokens: Sequence[Token]) -> bool:
    """Whether some clause tells a lasting state, commitment or aim rather than a happening of the day.

    Grammar decides: a present or perfect, a modal or an infinitive of purpose that is not the act of speaking itself.
    """
    return any(
        frame.tense in {"present", "perfect", "modal", "purpose"}
        and frame.predicate not in CUES | EXPECTING
        and (frame.arguments or frame.subject)
        and not (frame.predicate in LIGHT and len(frame.arguments) < 2)
        for frame in frames(tokens)
    )
