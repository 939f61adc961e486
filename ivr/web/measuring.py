"""What is counted of every webhook: how long its answer took, and whether Twilio had signed it."""

import time
from threading import Lock

from flask import Flask, Response, g, request

from ivr import log
from ivr.tally import Tally

QUIET_SECONDS = 60.0  # between two lines about refused signatures: a flood must not fill the disk
KIND = {"webhooks.greet": "call", "webhooks.turn": "call", "webhooks.text": "text", "alarms.answer": "alarm"}


def kind_of(endpoint: str | None) -> str:
    """Which of tally.KINDS a route is, or "other"."""
    return KIND.get(endpoint or "", "other")


def measure(app: Flask, tally: Tally) -> None:
    refusals = Refusals()

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        kind = kind_of(request.endpoint)
        if kind == "other":
            pass  # probes of a load balancer, recordings, the metrics themselves
        elif response.status_code == 200:
            tally.took(kind, time.perf_counter() - g.began)
        elif response.status_code == 403:
            tally.refused(kind)
            refusals.tell(kind, time.monotonic())
        return response


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
