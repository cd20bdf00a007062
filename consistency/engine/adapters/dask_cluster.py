"""Workers of Dask, on this machine or of a scheduler that runs already, which do the tasks of a run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from consistency.engine.pairing import Each
from consistency.errors import ConsistencyError
from consistency.model.protocols import Progress, silent

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 20
"""Seconds that a scheduler has to answer."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the work is done: by so many `workers` on this machine, each with at most `memory`, or by those of a `scheduler`."""

    workers: int = 0
    scheduler: str = ""
    memory: str = "2GB"


@contextlib.contextmanager
def workers(cluster: Cluster, tell: Callable[[str], None], progress: Progress | None = None) -> Iterator[Each]:
    """Who does tasks: a function that has the cluster's workers call another one with each of some tasks.

    What a worker that dies was working on is given to another.

    Args:
        cluster: Who does it.
        tell: Is given the address of the dashboard.
        progress: Called as `progress(stage, done, total)`.

    Yields:
        The function; it returns what the tasks do, in their order.

    Raises:
        ConsistencyError: Dask is not installed, no scheduler answers, or the workers of a task keep dying.
    """
    with _client(cluster) as client:
        tell(f"dashboard: {client.dashboard_link}")
        yield partial(_gathered, client, progress or silent)


def _gathered(client: Client, progress: Progress, function: Callable[[Any], Any], tasks: Sequence[Any], stage: str) -> list[Any]:
    from distributed import KilledWorker, as_completed

    futures = client.map(function, tasks, pure=False, key=function.__name__)
    found: dict[object, Any] = {}
    progress(stage, 0, len(tasks))
    try:
        for future in as_completed(futures):
            found[future.key] = future.result()
            progress(stage, len(found), len(tasks))
    except KilledWorker:
        raise ConsistencyError(
            "the workers that a part of the documents was given to ended one after another: give them more memory with --memory-limit"
        ) from None
    finally:
        # Also after Ctrl-C: what has not begun shall not, nor go on where nobody waits for it.
        client.cancel([future for future in futures if not future.done()], force=True)
    return [found[future.key] for future in futures]


@contextlib.contextmanager
def _client(cluster: Cluster) -> Iterator[Any]:
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise ConsistencyError("--workers and --scheduler need Dask: install consistency[cluster]") from None
    if cluster.scheduler:
        try:
            client = Client(cluster.scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise ConsistencyError(f"no scheduler of Dask answers at {cluster.scheduler} ({reason}): check --scheduler") from None
        with client:
            yield client
        return
    try:
        # One thread a worker: parsing holds Python's lock. Nothing listens beyond this machine.
        local = LocalCluster(
            n_workers=cluster.workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=cluster.memory,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=40,
        )
    except ValueError as error:
        raise ConsistencyError(f"--memory-limit {cluster.memory}: {error}; write it as 2GB") from None
    except RuntimeError as error:
        raise ConsistencyError(f"the workers could not be started ({error}): run again with fewer, or without --workers") from None
    with local, Client(local) as client:
        yield client
