"""Options that take several values, which the parser of the command line has no way to say."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

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
