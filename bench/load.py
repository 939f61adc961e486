"""Ask as fast as answers come: a few connections, each with one request under way, and the time each took.

One process and one thread, on raw sockets: what it costs itself is small and never counted, since CPU is
measured at the server alone.
"""

import select
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from bench import BenchError
from bench.webhooks import Request

PATIENCE = 15.0  # seconds; Twilio waits no longer
HEAD = 400  # bytes; where the headers of every server here end
SILENCES = 3  # times that nobody at all is answered before the rest is not asked any more
Script = Sequence[Request]  # what one person asks, one after the other
Heard = Callable[[Request, bytes, bool], None]  # a request, its answer, and whether that was right


@dataclass
class Run:
    """What came of a load: the seconds that each answer took, and those that were none or wrong."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0

    def note(self, request: Request, seconds: float, answer: bytes) -> bool:
        """Count an answer; whether it is the one that was asked for."""
        self.times.append(seconds)
        right = answer.startswith(b"HTTP/1.1 20") and request.expected.marker in answer
        if not right:
            wanted = request.expected.marker.decode("utf-8", "replace")[:80]
            self.wrong.append(f"expected {wanted!r}, got {answer.decode('utf-8', 'replace')[-300:]!r}")
        return right

    def percentile(self, share: float) -> float:
        """In seconds; the slowest of the fastest `share` of all answers. Without any, it is for ever."""
        ordered = sorted(self.times) or [float("inf")]
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]

    def milliseconds(self) -> dict[str, float]:
        return {
            name: round(self.percentile(share) * 1e3, 2)
            for name, share in (("p50_ms", 0.5), ("p99_ms", 0.99), ("slowest_ms", 1.0))
        }


class Connection:
    """One socket to the server, opened anew when the server closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None
        self._heard = b""

    def ask(self, request: Request, poll: select.epoll) -> int:
        """Send, and return the number under which `poll` tells of the answer. Raises OSError."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            poll.register(self._socket, select.EPOLLIN)
        self._heard = b""
        self._socket.sendall(request.wire)
        return self._socket.fileno()

    def hear(self) -> bytes | None:
        """The whole answer, or None while more is to come. Raises OSError when the server hangs up."""
        heard = self._socket.recv(262_144) if self._socket else b""
        self._heard += heard
        if not heard:
            raise ConnectionError("the server hung up")
        return self._heard if _is_whole(self._heard) else None

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None


def _is_whole(answer: bytes) -> bool:
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    if answer[9:12] == b"204":
        return True
    head = answer[:end].lower()
    place = head.find(b"content-length:")
    if place < 0:
        return head.find(b"chunked") >= 0 and answer.endswith(b"0\r\n\r\n")
    return len(answer) - end - 4 >= int(head[place + 15 :].split(b"\r\n", 1)[0])


def drive(
    port: int,
    scripts: Iterable[Script],
    *,
    connections: int = 16,
    keep_alive: bool = True,
    heard: Heard | None = None,
) -> Run:
    """Let people ask, `connections` at a time, until all have asked everything; `heard` sees each answer."""
    return _Loop(port, iter(scripts), keep_alive, heard).run(connections)


class _Loop:
    def __init__(self, port: int, scripts: Iterator[Script], keep_alive: bool, heard: Heard | None) -> None:
        self._port, self._scripts, self._keep_alive, self._heard = port, scripts, keep_alive, heard
        self._poll = select.epoll()
        self._under_way: dict[int, tuple[Connection, Iterator[Request], Request, float]] = {}
        self._run = Run()

    def run(self, connections: int) -> Run:
        began, silences = time.perf_counter(), 0
        for _ in range(connections):
            self._go_on(Connection(self._port), iter(()))
        while self._under_way:
            ready = self._poll.poll(PATIENCE)
            if not ready:
                silences += 1
                self._give_up(for_good=silences == SILENCES)
            for number, _ in ready:
                self._hear(number)
        self._run.seconds = time.perf_counter() - began
        self._poll.close()
        return self._run

    def _go_on(self, connection: Connection, script: Iterator[Request]) -> None:
        """Ask the next thing of this person, or of the next person; nobody is left: hang up."""
        while True:
            for request in script:
                began = time.perf_counter()
                try:
                    number = connection.ask(request, self._poll)
                except OSError as error:
                    connection.close()
                    self._note(request, began, repr(error).encode())
                    continue
                self._under_way[number] = connection, script, request, began
                return
            following = next(self._scripts, None)
            if following is None:
                connection.close()
                return
            script = iter(following)

    def _hear(self, number: int) -> None:
        connection, script, request, began = self._under_way[number]
        try:
            answer = connection.hear()
        except OSError as error:
            answer = repr(error).encode()
            connection.close()
        if answer is None:
            return
        del self._under_way[number]
        self._note(request, began, answer)
        if not self._keep_alive or b"connection: close" in answer[:HEAD].lower():
            connection.close()
        self._go_on(connection, script)

    def _note(self, request: Request, began: float, answer: bytes) -> None:
        right = self._run.note(request, time.perf_counter() - began, answer)
        if self._heard:
            self._heard(request, answer, right)

    def _give_up(self, *, for_good: bool) -> None:
        """Nobody was answered for PATIENCE: all who wait go without, and so does who is never asked."""
        given_up = list(self._under_way.values())
        self._under_way.clear()
        for connection, script, request, began in given_up:
            connection.close()
            self._note(request, began, b"no answer")
            if for_good:
                self._run.wrong += ["never asked"] * len(list(script))
            else:
                self._go_on(connection, script)
        if for_good:
            self._run.wrong += ["never asked"] * sum(len(script) for script in self._scripts)


def ask(port: int, request: Request) -> bytes:
    """One request by itself: its whole answer. Raises BenchError for a wrong one."""
    with closing(Connection(port)) as connection, closing(select.epoll()) as poll:
        connection.ask(request, poll)
        while (answer := connection.hear()) is None:
            pass
    run = Run()
    if not run.note(request, 0.0, answer):
        raise BenchError(run.wrong[0])
    return answer
