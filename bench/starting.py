"""From the start of the web process to its first answer, and what it has not loaded by then."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench import BenchError, processes, servers
from bench.load import drive
from bench.measuring import expect_right
from bench.people import ANYBODY, person
from bench.servers import Server
from bench.situations import WITHOUT_STORE, begin_and_answer, send_report, voice_menu
from bench.sizes import Size
from bench.webhooks import Carrier

LATER = ("twilio.rest", "sqlalchemy", "redis", "rq", "pyrage")  # only when a report needs it
COMPILED = ("pyrage", "sqlalchemy", "psycopg", "hiredis")  # what a process has of them is in its memory map
IMPORTED = re.compile(r"(?m)^import time: +\d+ \| +\d+ \| +(\S+)$")


def seconds_to_first_answer(folder: Path, times: int) -> float:
    """The median of several starts, each until a signed call was answered."""
    return median(_start(folder / f"start-{place}") for place in range(times))


def _start(folder: Path) -> float:
    stack = servers.stack(folder)
    carrier = servers.carrier(stack)
    began = time.perf_counter()
    try:
        stack.launch("web", stack.commands["web"])
        servers.await_answer(f"{carrier.url}/livez")
        expect_right(drive(carrier.port, [voice_menu(carrier, person(0))], connections=1))
        return time.perf_counter() - began
    finally:
        stack.stop()


def call_and_text(server: Server, size: Size) -> None:
    """Everything that needs no store, so often that every thread of every process has answered something."""
    for situation in WITHOUT_STORE:
        crowd = ANYBODY[: size.requests]
        expect_right(drive(server.carrier.port, situation.scripts(server.carrier, crowd)))


def loaded_too_early(folder: Path) -> list[str]:
    """Which of LATER the web processes have imported after calls and keywords; should be none.

    Python itself writes down each import of these processes. That it would be seen is seen by a report,
    which needs all of them but Twilio's.
    """
    with _told(folder) as (carrier, log):
        for situation in WITHOUT_STORE:
            expect_right(drive(carrier.port, situation.scripts(carrier, ANYBODY[:200])))
        early = _imported(log)
        for script in (begin_and_answer, send_report):
            expect_right(drive(carrier.port, [script(carrier, person(1))], connections=1))
        unseen = [name for name in LATER[1:] if name not in _imported(log)]
    if unseen:
        raise BenchError(f"A report was sent, and no import was seen of {', '.join(unseen)}.")
    return early


@contextmanager
def _told(folder: Path) -> Iterator[tuple[Carrier, Path]]:
    """The web processes, and the log in which each of their imports stands."""
    stack = servers.stack(folder, PYTHONPROFILEIMPORTTIME="1")
    try:
        stack.launch("web", stack.commands["web"])
        servers.await_answer(f"{stack.environment['PUBLIC_URL']}/livez")
        yield servers.carrier(stack), stack.folder / "log" / "web.log"
    finally:
        stack.stop()


def _imported(log: Path) -> list[str]:
    found = set(IMPORTED.findall(log.read_text("utf-8", "replace")))
    return [name for name in LATER if name in found]


def mapped_too_early(server: Server) -> list[str]:
    """Which compiled parts of LATER the web processes hold in memory now."""
    held = {name for pid in processes.workers(server.pid) for name in processes.libraries(pid)}
    return sorted({name for name in COMPILED for path in held if f"/{name}" in path})
