"""Let people come at a fixed rate whether or not answers do: how long they wait when none waits for another.

Each time counts from the moment at which the request was due, so that a server that stalls cannot hide it by
slowing down whoever measures ("coordinated omission").
"""

import random
import select
import time
from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import count

from bench.load import PATIENCE, Connection, Heard, Run, Script
from bench.webhooks import Request


def drive_paced(
    port: int,
    scripts: Iterable[Script],
    *,
    rate: float,
    seconds: float,
    pause: float = 0.0,
    seed: int = 1,
    heard: Heard | None = None,
) -> Run:
    """Let `rate` people begin each second, at random moments; each asks again `pause` after an answer.

    Every request has a connection of its own, as the line gives it none for longer.
    """
    return _Paced(port, zip(_moments(rate, seconds, seed), scripts, strict=False), pause, heard).run()


def _moments(rate: float, seconds: float, seed: int) -> Iterator[float]:
    chance, at = random.Random(seed), 0.0  # noqa: S311  # arrivals, not secrets
    while (at := at + chance.expovariate(rate)) < seconds:
        yield at


class _Paced:
    def __init__(
        self, port: int, arrivals: Iterator[tuple[float, Script]], pause: float, heard: Heard | None
    ) -> None:
        self._port, self._pause, self._heard = port, pause, heard
        self._poll = select.epoll()
        self._under_way: dict[int, tuple[Connection, Iterator[Request], Request, float]] = {}
        self._places = count()  # who is due at the same moment is asked in turn
        # All scripts are written, and signed, before the clock starts.
        people = [(moment, iter(script)) for moment, script in arrivals]
        self._run, self._began = Run(), time.perf_counter()
        self._due: list[tuple[float, int, Iterator[Request]]] = []
        for moment, script in people:
            self._plan(self._began + moment, script)

    def run(self) -> Run:
        while True:
            self._ask_all_due()
            if not self._due and not self._under_way:
                break
            pause = max(0.0, self._due[0][0] - time.perf_counter()) if self._due else PATIENCE
            ready = self._poll.poll(pause)
            if not ready and not self._due:
                self._give_up()
            for number, _ in ready:
                self._hear(number)
        self._run.seconds = time.perf_counter() - self._began
        self._poll.close()
        return self._run

    def _give_up(self) -> None:
        for connection, _, request, due in self._under_way.values():
            connection.close()
            self._note(request, due, b"no answer")
        self._under_way.clear()

    def _plan(self, at: float, script: Iterator[Request]) -> None:
        heappush(self._due, (at, next(self._places), script))

    def _ask_all_due(self) -> None:
        while self._due and self._due[0][0] <= time.perf_counter():
            due, _, script = heappop(self._due)
            request = next(script, None)
            if request is not None:
                self._ask(script, request, due)

    def _ask(self, script: Iterator[Request], request: Request, due: float) -> None:
        connection = Connection(self._port)
        try:
            number = connection.ask(request, self._poll)
        except OSError as error:
            connection.close()
            self._done(script, request, due, repr(error).encode())
        else:
            self._under_way[number] = connection, script, request, due

    def _hear(self, number: int) -> None:
        connection, script, request, due = self._under_way[number]
        try:
            answer = connection.hear()
        except OSError as error:
            answer = repr(error).encode()
        if answer is None:
            return
        del self._under_way[number]
        connection.close()
        self._done(script, request, due, answer)

    def _done(self, script: Iterator[Request], request: Request, due: float, answer: bytes) -> None:
        self._note(request, due, answer)
        self._plan(time.perf_counter() + self._pause, script)

    def _note(self, request: Request, due: float, answer: bytes) -> None:
        right = self._run.note(request, time.perf_counter() - due, answer)
        if self._heard:
            self._heard(request, answer, right)
