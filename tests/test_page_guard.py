"""Who gets onto the phone page, and when `ivr run` refuses to start."""

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr import account, phone, run
from ivr.carrier import Carrier
from ivr.settings import HOUSE
from ivr.simulator import Reply, Twilio
from ivr.simulator.network import MessagingService
from ivr.simulator.page import Given, open_page
from ivr.simulator.page.app import Works, make_app
from ivr.simulator.page.guard import HEADER, Guard
from ivr.simulator.page.people import People
from ivr.simulator.page.stream import Stream
from ivr.simulator.page.switchboard import Switchboard
from ivr.simulator.page.tape import Tape
from ivr.stack import Ports

CAMPUS = Path(__file__).parent / "campus"
PORT = 8010
HERE = f"http://127.0.0.1:{PORT}"
BIN = b"<Response><Hangup/></Response>"


def made_up_twilio() -> Twilio:
    """A stand-in whose line hangs up on everybody."""
    return Twilio(
        account_sid="AC" + "0" * 32,
        auth_token="0" * 32,
        number="+16175550100",
        voice_url="http://127.0.0.1:1/voice",
        sms_url="http://127.0.0.1:1/sms",
        transport=lambda *_: Reply(200, "text/xml", BIN),
    )


@pytest.fixture
def guard() -> Guard:
    return Guard(PORT)


@pytest.fixture
def app(guard: Guard) -> Flask:
    twilio = made_up_twilio()
    given = Given(documents={"voice": BIN}, desk_page=lambda: "http://127.0.0.1:8040/")
    board, tape = Switchboard(()), Tape(twilio, {})
    return make_app(Works(given, "+16175550100", People(twilio, ()), board, Stream(), tape), guard)


@pytest.fixture
def inside(app: Flask, guard: Guard) -> FlaskClient:
    """A browser that has opened the address that was printed."""
    client = app.test_client()
    client.set_cookie(guard.cookie_name, guard.cookie, domain="127.0.0.1")
    return client


def dial(client: FlaskClient, **headers: str) -> TestResponse:
    return client.post("/caller/dial", base_url=HERE, headers=headers)


def test_the_printed_address_lets_a_browser_in_and_then_leaves_the_address_bar(
    app: Flask, guard: Guard
) -> None:
    client = app.test_client()

    first = client.get(f"/?token={guard.token}", base_url=HERE)
    second = client.get("/", base_url=HERE)

    assert (first.status_code, first.location) == (303, "/")
    assert "HttpOnly" in first.headers["Set-Cookie"]
    assert "SameSite=Strict" in first.headers["Set-Cookie"]
    assert second.status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=guessed", "/events", "/conversation", "/static/main.js"])
def test_nobody_else_gets_in(app: Flask, path: str) -> None:
    assert app.test_client().get(path, base_url=HERE).status_code == 403


@pytest.mark.parametrize("host", ["evil.example:8010", "127.0.0.1:9", "127.0.0.1"])
def test_another_name_for_this_machine_gets_nothing(inside: FlaskClient, host: str) -> None:
    assert inside.get("/", base_url=f"http://{host}").status_code == 403
    assert inside.get("/bins/voice", base_url=f"http://{host}").status_code == 403


def test_another_page_cannot_act_here(inside: FlaskClient, guard: Guard) -> None:
    assert dial(inside).status_code == 403
    assert dial(inside, **{HEADER: "guessed"}).status_code == 403
    assert dial(inside, **{HEADER: guard.page_token, "Origin": "http://evil.example"}).status_code == 403
    assert dial(inside, **{HEADER: guard.page_token, "Origin": "null"}).status_code == 403
    assert dial(inside, **{HEADER: guard.page_token, "Origin": HERE}).status_code == 204


def test_the_page_reaches_for_nothing_elsewhere(inside: FlaskClient) -> None:
    policy = inside.get("/", base_url=HERE).headers["Content-Security-Policy"]
    folder = HOUSE / "ivr" / "simulator" / "page"
    sources = [
        file.read_text("utf-8") for kind in ("static", "templates") for file in (folder / kind).iterdir()
    ]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [source for source in sources if "https://" in source]


def test_what_cannot_be_done_is_said_in_a_sentence(inside: FlaskClient, guard: Guard) -> None:
    headers = {HEADER: guard.page_token}

    early = inside.post("/caller/press", base_url=HERE, headers=headers, data={"keys": "1"})
    never = inside.post("/caller/sing", base_url=HERE, headers=headers)
    nobody = inside.post("/desks/+16175550111/answer", base_url=HERE, headers=headers)

    assert (early.status_code, early.get_json()["reason"]) == (409, "the phone is not on a call")
    assert never.get_json()["reason"] == "'sing' is nothing that a caller does"
    assert nobody.get_json()["reason"] == "this phone does not ring any more"


