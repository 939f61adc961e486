"""`make surge`: 25,000 people who call and text within minutes, through web, database, worker and inbox.

Twice: as fast as this machine can, each asking as soon as the one before is answered; and then at the rate at
which 25,000 people in five minutes would really come, whether or not the ones before are answered.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench import arrived, crowd, goals, machine, processes, servers
from bench.arrived import Accepted
from bench.goals import Goal
from bench.load import Run, drive
from bench.paced import drive_paced
from bench.people import People
from bench.postgres import Postgres, postgres
from bench.results import record, table
from bench.servers import WORKERS
from bench.sizes import FULL, Size
from bench.webhooks import Request
from ivr.stack import Stack
from ivr.web.server import THREADS

MINUTES = 5
CONNECTIONS = 32
P99_MS = 100
PAUSE = 1.0  # seconds between an answer and what the same person asks next, in the paced run
DELIVERY_SECONDS = 60  # for what is still on its way when the last person has been answered
TOLD_EVERY = 10.0  # seconds


def main(size: Size, *, on_postgres: bool, only_measured: bool) -> int:
    with servers.scratch() as folder, ExitStack() as stack:
        database = stack.enter_context(postgres()) if on_postgres else None
        line = servers.stack(folder, **servers.on(database))
        stack.callback(line.stop)
        line.start()
        place = database.folder if database else folder
        settings = _settings(size, line, database, place)
        figures = _measure(size, line, database)
        wanted = [
            *_goals(figures),
            Goal("fsync in memory, not on a disk", 0, int(machine.is_in_memory(place))),
        ]
    described = machine.describe(settings)
    machine.tell(described)
    _tell(figures)
    if size == FULL:
        part = "surge_postgres" if on_postgres else "surge"
        record(part, described, {**figures, "goals": goals.as_rows(wanted)})
    return goals.judge(wanted, only_measured=only_measured)


def _measure(size: Size, line: Stack, database: Postgres | None) -> dict[str, Any]:
    people, accepted = People(), Accepted()
    everybody = people.take(size.people)
    carrier = servers.carrier(line)
    print(f"Writing what {size.people} people will ask …", flush=True)
    scripts = list(crowd.scripts(carrier, everybody))
    number = sum(map(len, scripts))
    watched = dict(_watched(line, database))
    before = {name: processes.cpu_seconds(pid) for name, pid in watched.items()}
    print(f"{number} requests, as fast as they are answered …", flush=True)
    run = drive(line.ports.web, scripts, connections=CONNECTIONS, heard=Progress(accepted).hear)
    cpu = {name: processes.cpu_seconds(pid) - before[name] for name, pid in watched.items()}
    rest = _await_inbox(line.folder / "inbox", accepted)
    paced, later = _paced(size, line, people, accepted)
    last = _await_inbox(line.folder / "inbox", accepted)
    reporters = sum(map(crowd.is_reporter, [*everybody, *later]))
    print("Opening what arrived …", flush=True)
    wrong = list(
        arrived.wrong(accepted, line.folder / "inbox", (line.folder / "desk.key").read_text("utf-8"))
    )
    return {
        "people": size.people,
        "as_fast_as_it_can": arrived.told(run),
        "paced": {"people_per_second": round(_rate(), 1), "people": len(later), **arrived.told(paced)},
        "reports": {
            "begun": reporters,
            "accepted": len(accepted.expected),
            "not_as_promised": len(wrong),
            "like": wrong[:3],
            "seconds_until_the_last_was_delivered": [round(rest, 1), round(last, 1)],
        },
        "commits": crowd.commits(size.people),
        "processes": {
            name: {
                "cpu_seconds": round(cpu[name], 1),
                "cpu_us_a_request": round(cpu[name] / number * 1e6),
                "pss_mb": round(processes.together(pid)),
            }
            for name, pid in watched.items()
        },
    }


def _rate() -> float:
    """People who begin each second, when as many as in FULL come in MINUTES."""
    return FULL.people / (MINUTES * 60)


def _paced(size: Size, line: Stack, people: People, accepted: Accepted) -> tuple[Run, range]:
    seconds = size.paced_seconds
    later = people.take(round(_rate() * seconds))
    print(f"{_rate():.1f} people a second for {seconds} s, whether or not they are answered …", flush=True)
    scripts = list(crowd.scripts(servers.carrier(line), later))
    # A moment more than is needed, on the average, so that all of them come.
    run = drive_paced(
        line.ports.web, scripts, rate=_rate(), seconds=seconds * 2, pause=PAUSE, heard=accepted.hear
    )
    return run, later


def _watched(line: Stack, database: Postgres | None) -> Iterator[tuple[str, int]]:
    for name in line.commands:
        yield name, line.pid(name)
    if database:
        yield "postgres", database.pid


class Progress:
    """Tells every few seconds how far it is."""

    def __init__(self, accepted: Accepted) -> None:
        self._accepted = accepted
        self._began = self._next = time.monotonic()

    def hear(self, request: Request, answer: bytes, right: bool) -> None:
        self._accepted.hear(request, answer, right)
        if (now := time.monotonic()) >= self._next + TOLD_EVERY:
            self._next = now
            count, codes = self._accepted.answers, len(self._accepted.codes)
            print(
                f"  {count} answers, {count / (now - self._began):.0f} a second, {codes} reports", flush=True
            )


def _await_inbox(inbox: Path, accepted: Accepted) -> float:
    """The seconds until all that was accepted had arrived, or until there was no more waiting."""
    began = time.monotonic()
    while arrived.missing(accepted, inbox) and time.monotonic() < began + DELIVERY_SECONDS:
        time.sleep(0.2)
    return time.monotonic() - began


def _goals(figures: Mapping[str, Any]) -> list[Goal]:
    fast, paced, reports = figures["as_fast_as_it_can"], figures["paced"], figures["reports"]
    likes = "; ".join([*fast["like"], *paced["like"]])
    return [
        Goal("without a right answer", 0, fast["without_a_right_answer"], likes),
        Goal("without a right answer, paced", 0, paced["without_a_right_answer"], likes),
        Goal("reports begun and not accepted", 0, reports["begun"] - reports["accepted"]),
        Goal(
            "reports not in the inbox as promised", 0, reports["not_as_promised"], "; ".join(reports["like"])
        ),
        Goal("seconds for everybody, as fast as it can", MINUTES * 60, fast["seconds"]),
        Goal("p99 as fast as it can, ms", P99_MS, fast["p99_ms"]),
        Goal("p99 paced, ms", P99_MS, paced["p99_ms"]),
    ]


def _settings(size: Size, line: Stack, database: Postgres | None, place: Path) -> dict[str, object]:
    return {
        "line": f"{WORKERS} web processes of {THREADS} threads, worker, sweeper; the load on the same cores",
        "connections": CONNECTIONS,
        "paced": f"{_rate():.1f} people a second, {PAUSE:g} s between an answer and the next request",
        "keep-alive": "none: the line keeps no connection",
        "doubled": f"one webhook in {crowd.DOUBLED}",
        "database": database.settings() if database else "SQLite, WAL, synchronous=FULL",
        "fsync": machine.place_of(place),
        "redis": "on" if line.redis else "NONE HERE: the sweeper alone delivers",
        **size.told("people", "paced_seconds"),
    }


def _tell(figures: Mapping[str, Any]) -> None:
    print()
    for part in ("as_fast_as_it_can", "paced", "reports"):
        for name, value in figures[part].items():
            print(f"{part.replace('_', ' ')}, {name.replace('_', ' '):38} {value}")
    rows = [[name, *map(str, one.values())] for name, one in figures["processes"].items()]
    print("\nAs fast as it can:\n")
    print(table(["", "CPU s", "CPU µs a request", "PSS MB"], rows))
