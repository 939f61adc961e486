"""The parts of `make chaos`: what is played, how large, from which seed, and what came of it.

`make test` plays the same code at other sizes: test_chaos, test_canary, test_report_disk, test_report_clock,
test_restart.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests import servers
from tests.chaos.canaries import Canaries, telling
from tests.chaos.full_disk import FullDisk, small_disk
from tests.chaos.jumps import Walk
from tests.chaos.restarts import Stream, Web, reload, restart
from tests.chaos.scenario import Plan, Run
from tests.chaos.standing import Standing, standing
from tests.chaos.strikes import crash
from tests.chaos.telling import Tell


@dataclass(frozen=True)
class Size:
    """How large everything is. `strikes`: how often each process gets SIGKILL."""

    reports: int = 1000
    strikes: Mapping[str, int] = field(
        default_factory=lambda: {"worker": 100, "web": 20, "redis": 20, "sweeper": 10}
    )
    postgres: int = 10  # strikes
    people: int = 1000  # with canaries
    pages: int = 30  # fillings of a disk, each with a page less room
    walks: int = 100  # of the clock
    times: int = 40  # restarts, and reloads


FULL = Size()
# To see that the parts work, and how: nothing of it is recorded.
SMALL = Size(20, {"worker": 3, "web": 1, "redis": 1, "sweeper": 1}, 1, people=20, pages=3, walks=3, times=2)


@dataclass(frozen=True)
class Outcome:
    """What came of a part: its size and its figures in words, the figure that counts, promises broken."""

    size: str
    figures: str
    last: str
    broken: list[str]


@dataclass(frozen=True)
class Part:
    """One of `make chaos`. `seed`: None where nothing is left to dice."""

    group: str
    seed: int | None
    play: Callable[[Path, Size, int, Tell], Outcome]


def kill_sqlite(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    with standing(folder / "line") as line:
        return _kill(line, Plan(size.reports, size.strikes, seed), {}, tell)


def kill_postgres(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    strikes = {**size.strikes, "postgres": size.postgres}
    with (
        servers.postgres() as postgres,
        standing(folder / "line", DATABASE_URL=postgres.empty_database()) as line,
    ):
        return _kill(line, Plan(size.reports, strikes, seed), {"postgres": lambda: crash(postgres)}, tell)


def _kill(line: Standing, plan: Plan, more: Mapping[str, Callable[[], None]], tell: Tell) -> Outcome:
    run = Run(plan, line, more, tell=tell)
    run.play()
    broken = run.wrong(line.desk_key)
    size = f"{plan.reports:,} reports, a fifth of the webhooks doubled, {sum(plan.strikes.values())} kill -9"
    saved = f"{run.progress.saved:,} of {run.progress.saved:,} reports called saved are there, once and whole"
    return Outcome(size, run.figures(), saved if not broken else f"{len(broken)} broken", broken)


def canary(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    broken: list[str] = []
    with telling(folder / "line") as line:
        canaries = Canaries(line, size.people, unsent=size.people // 10)
        tell("all report while nobody delivers")
        canaries.report()
        tell("searching while they wait")
        broken += canaries.found()
        tell("everything goes wrong")
        broken += [*canaries.accidents(), *canaries.found()]
        tell("searching after delivery")
        canaries.deliver()
        broken += [*canaries.at_the_desk(), *canaries.found()]
    megabytes, people = round(canaries.searched / 1e6), f"{size.people:,} people"
    figures = (
        f"{3 * size.people:,} answers, {size.people // 10} reports never sent; {len(canaries.needles):,} "
        f"spellings looked for in {megabytes:,} MB, in three searches; the desk opens {len(canaries.codes):,}"
    )
    last = f"words and numbers of {people} found in {len(broken)} places of {megabytes:,} MB"
    return Outcome(people, figures, last, broken)


def disk(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    pages = list(range(size.pages))
    Random(seed).shuffle(pages)
    with small_disk(folder / "disk", megabytes=16) as room, standing(room / "line") as line:
        full = FullDisk(line, room)
        for place, left in enumerate(pages, 1):
            full.fill(left)
            tell(f"{place} of {len(pages)} times full")
        full.compare()
    figures = (
        f"0 to {len(pages) - 1} pages left; {full.kept} texts kept in the last bytes, {full.refused} refused "
        f"with the numbers; {len(full.promised)} reports called saved, all delivered"
    )
    last = f"{len(pages)} times full, {full.refused} texts refused, {len(full.promised)} reports delivered"
    return Outcome(f"{len(pages)} times full", figures, last, full.wrong)


def clock(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    broken, reports, jumps = [], 0, 0
    folder.mkdir(parents=True, exist_ok=True)
    # The line is in this process, and so is its log.
    with (folder / "log").open("w") as log, redirect_stderr(log):
        for place in range(size.walks):
            with TemporaryDirectory(dir=folder) as walked:
                walk = Walk(Path(walked) / "line", seed + place)
                broken += walk.go()
            reports, jumps = reports + len(walk.promised), jumps + walk.jumped
            tell(f"{place + 1} of {size.walks} walks")
    figures = f"{jumps} jumps of seconds to eleven years; {reports} reports called saved, all delivered"
    return Outcome(f"{size.walks} walks", figures, f"{jumps} jumps, {reports} reports delivered", broken)


def restarts(folder: Path, size: Size, seed: int, tell: Tell) -> Outcome:
    # At the same time: granian lets seconds pass from one process of a reload to the next.
    with ThreadPoolExecutor(2) as both:
        reloading = both.submit(reload, Web.of(folder / "reload"), size.times, tell)
        restarting = both.submit(restart, Web.of(folder / "restart"), size.times, tell)
    (reloaded, broken), (restarted, more) = reloading.result(), restarting.result()
    streams = {"reloads": reloaded, "restarts": restarted}
    figures = "; ".join(f"{size.times} {name}: {_came(stream)}" for name, stream in streams.items())
    lost = sum(stream.lost for stream in streams.values())
    unread = sum(stream.failed.total() for stream in streams.values()) - lost
    last = (
        f"{2 * size.times} replacements, {lost} texts lost that were read, {unread} connections closed unread"
    )
    return Outcome(f"{size.times} reloads, {size.times} restarts", figures, last, broken + more)


def _came(stream: Stream) -> str:
    return (
        f"{stream.calls:,} calls and {len(stream.texts):,} texts, {len(stream.codes)} reports called saved, "
        f"{stream.lost} texts lost that were read, {stream.failed.total()} connections closed"
    )


PARTS = {
    "kill on SQLite": Part("kill", 1, kill_sqlite),
    "kill on Postgres": Part("kill", 2, kill_postgres),
    "canaries": Part("canary", None, canary),
    "full disk": Part("disk", 3, disk),
    "clock": Part("clock", 1000, clock),
    "restarts": Part("restart", None, restarts),
}
GROUPS = tuple(dict.fromkeys(part.group for part in PARTS.values()))
