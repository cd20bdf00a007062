"""What two accounts tell differently and no other check names: found by reading alone."""

from __future__ import annotations

from consistency.checks.base import Check, Example
from consistency.checks.reading.judge import RUNGS

CHECK = Check(
    id="accounts-differ",
    title="What happened",
    kind="contradiction",
    severity="warning",
    about="What a language model finds when it reads the accounts of an event (`--llm`) and no other check is named for: who did what, how far "
    "something reaches, and any other fact that two accounts report differently in whatever words. What the model proposes counts only where the "
    "sentences exist, are of two sources, hold the words, and do not say the same.",
    cannot_tell="Without `--llm` it finds nothing. A model may take two things for one, or a part for its whole; its reason is shown with each finding.",
    rungs=RUNGS,
    mode="reading",
    examples=(
        Example(
            "The mayor handed the keys of the library to the two sisters who had paid for it.",
            "It was the sisters, who had raised the money, that gave the mayor the keys.",
            True,
            "who handed over to whom",
        ),
        Example("The two sisters paid for the library.", "The library was paid for by the two sisters.", False),
    ),
)
