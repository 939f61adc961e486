"""`python -m bench capacity`: the tables of docs/capacity.md, from the prompts and bench/results.json."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench import results
from bench.capacity import (
    BUSY,
    PEOPLE,
    PROCESSES,
    QUEUE_SECONDS,
    SECONDS,
    Costs,
    Sort,
    a_person,
    machines,
    numbers,
    segments,
    sorts,
)
from bench.wording import Expected, first_reply, sent, texted
from ivr.settings import HOUSE
from ivr.store.postgres import PLACES

FILE = HOUSE / "docs" / "capacity.md"
BLOCK = re.compile(r"(<!-- (?P<name>[a-z]+): [^>]*-->\n)(.*?)(<!-- end -->)", re.DOTALL)
OVERFLOW = 2  # connections of each process beyond PLACES (ivr/store/postgres.py)
LANGUAGES = ("en", "es")
UNMEASURED = "**Not measured yet.** `make surge` and `make bench`, then `python -m bench capacity --write`.\n"


def main(*, write: bool) -> int:
    """Print the blocks, or put them into the page."""
    blocks = all_blocks(results.read())
    if not write:
        print("\n".join(blocks.values()))
        return 0
    page = FILE.read_text("utf-8")
    FILE.write_text(BLOCK.sub(lambda found: found[1] + blocks[found["name"]] + found[4], page), "utf-8")
    print(f"Written to {FILE.relative_to(Path.cwd()) if FILE.is_relative_to(Path.cwd()) else FILE}")
    return 0


def all_blocks(measured: dict[str, Any]) -> dict[str, str]:
    """The tables by the names that they have in the page."""
    return {"carrier": _carrier(), "machines": _machines(measured), "surge": _surge(measured)}


def written(page: str) -> dict[str, str]:
    """The tables as they stand in a page."""
    return {found["name"]: found[3] for found in BLOCK.finditer(page)}


def _carrier() -> str:
    some = sorts()
    return "\n".join([*_replies(), "", *_people(some), "", *_numbers(some), ""])


def _replies() -> Iterator[str]:
    yield from _head("reply", *(f"segments, {language}" for language in LANGUAGES))
    asked: dict[str, Sequence[Expected]] = {
        "POLICE, and misspelt": [texted("police", language=language) for language in LANGUAGES],
        "RIGHTS": [texted("rights", language=language) for language in LANGUAGES],
        "REPORT (two messages)": [first_reply(language) for language in LANGUAGES],
        "an answer is kept": [texted("report-kept", language=language) for language in LANGUAGES],
        "NEXT, to the second question": [texted("ask-kind", language=language) for language in LANGUAGES],
        "NEXT, to the third": [texted("ask-where", language=language) for language in LANGUAGES],
        "SEND": [sent(language) for language in LANGUAGES],
    }
    for name, replies in asked.items():
        yield _row(name, *map(segments, replies))


def _people(some: Sequence[Sort]) -> Iterator[str]:
    yield from _head("person", "of 100", "texts", "replies", "segments of the replies")
    for sort in some:
        yield _row(sort.name, sort.of_hundred, sort.texts, sort.replies, sort.segments)
    texting = sum(sort.of_hundred for sort in some)
    yield _row("calls", 100 - texting, 0, 0, 0)
    yield _row("**one of the mix, on average**", "", *_averages(some), f"**{a_person(some):.2f}**")


def _averages(some: Sequence[Sort]) -> Iterator[str]:
    for name in ("texts", "replies"):
        yield f"{sum(getattr(sort, name) * sort.of_hundred for sort in some) / 100:.2f}"


def _numbers(some: Sequence[Sort]) -> Iterator[str]:
    each = a_person(some)
    yield f"{PEOPLE:,} people × {each:.2f} = **{PEOPLE * each:,.0f} segments**:"
    yield ""
    yield from _head(
        "one number",
        "segments/s",
        "last reply sent after",
        f"people of the mix in {SECONDS // 60} minutes",
        f"numbers for {PEOPLE:,} in {SECONDS // 60} minutes",
        f"segments beyond its queue of {QUEUE_SECONDS // 3600} h",
    )
    for one in numbers(each):
        counts = (f"{one.people:,}", f"{one.numbers:,}", f"{one.lost:,}")
        yield _row(one.name, one.rate, _duration(one.last_reply), *counts)


def _machines(measured: dict[str, Any]) -> str:
    if not {"surge_postgres", "table"} <= measured.keys():
        return UNMEASURED
    surge, fsync = measured["surge_postgres"], measured["table"]["fsync"]
    costs, cores = Costs.of(surge, fsync["wall_us"]), surge["measured"]["cores"]
    told = (
        f"From {surge['measured']['date']}, commit {surge['measured']['commit']}, "
        f"{surge['measured']['processor']}, {cores} cores; fsync on {fsync['place']}: "
        f"q = {costs.requests_a_person:.2f}, c_web = {costs.web * 1e6:.0f} µs, "
        f"c_db = {costs.database * 1e6:.0f} µs, w = {costs.commits:.3f}, f = {costs.fsync * 1e6:.0f} µs, "
        f"u = {BUSY:g}; q × {PEOPLE:,} / {SECONDS} s = "
        f"**{costs.requests_a_person * PEOPLE / SECONDS:.0f} requests/s are needed**."
    )
    head = _head(
        f"machines of {cores} cores",
        "web, requests/s",
        "database's cores",
        "database's disk, at least",
        "the least of them",
        f"people in {SECONDS // 60} minutes",
        "connections to Postgres, at most",
    )
    rows = [
        _row(
            one.machines,
            *(f"{allowed:,.0f}" for allowed in (one.web, one.database, one.disk)),
            one.limit,
            f"{one.people:,}",
            _connections(one.machines),
        )
        for one in machines(costs, cores)
    ]
    return "\n".join([told, "", *head, *rows, ""])


def _connections(number: int) -> int:
    """Of the web processes of so many machines, one of which has the database, and of worker and sweeper."""
    return (max(1, number - 1) * PROCESSES + 2) * (PLACES + OVERFLOW)


def _surge(measured: dict[str, Any]) -> str:
    parts = {"SQLite": measured.get("surge"), "Postgres": measured.get("surge_postgres")}
    if not all(parts.values()):
        return UNMEASURED
    head = _head("", *parts)
    rows = [_row(name, *(_of(part, path) for part in parts.values())) for name, path in TOLD.items()]
    return "\n".join([*head, *rows, ""])


TOLD = {
    "measured": "measured.date",
    "commit": "measured.commit",
    "load average before (1, 5, 15 min)": "measured.load_average.before",
    "people": "people",
    "requests, a fifth of them twice": "as_fast_as_it_can.requests",
    "as fast as it can: seconds": "as_fast_as_it_can.seconds",
    "as fast as it can: requests/s": "as_fast_as_it_can.per_second",
    "as fast as it can: p50, ms": "as_fast_as_it_can.p50_ms",
    "as fast as it can: p99, ms": "as_fast_as_it_can.p99_ms",
    "at the rate of 25,000 in five minutes: p50, ms": "paced.p50_ms",
    "at the rate of 25,000 in five minutes: p99, ms": "paced.p99_ms",
    "without a right answer, as fast as it can": "as_fast_as_it_can.without_a_right_answer",
    "without a right answer, paced": "paced.without_a_right_answer",
    "reports accepted": "reports.accepted",
    "reports not in the inbox as promised": "reports.not_as_promised",
}


def _of(part: Any, path: str) -> Any:
    for name in path.split("."):
        part = part[name]
    return f"{part:,}" if isinstance(part, int) else part


def _duration(seconds: float) -> str:
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def _head(*names: object) -> list[str]:
    return [_row(*names), _row("---", *("---:" for _ in names[1:]))]


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
