"""The doctor says what is wrong with whatever a caller depends on; one thing that hangs stops no other."""

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from ivr import line as lines
from ivr import queue
from ivr.operate import doctor
from ivr.operate.documents import TEXT, VOICE, Documents
from ivr.operate.finding import Level, ok
from ivr.operate.rounds import Check, go_round
from ivr.prompts import Prompts
from ivr.settings import HOUSE, Settings
from ivr.simulator import Transport, Twilio
from ivr.simulator.network import MessagingService
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import serve as serve_one
from ivr.store import Pulse, Store
from tests import servers
from tests.conftest import ACCOUNT, NUMBER, TOKEN, Running
from tests.operating import environment, static_host
from tests.stored import send

DUTIES = ("deliver", "acknowledge", "alarm", "forget", "erase")
VERIFIED = re.compile(r"verified = \d{4}-\d\d-\d\d")
NOWHERE = "redis://127.0.0.1:9/0"


@dataclass(frozen=True)
class Line:
    """A line in good health, but for Redis, and everything around it that a test may break."""

    settings: Settings
    twilio: Twilio
    store: Store
    config: Path
    inbox: Path
    fallback: Path

    def variables(self, **changes: str) -> dict[str, str]:
        return environment(self.settings) | changes

    def examine(self, **changes: str) -> dict[str, tuple[Level, str]]:
        """The worst finding of each check."""
        found: dict[str, tuple[Level, str]] = {}
        for each in doctor.examine(self.variables(**changes)):
            found[each.check] = max(found.get(each.check, (Level.OK, "")), (each.level, each.found))
        return found


@dataclass(frozen=True)
class Served:
    """A line whose numbers were called today, and what it should be replaced with while it is down."""

    running: Running
    config: Path
    documents: dict[str, bytes]


@pytest.fixture(scope="module")
def served(serve: Callable[..., Running], tmp_path_factory: pytest.TempPathFactory) -> Served:
    config = tmp_path_factory.mktemp("called-today") / "line.toml"
    written = (HOUSE / "config" / "line.toml").read_text("utf-8")
    config.write_text(VERIFIED.sub(f"verified = {date.today()}", written), "utf-8")
    known = lines.load(config)
    documents = Documents(known, Prompts(HOUSE / "prompts", known), number=NUMBER).all()
    return Served(serve(line_config=config), config, dict(documents))


@pytest.fixture
def healthy(served: Served, transport: Transport, campus: Path) -> Iterator[Line]:
    config, inbox, fallback = campus / "line.toml", campus / "inbox", campus / "fallback"
    config.write_text(served.config.read_text("utf-8"), "utf-8")
    for folder in (inbox, fallback):
        folder.mkdir()
    for name, document in served.documents.items():
        (fallback / name).write_bytes(document)
    settings = replace(
        served.running.settings,
        inbox=inbox.as_uri(),
        redis_url=NOWHERE,
        line_config=config,
        line_prompts=campus / "prompts",
        database_url=f"sqlite:///{campus / 'line.db'}",
    )
    with static_host(fallback) as host, closing(Store(settings.database_url)) as store:
        twilio = Twilio(
            account_sid=ACCOUNT,
            auth_token=TOKEN,
            number=NUMBER,
            voice_url=f"{settings.public_url}/voice",
            sms_url=f"{settings.public_url}/sms",
            status_callback=f"{settings.public_url}/status",
            voice_fallback_url=f"{host}/{VOICE}",
            sms_fallback_url=f"{host}/{TEXT}",
            transport=transport,
            start=datetime(2026, 1, 7, 12, tzinfo=UTC),
        )
        number = twilio.network.line
        number.voice_fallback_method = number.sms_fallback_method = "GET"
        number.emergency_status = "Active"
        twilio.network.account.services = [MessagingService("MG" + "0" * 32)]
        for duty in DUTIES:
            store.beat(Pulse(duty, datetime.now(UTC), "ok"))
        with serve_one(rest_app(twilio)) as rest:
            yield Line(replace(settings, api_base=rest.url), twilio, store, config, inbox, fallback)


