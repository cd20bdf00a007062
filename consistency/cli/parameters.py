"""The options that several commands share, and what is read out of their values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer
from typer.core import TyperCommand

from consistency.engine import threads
from consistency.engine.settings import DEVICES, Settings
from consistency.model import SEVERITIES, Severity

if TYPE_CHECKING:
    from consistency.engine.adapters.dask_cluster import Cluster


def _device(name: str | None) -> str | None:
    if name is not None and name not in DEVICES:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(DEVICES)}")
    return name


def _threads(number: int | None) -> int | None:
    """Said at once, as it only counts before the libraries are loaded."""
    threads.prepare(number)
    return number


Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Folders, files, globs, addresses (s3://...). Default: `sources` in the settings, else seeds."),
]


OutOption = Annotated[str | None, typer.Option("--out", metavar="FOLDER", help="Where to write them. Default: reports.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides. Default: your name in git.")]


@dataclass(frozen=True, slots=True)
class Given:
    """What was said in the options that several commands share, in the order in which their help lists them."""

    report: Annotated[
        Path | None,
        typer.Option(
            "--report", metavar="FILE", help="A JSON report to take the findings from, instead of comparing now.", show_default=False
        ),
    ] = None
    baseline: Annotated[str | None, typer.Option("--baseline", metavar="FILE", help="Known findings.")] = None
    decisions: Annotated[
        str | None, typer.Option("--decisions", metavar="FILE", help="Decisions on findings. Default: decisions.toml next to the sources.")
    ] = None
    manifest: Annotated[str | None, typer.Option("--manifest", metavar="FILE", help="Outlet, date and more for each document (TOML).")] = (
        None
    )
    file: Annotated[
        Path | None,
        typer.Option(
            "--settings",
            metavar="FILE",
            help="Settings to use instead of the nearest consistency.toml or pyproject.toml.",
            show_default=False,
        ),
    ] = None
    device: Annotated[
        str | None, typer.Option("--device", metavar="|".join(DEVICES), help="Where the models run.", callback=_device, show_default=False)
    ] = None
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads",
            metavar="N",
            min=1,
            help="Threads of the models. Default: the processors that this process may use.",
            callback=_threads,
            show_default=False,
        ),
    ] = None
    llm: Annotated[
        str | None,
        typer.Option(
            "--llm", metavar="MODEL", help="A language model that reads each event too. Sends the texts to its server.", show_default=False
        ),
    ] = None
    llm_url: Annotated[
        str | None,
        typer.Option(
            "--llm-url", metavar="URL", help="Its server, as http://localhost:11434/v1. Default: OPENAI_BASE_URL.", show_default=False
        ),
    ] = None
    cache: Annotated[
        str | None,
        typer.Option("--cache", metavar="PLACE", help="Folder or .db file that keeps intermediate results. Default: .consistency."),
    ] = None
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Compute everything again and store nothing.")] = False
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers", metavar="N", min=1, help="Read, parse and embed with N workers of Dask on this machine.", show_default=False
        ),
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(
            "--scheduler",
            metavar="tcp://HOST:PORT",
            envvar="DASK_SCHEDULER_ADDRESS",
            help="The same with the workers of this scheduler, which see the documents and the cache under the same paths.",
            show_default=False,
            show_envvar=False,
        ),
    ] = None
    memory_limit: Annotated[str, typer.Option("--memory-limit", metavar="SIZE", help="The most memory of each of the --workers.")] = "2GB"
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors.")] = False

    def settings(self, paths: Sequence[str] | None = (), **more: Any) -> Settings:
        """The settings with what the command line says; `more` is what `options.effective` takes beside the shared options."""
        from consistency.cli import options

        said = {"manifest": self.manifest, "device": self.device, "baseline": self.baseline, "decisions": self.decisions}
        return options.effective(self.file, **{**said, "paths": paths or (), "llm": (self.llm, self.llm_url), **more})

    def cache_file(self) -> Path | None:
        """The file that holds the cache; `None` where none is wanted."""
        from consistency.engine.adapters.cache import cache_path

        if self.no_cache and self.cache is not None:
            raise typer.BadParameter("give either --cache or --no-cache", param_hint="--no-cache")
        return None if self.no_cache else cache_path(self.cache)

    def cluster(self) -> Cluster | None:
        """Who works the documents out; `None` where it is this process. What is said of workers goes before any scheduler."""
        if not self.workers and not self.scheduler:
            return None
        if self.no_cache:
            raise typer.BadParameter("workers hand over what they find in the cache", param_hint="--no-cache")
        from consistency.engine.adapters.dask_cluster import Cluster

        return Cluster(self.workers or 0, "" if self.workers else self.scheduler or "", self.memory_limit)


RUN = ("manifest", "file", "device", "cache", "no_cache")
"""The options of every command that compares documents and keeps what it works out."""


def sharing(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command these shared options, in the place of its parameter `given` that takes what they say."""
    hints = get_type_hints(Given, include_extras=True)
    wanted = [item for item in fields(Given) if item.name in names]
    shared = [Parameter(item.name, Parameter.KEYWORD_ONLY, default=item.default, annotation=hints[item.name]) for item in wanted]

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = [item.replace(kind=Parameter.KEYWORD_ONLY) for item in signature(command, eval_str=True).parameters.values()]
        at = [item.name for item in own].index("given")

        @wraps(command)
        def run(**said: Any) -> None:
            given = Given(**{name: said.pop(name) for name in names})
            command(**said, given=given)

        run.__signature__ = Signature([*own[:at], *shared, *own[at + 1 :]])  # type: ignore[attr-defined]
        return run

    return decorate


FailOnUnread = Annotated[
    bool,
    typer.Option(
        "--fail-on-unread/--no-fail-on-unread",
        help="Exit with 2 if a new document cannot be read or compared. This is the default.",
        show_default=False,
    ),
]
TrustHead = Annotated[
    bool,
    typer.Option(
        "--trust-head",
        help="With --since: take settings, manifest, baseline and decisions as they are now, not as the base revision has them.",
    ),
]
SeverityOption = Annotated[
    Severity | None,
    typer.Option("--severity", metavar="|".join(SEVERITIES), help="Show findings of at least this severity.", show_default=False),
]
ConfidenceOption = Annotated[
    float, typer.Option("--min-confidence", metavar="0..1", min=0.0, max=1.0, help="Show findings of at least this confidence.")
]


def names(given: Sequence[str] | None, option: str) -> list[str] | None:
    """The names in `--format a,b --format c`, where the option is called `format`; `None` where it is not used."""
    if given is None:
        return None
    found = [name.strip().lower() for value in given for name in value.split(",") if name.strip()]
    if not found:
        raise typer.BadParameter(f"name at least one {option}", param_hint=f"--{option}")
    return found


NEW = "--new"


class Check(TyperCommand):
    """`--new FILE FILE ...`: all that follows up to the next option, as shells and hooks append names."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, spread(args))


def spread(arguments: list[str]) -> list[str]:
    """The arguments with `--new` before each name that follows one."""
    found: list[str] = []
    inside = False
    for at, word in enumerate(arguments):
        if word == "--":
            return [*found, *arguments[at:]]
        if word == NEW:
            inside = True
        elif word.startswith("-") and word != "-":
            inside = False
            found.append(word)
        else:
            found += [NEW, word] if inside else [word]
    # A name is missing at the end: left for the parser to complain of.
    return [*found, NEW] if arguments and arguments[-1] == NEW else found
