"""What a finding is about, in words an editor would use, made from the sentences it rests on: "Passengers on board", "When the council
voted". Where a sentence gives nothing better, the check's own words are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from consistency.checks.values import brief
from consistency.model import Claim, Evidence, Finding, Money, Percent, Quantity, Quote
from consistency.nlp.parse_tree import Tree
from consistency.nlp.phrases import clause, gerund, inside, noun_phrase, participle, sentence_case, tail, text_of

PRICED = frozenset({"buy", "sell", "purchase", "acquire"})
"""Verbs whose "for" names a price."""
ANYBODY = frozenset({"people", "person", "persons", "ones", "others", "someone", "thing", "things"})
"""Nouns that say nothing of what is counted without their verb."""
MEASURES = {
    "m": "Distance", "km": "Distance", "kg": "Weight", "g": "Weight", "m2": "Area", "m\u00b2": "Area", "m3": "Volume", "l": "Volume",
    "km/h": "Speed", "m/s": "Speed", "s": "Time", "min": "Time", "h": "Time",
}  # fmt: skip
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir", "mr.", "mrs.", "ms.", "dr."})
DEEDS = frozenset({"denied-and-asserted", "outcome-differs", "certainty-differs"})
"""Checks on whether something is so: its name is the statement itself."""
PLAIN = {
    "number-differs": "Figure",
    "amount-differs": "Amount of money",
    "conversion-differs": "Exchange rate",
    "duration-differs": "How long it took",
    "date-differs": "Date",
    "place-differs": "Place",
    "denied-and-asserted": "Whether it is so",
    "outcome-differs": "Whether it has happened yet",
    "certainty-differs": "How certain it is",
    "detail-differs": "One detail",
    "speaker-differs": "Who is quoted",
    "framing-differs": "Wording",
}
"""Names where the sentences give none: the words of a check may hold lemmas."""
SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
AROUND = 4
"""Words shown on each side of a detail that has no other name."""
LEAST_WORDS, MOST_WORDS = 3, 8
"""Words below which a clause says nothing, and from which a longer name says no more."""


@dataclass(frozen=True)
class Seen:
    """A piece of evidence in its sentence."""

    evidence: Evidence
    claim: Claim

    @cached_property
    def tree(self) -> Tree:
        return Tree(self.claim.tokens)

    @cached_property
    def span(self) -> list[int]:
        """The tokens of the words in dispute."""
        return [i for i, token in enumerate(self.claim.tokens) if token.start < self.evidence.end and self.evidence.start < token.end]

    @cached_property
    def top(self) -> int | None:
        """The token of the span that hangs on something outside it."""
        inside_span = set(self.span)
        tokens = self.claim.tokens
        return next((i for i in self.span if tokens[i].head not in inside_span or tokens[i].head == i), None)

    def say(self, indices: Iterable[int]) -> str:
        return text_of(self.claim.tokens, indices)

    def mid(self, indices: Sequence[int]) -> str:
        """The words as they read inside a sentence."""
        return inside(self.claim.tokens, min(indices), self.say(indices)) if indices else ""


def named(finding: Finding, claims: dict[str, Claim]) -> str:
    """The disputed fact, as a heading without a full stop.

    Args:
        finding: The finding; its `what` holds the check's own words.
        claims: The claims by id, with their tokens.

    Returns:
        The best name that one of its sentences gives, else the check's own words.
    """
    seen = [Seen(item, claims[item.claim]) for item in finding.evidence if item.claim in claims]
    made = _NAMES.get(finding.check)
    found = {(item.claim.role == "title", name) for item in seen if item.claim.tokens and made and (name := made(item).strip())}
    open_to_all = finding.check in DEEDS
    fit = sorted((_worth(name, headline), name) for headline, name in found if open_to_all or not _discloses(name, finding))
    if fit and open_to_all and fit[0][0][0]:
        fit = []  # "whether it is to book" says no more than the plain name
    own = re.sub(r"^who is (?!the )", "who is the ", finding.what.removeprefix("the "))
    return sentence_case(_definite(fit[0][1]) if fit else PLAIN.get(finding.check, "") or own)


def _worth(name: str, headline: bool) -> tuple[object, ...]:
    """The one that says most comes first; a pronoun, what is told in a negative, and what a headline says come last."""
    words = name.split()
    vague = bool({word.lower() for word in words} & {"it", "they", "he", "she", "this", "that", "we", "i", "who", "which"})
    return vague, headline, -min(len(words), MOST_WORDS), len(words), name


def _definite(name: str) -> str:
    """ "Price of a former depot" is that of the one the accounts are about."""
    return re.sub(r"^(\w+ of) an? ", r"\1 the ", name)


def _discloses(name: str, finding: Finding) -> bool:
    """Whether a version stands in the name itself, where all versions are to be told beside it."""
    text = f" {name.casefold()} "
    return any(len(item.text) < 40 and f" {item.text.casefold().strip()} " in text for item in finding.evidence)


# ---- figures


def _figure(item: Seen) -> str:
    tree, top, tokens = item.tree, item.top, item.claim.tokens
    if top is None:
        return ""
    fact = next((fact for fact in item.claim.facts if isinstance(fact, Quantity) and fact.start == item.evidence.start), None)
    kind = _kind(fact)
    top = _measured(tree, top, set(item.span))
    head = tokens[top].head
    if tokens[top].pos == "NOUN" and top not in item.span and not kind:
        return _counted(item, top)
    if tokens[top].dep in {"nummod", "amod", "compound", "nmod", "quantmod"} and tokens[head].pos in {"NOUN", "PROPN"}:
        return _counted(item, head)
    return _of_verb(item, top, kind or "Number")


def _measured(tree: Tree, top: int, span: set[int]) -> int:
    """The noun that a bare number counts, else the number itself."""
    tokens = tree.tokens
    while (
        tokens[top].dep in {"nummod", "quantmod", "npadvmod"}
        and tokens[top].head != top
        and tokens[tokens[top].head].pos in {"NUM", "NOUN"}
    ):
        top = tokens[top].head
        if tokens[top].pos == "NOUN":
            break
    return top


def _kind(fact: Quantity | None) -> str:
    if isinstance(fact, Money):
        return "Amount"
    if isinstance(fact, Percent):
        return "Percentage"
    return MEASURES.get(fact.unit, "Measure") if fact is not None and fact.unit else ""


def _counted(item: Seen, noun: int) -> str:
    """A counted noun with what happened to it: "Passengers injured", "Councillors voting for the purchase", "Passengers on board"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    words = item.say(noun_phrase(tree, noun, skip, article=False))
    behind = next((part for i in tree.children[noun] if i > noun and tokens[i].dep == "prep" and (part := tail(tree, i, skip))), [])
    place = item.say(behind) if behind and tokens[behind[0]].text.lower() != "of" else ""
    if place:
        suffered = participle(tokens[tokens[noun].head]) if tokens[noun].dep in {"nsubjpass", "dobj"} else ""
        return " ".join(filter(None, (words, suffered, place)))
    deed = _deed(item, noun)
    if deed and words.lower() in ANYBODY | {"dead", "injured"}:
        return f"{words} {deed}" if words.lower() in ANYBODY else words
    return f"{words} {deed}".strip()


