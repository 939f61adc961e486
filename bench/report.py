"""The table and the goals, as they are printed."""

from typing import Any

from bench.measuring import Figure
from bench.results import table
from bench.situations import FLOOR, SITUATIONS

P99_MS, START_SECONDS, MEMORY_MB = 25, 2, 70
DELIVERED = {"with Redis": 1, "without Redis": 5}  # seconds, p99
HEAD = ["", "requests/s", "p50 ms", "p99 ms", "CPU µs", "× gunicorn", "× granian"]


def print_table(figures: list[Figure]) -> None:
    for keep_alive in (True, False):
        asked = (
            "keeps its connection where the server lets it"
            if keep_alive
            else "connects anew for each request"
        )
        print(f"\nOf one client that {asked}:\n")
        some = [one for one in figures if one.keep_alive is keep_alive]
        print(table(HEAD, [_row(one, some) for one in some]))


def _row(one: Figure, figures: list[Figure]) -> list[str]:
    name = one.situation if one.server == "line" else one.server
    speed = [f"{one.per_second:.0f}", f"{one.p50:.1f}", f"{one.p99:.1f}", f"{one.cpu:.0f}"]
    return [name, *speed, *(f"{one.cpu / floor:.2f}" for floor in floors(figures))]


def floors(figures: list[Figure]) -> tuple[float, float]:
    """The CPU of the bare app under gunicorn, and under the line's own server."""
    cpu = {one.server: one.cpu for one in figures if one.situation == FLOOR.name}
    return cpu["bare gunicorn"], cpu["bare granian"]


def print_goals(figures: list[Figure], more: dict[str, Any]) -> list[dict[str, object]]:
    """Each goal with what was measured; returns them for results.json."""
    goals = [*_ratios(figures, more["fsync_us"]["cpu"]), *_others(more)]
    print("\nGoals:\n")
    rows = [
        [goal, f"{limit:g}", f"{found:.2f}", "yes" if found <= limit else "NO"]
        for goal, limit, found in goals
    ]
    print(table(["", "at most", "measured", "met"], rows))
    if more["loaded_too_early"]:
        print(f"NOT MET: loaded before it is needed: {', '.join(more['loaded_too_early'])}")
    return [{"goal": goal, "at_most": limit, "measured": round(found, 3)} for goal, limit, found in goals]


def _ratios(figures: list[Figure], fsync: float) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []
    some = [one for one in figures if one.keep_alive]
    gunicorn, granian = floors(some)
    for situation in SITUATIONS:
        if situation.goal is None or situation.goal_bare is None:
            continue
        cpu = next(one.cpu for one in some if one.server == "line" and one.situation == situation.name)
        name, cpu = (
            (f"{situation.name} less its fsync", cpu - fsync) if situation.first else (situation.name, cpu)
        )
        found.append((f"{name} × bare Flask under gunicorn", situation.goal, cpu / gunicorn))
        found.append((f"{name} × bare Flask under granian", situation.goal_bare, cpu / granian))
    return found


def _others(more: dict[str, Any]) -> list[tuple[str, float, float]]:
    open_loop = more["open_loop"]
    return [
        (f"p99 at {open_loop['rate']} requests/s, ms", P99_MS, open_loop["p99_ms"]),
        ("wrong answers meanwhile", 0, open_loop["wrong"]),
        ("start to first answer, s", START_SECONDS, more["start_seconds"]),
        (
            "a web worker of calls and keywords, MB",
            MEMORY_MB,
            more["memory_mb"]["calls and keywords only"]["rss"],
        ),
        ("a web worker after reports, MB", MEMORY_MB, more["memory_mb"]["after reports"]["rss"]),
        *(
            (f"accepted to delivered {name}, p99, s", limit, more[f"delivered_seconds {name}"]["p99"])
            for name, limit in DELIVERED.items()
        ),
    ]
