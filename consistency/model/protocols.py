"""The protocols at the edges of the pipeline: what can be replaced without touching a stage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

from consistency.model import Report, Source, Token
from consistency.model.reading import Account, Pair, Readings, Verdicts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

Progress = Callable[[str, int, int], None]
"""Called as `progress(stage, done, total)` while a run goes on."""
Parse = tuple[tuple[Token, ...], ...]
"""The sentences of one text, each a tuple of tokens; token offsets count in that text, heads in their sentence."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@runtime_checkable
class Reader(Protocol):
    """One file format. `__call__` returns one source a document, with the text and whatever the format itself says.

    It raises `consistency.errors.Unreadable` with a message for the user where the file cannot be read.
    """

    name: str

    def reads(self, path: Path) -> bool: ...

    def __call__(self, path: Path) -> list[Source]: ...


@runtime_checkable
class Embedder(Protocol):
    """Texts to a float32 matrix of shape (texts, dimensions) with rows of unit length."""

    id: str

    def __call__(self, texts: Sequence[str]) -> Matrix: ...


@runtime_checkable
class LanguageModel(Protocol):
    """Texts to their sentences, tokens, parse and named entities."""

    id: str

    def __call__(self, texts: Sequence[str]) -> list[Parse]: ...


@runtime_checkable
class EventReader(Protocol):
    """Reads the numbered sentences of events and proposes where their accounts differ: a chat model, or a person.

    It raises nothing for what a model or server does: what was not read is a problem of the readings.
    """

    id: str

    def __call__(self, events: Sequence[Sequence[Account]], progress: Progress) -> Readings: ...

    def again(self, pairs: Sequence[Pair], progress: Progress) -> Verdicts:
        """Whether each of `pairs` differs, asked about it alone."""
        ...


@runtime_checkable
class Writer(Protocol):
    """One output format. Writes text; the caller opens the stream (UTF-8, `\\n` line ends) and names the file `stem + suffix`.

    A writer may have `pages(report)`, which yields (path below the report's folder, function that writes it) for a report that is
    too large for one file: where it yields any, they are written instead.
    """

    name: str
    stem: str
    suffix: str

    def __call__(self, report: Report, stream: IO[str]) -> None: ...


@runtime_checkable
class Cache(Protocol):
    """A store of computed values. The key holds the content and the model's id and version."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]: ...

    def put_many(self, items: Iterable[tuple[str, bytes]]) -> None: ...