def test_the_network_itself_asks_for_the_fallback_without_a_token(app: Flask) -> None:
    answer = app.test_client().post("/bins/voice", base_url=HERE)

    assert (answer.data, answer.mimetype) == (BIN, "text/xml")
    assert app.test_client().get("/bins/other", base_url=HERE).status_code == 404


def test_the_fallback_can_be_asked_for_while_the_network_is_held() -> None:
    twilio = made_up_twilio()
    port = Ports.free().twilio
    bin = f"http://127.0.0.1:{port}/bins/voice"
    with (
        open_page(twilio, Given(documents={"voice": BIN}), port),
        twilio.network.lock,
        urllib.request.urlopen(bin, b"", timeout=5) as answer,
    ):
        assert answer.read() == BIN


def test_both_versions_of_twilios_rest_api_are_served_beside_the_page() -> None:
    """The doctor and `provision` look at numbers, and at messaging services, which may take their texts."""
    twilio, port = made_up_twilio(), Ports.free().twilio
    network = twilio.network
    service = MessagingService("MG" + "0" * 32)
    network.account.services.append(service)
    base = f"http://127.0.0.1:{port}"
    carrier = Carrier(network.account_sid, network.auth_token, network.line.number, api_base=base)

    with open_page(twilio, Given(), port):
        assert account.number(carrier, network.line.number)
        assert [service.sid for service in account.services(carrier, network.line.number)] == [
            "MG" + "0" * 32
        ]


@contextmanager
def started(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`ivr run` with these variables."""
    command = [sys.executable, "-m", "ivr", "run", "--free-ports", "--folder", str(folder)]
    given = {name: value for name, value in os.environ.items() if not name.startswith("TWILIO_")}
    with subprocess.Popen(
        command,
        cwd=HOUSE,
        env=given | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield process
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def printed_by(process: subprocess.Popen[str]) -> str:
    """What it says until it is up."""
    assert process.stdout
    printed = ""
    watchdog = threading.Timer(60, process.kill)
    watchdog.start()
    while "Ctrl-C stops" not in printed:
        row = process.stdout.readline()
        assert row, printed
        printed += row
    watchdog.cancel()
    return printed


def fallback_at(address: str) -> str:
    with urllib.request.urlopen(f"{address.split('/?')[0]}/bins/voice.xml", timeout=10) as answer:
        return str(answer.read().decode())


def addresses_in(printed: str) -> list[str]:
    return [word for word in printed.split() if word.startswith("http")]


def test_the_command_prints_one_address_and_stops_when_told(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        addresses = addresses_in(printed_by(process))
        fallback = fallback_at(addresses[0])
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)

        assert len(addresses) == 1
        assert "911" in fallback
        assert process.wait(30) == 0
        assert time.monotonic() - began < 20


def test_another_campus_can_be_tried_as_well(tmp_path: Path) -> None:
    files = {"LINE_CONFIG": str(CAMPUS / "line.toml"), "LINE_PROMPTS": str(CAMPUS / "prompts")}

    with started(tmp_path, **files) as process:
        (address,) = addresses_in(printed_by(process))

        assert "To talk to the counseling center" in fallback_at(address)


@pytest.mark.parametrize("command", [run.main, phone.main])
@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        ("line.toml", "[topics.rights]", "[topics.rihgts]", "rihgts"),
        ("prompts/es.ftl", "apology =", "apolgy =", "apolgy"),
    ],
)
def test_a_typo_is_told_in_a_line_before_anything_starts(
    campus: Path,
    capsys: pytest.CaptureFixture[str],
    command: Callable[..., int],
    file: str,
    right: str,
    wrong: str,
    said: str,
) -> None:
    source = (campus / file).read_text("utf-8")
    (campus / file).write_text(source.replace(right, wrong, 1), "utf-8")
    settings = {"LINE_CONFIG": str(campus / "line.toml"), "LINE_PROMPTS": str(campus / "prompts")}

    status = command([], settings)
    printed = capsys.readouterr()

    assert (status, printed.out) == (2, "")
    assert said in printed.err
    assert all(row.startswith(str(campus)) for row in printed.err.splitlines())


def test_it_does_not_start_with_a_real_account_at_hand(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ivr", "run", "--folder", str(tmp_path / "none")],
        cwd=HOUSE,
        env={**os.environ, "TWILIO_ACCOUNT_SID": "AC" + "1" * 32, "TWILIO_AUTH_TOKEN": "1" * 32},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert done.stderr.startswith("TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN stand in the environment.")
    assert "1" * 32 not in done.stderr
    assert not (tmp_path / "none").exists()
