"""What a team's decisions say of the checks: how much surer or less sure of each to be on documents like theirs.

The log-odds of a check's confidence are shifted by one number, fitted to the findings that were accepted (right) and rejected
(wrong), and held near zero by a prior, so that a handful of decisions moves little. It is kept as plain data beside the decisions.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consistency.checks.calibration import shifted
from consistency.errors import DecisionsError
from consistency.model import Finding
from consistency.model.grouping import grouped

NAME = "calibration.json"
LEAST = 10
"""Decisions on a check below which it is left as it is."""
PRIOR = 1.0
"""Standard deviation of a shift before any decision, in log-odds."""
MOST = 4.0
"""No shift goes further, in log-odds."""
STEPS = 50


@dataclass(frozen=True, slots=True)
class Fit:
    """What was decided of one check's findings. `before` and `after` are the mean confidence; `shift` is 0 if there are too few."""

    check: str
    accepted: int
    rejected: int
    shift: float
    before: float
    after: float

    @property
    def enough(self) -> bool:
        return self.accepted + self.rejected >= LEAST


def fit(findings: Iterable[Finding]) -> tuple[Fit, ...]:
    """Fit each check to what was decided of its findings.

    Args:
        findings: Findings with their states, with the confidence they have without any shift.

    Returns:
        One fit for each check with a decision, by check.
    """
    settled = [item for item in findings if item.state in ("accepted", "rejected")]
    decided = grouped((item.check, (item.confidence, item.state == "accepted")) for item in settled)
    return tuple(_fit(check, seen) for check, seen in sorted(decided.items()))


def _fit(check: str, seen: Sequence[tuple[float, bool]]) -> Fit:
    accepted = sum(right for _, right in seen)
    shift = round(_shift(seen), 3) if len(seen) >= LEAST else 0.0
    before = sum(sure for sure, _ in seen) / len(seen)
    after = sum(shifted(sure, shift) for sure, _ in seen) / len(seen)
    return Fit(check, accepted, len(seen) - accepted, shift, before, after)


def _shift(seen: Sequence[tuple[float, bool]]) -> float:
    """The most likely shift under the prior, by Newton's method: the log-likelihood has one peak."""
    shift = 0.0
    for _ in range(STEPS):
        chances = [shifted(sure, shift) for sure, _ in seen]
        slope = sum(right - chance for chance, (_, right) in zip(chances, seen, strict=True)) - shift / PRIOR**2
        bend = sum(chance * (1 - chance) for chance in chances) + 1 / PRIOR**2
        step = slope / bend
        shift = min(MOST, max(-MOST, shift + step))
        if math.isclose(step, 0.0, abs_tol=1e-9):
            break
    return shift


def render(fits: Iterable[Fit]) -> str:
    """The file's text: what was counted and what it changes, by check."""
    checks = {item.check: {"accepted": item.accepted, "rejected": item.rejected, "shift": item.shift} for item in fits}
    return json.dumps({"version": 1, "checks": checks}, indent=2, sort_keys=True) + "\n"


def load(path: Path) -> Mapping[str, float]:
    """The shift of each check. Raises `DecisionsError` if the file is not one of `consistency calibrate`."""
    shown = path.as_posix()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        shifts = {str(check): float(item["shift"]) for check, item in data["checks"].items()}
        if data["version"] != 1 or not all(math.isfinite(shift) and abs(shift) <= MOST for shift in shifts.values()):
            raise ValueError
    except OSError as error:
        raise DecisionsError(f"{shown}: cannot be read ({error.strerror or error}); check its permissions") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise DecisionsError(f"{shown}: was not written by `consistency calibrate`; write it again or delete it") from None
    return shifts


def beside(decisions: str | None, sources: Sequence[str]) -> Path | None:
    """The file beside the decisions, or beside the sources; `None` if there is none."""
    folders = [Path(decisions).parent] if decisions else [path if path.is_dir() else path.parent for path in map(Path, sources)]
    return next((folder / NAME for folder in sorted(set(folders)) if (folder / NAME).is_file()), None)
