"""A source is silent on what others on the same event tell."""

from __future__ import annotations

import math

from consistency.analysis.statement_match import Likeness, Matter
from consistency.checks.base import Check, Example, Omission, Rung, Silence
from consistency.model.listing import listed

CENTRAL = 0.5
"""How central to its event a matter that several tell must be, in [0, 1]."""
CENTRAL_ALONE = 0.4
"""The same where only one tells it, which takes from how central it can be."""
LEAST_WEIGHT = 0.8
"""What the words that its tellers share must weigh together: with less it is not said what the matter is."""
WORDS = 5
"""Words that stand for a matter in its fingerprint."""


def _own_story(silence: Silence) -> bool:
    matter = silence.matter
    return matter.reporting < 2 or (matter.witnesses < 2 and matter.reporting > 2)


def _detail(silence: Silence) -> bool:
    matter = silence.matter
    return matter.centrality < (CENTRAL if matter.witnesses > 1 else CENTRAL_ALONE) or sum(matter.part.words.values()) < LEAST_WEIGHT


def sure(likeness: Likeness) -> float:
    """The chance that a source which comes so near to a matter does not tell it."""
    odds = 3.5 - 4.0 * likeness.together - 2.0 * likeness.meaning + 0.4 * min(3.0, likeness.missing)
    return round(1.0 / (1.0 + math.exp(-odds)), 3)


def _omit(silence: Silence) -> Omission:
    return Omission(_value(silence.matter), _because(silence), sure(silence.unsaid.likeness))


def _because(silence: Silence) -> str:
    matter, unsaid = silence.matter, silence.unsaid
    tells = (
        f"1 of {matter.reporting} independent reports tells it"
        if matter.witnesses < 2
        else f"{matter.witnesses} of {matter.reporting} independent reports tell it"
    )
    lacking = [f"“{word}”" for word in unsaid.likeness.lacking[:3]]
    nowhere = f", and {listed(lacking)} {'stands' if len(lacking) == 1 else 'stand'} nowhere there" if lacking else ""
    silent = " and ".join(source.label for source in unsaid.sources)
    ends = ", whose text breaks off," if unsaid.reason == "cut off" else ""
    return f"{tells}; in {silent}{ends} no passage comes near it{nowhere}."


def _value(matter: Matter) -> str:
    """The weightiest words of the matter, which its fingerprint rests on."""
    ranked = sorted(matter.part.words, key=lambda word: (-matter.part.words[word], word))
    return " ".join(sorted(matter.part.forms[word].lower() for word in ranked[:WORDS]))


_HARBOUR = (
    "The harbour council voted on Monday to close the old lock for two years. Engineers had found cracks in the north wall in March. "
    "Barges will be sent round by the Weser canal, which adds six hours to the passage."
)

CHECK = Check(
    id="omission",
    title="What a source leaves out",
    kind="omission",
    severity="note",
    about="Names what at least two independent sources tell of an event and another source on it does not, and, where only two independent sources "
    "report, what one tells and the other does not: the most central matters only, ranked by how many tell them, how early, how near to "
    "what the event is about, and whether they hold figures, names or decisions. Of a sentence that lists several things each is looked for by "
    "itself. A source counts as silent only where no passage of it comes near in words or meaning. Reprints of one text count once.",
    cannot_tell="Why a source is silent, and whether it should have told it: that is an editor's choice. It does not know what a source told in "
    "another report. A matter that is told in wholly other words, without a name or figure in common, may still be called left out.",
    rungs=(
        Rung(
            "not comparable",
            "Only one independent source reports the event, or one of several tells it: that is its own story.",
            _own_story,
        ),
        Rung("detail", "The matter is not central enough to the event.", _detail),
        Rung("other words", "A passage of the source may tell it in other words.", lambda silence: silence.unsaid.reason == "other words"),
        Rung(
            "earlier",
            "The source was published before what is told, or before anybody told it.",
            lambda silence: silence.unsaid.reason == "earlier",
        ),
        Rung(
            "short",
            "The source is brief, or far shorter than the others: it had no room.",
            lambda silence: silence.unsaid.reason == "short",
        ),
        Rung(
            "cut off",
            "The source's text breaks off: it may have told it further on, and is not blamed.",
            lambda silence: silence.unsaid.reason == "cut off",
            fires=True,
        ),
        Rung("told by one", "Of two independent sources only one tells it.", lambda silence: silence.matter.witnesses < 2, fires=True),
        Rung("left out", "Several independent sources tell it, and this one does not.", fires=True),
    ),
    omit=_omit,
    mode="coverage",
    examples=(
        Example(
            _HARBOUR,
            "The old lock will be closed for two years, the harbour council decided in a vote on Monday. Cracks had been found in its north "
            "wall in March. Shopkeepers along the quay expect to lose much of their summer trade.",
            True,
            "only the first tells of the way round, only the second of the shopkeepers",
        ),
        Example(
            _HARBOUR,
            "The old lock will be closed for two years, the harbour council decided in a vote on Monday. Cracks had been found in its north "
            "wall in March. Barges must take the Weser canal instead and lose six hours.",
            False,
            "told in other words",
        ),
        Example(_HARBOUR, "The harbour council closed the old lock on Monday.", False, "a brief has no room for it"),
        Example(
            _HARBOUR,
            "The old lock will be closed for two years, the harbour council is expected to decide. Engineers had found cracks in its north "
            "wall in March. The vote is on the agenda for Monday, and most members are in favour of it.",
            False,
            "published before the vote",
            ("2024-03-08", "2024-03-01"),
        ),
    ),
)
