"""How long a report takes from "saved" to the inbox, with Redis and without it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import servers
from bench.load import Run, ask
from bench.situations import begin_and_answer, send_report
from bench.webhooks import Carrier, person
from ivr.stack import Ports, Stack

REPORTS = 150
EVERY = 0.1  # seconds between two reports
PATIENCE = 20.0
CODE = re.compile(r"\b([A-Z2-9]{3})-([A-Z2-9]{3})\b")


def accept_to_delivered(folder: Path, *, redis: bool) -> Run:
    """The seconds from the answer to SEND until the file stands in the inbox, of many reports."""
    with _line(folder, redis=redis) as stack:
        carrier = servers.carrier(stack)
        accepted = dict(_report(carrier, place) for place in range(REPORTS))
        run = Run(seconds=1.0)
        for code, at in accepted.items():
            delivered = _delivered(stack.folder / "inbox", code)
            run.times.append(max(0.0, delivered - at)) if delivered else run.wrong.append(code)
        return run


@contextmanager
def _line(folder: Path, *, redis: bool) -> Iterator[Stack]:
    folder.mkdir()
    limits = str(servers.raised_limits(folder))
    stack = Stack(folder, Ports.free(), {"WEB_WORKERS": str(servers.WORKERS), "LINE_CONFIG": limits})
    try:
        for name, command in stack.commands.items():
            if redis or name != "redis":
                stack.launch(name, command)
        servers.await_answer(f"{stack.environment['PUBLIC_URL']}/readyz")
        time.sleep(3)  # until the workers are there too
        yield stack
    finally:
        stack.stop()


def _report(carrier: Carrier, place: int) -> tuple[str, float]:
    """The code that the reporter was given, and when."""
    began = time.monotonic()
    for request in begin_and_answer(carrier, person(place)):
        ask(carrier.port, request)
    answer = ask(carrier.port, send_report(carrier, person(place))[0])
    at = time.time()
    found = CODE.search(answer.decode())
    if not found:
        raise RuntimeError("SEND was answered without a code")
    time.sleep(max(0.0, began + EVERY - time.monotonic()))
    return (found[1] + found[2]).lower(), at


def _delivered(inbox: Path, code: str) -> float | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in inbox.glob(f"{code}*.zip"):
            return file.stat().st_ctime  # of its getting this name; what it holds was written before
        time.sleep(0.05)
    return None
