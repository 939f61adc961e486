"""`make bench`: one table of what each request costs the line, and what a bare Flask app costs."""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

from bench import measuring, servers, starting
from bench.delivery import accept_to_delivered
from bench.load import drive
from bench.measuring import Figure, Plan
from bench.paced import drive_paced
from bench.report import print_goals, print_table
from bench.results import record
from bench.situations import FLOOR, SITUATIONS, Situation
from bench.webhooks import Carrier, Request

ROUNDS = 5
RATE, SECONDS = 830, 30  # 25,000 people in five minutes, ten requests each
FLOORS = {"bare gunicorn": "constant", "bare granian": "constant", "checked granian": "checked"}
OTHERS = 80_000  # the first of the people who are in no round
MIX = (0, 0, 0, 1, 1, 2, 3, 3, 4, 5)  # of ten requests: calls, keywords, one misspelt, one answer of a report


def main() -> int:
    with servers.scratch() as folder, ExitStack() as stack:
        print("Starting the line and three bare apps …", flush=True)
        floors = [
            stack.enter_context(servers.floor(name, folder / name.replace(" ", "-"), app))
            for name, app in FLOORS.items()
        ]
        line = stack.enter_context(servers.line(folder / "line"))
        small = starting.worker_memory(line)
        figures = _compare(line, floors)
        more = {
            "open_loop": _open_loop(line),
            "memory_mb": {"calls and keywords only": small, "after reports": starting.worker_memory(line)},
            "fsync_us": _fsync(folder),
        }
        stack.close()
        more |= _alone(folder)
    print_table(figures)
    goals = print_goals(figures, more)
    record("table", {"figures": measuring.as_rows(figures), "goals": goals, **more})
    return 0


def _compare(line: servers.Server, floors: list[servers.Server]) -> list[Figure]:
    plans = [
        Plan(server, situation, keep_alive)
        for keep_alive in (True, False)
        for server, situations in [*((floor, [FLOOR]) for floor in floors), (line, SITUATIONS)]
        for situation in situations
    ]
    done = []
    for number, figures in enumerate(measuring.rounds(plans, ROUNDS), 1):
        print(f"  round {number} of {ROUNDS}", flush=True)
        done.append(figures)
    return measuring.middle(done)


def _open_loop(line: servers.Server) -> dict[str, float]:
    """A mix of requests at a rate that does not wait for answers."""
    print(f"  {RATE} requests a second for {SECONDS} s, whether or not they are answered", flush=True)
    report = SITUATIONS[5]
    drive(
        line.carrier.port, report.preparing(line.carrier, RATE * SECONDS // 10 + 100, OTHERS), connections=4
    )
    run = drive_paced(line.carrier.port, _mix(line.carrier), rate=RATE, seconds=SECONDS)
    return {
        "rate": RATE,
        "answered": len(run.times),
        "wrong": len(run.wrong),
        "p50_ms": round(run.percentile(0.5) * 1e3, 2),
        "p99_ms": round(run.percentile(0.99) * 1e3, 2),
        "slowest_ms": round(run.percentile(1.0) * 1e3, 2),
    }


def _mix(carrier: Carrier) -> Iterator[Request]:
    requests = [_endless(situation, carrier) for situation in SITUATIONS]
    return (next(requests[which]) for which in cycle(MIX))


def _endless(situation: Situation, carrier: Carrier) -> Iterator[Request]:
    return (request for script in situation.scripts(carrier, 10**9, OTHERS) for request in script)


def _alone(folder: Path) -> dict[str, object]:
    """What is measured while nothing else runs."""
    print("  starts and deliveries", flush=True)
    found: dict[str, object] = {
        "start_seconds": round(starting.seconds_to_first_answer(folder), 2),
        "loaded_too_early": starting.loaded_too_early(folder),
    }
    for name, redis in (("with Redis", True), ("without Redis", False)):
        run = accept_to_delivered(folder / name.replace(" ", "-"), redis=redis)
        found[f"delivered_seconds {name}"] = {
            "p50": round(run.percentile(0.5), 3),
            "p99": round(run.percentile(0.99), 3),
            "lost": len(run.wrong),
        }
    return found


def _fsync(folder: Path) -> dict[str, float]:
    """What one write of two pages and one fsync cost here, in microseconds: what every report answer pays."""
    number = 200
    with (folder / "fsync").open("wb", buffering=0) as file:
        began, cpu = time.perf_counter(), time.process_time()
        for _ in range(number):
            file.write(bytes(8192))
            os.fsync(file.fileno())
        cpu, wall = time.process_time() - cpu, time.perf_counter() - began
    return {"cpu": round(cpu / number * 1e6), "wall": round(wall / number * 1e6)}