def _deed(item: Seen, noun: int) -> str:
    """What the counted ones did or had done to them, as words behind the noun."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    dep, head = tokens[noun].dep, tokens[noun].head
    if head == noun or tokens[head].pos not in {"VERB", "AUX"}:
        return ""
    if dep == "attr" or dep == "conj":
        around = next((part for i in tree.children[head] if i > noun and tokens[i].dep == "prep" and (part := tail(tree, i, skip))), [])
        return item.say(around)
    if dep == "nsubjpass":
        return participle(tokens[head])
    if dep == "dobj":
        around = next((part for i in tree.children[head] if i > noun and tokens[i].dep == "prep" and (part := tail(tree, i, skip))), [])
        return " ".join(filter(None, (participle(tokens[head]), item.say(around))))
    if dep == "nsubj" and tokens[head].pos == "VERB":
        rest = [i for i in clause(tree, head, skip) if i > head]
        doing = gerund(tokens[head])
        return f"{doing} {item.say(rest)}".strip() if doing and len(rest) <= MOST_WORDS else doing
    return ""


def _of_verb(item: Seen, top: int, kind: str) -> str:
    """What a figure without a noun of its own is of, by the verb or preposition that governs it."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    dep, head = tokens[top].dep, tokens[top].head
    of = next((part for i in tree.children[top] if i > top and tokens[i].text.lower() == "of" and (part := tail(tree, i, skip))), [])
    if of:
        return f"{'Share' if kind == 'Percentage' else kind} {item.say(of)}"
    if dep in {"pobj", "npadvmod"} and tokens[head].dep == "prep":
        above = tokens[head].head
        if dep == "npadvmod":
            around = tail(tree, head, skip)
            return f"{kind} {item.say(around)}" if around else ""
        if tokens[above].pos in {"NOUN", "PROPN"}:
            return item.say(noun_phrase(tree, above, skip, article=False))
        if tokens[above].pos in {"VERB", "AUX"}:
            return _through(item, above, kind, tokens[head].text.lower())
        return ""
    if dep in {"attr", "acomp"} and tokens[head].lemma == "be":
        subject = tree.subject(head)
        return item.say(noun_phrase(tree, subject, skip, article=False)) if subject is not None and subject != top else ""
    if dep == "nsubjpass" and tokens[head].pos == "VERB":
        return " ".join(filter(None, (kind, participle(tokens[head]))))
    if dep == "npadvmod" and tokens[head].pos in {"ADJ", "ADV"} and (verb := tree.verb_above(head)) is not None:
        words = clause(tree, verb, skip)
        return f"{kind} by which {item.mid(words)} {item.say([head])}" if words and head not in words else ""
    if dep == "dobj" and kind == "Number" and (suffered := participle(tokens[head])):
        return f"Number {suffered}"
    if dep in {"dobj", "npadvmod"} and tokens[head].pos == "VERB":
        words = clause(tree, head, skip)
        subject = tree.subject(head)
        if dep == "dobj" and subject is not None and tokens[subject].pos == "PRON" and (done := participle(tokens[head])):
            around = next((part for i in tree.children[head] if i > head and tokens[i].dep == "prep" and (part := tail(tree, i, skip))), [])
            return " ".join(filter(None, (kind, done, item.say(around))))
        link = " by which" if dep == "npadvmod" else ""
        return f"{kind}{link} {item.mid(words)}" if words else " ".join(filter(None, (kind, participle(tokens[head]))))
    return ""