def test_a_healthy_line_is_called_healthy(healthy: Line, capsys: pytest.CaptureFixture[str]) -> None:
    with servers.redis() as redis:
        variables = healthy.variables(REDIS_URL=redis.url)
        worker = subprocess.Popen(
            [sys.executable, "-m", "workers", "worker"], env=variables, stderr=subprocess.DEVNULL
        )
        try:
            await_worker(redis.url)
            status = doctor.main([], variables)
        finally:
            worker.terminate()
            worker.wait()

    told = capsys.readouterr().out
    assert "WRONG" not in told
    assert "WARNING" not in told
    assert told.count("ok  ") >= 15
    assert status == 0


def await_worker(url: str) -> None:
    for _ in range(400):
        if queue.listeners(url):
            return
        Event().wait(0.05)
    raise AssertionError("the worker does not listen")


def test_redis_down_is_a_warning_for_the_sweeper_delivers(healthy: Line) -> None:
    found = healthy.examine()

    assert found["redis"] == (Level.WARNING, "does not answer")
    assert {check for check, (level, _) in found.items() if level} == {"redis"}


def test_redis_without_a_worker_is_a_warning(healthy: Line) -> None:
    with servers.redis() as redis:
        assert healthy.examine(REDIS_URL=redis.url)["redis"][1] == "answers, and no worker listens"


