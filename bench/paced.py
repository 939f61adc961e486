"""Ask at a fixed rate whether or not answers come: how long people wait when they do not wait for each other.

Each time counts from the moment at which the request was due, so that a server that stalls cannot hide it by
slowing down whoever measures ("coordinated omission").
"""

import random
import select
import time
from collections.abc import Iterator

from bench.load import PATIENCE, Connection, Run
from bench.webhooks import Request


def drive_paced(port: int, requests: Iterator[Request], *, rate: float, seconds: float, seed: int = 1) -> Run:
    """Ask `rate` times a second, at random moments as people do, each on a connection of its own."""
    return _Paced(port, requests, _moments(rate, seconds, seed)).run()


def _moments(rate: float, seconds: float, seed: int) -> Iterator[float]:
    chance, at = random.Random(seed), 0.0  # noqa: S311  # arrivals, not secrets
    while (at := at + chance.expovariate(rate)) < seconds:
        yield at


class _Paced:
    def __init__(self, port: int, requests: Iterator[Request], moments: Iterator[float]) -> None:
        self._port, self._asked = port, zip(moments, requests, strict=False)
        self._poll = select.epoll()
        self._under_way: dict[int, tuple[Connection, Request, float]] = {}
        self._run = Run()

    def run(self) -> Run:
        began = time.perf_counter()
        waiting = next(self._asked, None)
        while waiting or self._under_way:
            while waiting and began + waiting[0] <= time.perf_counter():
                self._ask(waiting[1], began + waiting[0])
                waiting = next(self._asked, None)
            pause = max(0.0, began + waiting[0] - time.perf_counter()) if waiting else PATIENCE
            ready = self._poll.poll(pause)
            if not ready and not waiting:
                self._run.wrong += ["no answer"] * len(self._under_way)
                break
            for number, _ in ready:
                self._hear(number)
        self._run.seconds = time.perf_counter() - began
        self._poll.close()
        return self._run

    def _ask(self, request: Request, due: float) -> None:
        connection = Connection(self._port)
        self._under_way[connection.ask(request, self._poll)] = (connection, request, due)

    def _hear(self, number: int) -> None:
        connection, request, due = self._under_way[number]
        try:
            answer = connection.hear()
        except OSError as error:
            answer = repr(error).encode()
        if answer is None:
            return
        del self._under_way[number]
        connection.close()
        self._run.times.append(time.perf_counter() - due)
        self._run.judge(request, answer)
