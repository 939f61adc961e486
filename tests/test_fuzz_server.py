"""Hostile bytes on the socket of a real server: no 5xx, nobody gets in, and it goes on answering Twilio."""

import json
import re
import socket
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.documents import check
from tests.hostile import FULL, SEED, tell
from tests.hostile_raw import WAYS, Raw, raw
from tests.signed import MENU
from tests.test_server import PATIENCE, Server, start, stop

REQUESTS, FLOOR = (10_000, 100) if FULL else (400, 2)
STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)
REACHED = ("200", "400", "403", "404", "405", "413", "431", "nothing")
RESET = struct.pack(
    "ii", 1, 0
)  # SO_LINGER: whatever is under way is thrown away, and the other side is told so


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path)
    try:
        yield running
    finally:
        stop(running)


def test_a_server_stands_whatever_bytes_it_is_sent(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: Counter[str] = Counter()

    for number in range(REQUESTS):
        one = raw(f"{SEED} {number}", server.url)
        answer = write(server.port, one)

        statuses = [status.decode() for status in STATUS.findall(answer)] or ["nothing"]
        assert all(status < "500" for status in statuses if status != "nothing"), f"{statuses} to {one}"
        assert answer.count(b"<Response") <= one.signed, f"somebody got in with {one}"
        seen.update([one.way, *statuses])
        if number % 100 == 99:
            still_answers(server)

    said = stop(server)
    tell(capsys, f"{REQUESTS} raw requests: {dict(sorted(seen.items()))}")
    assert min(seen[what] for what in (*REACHED, *(way.__name__ for way in WAYS))) >= FLOOR
    assert heard_of(said) <= {"not signed by Twilio"}


def write(port: int, one: Raw) -> bytes:
    """Write it, and read what comes until the server closes. Raises TimeoutError if it never does."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        with closed_on():
            connection.sendall(one.data)
            if one.more:
                connection.shutdown(socket.SHUT_WR)
        if one.hasty == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        return b"" if one.hasty else read(connection)


def read(connection: socket.socket) -> bytes:
    answer = b""
    with closed_on():
        while piece := connection.recv(65_536):
            answer += piece
    return answer


@contextmanager
def closed_on() -> Iterator[None]:
    """It is the server's right to answer and close before it has read all."""
    try:
        yield
    except OSError as error:
        if isinstance(error, TimeoutError):
            raise


def still_answers(server: Server) -> None:
    answer = server.post(MENU, {"CallSid": "CA1", "Digits": "2", "msg": "Gather End"})

    assert answer.status == 200
    check(answer.content_type, answer.body, "voice")
    assert b"<Dial" in answer.body


def heard_of(said: str) -> set[str]:
    """What it logged between its start and its stop: no error, and no process that had to be replaced."""
    events = [json.loads(row)["event"] for row in said.splitlines()]
    return set(events[events.index("Started worker-1") + 1 : events.index("Shutting down granian")])
