"""A server under test: its processes, what CPU they have used, and what memory they hold (Linux, /proc)."""

import os
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
    """User and system time so far of all processes of a tree."""
    return sum(_ticks(one) for one in tree(pid)) / TICKS


def _ticks(pid: int) -> int:
    # The name, in brackets, may hold spaces; utime and stime are the 12th and 13th after it (proc(5)).
    after = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return int(after[11]) + int(after[12])


def memory(pid: int) -> dict[str, float]:
    """Resident and proportional size of one process, in MB."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:])
    sizes = {row[0].rstrip(":").lower(): int(row[1]) / 1024 for row in rows}
    return {"rss": sizes["rss"], "pss": sizes["pss"]}


def workers(pid: int) -> list[int]:
    """The processes below the first that hold the application; a resource tracker is none."""
    return [one for one in tree(pid)[1:] if memory(one)["rss"] > 25]
