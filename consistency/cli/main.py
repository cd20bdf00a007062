"""The command line: options in, one of `consistency.cli` called, an exit code out.

Exit codes: 0 done; 1 a check found what it is to stop; 2 something could not be read, or a fault in the usage, the settings or
the tool; 130 interrupted.
Nothing heavy is imported here, so that `--help` answers at once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from consistency import __version__
from consistency.cli import inspection_commands, team_commands, terminal
from consistency.cli.parameters import (
    RUN,
    ByOption,
    Check,
    ConfidenceOption,
    FailOnUnread,
    Given,
    OutOption,
    Paths,
    SeverityOption,
    TrustHead,
    names,
    sharing,
)
from consistency.engine.settings import Settings
from consistency.errors import ConsistencyError, NothingToRead, suggestion
from consistency.ingest.small_files import StandIns
from consistency.model import SEVERITIES, Severity

DONE, FOUND, FAULT, INTERRUPTED = 0, 1, 2, 130

app = typer.Typer(
    name="consistency",
    help="Compares several outlets' accounts of one event and shows where they differ. It never says who is right.",
    invoke_without_command=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        terminal.say(f"consistency {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback where the tool itself fails.")] = False,
) -> None:
    """Options that stand before the command."""
    if context.invoked_subcommand is None:
        terminal.say(context.get_help())
        raise typer.Exit(FAULT)


@app.command()
@sharing(*RUN, "threads", "llm", "llm_url", "workers", "scheduler", "memory_limit", "quiet")
def report(
    paths: Paths = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="NAME[,NAME]",
            help="Formats to write: html, md, json, csv; also claimreview; for CI sarif, junit, github, gitlab, step-summary, pr-comment.",
            show_default=False,
        ),
    ] = None,
    out: OutOption = None,
    severity: SeverityOption = None,
    min_confidence: ConfidenceOption = 0.0,
    top: Annotated[
        int | None, typer.Option("--top", metavar="N", min=1, help="Show the N most serious findings.", show_default=False)
    ] = None,
    event: Annotated[
        str | None, typer.Option("--event", metavar="N", help="Show one event: its number in the report, its id, or words of its title.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Print everything, not only the tables.")] = False,
    *,
    given: Given,
) -> None:
    """Compare documents; show and write what differs."""
    from consistency.cli import report
    from consistency.render.formats import all_writers
    from consistency.render.view.narrow import Narrowing

    wanted = names(formats, "format")
    if wanted is not None:
        known = all_writers()
        for name in wanted:
            if name not in known:
                raise typer.BadParameter(f"there is no format {name!r}{suggestion(name, known)}", param_hint="--format")
    chosen = given.settings(paths, formats=wanted or (), out=out)
    narrowing = Narrowing(severity, min_confidence, top, event)
    place, cluster = given.cache_file(), given.cluster()
    report.report(chosen, quiet=given.quiet, cache=place, wanted=narrowing, full=full, cluster=cluster, chosen=wanted is not None)


@app.command(cls=Check)
@sharing("decisions", *RUN, "threads", "llm", "llm_url", "quiet")
def check(
    paths: Paths = None,
    new: Annotated[
        list[str] | None,
        typer.Option("--new", metavar="FILE...", help="The new documents: all that follow up to the next option.", show_default=False),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="GIT_REF", help="New is what was added or changed since this commit, branch or tag.")
    ] = None,
    fail_on: Annotated[
        Severity, typer.Option("--fail-on", metavar="|".join(SEVERITIES), help="The lowest severity of a new finding that fails the check.")
    ] = "warning",
    fail_on_unread: FailOnUnread = True,
    trust_head: TrustHead = False,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="NAME=FILE", help="A format to write as well, - for stdout. May be repeated.")
    ] = None,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Known findings, which fail nothing.", show_default=False)
    ] = None,
    *,
    given: Given,
) -> None:
    """Compare new documents with all others; fail on new findings.

    Exits with 0 if no new finding is at or above --fail-on, 1 if one is, 2 if that is unknown.
    """
    from consistency.cli import check, options, trust

    if new and since is not None:
        raise typer.BadParameter("give either --new or --since", param_hint="--since")
    outputs = options.named_outputs(output or ())

    def chosen(instead: StandIns) -> Settings:
        return given.settings(paths, baseline=baseline, instead=instead)

    used, instead = (chosen({}), {}) if since is None or trust_head else trust.trusted(chosen, since, given.file)
    wanted = check.Wanted(tuple(new or ()), since, fail_on, fail_on_unread, outputs, given.cache_file(), given.quiet, instead)
    if not check.check(used, wanted):
        raise typer.Exit(FOUND)


@app.command()
@sharing("manifest", "file", "device")
def compare(
    left: Annotated[str, typer.Argument(metavar="A", help="One document.")],
    right: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    *,
    given: Given,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")] = False,
) -> None:
    """Compare two documents in the terminal."""
    from consistency.cli import report

    report.compare(given.settings((left, right)), quiet=quiet)


@app.command()
@sharing("report", "decisions", *RUN, "quiet")
def plot(
    paths: Paths = None,
    out: OutOption = None,
    event: Annotated[str | None, typer.Option("--event", metavar="N", help="Only this event, by its number in the report or id.")] = None,
    figures: Annotated[list[str] | None, typer.Option("--figure", metavar="NAME[,NAME]", help="matrix, timeline, agreement.")] = None,
    *,
    given: Given,
) -> None:
    """Draw an event as SVG: who reports what, what happened when, who agrees with whom."""
    from consistency.cli import plot as command

    if paths and given.report is not None:
        raise typer.BadParameter("give either documents or --report", param_hint="--report")
    wanted = names(figures, "figure") or ()
    chosen = given.settings(paths, out=out)
    command.plot(chosen, report=given.report, event=event, figures=wanted, quiet=given.quiet, cache=given.cache_file())


@app.command()
def checks() -> None:
    """List the checks."""
    from consistency.cli import checks

    checks.checks()


@app.command()
def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    from consistency.cli import checks

    checks.schema()


@app.command()
@sharing("file", "device")
def explain(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A check, as `consistency checks` lists them.")],
    pair: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Two files or texts: show at which rung of the check's ladder their facts stop.", show_default=False),
    ] = None,
    *,
    given: Given,
) -> None:
    """Print one check's page, with examples; with --pair, the rung that two texts reach."""
    from consistency.cli import checks

    if pair is None:
        checks.explain(name)
    else:
        checks.explain_pair(name, pair, given.settings().models)


