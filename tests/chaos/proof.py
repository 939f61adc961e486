"""docs/proof.json: what was proven last, and on what; the tables of docs/proof.md are made from it."""

import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivr.settings import HOUSE
from tests.chaos.parts import PARTS, Outcome

RESULTS, PAGE = HOUSE / "docs" / "proof.json", HOUSE / "docs" / "proof.md"
MADE = re.compile(r"(<!-- (\w+): made by python -m tests\.chaos tables -->\n).*?(<!-- end -->)", re.DOTALL)
# What else is proven at full size: by which command, and what is looked at.
NOTED = {
    "tests": ("make test", "every rule, table and conversation"),
    "walk": ("make test", "ten thousand things that people could do on a call"),
    "fuzz": ("make fuzz", "hostile, unsigned, replayed and tampered requests over all routes"),
    "stateful": ("make fuzz", "a hundred thousand steps through the text conversation"),
    "surge": ("make surge", "25,000 people at once"),
    "growth": ("make growth", "a text while a million rows are kept, on SQLite and Postgres"),
    "bench": ("make bench", "what a request costs, beside a bare Flask app"),
    "audit": ("make audit", "known holes in the packages of production"),
}
# Which of them holds which promise of the README, beside its tests.
HOLDS = {
    1: ("restarts", "surge", "bench"),
    2: ("walk", "stateful"),
    3: ("walk",),
    4: ("kill on SQLite", "kill on Postgres", "full disk", "clock", "surge"),
    5: ("canaries",),
    6: ("stateful",),
    7: ("fuzz", "audit"),
}
PROMISE = re.compile(r"(?m)^\| (\d) \| (.+?) \| (.+?) \|$")
CODE = ("ivr", "workers")
NOT_YET = "*not recorded yet*"


def began() -> dict[str, str]:
    """When, on which machine and of which commit something begins."""
    cores, load = os.cpu_count(), os.getloadavg()[0]
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{_processor()}, {cores} cores, load {load:.1f} when it began",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {_version('redis-server')}, {_version('postgres')}",
        "commit": _git("rev-parse", "--short", "HEAD") + (" and changes" if _git("status", "-s") else ""),
        # Rewriting history leaves these be: `git rev-parse --short HEAD:ivr` tells whether it is today's.
        "code": " ".join(_git("rev-parse", "--short", f"HEAD:{room}") for room in CODE),
    }


def record(name: str, began: Mapping[str, str], seed: int | None, seconds: int, outcome: Outcome) -> None:
    """Put a part in the place of its older self; the others stay."""
    _put(name, {**began, "seed": seed, "seconds": seconds, **vars(outcome)})


def note(name: str, figure: str) -> None:
    """The same for what another command has measured."""
    _put(name, {**began(), "last": figure})


def write_tables() -> None:
    PAGE.write_text(tables(PAGE.read_text("utf-8")), "utf-8")


def tables(page: str) -> str:
    """The page with its tables made anew."""
    results = _results()
    return MADE.sub(lambda found: found[1] + "\n".join(TABLES[found[2]](results)) + "\n" + found[3], page)


def _promises(results: Mapping[str, Any]) -> Iterator[str]:
    yield "| | promise | tests of `make test` | last figures |"
    yield "| --- | --- | --- | --- |"
    for number, promise, tests in PROMISE.findall((HOUSE / "README.md").read_text("utf-8")):
        figures = "; ".join(f"{name}: {_last(results, name)}" for name in HOLDS[int(number)])
        yield f"| {number} | {promise} | {tests} | {figures} |"


def _chaos(results: Mapping[str, Any]) -> Iterator[str]:
    yield "| part | date | seed | size | seconds | promises broken | figures |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name in PARTS:
        if one := results.get(name):
            seed = "–" if one["seed"] is None else one["seed"]
            broken = len(one["broken"])
            played = f"{name} | {one['date']} | {seed} | {one['size']} | {one['seconds']} | {broken}"
            yield f"| {played} | {one['figures']} |"
        else:
            yield f"| {name} | {NOT_YET} | | | | | |"


def _machines(results: Mapping[str, Any]) -> Iterator[str]:
    for name, one in results.items():
        yield f"* {name}: {one['machine']}; {one['system']}; `ivr` and `workers` {one['code']}"


def _others(results: Mapping[str, Any]) -> Iterator[str]:
    yield "| command | what | date | last figure |"
    yield "| --- | --- | --- | --- |"
    for name, (command, what) in NOTED.items():
        date = results.get(name, {}).get("date", "")
        yield f"| `{command}` | {name}: {what} | {date} | {_last(results, name)} |"


TABLES: dict[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "promises": _promises,
    "chaos": _chaos,
    "others": _others,
    "machines": _machines,
}


def _last(results: Mapping[str, Any], name: str) -> str:
    if not (one := results.get(name)):
        return NOT_YET
    return f"{one['last']}, **{len(one['broken'])} broken**" if one.get("broken") else str(one["last"])


def _results() -> dict[str, Any]:
    known: dict[str, Any] = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    return known


def _put(name: str, one: Mapping[str, Any]) -> None:
    known = {**_results(), name: one}
    RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", "utf-8")
    write_tables()


def _git(*words: str) -> str:
    told = subprocess.run(["git", *words], cwd=HOUSE, capture_output=True, text=True, check=False)
    return told.stdout.strip()


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    return found[1] if found else platform.machine()


def _version(program: str) -> str:
    if not shutil.which(program):
        return f"no {program}"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d[\d.]*", told)
    return f"{program} {found[0]}" if found else program
