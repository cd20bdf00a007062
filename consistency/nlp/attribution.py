"""Who is made answerable for a claim: the speaker and the cue. Not a fact of its own but a property of the claim."""

from __future__ import annotations

from collections.abc import Sequence

from consistency.model import Attribution, Claim, Person
from consistency.nlp.names import entity_runs, plain_name
from consistency.nlp.parse_tree import SUBJECTS, Tree

CUES = frozenset(
    [
        "say", "tell", "announce", "state", "report", "claim", "warn", "add", "note", "argue", "insist", "explain", "acknowledge",
        "admit", "concede", "confirm", "deny", "declare", "reveal", "write", "tweet", "post", "comment", "remark", "suggest",
        "allege", "assert", "testify", "respond", "reply", "reiterate", "stress", "emphasize", "emphasise", "predict", "estimate",
        "believe", "think", "describe", "call", "quote", "cite", "recall", "vow", "pledge", "promise", "urge", "caution",
        "complain", "contend",
    ]
)  # fmt: skip
PAPERS = frozenset(
    {
        "paper", "newspaper", "daily", "agency", "magazine", "outlet", "broadcaster", "media", "tabloid", "website", "network",
        "times", "post", "journal", "news", "herald", "tribune", "shimbun", "press", "gazette", "telegraph", "chronicle",
        "observer",
    }
)  # fmt: skip
PRONOUNS = frozenset({"he", "she", "they", "it", "i", "we", "who"})


def attribute(claims: Sequence[Claim]) -> list[Attribution | None]:
    """The attribution of each claim, `None` for the outlet's own voice. A pronoun takes the person named last before it."""
    found: list[Attribution | None] = []
    last_person = ""
    for claim in claims:
        attribution = _according_to(claim) or _spoken(claim, last_person)
        found.append(attribution)
        people = [fact for fact in claim.facts if isinstance(fact, Person)]
        if people:
            speaker = next((p for p in people if attribution and attribution.start <= p.start < attribution.end), people[0])
            last_person = speaker.canonical
    return found


def _spoken(claim: Claim, last_person: str) -> Attribution | None:
    """A cue verb with a subject, that governs a clause or stands by a quotation."""
    tree = Tree(claim.tokens)
    tokens = claim.tokens
    for index, token in enumerate(tokens):
        if token.pos != "VERB" or token.lemma.lower() not in CUES:
            continue
        subject = tree.child(index, *SUBJECTS)
        if subject is None and token.dep in {"conj", "advcl"}:
            subject = tree.subject(index)
        if subject is not None and tokens[subject].dep in {"nsubjpass", "csubjpass"}:
            continue  # what is reported does not speak
        if subject is None or tokens[subject].lemma.lower() in {"it", "there"} and tree.child(index, "ccomp") is None:
            continue
        content = (
            tree.child(index, "ccomp", "parataxis") is not None
            or token.dep in {"parataxis", "ccomp"}
            or any(t.text in {'"', "“", "”"} for t in tokens)
        )
        if not content:
            continue
        speaker = _speaker(claim, tree, subject, last_person)
        if speaker:
            span = [i for i in tree.subtree(subject) if abs(i - subject) < 8]
            start = min(tokens[i].start for i in [*span, index])
            end = max(tokens[i].end for i in [*span, index])
            relayed = any(tokens[i].lemma.lower() in PAPERS for i in span)
            return Attribution(speaker=speaker, cue=token.lemma.lower(), start=start, end=end, relayed=relayed)
    return None


def _according_to(claim: Claim) -> Attribution | None:
    tokens = claim.tokens
    for index in range(len(tokens) - 2):
        if tokens[index].text.lower() == "according" and tokens[index + 1].text.lower() == "to":
            tree = Tree(tokens)
            inner = next((i for i in range(index + 2, len(tokens)) if tokens[i].dep == "pobj"), None)
            if inner is None:
                return None
            span = [i for i in tree.subtree(inner) if i >= index + 2]
            relayed = any(tokens[i].lemma.lower() in PAPERS for i in span)
            return Attribution(
                speaker=_speaker(claim, tree, inner, ""),
                cue="according to",
                start=tokens[index].start,
                end=tokens[max(span)].end,
                relayed=relayed,
            )
    return None


def _speaker(claim: Claim, tree: Tree, index: int, last_person: str) -> str:
    """The speaker's name: the person resolved, a pronoun's antecedent, else the head of the phrase with its modifiers."""
    token = claim.tokens[index]
    if token.lemma.lower() in PRONOUNS:
        return last_person if token.lemma.lower() in {"he", "she", "i", "who"} else ""
    span = tree.subtree(index)
    for fact in claim.facts:
        if isinstance(fact, Person) and fact.start <= token.start < fact.end:
            return fact.canonical
    for first, last, label in entity_runs(claim.tokens):
        if first <= index <= last and label in {"PERSON", "ORG", "GPE", "NORP"}:
            return plain_name(claim.words(claim.tokens[first].start, claim.tokens[last].end))
    near = [i for i in span if index - 3 <= i <= index and claim.tokens[i].pos not in {"DET", "PUNCT"}]
    return " ".join(claim.tokens[i].text.lower() for i in near)
