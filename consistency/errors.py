"""What can go wrong in a way the user can fix. Each message names the file or key and says what to do."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

from consistency.model import Skipped


class ConsistencyError(Exception):
    """Base of all errors whose message is meant for the user."""


class Unreadable(ConsistencyError):
    """One file could not be read; the rest of the run goes on."""


class NothingToRead(ConsistencyError):
    """No document at all could be read. `skipped` says why for each file that was tried."""

    def __init__(self, message: str, skipped: tuple[Skipped, ...] = ()) -> None:
        super().__init__(message)
        self.skipped = skipped


class SettingsError(ConsistencyError):
    """An unknown or ill-typed key in the settings."""


class ManifestError(ConsistencyError):
    """The manifest cannot be read or has an unknown or ill-typed key."""


class BaselineError(ConsistencyError):
    """The baseline cannot be read or written, or a line of it is none."""


class DecisionsError(ConsistencyError):
    """The decisions cannot be read or written, or one of them is incomplete."""


class CacheError(ConsistencyError):
    """What is named as the cache is something else, or cannot be read or removed."""


class GitError(ConsistencyError):
    """Git cannot say which files are new: no repository, no such commit, or no history to compare with."""


class PluginError(ConsistencyError):
    """What another package adds cannot be used: the message names it and its package."""


class ModelError(ConsistencyError):
    """A model cannot be found, loaded or trusted."""


class LlmError(ConsistencyError):
    """A request to the server of a language model failed for good."""


class LlmUnreachable(LlmError):
    """The server of a language model cannot be reached or will not serve at all: no further request is worth sending."""


class NotRead(ConsistencyError):
    """A language model was to read the events, and some were not read: what they hold is not known."""


def suggestion(word: str, known: Collection[str]) -> str:
    """The end of a message about an unknown `word`: the nearest known one where there is a near one, else all of them."""
    near = get_close_matches(word.lower().replace("_", "-"), sorted(known), n=1) or get_close_matches(word, sorted(known), n=1)
    if near:
        return f"; did you mean {near[0]!r}?"
    return f"; known: {', '.join(sorted(known))}" if known else ""
