"""Amounts of money for one thing that exclude each other."""

from __future__ import annotations

from consistency.checks.base import Check, Example
from consistency.checks.figures import RUNGS, pairs_of, tell
from consistency.model import Money

CHECK = Check(
    id="amount-differs",
    title="An amount of money",
    kind="contradiction",
    severity="warning",
    about="Compares amounts in the same currency where both are the amount of the same thing: a fine, a price, a charge, a budget. Rounding and "
    "hedges are read as intervals. Amounts in different currencies are never compared: rates move.",
    cannot_tell="Whether one account gives a gross and the other a net amount, or amounts for different years, where the text does not say so.",
    rungs=RUNGS,
    relevant=lambda claim: any(isinstance(fact, Money) for fact in claim.facts),
    least_chance=0.05,
    pairs=pairs_of(Money),
    tell=tell,
    examples=(
        Example(
            "The regulator imposed a $40 million fine on the shipping line.",
            "The regulator imposed a $65 million fine on the shipping line.",
            True,
        ),
        Example(
            "The regulator imposed a $40.2 million fine on the shipping line.",
            "The regulator imposed a $40 million fine on the shipping line.",
            False,
            "rounded",
        ),
        Example(
            "The regulator imposed a $40 million fine on the shipping line.",
            "The regulator imposed a €37 million fine on the shipping line.",
            False,
            "another currency",
        ),
        Example(
            "The council approved a $3 million budget for the library.",
            "The council approved a $9 million loan for the harbour.",
            False,
            "a budget and a loan",
        ),
        Example(
            "The regulator imposed a $40 million fine on the shipping line.",
            "The regulator imposed a $4,000 fine on the shipping line.",
            False,
            "ten thousand times as much: two fines",
        ),
        Example(
            "The regulator imposed a $40 million fine on the shipping line in January 2022.",
            "The regulator imposed a $65 million fine on the shipping line in March 2024.",
            False,
            "two years, two fines",
        ),
        Example(
            "The regulator imposed a $40 million fine on the shipping line.",
            "The regulator imposed a $65 million fine on the shipping line. It had asked for a $40 million fine on the line at first.",
            False,
            "the second account has both",
        ),
        Example(
            "The regulator imposed a fine of $40 million on the shipping line.",
            "The regulator imposed a $40 million fine on the shipping line.",
            False,
            "one amount",
        ),
        Example(
            "The regulator in Alda imposed a $40 million fine on the shipping line.",
            "Ferries to Alda earned $9 million last year.",
            False,
            "another sum",
        ),
        Example(
            "Readers of the paper have donated more than $40,000 to the lido in Alda.",
            "Readers of the paper have donated $90,000 to the lido in Alda.",
            True,
            "“more than” has grown since",
            ("2024-03-07", "2024-03-10"),
        ),
        Example(
            "The shipping line first offered $40 a share for the ferry company.",
            "The shipping line paid $52 a share for the ferry company.",
            False,
            "an offer and a price",
        ),
        Example(
            "The shipping line earned $320 million last year.",
            "The shipping line earned $80 million in the last quarter.",
            False,
            "a year and a quarter of it",
        ),
        Example(
            "The old ferry was valued at $2 million before the auction.",
            "The old ferry was valued at $3 million at the auction.",
            False,
            "before and at it",
        ),
        Example(
            "The harbour bridge cost 40 million crowns, the council said.",
            "The harbour bridge cost 65 million crowns, the council said.",
            True,
            "crowns are money",
        ),
    ),
)
