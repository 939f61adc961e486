"""Measure servers side by side: every one in every round, so that a busy moment of the machine meets all."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from statistics import median

from bench import processes
from bench.load import Run, drive
from bench.servers import Server
from bench.situations import Situation

REQUESTS = 2_000  # of a round, where nothing is written
WRITES = 500
CONNECTIONS = 16


class MeasuringError(Exception):
    """The server answered something else than it was asked: its speed would mean nothing."""


@dataclass(frozen=True)
class Figure:
    """One server in one situation. Times in milliseconds, CPU in microseconds a request."""

    server: str
    situation: str
    keep_alive: bool
    per_second: float
    p50: float
    p99: float
    cpu: float


@dataclass(frozen=True)
class Plan:
    server: Server
    situation: Situation
    keep_alive: bool


def rounds(plans: Sequence[Plan], number: int) -> Iterator[list[Figure]]:
    """All plans, again and again; always other people where the line remembers what they asked."""
    people = count(0, REQUESTS)
    for plan in plans:  # what is imported, opened and compiled at first use is not what is measured
        _measure(plan, next(people) if plan.situation.is_kept else 0)
    for _ in range(number):
        yield [_measure(plan, next(people) if plan.situation.is_kept else 0) for plan in plans]


def middle(figures: Sequence[list[Figure]]) -> list[Figure]:
    """The median of all rounds, of each figure by itself."""
    merged = []
    for same in zip(*figures, strict=True):
        numbers = {
            name: median(getattr(one, name) for one in same) for name in ("per_second", "p50", "p99", "cpu")
        }
        merged.append(Figure(same[0].server, same[0].situation, same[0].keep_alive, **numbers))
    return merged


def _measure(plan: Plan, begin: int) -> Figure:
    carrier, situation = plan.server.carrier, plan.situation
    number = WRITES if situation.first else REQUESTS
    _expect_right(drive(carrier.port, situation.preparing(carrier, number, begin), connections=4))
    scripts = list(situation.scripts(carrier, number, begin))
    if not plan.keep_alive:
        scripts = [[request.closing() for request in script] for script in scripts]
    before = processes.cpu_seconds(plan.server.pid)
    run = drive(carrier.port, scripts, connections=CONNECTIONS, keep_alive=plan.keep_alive)
    cpu = (processes.cpu_seconds(plan.server.pid) - before) / len(run.times)
    _expect_right(run)
    return Figure(
        plan.server.name,
        situation.name,
        plan.keep_alive,
        per_second=run.per_second,
        p50=run.percentile(0.5) * 1e3,
        p99=run.percentile(0.99) * 1e3,
        cpu=cpu * 1e6,
    )


def _expect_right(run: Run) -> None:
    if run.wrong:
        raise MeasuringError(f"{len(run.wrong)} wrong answers, like: {run.wrong[0]}")


def as_rows(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """For results.json: as many digits as mean anything."""
    return [
        {name: round(value, 2) if isinstance(value, float) else value for name, value in asdict(one).items()}
        for one in figures
    ]
