"""Hostile requests, signed and not: no 5xx, no error of ours, nobody gets in, Twilio takes every answer."""

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.twiml import DIAL_OUTCOMES
from tests.documents import check
from tests.hostile import FULL, Answer, Hostile, examples, tell
from tests.hostile_events import Doors
from tests.hostile_line import Attacked, attacked, errors, reached, reached_in_full, refused
from tests.hostile_spoil import SPOILS, hostile
from tests.hostile_words import OPEN, SENDERS

FINE = {200, 204, 308, 400, 401, 403, 404, 405, 413}
FLOOR = 10 if FULL else 1  # how often each thing is to be reached
FORGED = st.one_of(
    st.none(),
    st.just(""),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode("latin-1")),
    st.binary(min_size=20, max_size=20).map(lambda digest: base64.b64encode(digest).decode()),
)
WRONG = Doors("wrong" * 9, "/audio/en/menu-main.mp3", "wrong")


@pytest.fixture
def line(tmp_path: Path, campus: Path) -> Attacked:
    return attacked(tmp_path, campus / "prompts")


def fits(answer: Answer, one: Hostile) -> None:
    """Hold an answer against what Twilio takes, and what nobody is told."""
    assert answer.status in FINE, f"{answer.status} to {one}"
    assert not any(sender.encode() in answer.body for sender in SENDERS), f"a number in the answer to {one}"
    if answer.status == 200 and one.method == "POST":
        check(answer.kind, answer.body, "messaging" if one.path == "/sms" else "voice")


def may_fail(one: Hostile) -> tuple[str, ...]:
    """A word for the end of a ring that Twilio does not document is the one error there is."""
    status = dict(reversed(one.fields)).get("DialCallStatus", "")
    unknown = one.path.startswith("/voice/") and status and status not in DIAL_OUTCOMES
    return ("UnknownWord",) if unknown else ()


def test_a_signed_request_is_answered_however_hostile_it_is(
    line: Attacked, capsys: pytest.CaptureFixture[str]
) -> None:
    failed: list[str] = []

    @examples(full=10_000, small=1_500)
    @given(one=hostile(line.doors))
    def each(one: Hostile) -> None:
        answer = line.put_signed(one)

        fits(answer, one)
        assert answer.errors in ((), may_fail(one)), f"{answer.errors} for {one}"
        failed.extend(answer.errors)

    each()

    found = dict(reached(line)) | (dict(reached_in_full(line)) if FULL else {})
    tell(capsys, f"signed, {sum(line.answers[f'{many} spoilt'] for many in range(3))} requests: {found}")
    assert {name: often for name, often in found.items() if often < FLOOR} == {}
    assert {way for way in SPOILS if line.answers[way] < FLOOR} == set()
    assert errors(line) == len(failed)
    assert failed


def test_nothing_unsigned_gets_in(line: Attacked, capsys: pytest.CaptureFixture[str]) -> None:
    @examples(full=10_000, small=800)
    @given(one=hostile(WRONG), signature=FORGED)
    def each(one: Hostile, signature: str | None) -> None:
        answer = line.put(one, signature)

        fits(answer, one)
        assert answer.errors == ()
        asked = one.method == "OPTIONS" and not answer.body  # which methods there are, and nothing else
        assert one.path in OPEN or answer.status >= 300 or asked, f"{one} got in"

    each()

    found = dict(refused(line))
    tell(capsys, f"unsigned, {sum(line.answers[f'{many} spoilt'] for many in range(3))} requests: {found}")
    assert {name: often for name, often in found.items() if often < FLOOR} == {}
    assert errors(line) == 0
    assert not line.stored()
