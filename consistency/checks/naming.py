"""What a finding is about, in words an editor would use, made from the sentences it rests on: "Passengers on board", "When the council
voted". Where a sentence gives nothing better, the check's own words are used."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise, takewhile

from consistency.checks.figure_names import ANYBODY, KINDS, THROUGH, figure
from consistency.checks.parsed_evidence import Seen
from consistency.checks.values import brief
from consistency.model import Claim, Finding, Quote, Token
from consistency.nlp.phrases import clause, hyphened, noun_phrase, sentence_case

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
    "quote-differs": "Wording of the quotation",
    "name-differs": "Spelling of the name",
    "speaker-differs": "Who is quoted",
    "framing-differs": "Wording",
}
"""Names where the sentences give none: the words of a check may hold lemmas."""
QUANTIFIERS = frozenset(
    {"no", "not", "never", "none", "all", "most", "some", "every", "each", "any", "both", "half", "only", "many", "few"}
)
SPANS = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})
GAPPED = frozenset({"number-differs", "amount-differs", "duration-differs", "date-differs", "place-differs", "detail-differs"})
"""Checks whose finding, where its sentences give no name, is shown by the words around those in dispute."""
VAGUE = frozenset({"it", "they", "he", "she", "this", "that", "these", "those", "we", "i", "you", "who", "which"})
OWNERS = frozenset({"its", "their", "his", "her", "our", "my", "your"})
SINCE = frozenset({"since", "until", "till", "from"})
MOST_WORDS = 8
"""Words from which a longer name says no more."""
LEAST_WORDS = 3
"""Words from which the beginning of a quotation is known again."""


def named(finding: Finding, claims: dict[str, Claim]) -> str:
    """The disputed fact, as a heading without a full stop.

    Args:
        finding: The finding; its `what` holds the check's own words.
        claims: The claims by id, with their tokens.

    Returns:
        The best name that one of its sentences gives, else the words around those in dispute, else the check's own words.
    """
    seen = [Seen(item, claims[item.claim]) for item in finding.evidence if item.claim in claims and claims[item.claim].tokens]
    made = _NAMES.get(finding.check)
    found = {(item.claim.role == "title", _owned(made(item).strip())) for item in seen} if made else set()
    whole = finding.check in DEEDS
    fit = sorted(
        (_worth(name, headline), name)
        for headline, name in found
        if (whole or not _discloses(name, finding)) and (_says_something(name) if whole or finding.check in GAPPED else name)
    )
    if fit:
        return sentence_case(_definite(fit[0][1]))
    gaps = sorted((item.claim.role == "title", -len(gap), gap) for item in seen if item.evidence.value and (gap := item.gap()))
    shown = next((gap for *_, gap in gaps if not _discloses(gap, finding)), "") if finding.check in GAPPED else ""
    if finding.check == "name-differs":
        # Both, as either may be the right one.
        spelled = list(dict.fromkeys(item.text for item in finding.evidence))
        return f"Spelling of \u201c{spelled[0]}\u201d or \u201c{spelled[1]}\u201d" if len(spelled) > 1 else PLAIN[finding.check]
    if finding.check == "quote-differs" and (opening := _opening([item.text for item in finding.evidence])):
        return opening
    own = re.sub(r"^who is (?!the )", "who is the ", finding.what.removeprefix("the "))
    return shown or sentence_case(PLAIN.get(finding.check, "") or own)


def _opening(quotations: Sequence[str]) -> str:
    """The words that all versions of a quotation begin with, where they are enough to know it by."""
    words = [quotation.split() for quotation in quotations]
    same = list(takewhile(lambda row: len({word.casefold() for word in row}) == 1, zip(*words, strict=False)))
    return f"\u201c{' '.join(row[0] for row in same[:MOST_WORDS])} \u2026\u201d" if len(same) >= LEAST_WORDS else ""


def _owned(name: str) -> str:
    """ "Its yearly grant" is the yearly grant."""
    first, _, rest = name.partition(" ")
    return rest if first.lower() in OWNERS else name


def _says_something(name: str) -> bool:
    """Whether a name stands for something without its sentence: not "amount", nor "percentage it lost" or "share of its value"."""
    if name.startswith("Who said "):
        return True
    words = name.lower().split()
    if not words or set(words) <= KINDS | ANYBODY or not all(re.search(r"\w", word) for word in words):
        return False
    if any(word in VAGUE and not (word == "which" and before in THROUGH) for before, word in pairwise(["", *words])):
        return False
    return not (words[0] in KINDS and words[1:2] == ["of"] and not OWNERS.isdisjoint(words[2:3]))


def _worth(name: str, headline: bool) -> tuple[object, ...]:
    """The one that says most comes first; "the rate at which ..." after a plain noun, "the mayor" after a name, a headline last."""
    words = name.split()
    through, bare = "which" in words or "\u2026" in name, len(words) == 1 and name.endswith("s")
    faults = through + 2 * headline + 3 * bare  # "Homes" says least: even a headline has "Homes approved on the quarry"
    return faults, name.startswith("What the "), -min(len(words), MOST_WORDS), len(words), name


def _definite(name: str) -> str:
    """ "Price of a former depot" is that of the one the accounts are about."""
    return re.sub(r"^(\w+ of) an? ", r"\1 the ", name)


def _discloses(name: str, finding: Finding) -> bool:
    """Whether a version stands in the name itself, where all versions are shown next to it."""
    text = f" {name.casefold().strip(chr(0x201C) + chr(0x201D))} "
    return any(item.value and len(item.text) < 40 and f" {item.text.casefold().strip()} " in text for item in finding.evidence)


# ---- days, places, deeds


def _when(item: Seen) -> str:
    """ "When the senate voted", "Until when the line will stay closed"; "before Friday" names no day."""
    if item.preposition in {"before", "after"}:
        return ""
    return _circumstance(item, f"{sentence_case(item.preposition)} when" if item.preposition in SINCE else "When", "Date of")


def _where(item: Seen) -> str:
    found = _circumstance(item, "Where", "Place of")
    return f"{found} from" if found.startswith("Where") and item.preposition == "from" else found


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
    while not words and tokens[above].dep == "xcomp":  # "the bridge is to open in May": the subject is the upper verb's
        above = tokens[above].head
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
    """ "How long the repair took", "Length of the refit"; "after two weeks" says when, not how long."""
    if item.preposition not in {"", "for", "of"}:
        return ""
    found = _circumstance(item, "How long", "Length of")
    # "had asked for six years": what was asked for, not how long it was asked.
    return f"{found} for" if found.startswith("How long") and item.preposition == "for" else found


# ---- names, words, causes


def _spelling(item: Seen) -> str:
    """ "Spelling of the captain's name"; empty if no word says whose name it is."""
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
    return ""


def _of_a_name(token: Token) -> bool:
    return token.pos == "PROPN" and token.text[:1].isupper() and token.text.lower() not in TITLES


def _said(item: Seen) -> str:
    """ "What Ilse Brandvold said", "What the harbour master said"."""
    quote = next((fact for fact in item.claim.facts if isinstance(fact, Quote) and fact.start == item.evidence.start), None)
    speaker = (quote.speaker if quote else "") or (item.claim.attribution.speaker if item.claim.attribution else "")
    speaker, tokens = speaker.rsplit(", ", 1)[-1], item.claim.tokens
    last = speaker.split()[-1].lower() if speaker.split() else ""
    head = next((i for i, token in enumerate(tokens) if i not in item.span and token.text.lower() == last), None)
    if any(character.isupper() for character in speaker):
        speaker = re.sub(r"(?<=\w) - (?=\w)", "-", speaker)
        printed = item.say(_name_to(tokens, head)) if head is not None else ""
        fuller = max(printed, speaker, key=lambda name: len(re.findall(r"\w+", name)))
        return f"What {fuller} said"
    if head is None or tokens[head].pos != "NOUN":
        return ""
    return f"What {item.mid(noun_phrase(item.tree, head))} said"


def _name_to(tokens: Sequence[Token], last: int) -> range:
    """A name that ends with a word, from its first: "Ilse Brandvold-Marsh" of "Marsh"."""
    first = last
    while first and (
        (_of_a_name(tokens[first - 1]) and tokens[first - 1].entity == tokens[last].entity) or hyphened(tokens[first - 1], tokens[first])
    ):
        first -= 1
    return range(first, last + 1)


# ---- one detail of two sentences that agree


def _detail(item: Seen) -> str:
    """By what kind of word the detail is: a figure, a day, a place, what something was done to, or what describes a thing."""
    found = _detail_of(item)
    return found if len(found.split()) > 1 else ""


def _detail_of(item: Seen) -> str:
    tree, top, tokens = item.tree, item.top, item.claim.tokens
    if top is None or not item.evidence.value:
        return ""
    token, head, skip = tokens[top], tokens[top].head, set(item.span)
    if token.dep == "nsubj" and tokens[head].pos == "VERB":
        quote = next((fact for fact in item.claim.facts if isinstance(fact, Quote)), None)
        beside = quote is not None and not any(tokens[i].start < quote.end and quote.start < tokens[i].end for i in (*item.span, head))
        return f"Who said \u201c{brief(quote.text, 60)}\u201d" if quote is not None and beside else ""
    if len(item.span) > 1 and any(tokens[i].lemma.lower() in SPANS for i in item.span) and any(tokens[i].pos == "NUM" for i in item.span):
        return _how_long(item)
    if any(tokens[i].entity in {"DATE", "TIME"} for i in item.span):
        return _when(item)
    if any(tokens[i].pos == "NUM" for i in item.span):
        return figure(item)
    if token.lemma.lower() in QUANTIFIERS:
        return ""  # "no large animal", "all of the crews": the words around it say what that means
    if token.dep == "compound" and tokens[head].entity == "PERSON" and token.entity != "PERSON" and head not in skip:
        return f"Position of {item.say(noun_phrase(tree, head, skip, article=False))}"
    if token.dep in {"amod", "compound", "poss", "det"} and tokens[head].pos in {"NOUN", "PROPN"} and head not in skip:
        return item.say(noun_phrase(tree, head, skip, article=False))
    if tokens[head].pos == "VERB" and token.dep == "dobj" and token.pos != "VERB" and (words := clause(tree, head, skip)):
        return f"{'Whom' if token.entity == 'PERSON' else 'What'} {item.mid(words)}"
    if token.dep == "pobj" and token.entity in {"GPE", "LOC", "FAC"}:
        return _where(item)
    return ""


def _framed(item: Seen) -> str:
    if item.evidence.value == "loaded":
        return f"Loaded word \u201c{brief(item.evidence.text, 40)}\u201d"
    return "" if item.evidence.value == "plain" else "Who did it"


_NAMES: dict[str, Callable[[Seen], str]] = {
    **dict.fromkeys(("number-differs", "amount-differs"), figure),
    "date-differs": _when,
    "place-differs": _where,
    "duration-differs": _how_long,
    **dict.fromkeys(sorted(DEEDS), _whether),
    "speaker-differs": lambda item: f"Who said \u201c{brief(item.evidence.text, 60)}\u201d",
    "name-differs": _spelling,
    "quote-differs": _said,
    "framing-differs": _framed,
    "detail-differs": _detail,
}
