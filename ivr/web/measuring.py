"""What is counted of every webhook: how long its answer took, and whether Twilio had signed it."""

import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from flask import Flask

from ivr import log
from ivr.tally import Tally

QUIET_SECONDS = 60.0  # between two lines about refused signatures: a flood must not fill the disk
KIND = {"webhooks.greet": "call", "webhooks.turn": "call", "webhooks.text": "text", "alarms.answer": "alarm"}


def kind_of(endpoint: str | None) -> str:
    """Which of tally.KINDS a route is, or "other"."""
    return KIND.get(endpoint or "", "other")


def measure(app: Flask, tally: Tally) -> None:
    """Around the whole app: hooks of Flask before and after each request would take 3 µs more."""
    answer, refusals = app.wsgi_app, Refusals()

    def measured(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()

        def start(status: str, *rest: Any) -> Any:
            # werkzeug leaves the request there, which knows its route by now.
            kind = kind_of(environ["werkzeug.request"].endpoint)
            if kind == "other":
                pass  # probes of a load balancer, recordings, the metrics themselves
            elif status.startswith("200"):
                tally.took(kind, time.perf_counter() - began)
            elif status.startswith("403"):
                tally.refused(kind)
                refusals.tell(kind, time.monotonic())
            return start_response(status, *rest)

        return answer(environ, start)

    app.wsgi_app = measured  # type: ignore[method-assign]  # as Flask's documentation does


class Refusals:
    """A line for the first refused signature, and then one a minute with how many there were."""

    def __init__(self) -> None:
        self._lock, self._count, self._next = Lock(), 0, float("-inf")

    def tell(self, kind: str, now: float) -> None:
        """`now` counts seconds, from anywhere."""
        with self._lock:
            self._count += 1
            if now < self._next:
                return
            count, self._count, self._next = self._count, 0, now + QUIET_SECONDS
        log.write("not signed by Twilio", place=kind, count=count)
