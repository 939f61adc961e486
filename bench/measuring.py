"""Measure servers side by side: every one in every round, so that a busy moment of the machine meets all."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import median

from bench import BenchError, processes
from bench.load import Run, drive
from bench.people import People
from bench.servers import Server
from bench.situations import Situation
from bench.sizes import Size

CONNECTIONS = 16


@dataclass(frozen=True)
class Figure:
    """One server in one situation. Times in milliseconds, CPU in microseconds a request, memory in MB: the
    largest process, and all together. `beside`: the CPU of Redis and Postgres.
    """

    server: str
    situation: str
    keep_alive: bool
    per_second: float
    p50: float
    p99: float
    cpu: float
    largest: float
    together: float
    beside: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    server: Server
    situation: Situation
    keep_alive: bool


def rounds(plans: Sequence[Plan], size: Size, people: People) -> Iterator[list[Figure]]:
    """All plans, again and again; always other people where the line remembers what they asked."""
    for plan in plans:  # what is imported, opened and compiled at first use is not what is measured
        measure(plan, size, people)
    for _ in range(size.rounds):
        yield [measure(plan, size, people) for plan in plans]


def middle(figures: Sequence[list[Figure]]) -> list[Figure]:
    """The median of all rounds, of each figure by itself."""
    return [_merged(same) for same in zip(*figures, strict=True)]


def _merged(same: Sequence[Figure]) -> Figure:
    first = same[0]
    names = ("per_second", "p50", "p99", "cpu", "largest", "together")
    numbers = {name: median(getattr(one, name) for one in same) for name in names}
    beside = {name: median(one.beside[name] for one in same) for name in first.beside}
    return Figure(first.server, first.situation, first.keep_alive, **numbers, beside=beside)


def measure(plan: Plan, size: Size, people: People) -> Figure:
    """One round of one plan. Raises BenchError for a wrong answer: its speed would mean nothing."""
    server, situation, carrier = plan.server, plan.situation, plan.server.carrier
    crowd = situation.crowd(carrier, size.writes if situation.first else size.requests, people)
    expect_right(drive(carrier.port, situation.preparing(carrier, crowd), connections=4))
    scripts = [list(script) for script in situation.scripts(carrier, crowd)]
    if not plan.keep_alive:
        scripts = [[request.closing() for request in script] for script in scripts]
    watched = {"": server.pid, **server.beside}
    before = {name: processes.cpu_seconds(pid) for name, pid in watched.items()}
    run = drive(carrier.port, scripts, connections=CONNECTIONS, keep_alive=plan.keep_alive)
    cpu = {
        name: (processes.cpu_seconds(pid) - before[name]) / len(run.times) for name, pid in watched.items()
    }
    expect_right(run)
    return Figure(
        server.name,
        situation.name,
        plan.keep_alive,
        per_second=run.per_second,
        p50=run.percentile(0.5) * 1e3,
        p99=run.percentile(0.99) * 1e3,
        cpu=cpu.pop("") * 1e6,
        largest=processes.largest(server.pid),
        together=processes.together(server.pid),
        beside={name: seconds * 1e6 for name, seconds in cpu.items()},
    )


def expect_right(run: Run) -> None:
    if run.wrong:
        raise BenchError(f"{len(run.wrong)} wrong answers, like: {run.wrong[0]}")


def as_rows(figures: Sequence[Figure]) -> list[dict[str, object]]:
    """For results.json: as many digits as mean anything."""
    return [{name: _short(value) for name, value in asdict(one).items()} for one in figures]


def _short(value: object) -> object:
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    return round(value, 2) if isinstance(value, float) else value
