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


def _because(silence: Silence) -> str:
    matter, unsaid = silence.matter, silence.unsaid
    tells = (
        f"1 of {matter.reporting} independent reports has it"
        if matter.witnesses < 2
        else f"{matter.witnesses} of {matter.reporting} independent reports have it"
    )
    lacking = [f"“{word}”" for word in unsaid.likeness.lacking[:3]]
    nowhere = f", and {listed(lacking)} {'appears' if len(lacking) == 1 else 'appear'} nowhere in it" if lacking else ""
    silent = " and ".join(source.label for source in unsaid.sources)
    ends = ", whose text breaks off," if unsaid.reason == "cut off" else ""
    return f"{tells}; in {silent}{ends} no passage comes near it{nowhere}."


def _value(matter: Matter) -> str:
    """The weightiest words of the matter, which its fingerprint rests on."""
    ranked = sorted(matter.part.words, key=lambda word: (-matter.part.words[word], word))
    return " ".join(sorted(matter.part.forms[word].lower() for word in ranked[:WORDS]))


_VOTE = (
    "The harbour council of Alda voted on Monday to close the old lock for two years.",
    "The old lock will be closed for two years, the harbour council of Alda decided in a vote on Monday.",
    "On Monday the harbour council of Alda voted for closing the old lock for two years.",
)
_ROUND = (
    "The council will send all barges round by the Weser canal, which adds six hours and 40 crowns to the passage.",
    "The council wants all barges to take the Weser canal instead, at a cost of six hours and 40 crowns more.",
    "All barges must go round by the Weser canal, the council says, and that adds six hours and 40 crowns to the passage.",
)
_PAID = "Mayor Ada Lund promised 12,000 crowns to each family in Eastfield for the noise of the closure."
_REST = (
    "Engineers had found cracks in the north wall in March. The lock was built in 1911 and lifts some forty boats a day. Its gates are of oak and "
    "its walls of brick, and both have been patched many times. Harbour master Ines Aldana told the council that divers had gone down twice in "
    "April to look at the brickwork, and that each time they had found more of it loose. She had asked for money to mend the wall three years ago, "
    "but the council spent it on a crane. The repair will cost nine million crowns, and half of that is to come from the state. Work begins in "
    "June. Skippers who had come to the meeting shouted at the councillors and left the room before the vote. Two of them are going to a judge. "
    "The house of the lock keeper will be let to a rowing club until the work is done.",
    "Cracks had been found in the north wall in March by engineers. Some forty boats a day pass through the lock, which was built in 1911. It has "
    "gates of oak and walls of brick that have been patched many times. Divers went down to look at the brickwork twice in April and found more of "
    "it loose each time, harbour master Ines Aldana told the council. Three years ago she had asked the council for money to mend the wall, and it "
    "spent the money on a crane instead. Half of the cost of the repair, nine million crowns, will come from the state. In June the work is to "
    "begin. Before the vote skippers at the meeting shouted at the councillors and left the room. Two skippers are going to a judge. Until the "
    "work is done a rowing club will rent the house of the lock keeper.",
    "In March engineers had found cracks in the north wall. Built in 1911 with gates of oak and walls of brick, the lock lifts about forty boats a "
    "day and has been patched many times. Harbour master Ines Aldana told the council that divers had looked at the brickwork twice in April and "
    "found more of it loose both times. The council had not given her the money to mend the wall three years ago, and had spent it on a crane. "
    "Nine million crowns is what the repair will cost, half of it from the state, and the work will begin in June. Skippers shouted at the "
    "councillors at the meeting and left the room before they voted. Two of the skippers are going to a judge. A rowing club will rent the lock "
    "keeper's house until the work is done.",
)


def _account(number: int, *matters: str) -> str:
    """An account of the closed lock that is long enough to leave nothing out for want of room: in words of its own, but for the `matters`."""
    return " ".join((_VOTE[number], *matters, _REST[number]))


CHECK = Check(
    id="omission",
    title="What a source leaves out",
    kind="omission",
    severity="note",
    about="Names what at least two independent sources report of an event and another source on it does not, and, where only two independent sources "
    "report, what one reports and the other does not: the most central matters only, ranked by how many report them, how early, how near to "
    "what the event is about, and whether they hold figures, names or decisions. Of a sentence that lists several things each is looked for by "
    "itself. A source counts as silent only where no passage of it comes near in words or meaning. Reprints of one text count once.",
    cannot_tell="Why a source is silent, and whether it should have reported it: that is an editor's choice. It does not know what a source reported in "
    "another document. A matter that is reported in entirely different words, without a name or figure in common, may still be called left out.",
    rungs=(
        Rung(
            "not comparable", "Only one independent source reports the event, or one of several has it: that is its own story.", _own_story
        ),
        Rung("detail", "The matter is not central enough to the event.", _detail),
        Rung("other words", "A passage of the source may say it in other words.", lambda silence: silence.unsaid.reason == "other words"),
        Rung(
            "earlier",
            "The source was published before what is reported, or before anybody reported it.",
            lambda silence: silence.unsaid.reason == "earlier",
        ),
        Rung(
            "short",
            "The source is brief, or far shorter than the others: it had no room.",
            lambda silence: silence.unsaid.reason == "short",
        ),
        Rung(
            "cut off",
            "The source's text breaks off: it may have reported it further on, and is not counted.",
            lambda silence: silence.unsaid.reason == "cut off",
            fires=True,
        ),
        Rung("told by one", "Of two independent sources only one reports it.", lambda silence: silence.matter.witnesses < 2, fires=True),
        Rung("left out", "Several independent sources report it, and this one does not.", fires=True),
    ),
    omit=lambda silence: Omission(_value(silence.matter), _because(silence), sure(silence.unsaid.likeness)),
    mode="coverage",
    examples=(
        Example(_account(0, _PAID), _account(1), True, "only the first reports what the mayor promised"),
        Example(
            _account(0, _ROUND[0]),
            _account(1),
            True,
            "the second does not report the way round, as two others do",
            more=(_account(2, _ROUND[2]),),
        ),
        Example(_account(0, _PAID), _account(1) + " She added that the crane …", True, "the second breaks off"),
        Example(_account(0, _ROUND[0]), _account(1, _ROUND[1]), False, "both report the way round"),
        Example(
            _account(0, _ROUND[0]),
            _account(1).replace("Two skippers are", "Two skippers, who would lose six hours a trip on the Weser, are"),
            False,
            "in other words, amid another matter",
            more=(_account(2, _ROUND[2]),),
        ),
        Example(_account(0, _PAID), "The harbour council closed the old lock on Monday.", False, "a brief has no room for it"),
        Example(_account(0, _PAID), _account(1), False, "the first one's own story: two others do not report it", more=(_account(2),)),
        Example(
            _account(0, _PAID),
            _account(1).replace("decided in a vote on Monday", "is expected to decide on Monday"),
            False,
            "published before the vote",
            ("2024-03-08", "2024-03-01"),
        ),
    ),
)
