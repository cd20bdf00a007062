"""What a swap is shown by: whole figures, days and names, and nothing that only hangs on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consistency.checks.swap_phrases import phrases
from consistency.checks.swaps import swaps
from consistency.engine.rung_reached import source_of
from consistency.model.protocols import LanguageModel
from consistency.nlp.understanding import understand

PAIRS = [
    (
        "The council spent 3.1 million euros on the new pier this year.",
        "The council spent 3.1 billion euros on the new pier this year.",
        ("3.1 million euros", "3.1 billion euros"),
    ),
    (
        "The repair of the northern lock took five weeks, the harbour master said.",
        "The repair of the northern lock took three weeks, the harbour master said.",
        ("five weeks", "three weeks"),
    ),
    (
        "The ferry struck the northern pier at dusk and lost its left propeller.",
        "The ferry struck the northern pier at dusk and lost its right propeller.",
        ("left propeller", "right propeller"),
    ),
    (
        "The harbour council rejected the plan for the northern pier after six hours.",
        "The harbour council approved the plan for the northern pier after six hours.",
        ("rejected", "approved"),
    ),
]


@pytest.mark.models
@pytest.mark.parametrize(("left", "right", "shown"), PAIRS)
def test_a_swap_is_shown_as_a_reader_would_underline_it(
    left: str, right: str, shown: tuple[str, str], language_model: LanguageModel
) -> None:
    read = [replace(source_of(text, name), id=name) for text, name in ((left, "a.txt"), (right, "b.txt"))]
    claims = understand(read, language_model)
    one, other = (claims[source.id][-1] for source in read)
    swap = next(swap for swap in swaps(one, other) if swap.left and swap.right)
    reached = phrases(swap.left, swap.right, one, other)
    words = [
        claim.text[claim.tokens[first].start - claim.start : claim.tokens[last].end - claim.start]
        for claim, (first, last) in zip((one, other), reached, strict=True)
    ]
    assert tuple(words) == shown