@app.command()
@sharing("report", "decisions", *RUN, "quiet")
def decide(
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help="The finding's: at least 6 characters of it.", show_default=False)
    ] = "",
    paths: Paths = None,
    accept: Annotated[bool, typer.Option("--accept", help="A real difference, and known.")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="A false alarm.")] = False,
    defer: Annotated[bool, typer.Option("--defer", help="To be looked at later; needs --until.")] = False,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why. Required.", show_default=False)] = "",
    by: ByOption = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="The last day it applies (2031-01-31); then the finding counts again.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Change what another person has decided.")] = False,
    drop_gone: Annotated[bool, typer.Option("--drop-gone", help="Remove decisions whose finding is no longer found.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Take the whole fingerprint as given and compare nothing.")] = False,
    *,
    given: Given,
) -> None:
    """Decide on one finding: accept, reject or defer it."""
    from consistency.cli import decide as command

    if drop_gone:
        # Without a fingerprint, what stands in its place is the first path.
        every = [*filter(None, (fingerprint, *(paths or ())))]
        command.drop_gone(given.settings(every), quiet=given.quiet, cache=given.cache_file())
        return
    decision = command.decision(command.verdict_of(accept, reject, defer), reason, by, until)
    chosen, cache = given.settings(paths), given.cache_file()
    command.decide(chosen, fingerprint, decision, report=given.report, force=force, quiet=given.quiet, replacing=replace, cache=cache)


@app.command()
@sharing("baseline", "decisions", *RUN)
def review(
    paths: Paths = None,
    by: ByOption = None,
    since: Annotated[str | None, typer.Option("--since", metavar="GIT_REF", help="Only findings of documents new since then.")] = None,
    *,
    given: Given,
) -> None:
    """Walk through the open findings and decide on each."""
    from consistency.cli import review as command

    command.review(given.settings(paths), by=by, since=since, cache=given.cache_file())


app.command()(inspection_commands.cache)
app.command()(inspection_commands.sources)
app.command()(inspection_commands.fetch)
app.command()(inspection_commands.doctor)
app.command()(team_commands.baseline)
app.command()(team_commands.calibrate)
app.command()(team_commands.serve)


def main() -> NoReturn:
    """Run the command line and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command line with `arguments` and return the exit code. No exception leaves it."""
    terminal.prepare_streams()
    # Taken out here so that it may also stand behind the command and works where the parser itself fails.
    debug = "--debug" in arguments
    if not debug:
        terminal.hush_libraries()
    try:
        code = app([word for word in arguments if word != "--debug"], prog_name="consistency", standalone_mode=False)
        sys.stdout.flush()
    except NothingToRead as error:
        terminal.warn_skipped(error.skipped)
        return _fault(str(error), debug)
    except ConsistencyError as error:
        return _fault(str(error), debug)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        terminal.drop_stdout()
        return DONE
    except SystemExit as end:
        # typer ends so where the reader of its help or version has gone.
        terminal.drop_stdout()
        return DONE if end.code == 1 else FAULT
    except Exception as error:
        return _unexpected(error, debug)
    if code == INTERRUPTED:
        terminal.warn("interrupted; no report is half written")
        return INTERRUPTED
    if not code:  # a command that has done its work returns nothing
        return DONE
    return code if code in (FOUND, FAULT) else FAULT


def _fault(message: str, debug: bool) -> int:
    if debug:
        terminal.show_traceback()
    terminal.warn(message)
    return FAULT


def _unexpected(error: Exception, debug: bool) -> int:
    """What the parser rejects is the user's to mend; anything else is a fault of ours and still ends in one line."""
    if hasattr(error, "format_message"):
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "consistency"
        return _fault(f"{error.format_message().rstrip('.')}; see {command} --help", debug)
    if isinstance(error, OSError):
        # A full disk or the like behind stdout: nothing more can go there.
        terminal.drop_stdout()
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return _fault(f"{error.strerror}: make room where the output goes, and run it again", debug)
    told = " ".join(str(error).split()) or "no further word"
    return _fault(f"failed inside ({type(error).__name__}: {told[:300]}); --debug shows where. Please report it.", debug)