def test_the_exit_status_is_the_worst_level(healthy: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.main(["--json"], healthy.variables()) == 1
    healthy.inbox.rmdir()
    assert doctor.main([], healthy.variables()) == 2
    assert doctor.main([], {}) == 2
    capsys.readouterr()


def test_quiet_is_silent_about_what_is_well(healthy: Line, capsys: pytest.CaptureFixture[str]) -> None:
    doctor.main(["--quiet"], healthy.variables())

    assert [row[:15] for row in capsys.readouterr().out.splitlines()] == ["WARNING  redis ", " " * 15]


def test_json_says_the_same_as_the_lines(healthy: Line, capsys: pytest.CaptureFixture[str]) -> None:
    doctor.main(["--json"], healthy.variables())
    told = json.loads(capsys.readouterr().out)

    assert told["level"] == "warning"
    assert {"check": "settings", "level": "ok", "found": "complete", "advice": ""} in told["findings"]
    assert {each["check"] for each in told["findings"]} >= set(doctor.LOOKS)


def test_nothing_secret_and_nobodys_number_is_printed(
    healthy: Line, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.twilio.text("+16175550142", "VPR")
    for changes in ({}, {"PUBLIC_URL": "http://127.0.0.1:9"}, {"TWILIO_AUTH_TOKEN": "f" * 32}):
        doctor.main([], healthy.variables(**changes))
    told = capsys.readouterr().out

    contacts = lines.load(healthy.config).contacts.values()
    secret = (TOKEN, "f" * 32, healthy.settings.secret_key.decode(), "6175550142", "canary:")
    assert not [word for word in (*secret, *(contact.number for contact in contacts)) if word in told]


def test_without_settings_each_missing_one_is_told() -> None:
    found = list(doctor.examine({"PUBLIC_URL": "nonsense"}))

    assert len(found) > 5
    assert {(each.check, each.level) for each in found} == {("settings", Level.WRONG)}


def test_a_broken_line_toml_and_broken_prompts_are_told(healthy: Line) -> None:
    written = healthy.config.read_text("utf-8")
    healthy.config.write_text(written.replace('silent = "vpr"', 'silent = "vprr"'), "utf-8")
    assert healthy.examine()["line"][0] is Level.WRONG

    healthy.config.write_text(written, "utf-8")
    file = healthy.settings.line_prompts / "en.ftl"
    file.write_text(file.read_text("utf-8").replace("greeting =", "greetings ="), "utf-8")
    assert healthy.examine()["line"][0] is Level.WRONG


def test_a_number_that_nobody_has_called_for_long_is_told(healthy: Line) -> None:
    written = healthy.config.read_text("utf-8")
    before = date.today() - timedelta(days=200)
    healthy.config.write_text(written.replace(str(date.today()), str(before), 1), "utf-8")

    level, found = healthy.examine()["contacts"]

    assert level is Level.WARNING
    assert "(200 days)" in found


def test_a_database_that_fails_stops_no_other_check(healthy: Line, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    found = healthy.examine(DATABASE_URL=f"sqlite:///{tmp_path}/file/line.db")

    wrong = {check for check, (level, _) in found.items() if level is Level.WRONG}
    assert wrong == {"database", "sweeper", "reports"}
    assert found["public address"][0] is Level.OK


def test_a_database_that_is_not_there_is_told_and_not_made(healthy: Line, tmp_path: Path) -> None:
    found = healthy.examine(DATABASE_URL=f"sqlite:///{tmp_path}/elsewhere/line.db")

    assert found["database"] == (
        Level.WRONG,
        f"DATABASE_URL: there is no database in {tmp_path}/elsewhere/line.db",
    )
    assert {check for check, (level, _) in found.items() if level is Level.WRONG} == {
        "database",
        "sweeper",
        "reports",
    }
    assert not (tmp_path / "elsewhere").exists()


def test_a_sweeper_that_stopped_or_fails_is_told(healthy: Line) -> None:
    now = datetime.now(UTC)
    healthy.store.beat(Pulse("alarm", now - timedelta(minutes=10), "quiet"))
    assert healthy.examine()["sweeper"] == (Level.WRONG, "not seen lately: alarm")

    healthy.store.beat(Pulse("alarm", now, "failed: StoreError SQLITE_FULL"))
    assert healthy.examine()["sweeper"] == (Level.WRONG, "alarm failed: StoreError SQLITE_FULL")

    healthy.store.beat(Pulse("alarm", now, "quiet"))
    healthy.store.beat(Pulse("erase", now, "failed: CarrierError the carrier does not answer"))
    assert healthy.examine()["sweeper"][0] is Level.WARNING


def test_reports_that_are_stuck_late_or_unopened_are_told(healthy: Line) -> None:
    now, outbox = datetime.now(UTC), healthy.store.outbox
    send(healthy.store, "a" * 20, at=now - timedelta(minutes=20))
    assert healthy.examine()["reports"] == (Level.WARNING, "one waits for the inbox since 20 min")

    outbox.delivered("a" * 20, now)
    assert healthy.examine()["reports"] == (Level.WARNING, "one was not opened for 20 min")

    send(healthy.store, "b" * 20, at=now, sender="b" * 64)
    outbox.failed("b" * 20, now, permanent=True)
    assert healthy.examine()["reports"] == (Level.WRONG, "1 could not be delivered")


def test_an_inbox_that_takes_nothing_is_told(healthy: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        closed = f"http://127.0.0.1:{held.getsockname()[1]}/inbox"
    healthy.inbox.rmdir()

    assert healthy.examine()["inbox"][0] is Level.WRONG
    assert healthy.examine(REPORT_INBOX=closed, REPORT_INBOX_TOKEN="t" * 32)["inbox"][0] is Level.WRONG


def test_a_line_that_does_not_answer_or_signs_otherwise_is_told(healthy: Line) -> None:
    down = healthy.examine(PUBLIC_URL="http://127.0.0.1:9")["public address"]
    assert down[0] is Level.WRONG
    assert "does not answer" in down[1]

    other = healthy.examine(TWILIO_AUTH_TOKEN="f" * 32)
    assert other["public address"] == (Level.WRONG, "answers a signed call with 403")
    assert other["signature"][0] is Level.OK


def test_something_else_that_answers_in_the_lines_place_is_told(healthy: Line) -> None:
    with static_host(healthy.fallback, takes_posts=True) as host:
        (healthy.fallback / "voice").write_text("<html>It works!</html>", "utf-8")
        found = healthy.examine(PUBLIC_URL=host)

    assert found["public address"] == (Level.WRONG, "answers a signed call with 200")
    assert found["signature"] == (Level.WRONG, "a call that nobody signed is answered with 200")


def test_a_number_that_belongs_to_something_else_is_told(healthy: Line) -> None:
    number, account = healthy.twilio.network.line, healthy.twilio.network.account
    number.voice_url, number.sms_fallback_url = "https://demo.twilio.com/welcome/voice/", None
    account.status = "suspended"
    account.services[0].campaign_status = "FAILED"

    found = healthy.examine()

    assert found["number"] == (Level.WRONG, "not set as it should be: voice_url")
    assert found["account"] == (Level.WRONG, "The account is suspended")
    assert "(FAILED)" in found["texts"][1]


def test_twilios_api_being_down_is_a_warning_for_calls_go_on(healthy: Line) -> None:
    healthy.twilio.switches.rest_down = True

    found = healthy.examine()

    assert {check for check, (level, _) in found.items() if level} == {
        *("redis", "account", "number", "texts", "records")
    }
    assert not [check for check, (level, _) in found.items() if level is Level.WRONG]


def test_a_refusal_of_one_thing_hides_no_other(healthy: Line) -> None:
    healthy.twilio.network.account.status = "suspended"

    with serve_one(refusing(rest_app(healthy.twilio), "/v1/Services")) as rest:
        found = {each.check: each for each in doctor.examine(healthy.variables(TWILIO_API_BASE=rest.url))}

    assert (found["account"].level, found["account"].found) == (Level.WRONG, "The account is suspended")
    assert found["number"].level is Level.OK
    assert found["texts"].level is Level.WARNING
    assert found["texts"].advice == "Twilio refused (HTTP 403): look whether this token may ask for it."


def refusing(app: Any, path: str) -> Any:
    """An application that answers 403, without a code of Twilio's, under a path."""

    def answer(environ: Any, start_response: Any) -> Any:
        if not environ["PATH_INFO"].startswith(path):
            return app(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"no"]

    return answer


def test_records_that_should_be_gone_are_told(healthy: Line) -> None:
    healthy.twilio.text("+16175550142", "VPR")

    level, found = healthy.examine()["records"]

    assert level is Level.WARNING
    assert found.startswith("Twilio still keeps")


def test_a_fallback_that_is_old_or_gone_is_told(healthy: Line) -> None:
    (healthy.fallback / "whisper.xml").write_text("<Response/>", "utf-8")
    assert healthy.examine()["fallback"][0] is Level.WARNING

    (healthy.fallback / VOICE).unlink()
    healthy.twilio.network.line.sms_fallback_url = "http://127.0.0.1:9/text.xml"
    assert healthy.examine()["fallback"][0] is Level.WRONG


def test_one_check_that_hangs_or_breaks_stops_no_other() -> None:
    never = Event()

    def hang() -> list[object]:
        never.wait(30)
        return []

    def break_down() -> list[object]:
        raise RuntimeError("+16175550142 said something")

    found = list(
        go_round(
            [
                Check("hanging", hang, 0.2),  # type: ignore[arg-type]
                Check("broken", break_down),  # type: ignore[arg-type]
                Check("well", lambda: [ok("well", "fine")]),
            ]
        )
    )
    never.set()

    assert [(each.check, each.level) for each in found] == [
        ("hanging", Level.WRONG),
        ("broken", Level.WRONG),
        ("well", Level.OK),
    ]
    assert found[0].found == "did not answer within 0.2 s"
    assert "5550142" not in found[1].found


def test_a_canary_can_be_part_of_it(healthy: Line) -> None:
    variables = healthy.variables(PUBLIC_URL="http://127.0.0.1:9")

    found = {each.check: each for each in doctor.examine(variables, with_canary=True)}

    assert found["canary"].level is Level.WRONG
    assert found["canary"].found.startswith("call: ")
