"""Every finding's sentences in plain English: what is disputed, what each outlet reports, and why that counts as a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from consistency.checks.merging import versions
from consistency.checks.naming import named
from consistency.checks.values import brief, told
from consistency.model import Claim, Evidence, Finding, Source
from consistency.model.listing import listed
from consistency.nlp.phrases import inside

MOST = 4
"""Outlets that a sentence names."""
CERTAIN = {"asserted": "certain"}
"""Words for degrees of certainty that a reader would not use."""
QUOTED = 160
"""Characters of a version that a message quotes."""


@dataclass(frozen=True, slots=True)
class Version:
    """What some outlets report: their names, the words, and the words with the normalised value."""

    names: str
    words: str
    told: str
    many: bool
    own: bool = True
    """Whether the words are the outlets' own and not a note on what is missing."""

    @property
    def quoted(self) -> str:
        return f"\u201c{self.words}\u201d" if self.own else self.words

    def do(self, verb: str) -> str:
        """The outlets and a verb that agrees with them: "Lake Courier reports"."""
        return f"{self.names} {verb}{'' if self.many else 's'}"


class Wording:
    """Gives a finding its words. Holds what it looks up: claims with their tokens, and sources."""

    def __init__(self, claims: Mapping[str, Claim], sources: Mapping[str, Source]) -> None:
        self._claims, self._sources = dict(claims), sources

    def __call__(self, finding: Finding, keep_because: bool = False) -> Finding:
        """The finding with `what`, `message`, `because` and the words of its evidence.

        Args:
            finding: A finding of the runner; its `what` and `because` are the check's own.
            keep_because: Whether its `because` stays, as that of a reader in its own words.
        """
        shown = tuple(replace(item, shown=self._shown(finding, item)) for item in finding.evidence)
        finding = replace(finding, evidence=shown)
        finding = replace(finding, what=named(finding, self._claims))
        sides = self._versions(finding)
        because = finding.because if keep_because else f"{finding.rung}: {_because(finding, sides)}"
        return replace(finding, message=_message(finding, sides), because=because)

    def _shown(self, finding: Finding, item: Evidence) -> str:
        """The version as a table shows it, where the evidence's own words do not read well."""
        if finding.check in {"age-differs", "office-differs", "speaker-differs"}:
            return item.value
        if finding.check == "detail-differs" and not item.value:
            return f"without \u201c{finding.left_value or finding.right_value}\u201d"
        return ""

    def _mid(self, item: Evidence) -> str:
        """The words as they read inside a sentence, where they open one in the source."""
        claim = self._claims[item.claim]
        first = next((i for i, token in enumerate(claim.tokens) if token.start == item.start), None)
        return inside(claim.tokens, first, item.text) if first is not None and not item.shown else ""

    def _versions(self, finding: Finding) -> list[Version]:
        found = list(versions(finding).items())
        outlets = [[self._sources[name] for name in dict.fromkeys(self._claims[item.claim].source for item in items)] for _, items in found]
        labels = Counter(label for _, label in {(source.id, source.label) for group in outlets for source in group})
        made = []
        for (value, items), group in zip(found, outlets, strict=True):
            names = list(dict.fromkeys(_name(source, labels[source.label] > 1) for source in group))
            words = items[0].shown or items[0].text
            missing = finding.check == "detail-differs" and not items[0].value
            many = len(names) > MOST
            names = [*names[: MOST - 1], f"{len(names) - MOST + 1} others"] if many else names
            made.append(
                Version(listed(names), brief(words, QUOTED), told(self._mid(items[0]) or words, value), len(names) > 1, not missing)
            )
        return made


def _name(source: Source, shared: bool) -> str:
    """The outlet; with the day or the file where both versions are of outlets of one name."""
    if not shared:
        return source.label
    where = source.published.isoformat() if source.published else source.path.rsplit("/", 1)[-1]
    return f"{source.label} ({where})"


def _message(finding: Finding, sides: Sequence[Version]) -> str:
    """One line that never says who is right."""
    if finding.scope == "internal":
        words = " and ".join(side.quoted for side in sides)
        return f"{sides[0].names.split(' (')[0]} differs within itself. {finding.what}: {words}."
    parts = "; ".join(f"{side.names}: {side.quoted}" for side in sides)
    return f"{finding.what}. {parts}."


def _because(finding: Finding, sides: Sequence[Version]) -> str:
    if len(sides) > 1 and finding.check in _ENDS:
        return f"{_report(sides)}. {_ENDS[finding.check]}"
    if len(sides) > 1 and finding.check in _REASONS:
        return _REASONS[finding.check](finding, sides)
    own = finding.because.removeprefix(f"{finding.rung}:").strip()
    return own[:1].upper() + own[1:]