def _through(item: Seen, verb: int, kind: str, preposition: str) -> str:
    """ "Price of the old tram depot", "Percentage by which the purchase will raise the debt"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    objects = [i for i in tree.children[verb] if tokens[i].dep == "dobj"]
    if preposition in {"for", "at"} and tokens[verb].lemma.lower() in PRICED and objects:
        return f"Price of {item.mid(noun_phrase(tree, objects[0], skip))}"
    words = clause(tree, verb, skip)
    return f"{kind} {preposition} which {item.mid(words)}" if words else ""


# ---- days, places, deeds


def _when(item: Seen) -> str:
    return _circumstance(item, "When", "Date of")


def _where(item: Seen) -> str:
    return _circumstance(item, "Where", "Place of")


def _circumstance(item: Seen, word: str, noun: str) -> str:
    tree, tokens = item.tree, item.claim.tokens
    if item.top is None:
        return ""
    above = next(
        (
            i
            for i in tree.ancestors(item.top)
            if tokens[i].pos in {"VERB", "AUX", "NOUN", "PROPN"} and tokens[i].entity not in {"DATE", "TIME"}
        ),
        None,
    )
    if above is None:
        return ""
    if tokens[above].pos in {"NOUN", "PROPN"}:
        words = noun_phrase(tree, above, set(item.span), article=False)
        return f"{noun} the {item.say(words)}" if words else ""
    words = clause(tree, above, set(item.span))
    return f"{word} {item.mid(words)}" if words else ""


def _whether(item: Seen) -> str:
    """The deed without the words that say how sure it is, or that it is not so: "Whether the minister is to visit the town"."""
    tree, tokens = item.tree, item.claim.tokens
    verbs = [i for i in item.span if tokens[i].pos in {"VERB", "AUX"} and tokens[i].dep not in {"aux", "auxpass"}]
    words = clause(tree, verbs[-1], counted=True) if verbs else []
    if not words:
        return ""
    group = [i for i in words if tokens[i].head == verbs[-1] and tokens[i].dep in {"aux", "auxpass", "neg"}]
    modal = next((i for i in group if tokens[i].tag == "MD"), None)
    does = next((i for i in group if tokens[i].lemma == "do" and any(tokens[j].dep == "neg" for j in group)), None)
    left_out = {i for i in group if tokens[i].dep == "neg"} | {i for i in (modal, does) if i is not None}
    if does is not None or modal is not None:
        subject = tree.subject(verbs[-1])
        several = subject is not None and (tokens[subject].tag in {"NNS", "NNPS"} or tokens[subject].text.lower() in {"they", "we"})
        link = ("are to" if several else "is to") if does is None else ""
        at = modal if modal is not None else does
        before = [i for i in words if at is not None and i < at and i not in left_out]
        after = [i for i in words if i not in before and i not in left_out]
        if does is not None and modal is None:
            return ""  # "did not sign": the account that has it signed makes the better name
        return f"Whether {item.mid(before)} {link} {item.say(after)}"
    kept = [i for i in words if i not in left_out]
    return f"Whether {item.mid(kept)}" if kept else ""


def _how_long(item: Seen) -> str:
    return _circumstance(item, "How long", "Length of")


# ---- names, words, causes


def _spelling(item: Seen) -> str:
    tokens = item.claim.tokens
    for i in item.span if any(tokens[i].entity == "PERSON" for i in item.span) else ():
        for child in item.tree.children[tokens[i].head if tokens[i].dep == "compound" else i]:
            token = tokens[child]
            if (
                token.dep == "compound"
                and not token.entity
                and token.tag in {"NN", "NNP"}
                and token.text.lower() not in TITLES
                and token.text.isalpha()
                and child not in item.span
            ):
                return f"Spelling of the {token.text.lower()}'s name"
    return "Spelling of a name"


def _said(item: Seen) -> str:
    quote = next((fact for fact in item.claim.facts if isinstance(fact, Quote) and fact.start == item.evidence.start), None)
    speaker = (quote.speaker if quote else "") or (item.claim.attribution.speaker if item.claim.attribution else "")
    speaker = speaker.rsplit(", ", 1)[-1]
    return f"What {speaker} said" if any(word[:1].isupper() for word in speaker.split()[:1]) else "Wording of a quotation"


def _who_said(item: Seen) -> str:
    return f"Who said \u201c{brief(item.evidence.text, 60)}\u201d"


# ---- one detail of two sentences that agree


def _detail(item: Seen) -> str:
    """What the detail is of; where its place in the sentence does not say, the words around it."""
    found = _detail_of(item)
    if len(found.split()) > 1 or item.top is None or not item.span:
        return found
    verb = item.tree.verb_above(item.top)
    words = [i for i in clause(item.tree, verb, set(item.span)) if i not in item.span] if verb is not None else []
    return f"Detail: {item.mid(words)}" if len(words) >= LEAST_WORDS else _around(item)


def _around(item: Seen) -> str:
    """The words before and after the detail, with a gap where it stands."""
    before = range(max(0, item.span[0] - AROUND), item.span[0])
    after = range(item.span[-1] + 1, min(len(item.claim.tokens), item.span[-1] + 1 + AROUND))
    return "Detail: \u201c" + " \u2026 ".join(words for words in (item.say(before), item.say(after).rstrip(".")) if words) + "\u201d"


def _detail_of(item: Seen) -> str:
    """By what kind of word the detail is: a figure, a day, a place, a deed, what it was done to, or what describes a thing."""
    tree, top, tokens = item.tree, item.top, item.claim.tokens
    if top is None or not item.evidence.value:
        return ""
    token, head, skip = tokens[top], tokens[top].head, set(item.span)
    if len(item.span) > 1 and any(tokens[i].lemma.lower() in SPANS for i in item.span) and any(tokens[i].pos == "NUM" for i in item.span):
        return _how_long(item)
    if token.entity in {"DATE", "TIME"}:
        return _when(item)
    if any(tokens[i].pos == "NUM" for i in item.span):
        return _figure(item)
    if token.pos == "VERB":
        subject = tree.subject(top)
        return (
            f"What {item.mid(noun_phrase(tree, subject))} did" if subject is not None and tokens[subject].pos in {"NOUN", "PROPN"} else ""
        )
    if token.dep in {"amod", "compound", "poss", "det"} and tokens[head].pos in {"NOUN", "PROPN"} and head not in skip:
        return item.say(noun_phrase(tree, head, skip, article=False))
    if tokens[head].pos == "VERB" and token.dep == "dobj" and (words := clause(tree, head, skip)):
        return f"{'Whom' if token.entity == 'PERSON' else 'What'} {item.mid(words)}"
    if (
        tokens[head].pos == "VERB"
        and token.dep in {"nsubj", "nsubjpass"}
        and (words := [i for i in clause(tree, head) if i not in skip and i >= head])
    ):
        return f"Who or what {item.say(words)}"
    if token.dep == "pobj" and token.entity in {"GPE", "LOC", "FAC"}:
        return _where(item)
    return ""


_NAMES: dict[str, Callable[[Seen], str]] = {
    **dict.fromkeys(("number-differs", "amount-differs"), _figure),
    "date-differs": _when,
    "place-differs": _where,
    "duration-differs": _how_long,
    **dict.fromkeys(sorted(DEEDS), _whether),
    "speaker-differs": _who_said,
    "name-differs": _spelling,
    "quote-differs": _said,
    "detail-differs": _detail,
}
