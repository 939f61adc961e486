"""`make surge`: 25,000 people who call and text within minutes, through web, database, worker and inbox.

As fast as this machine can: the five minutes that they would take are what is left over.
"""

import re
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bench import servers
from bench.load import Run, Script, drive
from bench.results import record
from bench.situations import MENU, RING, WORDS, key, keyword, misspelt, voice_menu
from bench.webhooks import Carrier, Request, person
from ivr.stack import Ports, Stack

PEOPLE, MINUTES = 25_000, 5
CONNECTIONS = 32
P99_MS = 100
OF_TWENTY = (12, 6, 2)  # call, text keywords, report
CODE = re.compile(rb"\b([A-Z2-9]{3})-([A-Z2-9]{3})\b")
DELIVERY_SECONDS = 120  # for what is still on its way when the last person has been answered


def main() -> int:
    with servers.scratch() as folder:
        limits = str(servers.raised_limits(folder))
        stack = Stack(folder, Ports.free(), {"WEB_WORKERS": str(servers.WORKERS), "LINE_CONFIG": limits})
        try:
            stack.start()
            print(f"{PEOPLE} people …", flush=True)
            crowd = Crowd()
            run = drive(
                stack.ports.web, people(servers.carrier(stack)), connections=CONNECTIONS, heard=crowd.hear
            )
            missing, seconds = _await_inbox(stack.folder / "inbox", crowd.codes)
        finally:
            stack.stop()
    return _tell(run, crowd, missing, seconds)


class Crowd:
    """What was answered, as it happens: how many, and the codes of the reports that were accepted."""

    def __init__(self) -> None:
        self.codes: set[str] = set()
        self._answers, self._began = 0, time.monotonic()

    def hear(self, request: Request, answer: bytes) -> None:
        self._answers += 1
        if request.marker == b"Your code" and (found := CODE.search(answer)):
            self.codes.add((found[1] + found[2]).decode().lower())
        if self._answers % 10_000 == 0:
            rate = self._answers / (time.monotonic() - self._began)
            print(f"  {self._answers} answers, {rate:.0f} a second, {len(self.codes)} reports", flush=True)


def people(carrier: Carrier) -> Iterator[Script]:
    """Everybody, mixed as they come; each asks one thing after the other."""
    calls, keywords, _ = OF_TWENTY
    for place in range(PEOPLE):
        who, turn = person(place), place * 7 % 20
        if turn < calls:
            yield _call(carrier, who)
        elif turn < calls + keywords:
            yield [*keyword(carrier, who), *misspelt(carrier, who)]
        else:
            yield _report(carrier, who)


def _call(carrier: Carrier, who: str) -> Script:
    """Hear the menu, ask for the advocates, be connected, and hang up."""
    ended = (("DialCallStatus", "completed"), ("DialBridged", "true"))
    return [
        *voice_menu(carrier, who),
        carrier.calls(MENU, who, *key("2"), marker="<Number"),
        carrier.calls(RING, who, *ended, marker="<Gather"),
        carrier.calls("/status", who, ("CallDuration", "93"), marker="HTTP/1.1 204"),
    ]


def _report(carrier: Carrier, who: str) -> Script:
    return [
        carrier.texts(who, "REPORT", 0, marker="7 short questions"),
        carrier.texts(who, WORDS, 1, marker="not sent yet"),
        carrier.texts(who, "NEXT", 2, marker="2/7"),
        carrier.texts(who, "Following somebody home.", 3, marker="not sent yet"),
        carrier.texts(who, "NEXT", 4, marker="3/7"),
        carrier.texts(who, "Main and Vassar Street.", 5, marker="not sent yet"),
        carrier.texts(who, "SEND", 6, marker="Your code"),
    ]


def _await_inbox(inbox: Path, codes: set[str]) -> tuple[set[str], float]:
    """The codes of accepted reports that never came, and the seconds until the last one had."""
    began = time.monotonic()
    missing = set(codes)
    while missing and time.monotonic() < began + DELIVERY_SECONDS:
        missing -= {file.name[:6] for file in inbox.glob("*.zip")}
        time.sleep(0.2)
    return missing, time.monotonic() - began


def _tell(run: Run, crowd: Crowd, missing: set[str], seconds: float) -> int:
    reporters = sum(place * 7 % 20 >= sum(OF_TWENTY[:2]) for place in range(PEOPLE))
    figures = {
        "people": PEOPLE,
        "requests": len(run.times),
        "seconds": round(run.seconds, 1),
        "per_second": round(run.per_second),
        "p50_ms": round(run.percentile(0.5) * 1e3, 1),
        "p99_ms": round(run.percentile(0.99) * 1e3, 1),
        "slowest_ms": round(run.percentile(1.0) * 1e3, 1),
        "without_a_right_answer": len(run.wrong),
        "reports_begun": reporters,
        "reports_accepted": len(crowd.codes),
        "reports_missing_in_the_inbox": len(missing),
        "seconds_until_the_last_was_delivered": round(seconds, 1),
    }
    print()
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):38} {value}")
    for wrong in islice(run.wrong, 3):
        print(f"wrong: {wrong}")
    record("surge", figures)
    nobody_lost = not run.wrong and not missing and len(crowd.codes) == reporters
    in_time = run.seconds <= MINUTES * 60 and run.percentile(0.99) * 1e3 <= P99_MS
    print("Nobody without an answer, no report lost." if nobody_lost else "NOT MET: see above.")
    print(f"p99 under {P99_MS} ms, within {MINUTES} minutes: {'yes' if in_time else 'NO'}")
    return 0 if nobody_lost else 1
