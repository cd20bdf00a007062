"""`consistency decide`: write down what a person says of one finding."""

from __future__ import annotations

import contextlib
import getpass
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from consistency.checks import all_checks
from consistency.cli import files, terminal
from consistency.cli.report import compared
from consistency.cli.verdicts import decisions_file, meant, reported
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, DecisionsError
from consistency.model.safe_text import one_line
from consistency.triage.baseline import Entry, base, entries
from consistency.triage.decisions import Decision, Verdict, parse

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

SHORTEST = 6
"""Characters of a fingerprint that are enough to mean one finding and not some other."""
_LETTERS = 4
_PLACEHOLDERS = frozenset(
    ("todo", "tobedone", "fixme", "reason", "text", "none", "asdf", "test", "xxxx", "because", "why", "blabla", "foobar")
)
OPENING = "What has been said of findings, by whom and why. `consistency decide` adds to it; it may be edited by hand.\n"


WAIT = 20
"""Seconds to wait for somebody else's decision to be written."""


def decide(
    settings: Settings,
    fingerprint: str,
    decision: Decision,
    *,
    report: Path | None,
    force: bool,
    quiet: bool,
    replacing: bool = False,
    cache: Path | None = None,
) -> None:
    """Write `decision` on the finding that `fingerprint` names, or begins to name, among those of a report or of a run now.

    With `force` the fingerprint is taken as it is, and nothing is run; `replacing` lets it take the place of another person's.
    """
    if len(fingerprint) < SHORTEST:
        raise DecisionsError(f"{fingerprint!r} is too short to name a finding: give at least {SHORTEST} characters of its fingerprint")
    path = decisions_file(settings)
    _existing(path)
    files.require_writable(path.parent, "--decisions")
    if force:
        entry = Entry(fingerprint, "", frozenset())
    elif report is not None:
        entry = meant(fingerprint, reported(report))
    else:
        found = compared(settings, quiet=quiet, cache=cache)
        entry = meant(fingerprint, list(entries(found).values()))
    written = write(path, entry, decision, replacing=replacing)
    if not quiet:
        terminal.say(f"{path.as_posix()}: {one_line(entry.words)}\n  {written.words}")


def drop_gone(settings: Settings, *, quiet: bool, cache: Path | None = None) -> None:
    """Remove from the decisions those whose finding is no longer found; comments and all else stay as they are."""
    path = decisions_file(settings)
    _existing(path)
    found = [*entries(compared(settings, quiet=quiet, cache=cache)).values()]
    with locked(path):
        # Read only now: somebody may have decided while it was compared.
        document = _existing(path)
        listed = document.get("decision", [])
        gone = [at for at, item in enumerate(listed) if item.get("fingerprint") and not any(_on(item, entry) for entry in found)]
        for at in reversed(gone):
            del listed[at]
        if gone:
            import tomlkit

            if not listed:
                del document["decision"]
            files.write_text(path, tomlkit.dumps(document))
    if not quiet:
        terminal.say(f"{path.as_posix()}: {len(gone)} dropped, {len(listed)} kept")


def complete(decision: Decision) -> None:
    """Raise `DecisionsError` where the decision lacks a reason, or a day that it needs, or would have ended already."""
    if not decision.reason.strip():
        raise DecisionsError('a decision needs a reason: --reason "..."')
    letters = "".join(filter(str.isalnum, decision.reason)).casefold()
    if len(letters) < _LETTERS or letters in _PLACEHOLDERS:
        raise DecisionsError(f"{decision.reason.strip()!r} is no reason: say in a few words why, for whoever reads the decision later")
    if decision.verdict == "defer" and decision.until is None:
        raise DecisionsError("a deferred finding needs the day on which it counts again: --until 2031-01-31")
    if not decision.holds(date.today()):
        raise DecisionsError(f"{decision.until} lies in the past: name a day to come with --until")


def who() -> str:
    """The name that git writes under commits here, else that of the user of the machine."""
    try:
        name = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=10, check=False).stdout.strip()
        return name or getpass.getuser()
    except (OSError, KeyError, subprocess.SubprocessError):
        return ""


