"""How many threads the models' libraries start, and that waiting ones sleep: said before they are loaded, and never over the user's word.

On a machine that others use too, threads that spin while they wait make the models several times slower. OpenMP reads both from the
environment when it is loaded, so that afterwards it is too late.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, MutableMapping
from pathlib import Path

NUMBER = "OMP_NUM_THREADS"
"""What OpenMP, and where they have no variable of their own MKL and OpenBLAS, take the number of threads from."""
OWN = ("MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""What goes before it."""
WAITING = "OMP_WAIT_POLICY"


def prepare(threads: int | None = None, environment: MutableMapping[str, str] = os.environ) -> None:
    """Say how many threads the libraries start, and that they sleep while they wait.

    Args:
        threads: The number; what the machine leaves this process if `None`, unless the environment says another already.
        environment: What is changed.
    """
    environment.setdefault(WAITING, "PASSIVE")
    if threads is None:
        environment.setdefault(NUMBER, str(available()))
        return
    environment[NUMBER] = str(threads)
    environment.update({name: str(threads) for name in OWN if name in environment})
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(threads)


def available(root: Path = Path("/")) -> int:
    """The processors that this process may use: by its affinity, and by the quota of its control group below `root`."""
    affinity = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Of a quota of one and a half, the second thread would stand still half of the time, and the first wait for it.
    return max(1, min(affinity, int(quota(root) or affinity)))


def quota(root: Path = Path("/")) -> float | None:
    """The processors that the control group of this process may use, of version 1 or 2; `None` if it sets no limit."""
    found = [limit for limit in _limits(root) if limit > 0]
    return min(found, default=None)


def _limits(root: Path) -> Iterator[float]:
    """The limit of the process's group and of each above it, since the least counts."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return
    mounts = root / "sys/fs/cgroup"
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers:
            yield from _each(mounts, path, "cpu.max")
        elif "cpu" in controllers.split(","):
            for mount in (mounts / controllers, mounts / "cpu"):
                yield from _each(mount, path, "cpu.cfs_quota_us", "cpu.cfs_period_us")


def _each(mount: Path, path: str, *names: str) -> Iterator[float]:
    """The limits in the files `names` of a group and of those above it. Inside a container the group may be the mount itself."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    for depth in range(len(parts), -1, -1):
        try:
            words = [word for name in names for word in mount.joinpath(*parts[:depth], name).read_text(encoding="ascii").split()]
            yield int(words[0]) / int(words[1])
        except (OSError, ValueError, IndexError, ZeroDivisionError):
            # No such group here, or no limit: "max" in version 2, -1 in version 1.
            continue
