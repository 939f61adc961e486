"""The table and the goals, as they are printed."""

from collections.abc import Sequence
from typing import Any

from bench.goals import Goal
from bench.measuring import Figure
from bench.results import table
from bench.servers import (
    BARE_GRANIAN,
    BARE_GUNICORN,
    CHECKED_GRANIAN,
    CHECKED_GUNICORN,
    FLOORS,
    LINE,
    LINE_ON_POSTGRES,
)
from bench.situations import SITUATIONS

P99_MS, START_SECONDS, MEMORY_MB = 25, 2, 70
DELIVERED = {"with Redis": 1, "without Redis": 5}  # seconds, p99
COMPARED = (BARE_GUNICORN, BARE_GRANIAN, CHECKED_GUNICORN, CHECKED_GRANIAN)
HEAD = [
    "",
    "req/s",
    "p50 ms",
    "p99 ms",
    "CPU µs",
    "+Redis",
    "+Postgres",
    *(f"× {name.removeprefix('bare ')}" for name in COMPARED),
]
HEAD += ["RSS MB", "PSS MB"]
LEGEND = """\
CPU: of all processes of the server, for a request; +Redis and +Postgres: theirs, for the same request.
×: the server's own CPU in requests of a floor. "bare" answers a constant document without any check,
"checked" asks Twilio's RequestValidator first; "granian" is the line's own server with its settings,
"gunicorn" is gthread.
RSS: the largest process; PSS: all processes of the server, what they share counted once.
The line keeps no connection, whatever the client asks: a kept one would be closed under a request that is
already on its way (one in 200 at a reload, measured), and Twilio tries again only where it could not connect.
Nor does the floor under its server; what that costs is the difference to the floor that keeps connections."""


def print_table(figures: Sequence[Figure]) -> None:
    for keep_alive in (True, False):
        asked = (
            "keeps its connection where the server lets it"
            if keep_alive
            else "connects anew for each request"
        )
        print(f"\nOf one client that {asked}:\n")
        some = [one for one in figures if one.keep_alive is keep_alive]
        print(table(HEAD, [_row(one, floors(some)) for one in some]))
    print(f"\n{LEGEND}")


def _row(one: Figure, floors: dict[str, float]) -> list[str]:
    name = {LINE: one.situation, LINE_ON_POSTGRES: f"{one.situation}, Postgres"}.get(one.server, one.server)
    speed = [f"{one.per_second:.0f}", f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.cpu:.0f}"]
    beside = [f"{one.beside[name]:.0f}" if name in one.beside else "" for name in ("Redis", "Postgres")]
    ratios = [f"{one.cpu / floors[name]:.2f}" for name in COMPARED]
    return [name, *speed, *beside, *ratios, f"{one.largest:.0f}", f"{one.together:.0f}"]


def floors(figures: Sequence[Figure]) -> dict[str, float]:
    """The CPU of the apps that do nothing."""
    return {one.server: one.cpu for one in figures if one.server in FLOORS}


def goals(figures: Sequence[Figure], more: dict[str, Any]) -> list[Goal]:
    """Each of what was promised, with what was measured."""
    return [*_ratios(figures, more["fsync"]["cpu_us"]), *_others(more), *_deliveries(more)]


def _ratios(figures: Sequence[Figure], fsync: float) -> list[Goal]:
    """The CPU of the whole server: of its web processes and of what they ask in their turn."""
    found: list[Goal] = []
    some = [one for one in figures if one.keep_alive]
    bare = floors(some)
    for situation in SITUATIONS:
        if situation.goal is None or situation.goal_bare is None:
            continue
        one = next(one for one in some if one.server == LINE and one.situation == situation.name)
        cpu, name = one.cpu + sum(one.beside.values()), situation.name
        if situation.first:
            cpu, name = cpu - fsync, f"{name} less its fsync"
        for floor, limit in ((BARE_GUNICORN, situation.goal), (BARE_GRANIAN, situation.goal_bare)):
            found.append(Goal(f"{name} × {floor}", limit, cpu / bare[floor]))
    return found


def _others(more: dict[str, Any]) -> list[Goal]:
    paced, memory, early = more["open_loop"], more["memory_mb"], more["loaded_too_early"]
    return [
        Goal(f"p99 at {paced['rate']} requests/s, ms", P99_MS, paced["p99_ms"]),
        Goal("wrong answers meanwhile", 0, paced["wrong"], paced["like"]),
        Goal("start to first answer, s", START_SECONDS, more["start_seconds"]),
        Goal("a web worker after calls and keywords, RSS MB", MEMORY_MB, memory["after calls and keywords"]),
        Goal("a web worker after reports, RSS MB", MEMORY_MB, memory["after reports"]),
        Goal("loaded before it is needed", 0, len(early), ", ".join(early)),
        Goal("fsync in memory, not on a disk", 0, more["fsync"]["in_memory"], more["fsync"]["place"]),
    ]


def _deliveries(more: dict[str, Any]) -> list[Goal]:
    found = []
    for name, limit in DELIVERED.items():
        one = more["delivered"][name]
        found += [
            Goal(f"accepted to delivered {name}, p99, s", limit, one.get("p99"), one.get("why", "")),
            Goal(f"never delivered {name}", 0, one.get("lost"), one.get("why", "")),
        ]
    return found
