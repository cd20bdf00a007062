"""Counts and measures of one thing that exclude each other."""

from __future__ import annotations

from consistency.checks.base import Check, Example
from consistency.checks.figures import RUNGS, pairs_of, tell
from consistency.model import Percent, Quantity

CHECK = Check(
    id="number-differs",
    title="A count or measure",
    kind="contradiction",
    severity="warning",
    about="Compares counts, measures and percentages of two accounts where both are of the same thing: the same noun (or the same class of "
    "casualties), with verbs and roles that do not part them. Units are brought to one; rounding, “about”, “at least” and ranges "
    "are read as intervals, and only intervals that exclude each other fire. A toll that is higher in a later report is an update.",
    cannot_tell="Whether two counts of one noun were taken at different times of the same day, or with different definitions, unless the text says so.",
    rungs=RUNGS,
    relevant=lambda claim: any(type(fact) in {Quantity, Percent} for fact in claim.facts),
    least_chance=0.05,
    pairs=pairs_of(Quantity, Percent),
    tell=tell,
    examples=(
        Example(
            "Dozens of fishing boats were damaged in the storm, the harbour office said.",
            "The storm damaged 340 fishing boats, the harbour office said.",
            True,
            "the count has grown since",
            published=("2024-03-07", "2024-03-09"),
        ),
        Example(
            "Dozens of fishing boats were damaged in the storm, the harbour office said.",
            "The storm damaged 60 fishing boats, the harbour office said.",
            False,
            "dozens may be 60",
        ),
        Example(
            "A ferry sank off the island and 14 people were killed, the coast guard said.",
            "The coast guard said 19 people were killed when a ferry sank off the island.",
            True,
        ),
        Example(
            "The bridge collapse injured 31 people on the western bank.", "The bridge collapse on the western bank injured 27 people.", True
        ),
        Example(
            "At least 14 people were killed when the ferry sank.",
            "The coast guard said 19 people were killed when the ferry sank.",
            False,
            "“at least” leaves room",
        ),
        Example("About 500 people marched to the town hall.", "Some 520 people marched to the town hall.", False, "both are rounded"),
        Example(
            "Nobody was hurt in the explosion at the brewery, the owner said.",
            "Two workers suffered burns and three people were injured in the explosion at the brewery.",
            True,
            "nobody against some",
        ),
        Example(
            "Nobody was killed in the explosion at the brewery.",
            "Three people were injured in the explosion at the brewery.",
            False,
            "nobody killed leaves room for the injured",
        ),
        Example(
            "More than 900 people have signed the petition for the lido.",
            "Some 41,000 people have signed the petition for the lido.",
            True,
            "“more than” has grown since",
            published=("2024-03-07", "2024-03-10"),
        ),
        Example(
            "Police arrested 62 people at the demonstration by the harbour gates.",
            "There were 85 arrests at the demonstration by the harbour gates.",
            True,
            "arrests reported with a noun and with a verb",
        ),
        Example("The blast killed 14 people.", "The blast injured 19 people.", False, "dead and injured are different counts"),
        Example(
            "The barge drifted about 40 kilometres in the storm before it sank on Sunday.",
            "The barge drifted in the storm and sank 25 kilometres south of Delmar on Sunday.",
            False,
            "a way is no distance from a place",
        ),
        Example("The sea wall at Delmar is four metres high.", "The sea wall at Delmar is six metres wide.", False, "a height is no width"),
        Example(
            "The walkers covered 10 miles on the first day.", "The walkers covered 16 kilometres on the first day.", False, "another unit"
        ),
        Example(
            "The toll of the flood stood at 14 dead on Friday; 14 people were killed.",
            "The flood killed 22 people.",
            True,
            "a later and higher toll is an update",
            ("2024-03-08", "2024-03-10"),
        ),
        Example(
            "The storm damaged 340 fishing boats, the harbour office said.",
            "The storm damaged three fishing boats, the harbour office said.",
            False,
            "a hundred times as many: other boats",
        ),
        Example(
            "The temperature in Alda fell to minus 5 degrees Celsius on Sunday night.",
            "The temperature in Alda fell to 3 degrees Celsius on Sunday night.",
            True,
            "one is below zero",
        ),
        Example(
            "In January 2022 a storm damaged 340 fishing boats, the harbour office said.",
            "In March 2024 a storm damaged 290 fishing boats, the harbour office said.",
            False,
            "two years, two storms",
        ),
        Example(
            "The storm damaged 340 fishing boats, the harbour office said.",
            "The storm damaged 290 fishing boats, the harbour office said. An insurer counts 340 fishing boats.",
            False,
            "the second account has both",
        ),
        Example(
            "A ferry sank off the island of Alda and 14 people were killed, the coast guard said.",
            "Three people were killed on the same night when the roof of a mill fell in at Corvo.",
            False,
            "little says that it is one accident",
        ),
        Example(
            "The council received 340 letters about the lido in Alda.",
            "In Alda the mayor answered 120 letters about the tram.",
            False,
            "little says that they are the same letters",
        ),
        Example(
            "Nobody was hurt in the explosion at the brewery, the owner said.",
            "Two coopers were hurt in the explosion at the brewery.",
            True,
            "whoever was hurt was somebody",
        ),
        Example("The squall left 29 people wounded.", "The squall wounded 17 people.", True, "“left wounded” is one class of harm"),
        Example("The squall claimed the lives of 11 rowers.", "The squall left 17 rowers dead.", True, "lives and the dead are one count"),
        Example(
            "A quarter of a million households lost power in the storm.",
            "Half a million households lost power in the storm.",
            True,
            "what a figure of several words counts",
        ),
        Example(
            "The harbour office fined 14 skippers, three of whom lost their licences.",
            "Three skippers lost their licences, the harbour office said.",
            False,
            "the part has no noun of its own",
        ),
        Example(
            "The new ferry carries 900 passengers.",
            "The new ferry will replace the Corvo, which carries 400 passengers.",
            False,
            "the relative clause is of another ferry",
        ),
        Example(
            "A tram hit a van at Mill Street in Alda on Monday, hurting six people.",
            "A tram hit a van at Dock Square in Alda on Wednesday, hurting nine people.",
            False,
            "brief accounts of other days and other places: two accidents",
            ("2024-03-05", "2024-03-07"),
        ),
    ),
)
