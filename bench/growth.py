"""`make growth`: what a text costs while few, many and very many rows of each kind are kept.

Side by side: three databases of one kind, measured in turn, so that a busy moment of the machine meets all.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import acts, goals, machine, servers
from bench.acts import ACTS
from bench.filling import fill
from bench.forgetting import forget_while_texting
from bench.goals import Goal
from bench.postgres import Postgres, postgres
from bench.results import record, table
from bench.sizes import FULL, Size
from ivr.store import Store

GROWS = 1.5  # times what it cost with few rows; more is growth
# µs; a difference below it is that of two runs of the same, the p99's of a disk that others use too.
NOTHING = {"median": 100.0, "p99": 2_000.0}
WATCHING = 5  # times that the figures and the alarm are looked at
MINUTE = 60  # how often the sweeper erases
WAIT_MS = 2_000  # a text that waits longer is refused (ivr/store)


@dataclass(frozen=True)
class Database:
    """`urls`: an empty one for each of the sizes."""

    name: str
    urls: dict[int, str]
    folder: Path
    settings: object


def main(size: Size, *, only_measured: bool) -> int:
    figures: dict[str, Any] = {}
    with servers.scratch() as folder, ExitStack() as stack:
        databases = list(_databases(folder, stack.enter_context(postgres()), size))
        for database in databases:
            figures[database.name] = _grow(database, size)
        places = {database.name: machine.place_of(database.folder) for database in databases}
        wanted = [goal for database in databases for goal in _goals(database, figures[database.name])]
    settings = {database.name: database.settings for database in databases} | {"fsync": places}
    described = machine.describe(
        {**settings, "threads": 1, **size.told("rows", "acts", "act_rounds", "expired")}
    )
    machine.tell(described)
    for name, one in figures.items():
        _tell(name, one, size.rows)
    if size == FULL:
        record("growth", described, {**figures, "goals": goals.as_rows(wanted)})
    return goals.judge(wanted, only_measured=only_measured)


def _databases(folder: Path, server: Postgres, size: Size) -> Iterator[Database]:
    files = {rows: f"sqlite:///{folder / f'{rows}.db'}" for rows in size.rows}
    yield Database("SQLite", files, folder, "WAL, synchronous=FULL")
    urls = {rows: server.database(f"rows_{rows}") for rows in size.rows}
    yield Database("Postgres", urls, server.folder, server.settings())


def _grow(database: Database, size: Size) -> dict[str, Any]:
    with ExitStack() as stack:
        stores = {rows: stack.enter_context(closing(Store(url))) for rows, url in database.urls.items()}
        for rows, store in stores.items():
            began = time.monotonic()
            store.prepare()
            fill(database.urls[rows], 1, rows, time.time())
            acts.timed({rows: store}, 20)  # once for the caches
            print(
                f"  {database.name}: {rows:,} rows of each kind, {time.monotonic() - began:.0f} s", flush=True
            )
        rounds = []
        for number in range(1, size.act_rounds + 1):
            rounds.append(acts.timed(stores, size.acts // 2))
            print(f"  {database.name}: round {number} of {size.act_rounds}", flush=True)
        costs = {str(rows): acts.costs([one[rows] for one in rounds]) for rows in stores}
        watching = {str(rows): _watching(store) for rows, store in stores.items()}
    print(f"  {database.name}: {size.expired:,} expired rows of each kind …", flush=True)
    most = max(size.rows)
    forgot = forget_while_texting(database.urls[most], most + 1, size.expired)
    return {"costs": costs, "watching": watching, "forget": forgot}


def _watching(store: Store) -> dict[str, float]:
    """What is looked at by no text and no call: the metrics' figures, and the alarm. Microseconds."""
    looks: dict[str, Callable[[], object]] = {
        "the metrics' figures": lambda: store.figures(datetime.now(UTC)),
        "the alarm's look": lambda: store.alarms.claim(datetime.now(UTC), 2),
    }
    found: dict[str, float] = {}
    for name, look in looks.items():
        began = time.perf_counter()
        for _ in range(WATCHING):
            look()
        found[name] = round((time.perf_counter() - began) / WATCHING * 1e6)
    return found


def _goals(database: Database, figures: Mapping[str, Any]) -> list[Goal]:
    costs, forgot, name = list(figures["costs"].values()), figures["forget"], database.name
    few, many = costs[0], costs[-1]
    grown = [
        Goal(
            f"{name}: {act}, {figure}, times of that with few rows",
            GROWS,
            _grown(few[act][figure], many[act][figure], NOTHING[figure]),
        )
        for act in ACTS
        for figure in ("median", "p99")
    ]
    return [
        *grown,
        Goal(f"{name}: seconds of erasing what has expired", MINUTE, forgot["seconds"], _why(forgot)),
        Goal(f"{name}: texts refused while expired rows are erased", 0, forgot["refused"]),
        Goal(f"{name}: the longest wait of a text meanwhile, ms", WAIT_MS, forgot["slowest_ms"]),
        Goal(f"{name}: expired drafts that are left", 0, forgot["left"]),
        Goal(f"{name}: fsync in memory, not on a disk", 0, int(machine.is_in_memory(database.folder))),
    ]


def _why(forgot: Mapping[str, Any]) -> str:
    return "it failed, or did not end" if forgot["seconds"] is None else ""


def _grown(few: float, many: float, nothing: float) -> float:
    """How many times as much; once, where the difference is too small to mean anything."""
    return many / few if many - few > nothing else min(many / few, 1.0)


def _tell(name: str, figures: Mapping[str, Any], rows: Sequence[int]) -> None:
    print(f"\n{name}: median and p99 in microseconds, from the first statement to the commit, by rows:\n")
    costs = figures["costs"]
    lines = [
        [act, *(f"{costs[str(number)][act][figure]:,}" for figure in ("median", "p99") for number in rows)]
        for act in ACTS
    ]
    head = [f"{figure} {number:,}" for figure in ("median", "p99") for number in rows]
    print(table(["", *head], lines))
    print("\nWhat no text waits for grows with the reports that are kept, and is not judged:\n")
    watching = figures["watching"]
    looks = [
        [look, *(f"{watching[str(number)][look]:,}" for number in rows)] for look in watching[str(rows[0])]
    ]
    print(table(["mean", *(f"{number:,}" for number in rows)], looks))
    print("\nErasing what has expired, while somebody texts every 20 ms:\n")
    for key, value in figures["forget"].items():
        print(f"{key.replace('_', ' '):12} {value}")
