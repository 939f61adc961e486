"""A server under test: its processes, what CPU they have used, and what memory they hold (Linux, /proc)."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """A process and everything it has started, the first first."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text("ascii").split():
            found += tree(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time so far of all processes of a tree, and of those of it that have ended."""
    return sum(_clock(one) + _ended(one) for one in tree(pid))


def _clock(pid: int) -> float:
    # The clock that clock_getcpuclockid(3) names for a process: nanoseconds, of all its threads, of those
    # that have ended too. /proc/<pid>/stat counts in hundredths of a second, and schedstat is not everywhere.
    return time.clock_gettime((~pid << 3) | 2)


def _ended(pid: int) -> float:
    # The name, in brackets, may hold spaces; cutime and cstime are the 14th and 15th after it (proc(5)).
    after = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(after[13]) + int(after[14])) / TICKS


def memory(pid: int) -> dict[str, float]:
    """Resident and proportional size of one process, in MB."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:])
    sizes = {row[0].rstrip(":").lower(): int(row[1]) / 1024 for row in rows}
    return {"rss": sizes["rss"], "pss": sizes["pss"]}


def largest(pid: int) -> float:
    """The resident size of the largest process of a tree, in MB."""
    return max(memory(one)["rss"] for one in tree(pid))


def together(pid: int) -> float:
    """What a tree holds in all, in MB: what its processes share is counted once."""
    return sum(memory(one)["pss"] for one in tree(pid))


def workers(pid: int) -> list[int]:
    """The processes below the first that hold the application; a resource tracker is none."""
    return [one for one in tree(pid)[1:] if memory(one)["rss"] > 25]


def libraries(pid: int) -> set[str]:
    """The shared objects that a process has loaded, by path."""
    rows = Path(f"/proc/{pid}/maps").read_text("utf-8", "replace").splitlines()
    return {row.split(maxsplit=5)[5] for row in rows if ".so" in row}
