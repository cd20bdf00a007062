"""Decisions: what a person has said of a finding, and until when. They stand in `decisions.toml`, never in a document.

    [[decision]]
    fingerprint = "0123456789abcdef"
    verdict = "accept"
    reason = "the two offices count differently"
    by = "Ada"

A decision names one finding by its fingerprint, or many by patterns. No text of a document decides anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal

from consistency.errors import DecisionsError, suggestion
from consistency.ingest.small_files import NO_STAND_INS, StandIns, present, table_in, text_in
from consistency.model import Finding, Source, State
from consistency.model.safe_text import one_line
from consistency.triage.baseline import Entry, base

NAME = "decisions.toml"
Verdict = Literal["accept", "reject", "defer"]
STATES: dict[str, State] = {"accept": "accepted", "reject": "rejected", "defer": "deferred"}
PATTERNS = ("check", "source", "outlet", "text")
KEYS = ("fingerprint", "parts", "claims", *PATTERNS, "verdict", "reason", "by", "until")
_FINGERPRINT = re.compile(r"[0-9a-z]{6,}(-\d+)?")
_CLAIM = re.compile(r"[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Decision:
    """One `[[decision]]`. Either `fingerprint` is set or at least one pattern; `until` is the last day it holds."""

    verdict: Verdict
    reason: str
    by: str = ""
    until: date | None = None
    fingerprint: str = ""
    claims: frozenset[str] = frozenset()
    """Digests of the claims that the finding rested on; where given, one of them must still be among the finding's."""
    parts: tuple[str, ...] = ()
    """Fingerprints of its pairs of versions, where there are more than two: a finding with no other pair is still the one decided."""
    check: str = ""
    source: str = ""
    outlet: str = ""
    text: str = ""

    def holds(self, today: date) -> bool:
        return self.until is None or today <= self.until

    @property
    def words(self) -> str:
        """Who decided what, and why, in one line."""
        who = f" by {self.by}" if self.by else ""
        until = f" until {self.until.isoformat()}" if self.until else ""
        return one_line(f"{STATES[self.verdict]}{who}{until}: {self.reason}").strip()

    def meets(self, finding: Finding, entry: Entry, sides: Sequence[Sequence[tuple[Source, str]]]) -> bool:
        """Whether it is about `finding`. `sides` are the sources and differing words of the two versions.

        Patterns must fit everything on one of the sides: a decision on one outlet says nothing of a difference between others.
        """
        if self.fingerprint:
            fits = base if self.claims else str
            parts = {fits(name) for name in finding.parts or (finding.fingerprint,)}
            same = fits(self.fingerprint) == fits(finding.fingerprint) or parts <= {fits(name) for name in self.parts}
            return same and (not self.claims or not self.claims.isdisjoint(entry.claims))
        if self.check and self.check != finding.check:
            return False
        if not (self.source or self.outlet or self.text):
            return True
        return any(side and all(self._fits(source, words) for source, words in side) for side in sides)

    def _fits(self, source: Source, words: str) -> bool:
        # What a document says of itself is no ground to silence it: only the manifest's word on the outlet counts.
        outlet = (source.outlet or "") if source.provenance.get("outlet") == "manifest" else ""
        return (
            (not self.source or fnmatchcase(source.path, self.source))
            and (not self.outlet or fnmatchcase(outlet.casefold(), self.outlet.casefold()))
            and (not self.text or fnmatchcase(" ".join(words.casefold().split()), " ".join(self.text.casefold().split())))
        )


def sides_of(finding: Finding, homes: Mapping[str, Source]) -> tuple[list[tuple[Source, str]], list[tuple[Source, str]]]:
    """For each side of a finding, the sources with their differing words; sources that are silent stand on the second, without words.

    `homes` maps the id of a claim, and that of a source, to the source.
    """
    sides: tuple[list[tuple[Source, str]], list[tuple[Source, str]]] = ([], [])
    for item in finding.evidence:
        if item.claim in homes:
            sides[item.side == "right"].append((homes[item.claim], item.text))
    sides[1].extend((homes[name], "") for name in finding.silent if name in homes)
    return sides


def parse(text: str, shown: str, checks: Collection[str] | None = None) -> tuple[Decision, ...]:
    """The decisions in a file's text, in its order; `shown` names the file in messages.

    Raises `DecisionsError` that names the decision by its number and line, with the nearest known key, check or verdict.
    `checks` are the ids that `check` may name; any if `None`.
    """
    data = table_in(text, shown, DecisionsError)
    for key in data:
        if key != "decision":
            raise DecisionsError(f"{shown}: unknown key {key!r}; a decision stands under [[decision]]")
    items = data.get("decision", [])
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise DecisionsError(f"{shown}: write each decision under a line [[decision]], with two brackets")
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if re.match(r"\s*\[\[\s*[\"']?decision[\"']?\s*\]\]", line)]
    found = []
    for number, item in enumerate(items):
        where = f"{shown}:{lines[number]}" if len(lines) == len(items) else f"{shown}: decision {number + 1}"
        found.append(_decision(item, where, checks))
    return tuple(found)


