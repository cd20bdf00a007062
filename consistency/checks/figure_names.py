"""What a disputed figure is called: what is counted, of whom, which deed."""

from __future__ import annotations

from consistency.checks.parsed_evidence import Seen
from consistency.checks.slots import CARRIERS
from consistency.model import Fact, Money, Percent, Quantity, Score
from consistency.nlp.measures import DIMENSIONS
from consistency.nlp.parse_tree import Tree
from consistency.nlp.phrases import clause, gerund, noun_phrase, participle, sentence_case, tail

PRICED = frozenset({"buy", "sell", "purchase", "acquire"})
"""Verbs whose "for" names a price."""
ANYBODY = frozenset({"people", "person", "persons", "ones", "others", "someone", "thing", "things"})
"""Nouns that say nothing of what is counted without their verb."""
MEASURES = {
    "m": "Distance", "km": "Distance", "kg": "Weight", "g": "Weight", "m2": "Area", "m\u00b2": "Area", "m3": "Volume", "l": "Volume",
    "km/h": "Speed", "m/s": "Speed", "s": "Time", "min": "Time", "h": "Time",
}  # fmt: skip
KINDS = frozenset({*(name.lower() for name in MEASURES.values()), "amount", "number", "percentage", "measure", "share", "price", "figure"})
"""Words for any figure: a name that holds nothing else says nothing."""
THROUGH = frozenset({"at", "by", "for", "from", "in", "into", "on", "through", "to", "under", "with"})
"""Prepositions that read well in "the amount at which ..."."""
TAKING = frozenset({"add", "cost", "earn", "gain", "lose", "pay", "shed", "win"})
"""Verbs that have their measure as an object, also where the parse takes it for an adverb: "the shares lost 5 percent"."""
STEM = 5
"""Letters in which a measure and its verb agree: weight and weigh."""
MOST_WORDS = 8


def figure(item: Seen) -> str:
    """What a figure is of; empty if its sentence does not say it in few words.

    Args:
        item: The figure in its sentence.
    """
    tree, top, tokens = item.tree, item.top, item.claim.tokens
    if top is None:
        return ""
    fact = next((fact for fact in item.claim.facts if isinstance(fact, Quantity) and fact.start == item.evidence.start), None)
    kind = _kind(fact)
    if any(isinstance(fact, Score) and fact.start == item.evidence.start for fact in item.claim.facts):
        verb = tree.verb_above(top)
        words = clause(tree, verb, set(item.span)) if verb is not None else []
        return f"How {item.mid(words)}" if words else ""
    top = _measured(tree, top)
    head = tokens[top].head
    if tokens[top].pos == "NOUN" and top not in item.span and not kind:
        return _counted(item, top)
    if tokens[top].dep in {"nummod", "amod", "compound", "nmod", "quantmod"} and tokens[head].pos in {"NOUN", "PROPN"}:
        return _counted(item, head)
    return _of_verb(item, top, kind or "Number")


def _measured(tree: Tree, top: int) -> int:
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


def _kind(fact: Fact | None) -> str:
    if isinstance(fact, Money):
        return "Amount"
    if isinstance(fact, Percent):
        return "Percentage"
    return MEASURES.get(fact.unit, "Measure") if isinstance(fact, Quantity) and fact.unit else ""


def _done(tree: Tree, verb: int) -> str:
    """The participle with its particle: "shot down"."""
    made = participle(tree.tokens[verb])
    particle = next((tree.tokens[i].text.lower() for i in tree.children[verb] if i > verb and tree.tokens[i].dep == "prt"), "")
    return f"{made} {particle}".strip() if made else ""


def _around(item: Seen, verb: int) -> str:
    """The first phrase behind a word: "on board"."""
    tree, skip = item.tree, set(item.span)
    found = (tail(tree, i, skip) for i in tree.children[verb] if i > verb and item.claim.tokens[i].dep == "prep")
    return item.say(next((part for part in found if part), []))


def _counted(item: Seen, noun: int) -> str:
    """A counted noun with what happened to it: "Passengers injured", "Councillors voting for the purchase", "Passengers on board"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    words = item.say(noun_phrase(tree, noun, skip, article=False))
    behind = next((part for i in tree.children[noun] if i > noun and tokens[i].dep == "prep" and (part := tail(tree, i, skip))), [])
    place = item.say(behind) if behind and tokens[behind[0]].text.lower() != "of" else ""
    if place:
        suffered = _done(tree, tokens[noun].head) if tokens[noun].dep in {"nsubjpass", "dobj"} else ""
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
    if dep in {"attr", "conj"}:
        return _around(item, head)
    if dep == "nsubjpass":
        return _done(tree, head)
    if dep == "dobj":
        return " ".join(filter(None, (_done(tree, head), _around(item, head))))
    if dep == "pobj":
        return ""
    if dep == "nsubj" and tokens[head].pos == "VERB":
        rest = [i for i in clause(tree, head, skip) if i > head]
        doing = gerund(tokens[head]) if tokens[head].lemma != "have" else "with"
        return f"{doing} {item.say(rest)}".strip() if doing and len(rest) <= MOST_WORDS else doing
    return ""


def _of_verb(item: Seen, top: int, kind: str) -> str:
    """What a figure without a noun of its own is of, by the verb or preposition that governs it."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    dep, head = tokens[top].dep, tokens[top].head
    of = next((part for i in tree.children[top] if i > top and tokens[i].text.lower() == "of" and (part := tail(tree, i, skip))), [])
    if of:
        return " ".join(filter(None, (_share(item, of, kind), _deed(item, top) if kind in MEASURES.values() else "")))
    what = _made_up_of(item, top, kind)
    if what:
        words = clause(tree, head, skip) if dep == "dobj" else []
        deed = item.mid(words) if words else _deed(item, top)
        return f"{what} {deed}" if deed else what if kind != "Number" else ""
    if dep in {"pobj", "npadvmod"} and tokens[head].dep == "prep":
        return _of_preposition(item, top, kind)
    if dep in {"attr", "acomp"} and tokens[head].lemma == "be":
        subject = tree.subject(head)
        return item.say(noun_phrase(tree, subject, skip, article=False)) if subject is not None and subject != top else ""
    if dep == "nsubjpass" and tokens[head].pos == "VERB":
        around = _around(item, head)
        return " ".join(filter(None, (kind, _done(tree, head), around))) if around else ""
    if dep == "npadvmod" and tokens[head].pos in {"ADJ", "ADV"}:
        return _measure_of(item, head, kind)
    if dep in {"dobj", "npadvmod"} and tokens[head].pos == "VERB":
        return _object(item, top, kind)
    return ""