def _report(sides: Sequence[Version]) -> str:
    """ "Lake Courier reports 19 and Valley Tribune reports 14"."""
    return listed([f"{side.do('report')} {_read(side)}" for side in sides])


def _read(side: Version) -> str:
    """ "two-year" is no noun: it is quoted."""
    return side.quoted if "-" in side.words and " " not in side.words and side.words == side.told else side.told


def _figures(finding: Finding, sides: Sequence[Version]) -> str:
    if finding.rung == "updated":
        return f"{_report(sides)}. The higher figure is the later report's, and such a figure grows as more is known."
    both = "Both" if len(sides) == 2 else "All"
    return f"{_report(sides)}. {both} seem to be about the same thing, and rounding does not explain the gap."


def _names(finding: Finding, sides: Sequence[Version]) -> str:
    slip, usual = "one of them appears only once: it may be a typing error", "neither account has the other spelling"
    spelled = listed([f"{side.do('write')} \u201c{side.words}\u201d" for side in sides])
    return f"{spelled}. The spellings differ by a letter or two, and {slip if finding.rung == 'slip' else usual}."


def _denied(finding: Finding, sides: Sequence[Version]) -> str:
    denies = ["denied" in value for value in versions(finding)]
    parts = [
        f"{side.names} {('deny' if no else 'state') if side.many else ('denies' if no else 'states')} it (\u201c{side.words}\u201d)"
        for side, no in zip(sides, denies, strict=True)
    ]
    later = " The later report may show what has changed since." if finding.rung == "updated" else ""
    return f"{listed(parts)}. Both sentences seem to be about the same act.{later}"


def _certain(finding: Finding, sides: Sequence[Version]) -> str:
    parts = [
        f"{side.do('report')} it as {CERTAIN.get(level := value.split(' (')[0], level)} (\u201c{side.words}\u201d)"
        for side, value in zip(sides, versions(finding), strict=True)
    ]
    return f"{listed(parts)}. Both sentences seem to be about the same thing."


def _outcome(finding: Finding, sides: Sequence[Version]) -> str:
    parts = [
        f"{side.do('report')} it as {'done' if value.startswith('done') else 'still to come'} (\u201c{side.words}\u201d)"
        for side, value in zip(sides, versions(finding), strict=True)
    ]
    return f"{listed(parts)}."


def _quotes(finding: Finding, sides: Sequence[Version]) -> str:
    return f"The quotations are of one statement, and their words differ between {listed([side.names for side in sides])}."


def _speakers(finding: Finding, sides: Sequence[Version]) -> str:
    parts = [f"{side.do('give')} the words to {side.words}" for side in sides]
    return f"{listed(parts)}."


def _framed(finding: Finding, sides: Sequence[Version]) -> str:
    loaded = next((side for side, value in zip(sides, versions(finding), strict=True) if value == "loaded"), None)
    if loaded is not None:
        others = listed([side.names for side in sides if side is not loaded])
        return (
            f"{loaded.do('say')} \u201c{loaded.words}\u201d in {'their' if loaded.many else 'its'} own voice; "
            f"the wording of {others} is plain."
        )
    named = [value == "no doer" for value in versions(finding)]
    who = listed([side.names for side, none in zip(sides, named, strict=True) if not none])
    none = listed([side.names for side, no in zip(sides, named, strict=True) if no])
    return f"{who} names who did it; {none} uses the passive and names nobody."


def _detail(finding: Finding, sides: Sequence[Version]) -> str:
    parts = [f"{side.names} {'have' if side.many else 'has'} {side.quoted if side.own else 'the sentence ' + side.words}" for side in sides]
    return f"{listed(parts)}. Otherwise the two sentences seem to say the same."


_ENDS = {
    "age-differs": "Both seem to be about one person, and no birthday between the reports explains the gap.",
    "date-differs": "Both seem to date the same event, and neither gives the other date too.",
    "place-differs": "These are two places of the same kind, and neither lies in the other.",
    "office-differs": "Neither account has both.",
}
"""What follows on who reports what."""
_REASONS: dict[str, Callable[[Finding, Sequence[Version]], str]] = {
    **dict.fromkeys(("number-differs", "amount-differs", "duration-differs"), _figures),
    "speaker-differs": _speakers,
    "framing-differs": _framed,
    "name-differs": _names,
    "denied-and-asserted": _denied,
    "certainty-differs": _certain,
    "outcome-differs": _outcome,
    "quote-differs": _quotes,
    "detail-differs": _detail,
}
