"""The terminal: what may be printed on it, in which width and colours, and how progress is shown."""

from __future__ import annotations

import codecs
import contextlib
import io
import logging
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from consistency.model import Report, Skipped
from consistency.model.reading import LlmUse
from consistency.model.safe_text import one_line

PLAIN_WIDTH = 100
"""Columns where the output is no terminal: fixed, so that the same input prints the same bytes."""


def prepare_streams() -> None:
    """Make both streams able to print any text: what their encoding lacks is escaped instead of failing."""
    # Python has no stream at all if the caller closed it (`>&-`).
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="consistency.spell")


def hush_libraries() -> None:
    """Keep what libraries log and warn of off the terminal: what matters of it is said in a line of ours."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


_SPELLED = str.maketrans(
    {"\u2500": "-", "\u2502": "|", "\u253c": "+", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
    | {"\u2013": "-", "\u2014": "--", "\u2026": "...", "\u2192": "->", "\u2260": "!=", "\u00a0": " "}
)
"""What rules and printed texts are full of, for an encoding that lacks it; anything else is escaped."""


def _spell(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end].translate(_SPELLED)
    return lacking.encode("ascii", "backslashreplace").decode("ascii"), error.end


codecs.register_error("consistency.spell", _spell)


def say(text: str, stream: IO[str] | None = None) -> None:
    """Print a finished text to stdout, or to `stream`. A reader that has gone (`| head`) is no error: the work itself goes on."""
    stream = stream or sys.stdout
    try:
        stream.write(text if text.endswith("\n") else text + "\n")
        stream.flush()
    except BrokenPipeError:
        if stream is sys.stdout:
            drop_stdout()


def ask(question: str) -> str | None:
    """A line from stdin, without its end; `None` if there is no more."""
    sys.stdout.write(question)
    sys.stdout.flush()
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def drop_stdout() -> None:
    """Send what is still to come for stdout nowhere, also what Python flushes at its end."""
    with contextlib.suppress(OSError, ValueError), open(os.devnull, "w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def warn(message: str) -> None:
    """Print one line to stderr."""
    print(f"consistency: {one_line(message)}", file=sys.stderr)  # noqa: T201


def show_traceback() -> None:
    """Print the traceback of the exception being handled to stderr, for `--debug`."""
    import traceback

    traceback.print_exc(file=sys.stderr)


def warn_of(found: Report, quiet: bool) -> None:
    """What a run could not read, and what a language model did."""
    warn_skipped(found.skipped)
    warn_not_fitted(found.tool.embedder)
    tell_reading(found.tool.llm, quiet)


def warn_skipped(skipped: Iterable[Skipped]) -> None:
    """One line for each file that could not be read."""
    for item in skipped:
        message = item.message if item.path in item.message else f"{item.path}: {item.message}"
        warn(f"skipped {message}")


def warn_not_fitted(embedder: str | None) -> None:
    """One line where the run used another embedder than the one that events, groups and figures are fitted to."""
    from consistency.nlp.linear_model import fitted_to

    if embedder is not None and embedder != fitted_to():
        warn(f"events and groups are fitted to the embedder {fitted_to()}, not to {embedder}: fit them to yours with `make fit`")


def tell_reading(use: LlmUse | None, quiet: bool) -> None:
    """What a language model did not read, each on a line; and unless `quiet` how many requests were sent now, the rest being known."""
    if use is None:
        return
    for problem in use.problems:
        warn(f"not read by {use.model}: {problem}")
    if not quiet:
        warn(f"{use.model}: {use.sent:,} of {use.requests:,} requests sent, the rest known from earlier runs")


def width(stream: IO[str] | None = None) -> int:
    """Columns to fill; those of the terminal where there is one, or `COLUMNS`."""
    if (stream or sys.stdout).isatty() or "COLUMNS" in os.environ:
        return max(40, shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns)
    return PLAIN_WIDTH


def color(stream: IO[str] | None = None) -> bool:
    """Whether to colour: on a terminal, unless `NO_COLOR` is set or `TERM` is dumb; `FORCE_COLOR` colours anywhere."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


@contextlib.contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A callback `progress(stage, done, total)` that draws a bar on stderr; `None` if nobody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading documents, loading models", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bar.update(task, description=one_line(stage), completed=done, total=total or None)

        yield show
