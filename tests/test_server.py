"""The web server as production starts it: granian on a port, settings from the environment, told to stop."""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ivr.settings import HOUSE
from ivr.simulator.signature import sign
from tests.conftest import ACCOUNT, NUMBER, RECIPIENTS, TOKEN
from tests.documents import check
from tests.signed import FORM_TYPE, MENU

PATIENCE = 60  # seconds for anything here; a slow machine is no failure
CALLER = "+16175550199"


@dataclass
class Server:
    process: subprocess.Popen[str]
    port: int
    started: str  # the first line of its log

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, form: dict[str, str] | None = None, signature: str = ""
    ) -> "Answer":
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"X-Twilio-Signature": signature, "Content-Type": FORM_TYPE} if form is not None else {}
        try:
            connection.request(method, path, urlencode(form or {}), headers)
            response = connection.getresponse()
            return Answer(response.status, response.getheader("Content-Type", ""), response.read())
        finally:
            connection.close()

    def post(self, path: str, form: dict[str, str]) -> "Answer":
        return self.ask("POST", path, form, sign(TOKEN, self.url + path, list(form.items())))


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(port: int, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_NUMBER": NUMBER,
        "SECRET_KEY": "k" * 40,
        "REPORT_RECIPIENTS": ",".join(RECIPIENTS),
        "REPORT_INBOX": f"file://{folder}/inbox",
        "DATABASE_URL": f"sqlite:///{folder}/line.db",
        "REDIS_URL": "redis://127.0.0.1:1/0",  # nobody listens there
        "WEB_WORKERS": "1",
    }


def start(folder: Path, port: int = 0) -> Server:
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ivr", "web"],
        cwd=HOUSE,
        env=environment(port, folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    # It listens before it says anything: whoever connects from now on waits until a process accepts.
    return Server(process, port, process.stdout.readline())


def stop(server: Server) -> str:
    """Ask it to stop; all that it has said by its end."""
    if server.process.poll() is None:
        server.process.terminate()
    said, _ = server.process.communicate(timeout=PATIENCE)
    return server.started + said


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = start(tmp_path)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(PATIENCE)
        if running.process.stdout:
            running.process.stdout.close()


def test_it_answers_what_is_signed_refuses_what_is_not_and_stops_when_told(server: Server) -> None:
    health = [server.ask("GET", path) for path in ("/livez", "/readyz")]
    call = server.post("/voice", {"CallSid": "CA1", "From": CALLER})
    turn = server.post(MENU, {"CallSid": "CA1", "From": CALLER, "Digits": "2"})
    text = server.post("/sms", {"MessageSid": "SM1", "From": CALLER, "Body": "RIGHTS"})
    status = server.post("/status", {"CallSid": "CA1", "CallStatus": "completed"})
    forged = server.ask("POST", "/voice", {"CallSid": "CA1", "From": CALLER}, "A" * 28)
    said = stop(server)

    assert [(answer.status, answer.body) for answer in health] == [(200, b"ok\n")] * 2
    for answer, kind in ((call, "voice"), (turn, "voice"), (text, "messaging")):
        assert answer.status == 200
        check(answer.content_type, answer.body, kind)
    assert b"911" in call.body
    assert b"+16172532300" in turn.body
    assert (status.status, forged.status) == (204, 403)
    assert server.process.returncode == 0
    assert CALLER[2:] not in said
    assert TOKEN not in said


def test_its_log_is_json_line_by_line_and_says_when_it_starts_and_stops(server: Server) -> None:
    server.post("/voice/ring?desk=vpr&language=en&subject=main", {"DialCallStatus": CALLER, "From": CALLER})

    rows = [json.loads(row) for row in stop(server).splitlines()]

    events = [row["event"] for row in rows]
    assert {"started", "error", "stopped"} <= set(events)
    assert not re.search(r"\d{7}", json.dumps([{**row, "at": ""} for row in rows]))


def test_a_new_start_can_take_the_port_at_once(server: Server, tmp_path: Path) -> None:
    server.ask("GET", "/livez")
    stop(server)

    second = start(tmp_path, server.port)
    answer = second.ask("GET", "/livez")
    stop(second)

    assert answer.status == 200


def test_a_port_that_is_taken_is_told_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        ended = subprocess.run(
            [sys.executable, "-m", "ivr", "web"],
            cwd=HOUSE,
            env=environment(port, tmp_path),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert "PORT" in ended.stderr
