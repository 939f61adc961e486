"""A call needs nothing but a web process: while it is answered, no socket, file or process is opened.

Python tells an audit hook of each of these before it happens, whoever asks: our code, a library, or C.
"""

import linecache
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import flask.testing  # noqa: F401 (now: a test client must not open it while it is watched)
import pytest

from ivr.core import needed
from ivr.core.events import Outcome
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.twiml import DIAL_OUTCOMES
from tests.signed import MENU, NO_DATABASE, RINGING, WHISPER, Signed, signed, spoken, texts

OUTSIDE = ("open", "socket.", "os.", "subprocess.", "sqlite3.", "shutil.", "tempfile.", "glob.", "urllib.")
KEYS = "0123456789*#"
WORDS = ("police", "he has a gun", "zzz")
SORRY = re.compile(b"something went wrong|algo fall")
_noticed: list[str] = []
_watching: set[int] = set()  # threads


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if threading.get_ident() in _watching and event.startswith(OUTSIDE):
        _noticed.append(f"{event} {arguments!r}")


sys.addaudithook(_audit)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What this thread does outside of the process; the list is filled while the block runs."""
    _noticed.clear()
    _watching.add(threading.get_ident())
    try:
        yield _noticed
    finally:
        _watching.discard(threading.get_ident())


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: (folder / "x").write_text("x"),
        lambda folder: os.listdir(folder),
        lambda folder: socket.socket().close(),
        lambda folder: socket.getaddrinfo("127.0.0.1", 80),
        lambda folder: sqlite3.connect(":memory:").close(),
        lambda folder: subprocess.run(["true"], check=True),
    ],
    ids=["file", "folder", "socket", "name", "database", "process"],
)
def test_the_watch_notices_what_it_is_there_for(tmp_path: Path, act: object) -> None:
    with watched() as noticed:
        act(tmp_path)  # type: ignore[operator]

    assert noticed


def test_the_watch_notices_a_text_that_needs_the_store() -> None:
    line = signed()

    with watched() as noticed:
        line.text("it began a long time ago")

    assert noticed


def sessions(line: Line) -> Iterator[CallSession]:
    """A session of every state, with every menu, topic, contact and outcome that it can be about."""
    rung = [contact.id for contact in line.contacts.values() if contact.desk]
    for language in line.languages:
        for menu in line.menus:
            for misses in (0, line.limits.misses - 1, line.limits.misses):
                yield CallSession("menu", language=language, subject=menu, misses=misses)
        for topic in needed.said(line) & line.topics.keys():
            yield CallSession("topic", language=language, subject=topic)
        for contact in line.contacts:
            yield CallSession("number", desk=contact, language=language)
        for desk, outcome in product(rung, Outcome):
            yield CallSession("choice", desk=desk, language=language, outcome=outcome, subject="silent")
        for desk in rung:
            yield CallSession("ring", desk=desk, language=language)
            yield CallSession("whisper", desk=desk, language=language)
        yield CallSession("bye", language=language, rounds=2, misses=3, subject="silent")
        yield CallSession("language", language=language)


def forms(session: CallSession) -> Iterator[dict[str, str]]:
    """Everything that can happen there."""
    if session.state == "ring":
        for status, bridged in product(DIAL_OUTCOMES, ("true", "false")):
            yield {"DialCallStatus": status, "DialBridged": bridged}
        return
    yield {}
    yield {"Digits": "", "msg": "Gather End"}
    yield from ({"Digits": key, "msg": "Gather End"} for key in KEYS)
    yield from ({"SpeechResult": words, "msg": "Gather End"} for words in WORDS)


def call_everywhere(caller: Signed, line: Line) -> int:
    """Every event in every state; how many were answered with a document that is no apology."""
    answered = 0
    for session in sessions(line):
        path = f"/voice/{session.state}?{session.to_query()}"
        for form in forms(session):
            answer = caller.post(path, {"CallSid": "CA1", "From": "+16175550101", **form})
            answered += answer.data.startswith(b"<?xml") and not SORRY.search(answer.data)
    return answered


def test_a_call_opens_no_socket_and_no_file_whatever_happens(line: Line) -> None:
    caller = signed()

    with watched() as noticed:
        # The very first request of a process, too
        greeted = caller.post("/voice").status_code
        answered = call_everywhere(caller, line)
        caller.post("/status", {"CallStatus": "completed"})

    assert noticed == []
    assert greeted == 200
    assert answered == sum(1 for session in sessions(line) for _ in forms(session)) > 1000


def test_saying_sorry_opens_none_either() -> None:
    caller = signed()
    linecache.clearcache()

    with watched() as noticed:
        answer = caller.post(RINGING, {"DialCallStatus": "strange"})

    assert noticed == []
    assert "Sorry" in spoken(answer)


@contextmanager
def hung_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()[1]


@contextmanager
def refused_port() -> Iterator[int]:
    """A port where nobody listens, and nobody else can while the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@pytest.mark.parametrize("port", [hung_port, refused_port], ids=["hung", "refused"])
def test_with_everything_dead_a_caller_hears_the_numbers_and_is_connected(port: object) -> None:
    with port() as dead:  # type: ignore[operator]
        caller = signed(
            database_url=f"postgresql://line:x@127.0.0.1:{dead}/line",
            redis_url=f"redis://127.0.0.1:{dead}/0",
            api_base=f"http://127.0.0.1:{dead}",
            inbox=f"http://127.0.0.1:{dead}/inbox",
            smtp_url=f"smtp://127.0.0.1:{dead}",
        )

        with watched() as noticed:
            first = caller.post("/voice")
            ring = caller.press(MENU, "2")
            whisper = caller.press(WHISPER, "1")
            back = caller.post(RINGING, {"DialCallStatus": "no-answer", "DialBridged": "false"})
            ready = caller.app.test_client().get("/readyz")

    assert noticed == []
    assert "911" in spoken(first)
    assert "+16172532300" in ring.data.decode()
    assert whisper.status_code == 200
    assert "Nobody could take the call" in spoken(back)
    assert ready.data == b"ok\n"


KEYWORDS = (
    "POLICE",
    "EMERGENCY",
    "911",
    "VPR",
    "RIGHTS",
    "OPTIONS",
    "CHARGES",
    "ORDER",
    "NUMBERS",
    "PRIVACY",
    "MENU",
)


def test_keywords_are_answered_with_everything_dead() -> None:
    with refused_port() as dead:
        caller = signed(
            database_url=f"postgresql://line:x@127.0.0.1:{dead}/line", redis_url=f"redis://127.0.0.1:{dead}/0"
        )

        replies = [texts(caller.text(word)) for word in KEYWORDS]

    assert all(len(reply) == 1 and "911" in reply[0] for reply in replies)
    assert not any("could not be saved" in reply[0] for reply in replies)


def test_every_text_gets_an_honest_answer_with_the_database_gone() -> None:
    caller = signed(database_url=NO_DATABASE)
    bodies = ("REPORT", "what happened is a long story", "he has a gun", "polcie", "")

    replies = [texts(caller.text(body)) for body in bodies]

    assert all("911" in reply for answer in replies for reply in answer)
    assert all(answer for answer in replies)
    assert "could not be saved" in replies[0][0]


def test_what_a_call_is_answered_with_is_in_memory_before_it_comes(campus: Path) -> None:
    caller = signed(line_config=campus / "line.toml", line_prompts=campus / "prompts")
    for file in (campus / "line.toml", *(campus / "prompts").glob("*")):
        file.unlink()

    answer = caller.post("/voice")

    assert "911" in spoken(answer)