def _measure_of(item: Seen, adjective: int, kind: str) -> str:
    """ "Height of the tower" of "the tower is 60 metres high", "How far away a boom was felt"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    verb, word = tree.verb_above(adjective), tokens[adjective].text.lower()
    if verb is None:
        return ""
    if word in DIMENSIONS:
        head = tokens[adjective].head
        owner = tree.subject(verb) if head == verb else head if tokens[head].pos in {"NOUN", "PROPN"} else None
        words = noun_phrase(tree, owner, skip | {adjective}) if owner is not None else []
        return f"{DIMENSIONS[word].capitalize()} of {item.mid(words)}" if words else ""
    words = clause(tree, verb, skip)
    if not words or adjective in words:
        return ""
    said = item.say([adjective])
    return f"How far {said} {item.mid(words)}" if kind == "Distance" else f"{kind} by which {item.mid(words)} {said}"


def _made_up_of(item: Seen, top: int, kind: str) -> str:
    """What so many or so much is: "Authors" of "five of the 14 authors", "Debts" of "32 million euros in debts"."""
    tree, tokens, counted = item.tree, item.claim.tokens, kind == "Number"
    for preposition, noun in ((i, child) for i in tree.children[top] if i > top for child in tree.children[i]):
        if tokens[noun].dep != "pobj" or tokens[noun].pos != "NOUN" or tokens[preposition].text.lower() != ("of" if counted else "in"):
            continue
        words = noun_phrase(tree, noun, set(item.span), article=not counted)
        if words and (counted or not (tokens[noun].entity or tokens[words[0]].dep == "det")):
            return sentence_case(item.say(words))
    return ""


def _share(item: Seen, of: list[int], kind: str) -> str:
    """ "Share of the votes"; of a bare number, what is counted: "Patents on antennas" of "three of the patents"."""
    if kind == "Number":
        noun = next((i for i in item.tree.children[of[0]] if item.claim.tokens[i].dep == "pobj"), None)
        return _counted(item, noun) if noun is not None else ""
    return f"{'Share' if kind == 'Percentage' else kind} {item.say(of)}"


def _of_preposition(item: Seen, top: int, kind: str) -> str:
    """ "Price of the old tram depot", "Height", "Percentage by which the shares fell"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    preposition = tokens[top].head
    above = tokens[preposition].head
    if tokens[top].dep == "npadvmod":
        around = tail(tree, preposition, skip)
        return f"{kind} {item.say(around)}" if around else ""
    if tokens[above].pos in {"NOUN", "PROPN"}:
        return item.say(noun_phrase(tree, above, skip, article=False))
    if tokens[above].pos in {"VERB", "AUX"}:
        return _through(item, above, kind, tokens[preposition].text.lower())
    return ""


def _object(item: Seen, top: int, kind: str) -> str:
    """What a verb did so much of: "Amount Skyline Tours paid", "Fines on three companies", "Weight of the bear"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    dep, head = tokens[top].dep, tokens[top].head
    subject = tree.subject(head)
    noun = subject is not None and tokens[subject].pos in {"NOUN", "PROPN"}
    if kind.lower()[:STEM] == tokens[head].lemma.lower()[:STEM]:
        return f"{kind} of {item.mid(noun_phrase(tree, subject, skip))}" if subject is not None and noun else ""
    if subject is not None and noun and tokens[head].dep == "acl":
        return _counted(item, subject)
    if tokens[head].lemma == "cost" and subject is not None and noun:
        return f"Cost of {item.mid(noun_phrase(tree, subject, skip))}"
    words, around = clause(tree, head, skip), _around(item, head)
    if words and not (tokens[head].lemma in CARRIERS and words[-1] == head):
        if kind == "Distance" and dep == "npadvmod":
            return f"How far {item.mid(words)}"
        link = " by which" if dep == "npadvmod" and tokens[head].lemma not in TAKING else ""
        return f"{kind}{link} {item.mid(words)}"
    # "Distance reached" says nothing, "Distance reached at the weir" does.
    return f"{kind} {_done(tree, head)} {around}" if around and _done(tree, head) else ""


def _through(item: Seen, verb: int, kind: str, preposition: str) -> str:
    """ "Price of the old tram depot", "Percentage by which the purchase will raise the debt"."""
    tree, tokens, skip = item.tree, item.claim.tokens, set(item.span)
    objects = [i for i in tree.children[verb] if tokens[i].dep == "dobj"]
    if preposition in {"for", "at"} and tokens[verb].lemma.lower() in PRICED and objects:
        return f"Price of {item.mid(noun_phrase(tree, objects[0], skip))}"
    words = clause(tree, verb, skip)
    return f"{kind} {preposition} which {item.mid(words)}" if words and preposition in THROUGH else ""