def load(path: Path, checks: Collection[str] | None = None, instead: StandIns = NO_STAND_INS) -> tuple[Decision, ...]:
    """The decisions of a file, or of what stands `instead` of it.

    Raises `DecisionsError` as `parse` does, and where the file cannot be read."""
    shown = path.as_posix()
    return parse(text_in(path, shown, DecisionsError, instead), shown, checks)


def beside(paths: Sequence[str], instead: StandIns = NO_STAND_INS) -> list[Path]:
    """The `decisions.toml` beside the sources: in each folder among `paths`, and in the folder of each file among them."""
    folders = [path if path.is_dir() else path.parent for path in map(Path, paths)]
    return sorted({folder / NAME for folder in folders if present(folder / NAME, instead)})


def _decision(table: Mapping[str, Any], where: str, checks: Collection[str] | None) -> Decision:
    for key in table:
        if key not in KEYS:
            raise DecisionsError(f"{where}: unknown key {key!r}{suggestion(key, KEYS)}")
    verdict = _text(table, "verdict", where)
    if verdict not in STATES:
        raise DecisionsError(f"{where}: verdict must be one of {', '.join(STATES)}, not {verdict!r}" + _near(verdict))
    reason = _text(table, "reason", where)
    if not reason:
        raise DecisionsError(f'{where}: a decision needs a reason; write why in reason = "..."')
    patterns = {name: _text(table, name, where) for name in PATTERNS}
    fingerprint = _text(table, "fingerprint", where)
    if fingerprint and any(patterns.values()):
        raise DecisionsError(f"{where}: a decision has either a fingerprint or patterns ({', '.join(PATTERNS)}), not both")
    if not fingerprint and not any(patterns.values()):
        raise DecisionsError(f"{where}: a decision needs a fingerprint, or a pattern ({', '.join(PATTERNS)}) that says what it is about")
    if fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        raise DecisionsError(f"{where}: {fingerprint!r} is no fingerprint; copy it whole from a report, or use `consistency decide`")
    if patterns["check"] and checks is not None and patterns["check"] not in checks:
        raise DecisionsError(f"{where}: there is no check {patterns['check']!r}{suggestion(patterns['check'], checks)}")
    until = _until(table.get("until"), where)
    if verdict == "defer" and until is None:
        raise DecisionsError(f"{where}: defer needs a day on which it counts again; write until = 2031-01-31")
    return Decision(
        verdict=verdict,  # type: ignore[arg-type]
        reason=reason,
        by=_text(table, "by", where),
        until=until,
        fingerprint=fingerprint,
        claims=_claims(table.get("claims", []), bool(fingerprint), where),
        parts=_parts(table.get("parts", []), bool(fingerprint), where),
        **patterns,
    )


def _near(verdict: str) -> str:
    """The hint for words that people write for a verdict: its other forms ("accepted", "rejecting")."""
    near = next((name for name in STATES if verdict.lower()[:3] == name[:3]), None)
    return f"; did you mean {near!r}?" if near else ""


def _text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise DecisionsError(f"{where}: {key} must be a text in quotes, not {value!r}")
    if key in table and not value.strip() and key not in ("reason", "by"):
        raise DecisionsError(f"{where}: {key} is empty; give it a value or leave it out")
    return value.strip()


def _claims(value: Any, wanted: bool, where: str) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and _CLAIM.fullmatch(item) for item in value):
        raise DecisionsError(f"{where}: claims must be a list of digests as `consistency decide` writes them; leave it out otherwise")
    if value and not wanted:
        raise DecisionsError(f"{where}: claims goes with a fingerprint, not with patterns; leave it out")
    return frozenset(value)


def _parts(value: Any, wanted: bool, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and _FINGERPRINT.fullmatch(item) for item in value):
        raise DecisionsError(f"{where}: parts must be a list of fingerprints as `consistency decide` writes them; leave it out otherwise")
    if value and not wanted:
        raise DecisionsError(f"{where}: parts goes with a fingerprint, not with patterns; leave it out")
    return tuple(sorted(value))


def _until(value: Any, where: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            value = value.strip()
    if isinstance(value, datetime) or not isinstance(value, date):
        raise DecisionsError(f"{where}: until must be a day, as in until = 2031-01-31, not {str(value)!r}")
    return value
