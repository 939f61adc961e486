"""A line that is broken or out of reach: what a test sees of it, and what a real caller would."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from ivr.simulator import Reply, TwimlError
from ivr.simulator.events import Broke, HungUp
from tests.scripted import scripted, told

SAY = "<Say>Hello.</Say>"
APOLOGY = "We are sorry, an application error has occurred. Goodbye."
BROKEN = [
    (Reply(500, "text/xml", b"<Response/>"), 11200),
    (Reply(404, "text/html", b"no"), 11200),
    (Reply(302, "text/xml", b""), 11200),
    (Reply(200, "text/xml", b"oops"), 12100),
    (Reply(200, "application/json", b"{}"), 12300),
    (Reply(200, "text/xml", b"<Response>" + b" " * 65_536 + b"</Response>"), 11750),
    ("<Yell/>", 12200),
]


@pytest.mark.parametrize(("answer", "code"), BROKEN)
def test_a_broken_answer_fails_the_test(answer: Any, code: int) -> None:
    twilio, _ = scripted({"voice": answer, "sms": answer}, voice_fallback_url="spare")

    for act in (twilio.call, lambda: twilio.text("+16175550101", "hello")):
        with pytest.raises(TwimlError) as failure:
            act()
        assert failure.value.code == code


def test_plain_text_fails_the_test_and_would_be_read_aloud() -> None:
    """TWILIO.md: text/plain is spoken aloud to a caller, and is texted to a sender."""
    plain = Reply(200, "text/plain; charset=utf-8", b"Traceback of the report")
    twilio, _ = scripted({"voice": plain, "sms": plain})
    with pytest.raises(TwimlError, match="text/plain"):
        twilio.call()

    twilio.switches.strict = False

    assert twilio.call().listen().words == "Traceback of the report"
    assert twilio.text("+16175550101", "hello")[0].body == "Traceback of the report"


@pytest.mark.parametrize(("answer", "code"), BROKEN)
def test_otherwise_the_fallback_is_asked(answer: Any, code: int) -> None:
    """TWILIO.md: When a webhook fails, Twilio asks the number's fallback URL (ErrorCode, ErrorUrl)."""
    pages = {
        "voice": answer,
        "sms": answer,
        "spare": "<Say>Dial 911.</Say>",
        "card": "<Message>911</Message>",
    }
    twilio, line = scripted(pages, strict=False, voice_fallback_url="spare", sms_fallback_url="card")

    call = twilio.call().listen()
    sent = twilio.text("+16175550101", "hello")

    assert call.words.endswith("Dial 911.")
    assert [message.body for message in sent] == ["911"]
    (form,) = line.forms("spare")
    assert (form["ErrorCode"], form["ErrorUrl"]) == (str(code), f"{line.url}/voice")


def test_without_a_fallback_the_caller_is_cut_off() -> None:
    """TWILIO.md: with none the caller hears "application error" and is cut off."""
    twilio, _ = scripted({"voice": Reply(500, "text/html", b"")}, strict=False)

    call = twilio.call().listen()

    assert (call.words, call.status) == (APOLOGY, "completed")
    assert told(twilio)[1].startswith("= broke 11200: ")
    assert [event.by for event in twilio.transcript if isinstance(event, HungUp)] == ["network"]


def test_without_a_fallback_a_text_goes_unanswered() -> None:
    twilio, _ = scripted({"sms": Reply(500, "text/html", b"")}, strict=False)

    assert twilio.text("+16175550101", "hello") == []


def test_a_fallback_that_breaks_too_cuts_the_caller_off() -> None:
    broken = Reply(500, "text/html", b"")
    twilio, _ = scripted({"voice": broken, "spare": broken}, strict=False, voice_fallback_url="spare")

    assert twilio.call().listen().words == APOLOGY


def test_what_is_not_simulated_cuts_off_rather_than_fails_where_people_try_it() -> None:
    twilio, _ = scripted({"voice": "<Say>Hi.</Say><Record/>"}, strict=False)

    assert twilio.call().listen().words == f"Hi.\n{APOLOGY}"


class Unreliable:
    """A transport that fails as often as it is told, and then answers."""

    def __init__(self, *failures: OSError) -> None:
        self.failures = list(failures)
        self.tokens: list[str] = []

    def __call__(
        self, method: str, url: str, form: Sequence[tuple[str, str]], headers: Mapping[str, str]
    ) -> Reply:
        self.tokens.append(headers["I-Twilio-Idempotency-Token"])
        if self.failures:
            raise self.failures.pop(0)
        return Reply(200, "text/xml", f"<Response><Say>{url[-5:]}</Say></Response>".encode())


@pytest.mark.parametrize(
    ("failures", "tokens", "heard"),
    [
        # "one retry by default, on connect failures, carrying the same I-Twilio-Idempotency-Token header"
        ([ConnectionRefusedError()], 1, "voice"),
        ([ConnectionRefusedError(), ConnectionRefusedError()], 2, "spare"),
        # A line that was reached and did not answer in time is not asked twice.
        ([TimeoutError()], 2, "spare"),
    ],
)
def test_a_line_out_of_reach_is_asked_once_more(failures: list[OSError], tokens: int, heard: str) -> None:
    transport = Unreliable(*failures)
    twilio, _ = scripted({}, transport=transport, voice_fallback_url="spare")

    call = twilio.call().listen()

    assert call.words == heard
    assert len(transport.tokens) == len(failures) + 1
    assert len(set(transport.tokens)) == tokens


def test_a_line_out_of_reach_without_a_fallback_fails_the_test() -> None:
    twilio, _ = scripted({}, transport=Unreliable(TimeoutError()))

    with pytest.raises(TwimlError, match="cannot be reached"):
        twilio.call()


@pytest.mark.parametrize("strict", [True, False])
def test_a_status_callback_must_be_taken(strict: bool) -> None:
    twilio, _ = scripted(
        {"voice": SAY, "status": Reply(500, "", b"")}, status_callback="status", strict=strict
    )

    if strict:
        with pytest.raises(TwimlError, match="status callback"):
            twilio.call().listen()
    else:
        twilio.call().listen()
        assert [event.code for event in twilio.transcript if isinstance(event, Broke)] == [11200]
