"""The baseline: findings that were there before and are not to stop anything. One line a finding, so that git merges it as text.

A line holds a fingerprint, the check, the claims that the finding rests on (as digests of their words) and, for the reader,
the message. It is matched by fingerprint and by at least one claim in common: two different events may well differ in the
same figures, and what is known of one must not silence the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from consistency.errors import BaselineError
from consistency.ingest.small_files import NO_STAND_INS, StandIns, present, text_in
from consistency.model import Finding, Report
from consistency.model.ids import digest
from consistency.model.safe_text import one_line

HEADER = (
    "# Findings that `consistency check` takes as known, one a line: fingerprint, check, claims, message.\n"
    "# Written by `consistency baseline`. Lines may stand in any order; deleting one makes its finding count again.\n"
)
_LINE = re.compile(
    r"(?P<fingerprint>[0-9a-z]+(?:-\d+)?) +(?P<check>[a-z][a-z0-9-]*) +(?P<claims>[0-9a-f]+(?:,[0-9a-f]+)*)(?: +(?P<message>.*))?"
)
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_MESSAGE = 160
"""Characters of the message that a line shows at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One known finding. `claims` are digests as `claim_digest` makes them; `parts` are the fingerprints of the pairs of versions
    where there are more than two, each a line of its own in the file, so that what is known of some says nothing of a new one."""

    fingerprint: str
    check: str
    claims: frozenset[str]
    message: str = ""
    parts: tuple[str, ...] = ()

    def covers(self, other: Entry) -> bool:
        """Whether `other` is the same disagreement: the same difference, and a claim in common."""
        return base(self.fingerprint) == base(other.fingerprint) and not self.claims.isdisjoint(other.claims)

    @property
    def each(self) -> tuple[Entry, ...]:
        """An entry for each pair of versions; itself where there is one pair."""
        return tuple(replace(self, fingerprint=part, parts=()) for part in self.parts) or (self,)

    @property
    def words(self) -> str:
        """Fingerprint, check and message, in one line."""
        return f"{self.fingerprint} {self.check} {self.message}".strip()


def base(fingerprint: str) -> str:
    """The fingerprint without the number that tells apart findings of one run which share it."""
    return fingerprint.split("-", 1)[0]


def claim_digest(text: str) -> str:
    """Eight hexadecimal digits of a claim's words; case, white space and where it stands change nothing."""
    words = " ".join(text.casefold().split())
    return digest(words, size=4)


def entry_of(finding: Finding, texts: Mapping[str, str]) -> Entry:
    """The entry for a finding; `texts` maps the id of a claim to its words."""
    digests = frozenset(claim_digest(texts[claim]) for claim in finding.claims if claim in texts)
    return Entry(finding.fingerprint, finding.check, digests, short(finding.message), finding.parts)


def short(message: str) -> str:
    """A message on one line, cut where it is long."""
    line = one_line(message).strip()
    return line if len(line) <= _MESSAGE else line[: _MESSAGE - 1].rstrip() + "\u2026"


def entries(report: Report) -> dict[str, Entry]:
    """The entry of every finding in the report, by fingerprint."""
    texts = {claim.id: claim.text for claim in report.claims}
    return {finding.fingerprint: entry_of(finding, texts) for finding in report.findings}


def render(known: Iterable[Entry]) -> str:
    """The baseline file's text: sorted, one line an entry."""
    each = [one for item in known for one in item.each]
    lines = sorted({f"{item.fingerprint} {item.check} {','.join(sorted(item.claims)) or '0'} {item.message}".rstrip() for item in each})
    return HEADER + "".join(f"{line}\n" for line in lines)


def parse(text: str, shown: str) -> tuple[Entry, ...]:
    """The entries in a baseline file's text; `shown` names the file in messages. The same entry twice is no error.

    Raises `BaselineError` with the number of the line that is no entry.
    """
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if line.startswith(_CONFLICT):
            raise BaselineError(
                f"{shown}:{number}: a merge has left its marks here; keep the lines of both sides and delete the marks "
                "(`merge=union` in .gitattributes does so by itself)"
            )
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            start = one_line(line)[:60]
            raise BaselineError(f"{shown}:{number}: {start!r} is no entry; write the file anew with `consistency baseline`")
        claims = frozenset(match["claims"].split(","))
        found.append(Entry(match["fingerprint"], match["check"], claims, one_line(match["message"] or "").strip()))
    return tuple(found)


def load(path: Path, instead: StandIns = NO_STAND_INS) -> tuple[Entry, ...]:
    """The entries of a baseline file, or of what stands `instead` of it.

    Raises `BaselineError` if it cannot be read or holds something else."""
    shown = path.as_posix()
    if not present(path, instead) and not path.exists():
        raise BaselineError(f"{shown}: there is no such file; `consistency baseline --baseline {shown}` writes it")
    return parse(text_in(path, shown, BaselineError, instead), shown)
