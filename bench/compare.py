"""`make bench`: one table of what each request costs the line, and what a bare Flask app costs."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

from bench import BenchError, goals, machine, measuring, processes, report, servers, starting
from bench.delivery import accept_to_delivered
from bench.load import Script, drive
from bench.measuring import CONNECTIONS, Figure, Plan
from bench.paced import drive_paced
from bench.people import People
from bench.postgres import Postgres, postgres
from bench.results import record
from bench.servers import FLOORS, LINE_ON_POSTGRES, WORKERS, Server
from bench.situations import BY_NAME, FLOOR, MIX, ON_POSTGRES, SITUATIONS, Situation
from bench.sizes import FULL, Size
from ivr.web.server import THREADS

RATE = 830  # requests a second: 25,000 people in five minutes, ten requests each


def main(size: Size, *, only_measured: bool) -> int:
    people = People()
    with servers.scratch() as folder, ExitStack() as stack:
        print(f"Starting the line and {len(FLOORS)} bare apps …", flush=True)
        database = _postgres(stack)
        floors = [
            stack.enter_context(servers.floor(name, folder / f"floor-{place}"))
            for place, name in enumerate(FLOORS)
        ]
        line = stack.enter_context(servers.line(folder / "line"))
        starting.call_and_text(line, size)
        small, mapped = _largest(line), starting.mapped_too_early(line)
        lines: list[tuple[Server, tuple[Situation, ...]]] = [(line, SITUATIONS)]
        if database:
            lines.append((stack.enter_context(servers.line(folder / "line-pg", database)), ON_POSTGRES))
        figures = _compare(lines, floors, size, people)
        more: dict[str, Any] = {
            "open_loop": _open_loop(line, size, people),
            "memory_mb": {
                "after calls and keywords": small,
                "after reports": _largest(line),
                "after reports, its part of what is shared (PSS)": _largest(line, "pss"),
            },
            "fsync": _fsync(folder),
        }
        settings = _settings(size, line, database, folder)
        stack.close()
        more |= _alone(folder, size)
        more["loaded_too_early"] += [f"{name} (mapped)" for name in mapped]
    described = machine.describe(settings)
    report.print_table(figures)
    machine.tell(described)
    _tell(more)
    wanted = [*report.goals(figures, more), goals.Goal("no Postgres to measure", 0, int(not database))]
    if size == FULL:
        parts = {"figures": measuring.as_rows(figures), "goals": goals.as_rows(wanted), **more}
        record("table", described, parts)
    return goals.judge(wanted, only_measured=only_measured)


def _postgres(stack: ExitStack) -> Postgres | None:
    try:
        return stack.enter_context(postgres())
    except BenchError as error:
        print(f"  {error} Its rows are missing.")
        return None


def _largest(line: Server, kind: str = "rss") -> float:
    return round(max(processes.memory(pid)[kind] for pid in processes.workers(line.pid)), 1)


def _compare(
    lines: list[tuple[Server, tuple[Situation, ...]]], floors: list[Server], size: Size, people: People
) -> list[Figure]:
    plans = [
        Plan(server, situation, keep_alive)
        for keep_alive in (True, False)
        for server, situations in [*((floor, (FLOOR,)) for floor in floors), *lines]
        # The line keeps no connection either way: once is enough of what costs the most time.
        if keep_alive or server.name != LINE_ON_POSTGRES
        for situation in situations
    ]
    print(f"  {len(plans)} measurements, each {size.rounds} times, and once to warm up", flush=True)
    done = []
    for number, figures in enumerate(measuring.rounds(plans, size, people), 1):
        print(f"  round {number} of {size.rounds}", flush=True)
        done.append(figures)
    return measuring.middle(done)


def _open_loop(line: Server, size: Size, people: People) -> dict[str, Any]:
    """A mix of requests at a rate that does not wait for answers."""
    seconds = size.open_seconds
    print(f"  {RATE} requests a second for {seconds} s, whether or not they are answered", flush=True)
    scripts = list(_mix(line, RATE * seconds * 11 // 10 + 50, people))
    run = drive_paced(line.carrier.port, scripts, rate=RATE, seconds=seconds)
    return {
        "rate": RATE,
        "seconds": seconds,
        "answered": len(run.times),
        "wrong": len(run.wrong),
        "like": "".join(run.wrong[:1]),
        **run.milliseconds(),
    }


def _mix(line: Server, number: int, people: People) -> Iterator[Script]:
    """So many requests in the shares of MIX, after all that must come before them was asked."""
    carrier, waiting = line.carrier, {}
    for name, share in MIX.items():
        situation = BY_NAME[name]
        crowd = situation.crowd(carrier, number * share // sum(MIX.values()) + share, people)
        measuring.expect_right(drive(carrier.port, situation.preparing(carrier, crowd), connections=4))
        waiting[name] = [[one] for script in situation.scripts(carrier, crowd) for one in script]
    for name in cycle(_spread(MIX)):
        if not waiting[name]:
            return
        yield waiting[name].pop(0)


def _spread(shares: dict[str, int]) -> list[str]:
    """Every name as often as its share, and as evenly as can be."""
    places = [((turn + 0.5) / share, name) for name, share in shares.items() for turn in range(share)]
    return [name for _, name in sorted(places)]


def _alone(folder: Path, size: Size) -> dict[str, Any]:
    """What is measured while nothing else runs."""
    print("  starts, imports and deliveries", flush=True)
    return {
        "start_seconds": round(starting.seconds_to_first_answer(folder, size.starts), 2),
        "loaded_too_early": starting.loaded_too_early(folder / "imports"),
        "delivered": {
            name: accept_to_delivered(folder / name.replace(" ", "-"), size.reports, redis=redis)
            for name, redis in (("with Redis", True), ("without Redis", False))
        },
    }


def _fsync(folder: Path) -> dict[str, Any]:
    """What one write of two pages and one fsync cost here: what every report answer pays. Where that is."""
    number = 200
    with (folder / "fsync").open("wb", buffering=0) as file:
        began, cpu = time.perf_counter(), time.process_time()
        for _ in range(number):
            file.write(bytes(8192))
            os.fsync(file.fileno())
        cpu, wall = time.process_time() - cpu, time.perf_counter() - began
    return {
        "cpu_us": round(cpu / number * 1e6),
        "wall_us": round(wall / number * 1e6),
        "place": machine.place_of(folder),
        "in_memory": int(machine.is_in_memory(folder)),
    }


def _settings(size: Size, line: Server, database: Postgres | None, folder: Path) -> dict[str, object]:
    return {
        "server": f"{WORKERS} processes of {THREADS} threads each, the load generator on the same cores",
        "connections": CONNECTIONS,
        **size.told("requests", "writes", "rounds", "open_seconds", "reports"),
        "database": "SQLite, WAL, synchronous=FULL",
        "fsync": machine.place_of(folder),
        "redis": "on" if "Redis" in line.beside else "NONE HERE",
        "postgres": database.settings() if database else "NONE HERE",
        "keep-alive": "asked for in the first table, not in the second; the line keeps none",
    }


def _tell(more: dict[str, Any]) -> None:
    for name, value in more.items():
        print(f"{name.replace('_', ' ')}: {value}")
