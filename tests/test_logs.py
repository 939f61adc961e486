"""The logs: lines of JSON with what is on the list, and nothing else whatever happens."""

import ast
import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import redirect_stderr
from typing import Any

import pytest

from ivr import log
from ivr.settings import HOUSE
from ivr.web.measuring import QUIET_SECONDS, Refusals
from tests.signed import MENU, RINGING, signed

CANARY = "+16175550142 told us something"


def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[dict[str, Any]]:
    for line in capsys.readouterr().err.splitlines():
        yield json.loads(line)


def test_a_line_holds_what_is_on_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    log.write("delivered", duty="deliver", report="abcdef", body=CANARY, sender="x", url="/voice?desk=vpr")

    (line,) = lines(capsys)
    assert set(line) == {"at", "event", "duty", "report"}
    assert line["event"] == "delivered"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("report", "abcdefghjkmnpqrstuvw"),  # a whole id
        ("report", "abc"),
        ("duty", "Call me"),
        ("contact", "+16175550142"),
        ("reason", CANARY),
        ("reason", "line one\nline two"),
        ("reason", "call 6175550142"),
        ("code", "AC0123456789abcdef0123456789abcdef"),
        ("count", "6175550142"),
        ("count", 6175550142),
        ("where", "somebody's words"),
        ("error", "ValueError: +16175550142"),
        ("event", CANARY),
        ("place", "/voice/menu"),
    ],
)
def test_a_field_that_does_not_look_like_itself_is_dropped(field: str, value: object) -> None:
    assert dict(log.allowed({field: value})) == {}


def test_every_event_that_our_sources_write_is_one_that_a_line_may_hold() -> None:
    written = [
        argument.value
        for folder in ("ivr", "workers")
        for file in (HOUSE / folder).rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "log.write"
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]

    assert len(written) > 15
    assert [event for event in written if not log.FIELDS["event"].fullmatch(event)] == []


def test_an_error_tells_its_kind_and_places_and_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    signed().post(RINGING, {"DialCallStatus": CANARY, "From": "+16175550142"})

    (line,) = lines(capsys)
    assert line["error"] == "UnknownWord"
    assert "read_call" in line["where"]
    assert "6175550142" not in str(line)
    assert "told" not in str(line)


def test_refused_signatures_are_told_once_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    refusals = Refusals()
    for second in range(100):
        refusals.tell("text", second)

    assert [line["count"] for line in lines(capsys)] == [1, QUIET_SECONDS]


def test_a_flood_of_unsigned_requests_writes_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    line = signed()
    for _ in range(50):
        line.send(MENU, [("SpeechResult", CANARY)], "not a signature")

    (told,) = lines(capsys)
    assert told["place"] == "call"


def test_a_turn_that_goes_well_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    line = signed()
    line.press(MENU, "4")
    line.text("POLICE")

    assert list(lines(capsys)) == []


def test_a_log_that_nobody_reads_any_more_keeps_nobody_waiting() -> None:
    take, give = os.pipe()
    fcntl.fcntl(give, fcntl.F_SETPIPE_SZ, 4096)
    with open(take, "rb") as reader, open(give, "w", encoding="utf-8") as full:
        with redirect_stderr(full):
            for _ in range(200):
                log.write("this would wait for ever")

        assert 0 < len(reader.read1(1 << 20)) <= 4096


def test_a_log_that_is_gone_fails_nobody() -> None:
    take, give = os.pipe()
    os.close(take)
    with open(give, "w", encoding="utf-8") as broken, redirect_stderr(broken):
        log.write("nobody is there")


def test_a_library_is_quoted_without_what_it_filled_in(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("test-of-the-logs")
    logger.addHandler(log.Lines())
    logger.propagate = False

    logger.warning("Connection from %s lost, PID 4194304", "+16175550142")

    (line,) = lines(capsys)
    assert line["event"] == "Connection from  s lost, PID N"
