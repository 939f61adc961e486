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

from bench.webhooks import Request

PATIENCE = 15.0  # seconds; Twilio waits no longer
HEAD = 400  # bytes; where the headers of every server here end
Script = Sequence[Request]  # what one person asks, one after the other


@dataclass
class Run:
    """What came of a load: the seconds that each answer took, and those that were none or wrong."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    def judge(self, request: Request, answer: bytes) -> None:
        """Note an answer that is not the one that was asked for."""
        if not answer.startswith(b"HTTP/1.1 20") or request.marker not in answer:
            self.wrong.append(answer.decode("utf-8", "replace")[-400:])

    def percentile(self, share: float) -> float:
        """In seconds; the slowest of the fastest `share` of all answers."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


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
    heard: Callable[[Request, bytes], None] | None = None,
) -> Run:
    """Let people ask, `connections` at a time, until all have asked everything; `heard` sees each answer."""
    loop = _Loop(port, iter(scripts), keep_alive, heard)
    return loop.run(connections)


class _Loop:
    def __init__(
        self,
        port: int,
        scripts: Iterator[Script],
        keep_alive: bool,
        heard: Callable[[Request, bytes], None] | None,
    ) -> None:
        self._port, self._scripts, self._keep_alive, self._heard = port, scripts, keep_alive, heard
        self._poll = select.epoll()
        self._under_way: dict[int, tuple[Connection, Iterator[Request], Request, float]] = {}
        self._run = Run()

    def run(self, connections: int) -> Run:
        began = time.perf_counter()
        for _ in range(connections):
            self._next_person(Connection(self._port))
        while self._under_way:
            ready = self._poll.poll(PATIENCE)
            if not ready:
                self._give_up()
            for number, _ in ready:
                self._hear(number)
        self._run.seconds = time.perf_counter() - began
        self._poll.close()
        return self._run

    def _next_person(self, connection: Connection) -> None:
        script = next(self._scripts, None)
        if script is None:
            connection.close()
            return
        self._ask(connection, iter(script))

    def _ask(self, connection: Connection, script: Iterator[Request]) -> None:
        request = next(script, None)
        if request is None:
            self._next_person(connection)
            return
        began = time.perf_counter()
        self._under_way[connection.ask(request, self._poll)] = (connection, script, request, began)

    def _hear(self, number: int) -> None:
        connection, script, request, began = self._under_way[number]
        try:
            answer = connection.hear()
        except OSError as error:
            answer = repr(error).encode()
            connection.close()
        if answer is None:
            return
        self._run.times.append(time.perf_counter() - began)
        del self._under_way[number]
        self._run.judge(request, answer)
        if self._heard:
            self._heard(request, answer)
        if not self._keep_alive or b"connection: close" in answer[:HEAD].lower():
            connection.close()
        self._ask(connection, script)

    def _give_up(self) -> None:
        self._run.wrong += ["no answer"] * len(self._under_way)
        for connection, *_ in self._under_way.values():
            connection.close()
        self._under_way.clear()


def ask(port: int, request: Request) -> bytes:
    """One request by itself: its whole answer."""
    with closing(Connection(port)) as connection, closing(select.epoll()) as poll:
        connection.ask(request, poll)
        while (answer := connection.hear()) is None:
            pass
        return answer
