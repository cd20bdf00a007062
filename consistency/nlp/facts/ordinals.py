"""Which of a row something is: "the second attempt", "a 21st win"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.model import Claim, Ordinal, Source
from consistency.nlp.dates import day_spans
from consistency.nlp.numbers import numbers
from consistency.nlp.parse_tree import noun


def EXTRACT(claims: Sequence[Claim], _: Source) -> Iterator[tuple[int, Ordinal]]:
    """Yield (claim index, fact) for every ordinal that stands before the noun it ranks."""
    for index, claim in enumerate(claims):
        ranks = [number for number in numbers(claim.text) if number.sort == "rank" and number.value < 1000]
        if not ranks:
            continue
        dates = day_spans(claim.text)
        for number in ranks:
            start, end = claim.start + number.start, claim.start + number.end
            token = next((t for t in claim.tokens if t.start < end and t.end > start), None)
            ranked = claim.tokens[token.head] if token is not None else None
            if ranked is None or ranked.pos not in {"NOUN", "PROPN"} or ranked.start < end:
                continue
            if not any(first < number.end and number.start < last for first, last in dates):
                yield index, Ordinal(start, end, claim.text[number.start : number.end], int(number.value), noun(ranked))