def write(path: Path, entry: Entry, decision: Decision, *, replacing: bool = False) -> Decision:
    """Add the decision on `entry` to the file, or replace an earlier one on it; comments and all else stay as they are.

    Two people who decide at once wait for each other, so that neither overwrites what the other has written.

    Raises `DecisionsError` if the earlier one is another person's, unless it is told to be `replacing` it.
    """
    with locked(path):
        return write_locked(path, entry, decision, replacing=replacing)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock on a file of decisions, from this process and any other. Raises `DecisionsError` if it cannot be had."""
    from filelock import FileLock, Timeout

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=WAIT):
            yield
    except Timeout:
        raise DecisionsError(f"{path.as_posix()}: somebody else has been writing to it for {WAIT} seconds; try again") from None
    except OSError as error:
        raise DecisionsError(
            f"{path.as_posix()}: cannot be written ({error.strerror or error}); name another file with --decisions"
        ) from None


def write_locked(path: Path, entry: Entry, decision: Decision, *, replacing: bool = False) -> Decision:
    """What `write` does, for who holds the lock already."""
    import tomlkit

    decision = replace(
        decision, fingerprint=base(entry.fingerprint) if entry.claims else entry.fingerprint, claims=entry.claims, parts=entry.parts
    )
    document = _existing(path)
    listed = document.get("decision")
    if not listed:
        # An empty list in the file takes no tables.
        document.pop("decision", None)
        listed = document["decision"] = tomlkit.aot()
    tables = [item for item in listed if _on(item, entry)]
    if tables and not replacing and str(tables[0].get("by", "")) != decision.by:
        earlier = parse(tomlkit.dumps(document), path.as_posix())[[id(item) for item in listed].index(id(tables[0]))]
        raise DecisionsError(f"{path.as_posix()}: {entry.fingerprint} is already {earlier.words}; say --replace to decide anew")
    table = tables[0] if tables else tomlkit.table()
    _fill(table, entry, decision)
    if not tables:
        listed.append(table)
    text = tomlkit.dumps(document)
    # Read back before it takes the place of the old file: a decision that is not understood would silence nothing, in silence.
    parse(text, path.as_posix(), [check.id for check in all_checks()])
    files.write_text(path, text)
    return decision


def _existing(path: Path) -> TOMLDocument:
    """The file's content with its comments, or an empty one. Raises `DecisionsError` if it is at fault."""
    import tomlkit

    if not path.exists():
        document = tomlkit.document()
        for line in OPENING.rstrip().splitlines():
            document.add(tomlkit.comment(line))
        document.add(tomlkit.nl())
        return document
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionsError(f"{path.as_posix()}: cannot be read as UTF-8 text ({error}); fix it first") from None
    parse(text, path.as_posix(), [check.id for check in all_checks()])
    try:
        return tomlkit.parse(text)
    except tomlkit.exceptions.TOMLKitError as error:
        raise DecisionsError(f"{path.as_posix()}: cannot be changed without losing comments ({error}); add the decision by hand") from None


def _on(table: Table, entry: Entry) -> bool:
    """Whether a decision in the file is about the same finding."""
    fingerprint, claims = str(table.get("fingerprint", "")), {str(item) for item in table.get("claims", [])}
    if not claims or not entry.claims:
        return fingerprint == entry.fingerprint
    return base(fingerprint) == base(entry.fingerprint) and not entry.claims.isdisjoint(claims)


def _fill(table: Table, entry: Entry, decision: Decision) -> None:
    import tomlkit

    values = {
        "fingerprint": decision.fingerprint,
        "parts": sorted(decision.parts),
        "claims": sorted(decision.claims),
        "verdict": decision.verdict,
        "reason": decision.reason,
        "by": decision.by,
        "until": decision.until,
    }
    if "fingerprint" not in table and entry.message:
        table.add(tomlkit.comment(f"{entry.check}: {entry.message}"))
    for key, value in values.items():
        if value:
            table[key] = value
        elif key in table:
            del table[key]


def verdict_of(accept: bool, reject: bool, defer: bool) -> Verdict:
    """The one verdict asked for. Raises `ConsistencyError` for none or several."""
    given: tuple[tuple[Verdict, bool], ...] = (("accept", accept), ("reject", reject), ("defer", defer))
    wanted = [name for name, said in given if said]
    if len(wanted) != 1:
        raise ConsistencyError("say one of --accept (a real difference), --reject (a false alarm) or --defer (to be looked at by a day)")
    return wanted[0]


def decision(verdict: Verdict, reason: str, by: str | None, until: str | None) -> Decision:
    """A decision from the command line's words. Raises `DecisionsError` if `until` is no day or it is incomplete."""
    try:
        day = None if until is None else date.fromisoformat(until.strip())
    except ValueError:
        raise DecisionsError(f"--until {until}: is no day; write it as 2031-01-31") from None
    made = Decision(verdict, one_line(reason).strip(), one_line(who() if by is None else by).strip(), day)
    complete(made)
    return made
