"""Reports for the figures, built from a few lines: who tells what in which group, and what a finding sets against what. All invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from consistency.model import Claim, DateFact, Event, Evidence, Finding, Group, Report, Slot, Source, ToolInfo

Day = tuple[str, str, str]
"""The words of a date, its ISO form, and the verb that it dates."""


@dataclass
class Desk:
    """Collects sources and what they tell, and makes a report of it."""

    sources: list[Source] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    numbers: count = field(default_factory=lambda: count(1))  # type: ignore[type-arg]

    def source(self, name: str, sentences: Sequence[str], **rest: object) -> list[str]:
        """Add a source that tells these sentences, and return the ids of its claims."""
        text = "\n".join(sentences)
        number = len(self.sources) + 1
        path = str(rest.pop("path", f"docs/{number:02}.txt"))
        self.sources.append(Source(path=path, text=text, id=f"s{number}", outlet=name, **rest))  # type: ignore[arg-type]
        made, start = [], 0
        for line, sentence in enumerate(sentences, 1):
            made.append(Claim(f"c{next(self.numbers)}", f"s{number}", start, start + len(sentence), line, sentence))
            start += len(sentence) + 1
        self.claims += made
        return [claim.id for claim in made]

    def dated(self, claim: str, *days: Day, **rest: object) -> None:
        """Give a claim the dates that stand in it, and what else is known of it."""
        at = next(place for place, item in enumerate(self.claims) if item.id == claim)
        one = self.claims[at]
        facts = []
        for words, iso, verb in days:
            start = one.start + one.text.index(words)
            first, _, last = iso.partition("/")
            span = date.fromisoformat(first), date.fromisoformat(last or first)
            facts.append(DateFact(start, start + len(words), words, *span, slot=Slot(predicate=verb)))
        self.claims[at] = replace(one, facts=tuple(facts), **rest)  # type: ignore[arg-type]

    def group(self, *claims: str, witnesses: tuple[tuple[str, ...], ...] = (), event: str = "e1") -> str:
        self.groups.append(Group(f"g{len(self.groups) + 1}", event, "event", claims, witnesses))
        return self.groups[-1].id

    def finding(self, check: str, group: str, left: Mapping[str, str], right: Mapping[str, str], **rest: object) -> Finding:
        """Set the words of some claims (by claim) against those of others."""
        by_id = {claim.id: claim for claim in self.claims}
        evidence = [
            Evidence(claim, side, by_id[claim].start + at, by_id[claim].start + at + len(words), words)
            for side, told in (("left", left), ("right", right))
            for claim, words in told.items()
            for at in (by_id[claim].text.index(words),)
        ]
        made = Finding(
            check=check,
            kind="contradiction",
            severity="warning",
            confidence=0.8,
            message="They differ.",
            because="differs: they differ.",
            scope="event",
            group=group,
            claims=(*left, *right),
            evidence=tuple(evidence),  # type: ignore[arg-type]
            fingerprint=f"f{len(self.findings) + 1:07}",
            event="e1",
            **rest,  # type: ignore[arg-type]
        )
        self.findings.append(made)
        return made

    def report(self, title: str = "Swing bridge at Orrin shut", *, visitors: Sequence[str] = (), **rest: object) -> Report:
        own = tuple(source.id for source in self.sources if source.id not in visitors)
        events = [Event("e1", title, "2031-03-01", "Orrin", own, **rest)]  # type: ignore[arg-type]
        if visitors:
            events.append(Event("e2", "Last year's flood", None, None, tuple(visitors)))
        return Report(
            tool=ToolInfo("consistency", "0"),
            sources=tuple(self.sources),
            events=tuple(events),
            claims=tuple(self.claims),
            groups=tuple(self.groups),
            findings=tuple(self.findings),
        )


def bridge() -> Report:
    """Four accounts of a shut bridge: a wire, a paper that prints it, one that differs, and one without a date."""
    desk = Desk()
    post = desk.source(
        "Orrin Post",
        (
            "Swing bridge at Orrin shut after a barge strikes it",
            "The swing bridge was shut on March 1 after a gravel barge struck its western pier.",
            "It will reopen in June, the harbour board expects.",
            "Nine cars were left standing on the span.",
            "A diver looked at the pier by lamplight.",
        ),
        published=date(2031, 3, 3),
    )
    wire = desk.source(
        "Fell Wire",
        (
            "Barge hits Orrin bridge",
            "The bridge was shut on March 2 after a barge struck a pier.",
            "Eleven cars stood on the span when the bell rang.",
        ),
        published=date(2031, 3, 4),
    )
    gazette = desk.source(
        "Valley Gazette",
        (
            "Barge hits Orrin bridge, traffic halted",
            "The bridge was shut on March 2 after a barge struck a pier.",
            "Eleven cars stood on the span when the bell rang.",
            "Drivers waited until dawn for a way round.",
        ),
        published=date(2031, 3, 4),
        via="Fell Wire",
    )
    ledger = desk.source(
        "The Night Ledger and Upper Valley Advertiser of Orrin, Fell and Greater Sallow",
        ("Orrin bridge out of service after collision", "A diver went down to the pier at night."),
    )
    visitor = desk.source("Almanac", ("In last year's flood the bridge stood open.", "Nine cars once stood on that span."))
    desk.dated(post[1], ("March 1", "2031-03-01", "shut"))
    desk.dated(post[2], ("June", "2031-06-01/2031-06-30", "reopen"), certainty="expected")
    for claim in (wire[1], gazette[1]):
        desk.dated(claim, ("March 2", "2031-03-02", "shut"))
    one = ("s2", "s3")
    desk.group(post[0], wire[0], gazette[0], ledger[0], witnesses=(("s1",), one, ("s4",)))
    shut = desk.group(post[1], wire[1], gazette[1], witnesses=(("s1",), one))
    cars = desk.group(post[3], wire[2], gazette[2], visitor[1], witnesses=(("s1",), one, ("s5",)))
    desk.group(post[4], ledger[1], witnesses=(("s1",), ("s4",)))
    desk.group(post[0], wire[0], witnesses=(("s1",), ("s2",)))
    desk.finding("date-differs", shut, {post[1]: "March 1"}, {wire[1]: "March 2", gazette[1]: "March 2"})
    desk.finding("number-differs", cars, {post[3]: "Nine cars"}, {wire[2]: "Eleven cars", gazette[2]: "Eleven cars"})
    return desk.report(visitors=("s5",), origins=(one,))


def many(number: int) -> Report:
    """So many accounts of one event: every claim is told by each source but some, and one half counts otherwise than the other."""
    desk = Desk()
    told = [
        desk.source(
            f"Gazette of the Lower Marshes, edition {at + 1}",
            (
                f"The dyke at Sallow gave way near mill {at}.",
                f"{'Four' if at % 2 else 'Seven'} farms stood under water.",
                f"Geese left, {at}.",
            ),
            published=date(2031, 3, 1 + at % 5),
        )
        for at in range(number)
    ]
    desk.group(*(claims[0] for claims in told))
    farms = desk.group(*(claims[1] for claims in told))
    if number > 2:
        desk.group(*(claims[2] for claims in told[::3]))
    left, right = ({claims[1]: word for claims in told[at::2]} for at, word in ((0, "Seven"), (1, "Four")))
    if right:
        desk.finding("number-differs", farms, left, right)
    return desk.report("The dyke at Sallow gives way")
