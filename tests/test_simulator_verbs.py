"""The other verbs of a call, one after the other, and calls that never come to an end."""

import pytest

from ivr.simulator import TwimlError
from ivr.simulator.speech import WORD_SECONDS
from tests.scripted import scripted, told


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ("<Say loop='2'>Hello.</Say>", ["< Hello.", "< Hello."]),
        ("<Play>cowbell.mp3</Play><Play digits='ww1'/>", ["< [play cowbell.mp3]", "< [tones ww1]"]),
        ("<Pause length='2'/><Say>Hi.</Say>", ["< Hi."]),
        ("<Redirect>next</Redirect><Say>never</Say>", ["< Next."]),
        ("<Say>Bye.</Say><Hangup/><Say>never</Say>", ["< Bye."]),
        ("", []),
    ],
)
def test_verbs_are_played_in_order_and_then_the_call_ends(voice: str, expected: list[str]) -> None:
    twilio, _ = scripted({"voice": voice, "next": "<Say>Next.</Say>"})

    call = twilio.call().listen()

    assert told(twilio) == ["> (calls)", *expected, "= hung up"]
    assert call.status == "completed"


@pytest.mark.parametrize(("reason", "status"), [('reason="busy"', "busy"), ("", "no-answer")])
def test_a_call_can_be_rejected_before_it_is_answered(reason: str, status: str) -> None:
    twilio, _ = scripted({"voice": f"<Reject {reason}/>"})

    call = twilio.call()

    assert (call.status, call.words) == (status, "")


@pytest.mark.parametrize(
    ("voice", "reason"),
    [
        ("<Enqueue>support</Enqueue>", "does not simulate <Enqueue>"),
        ("<Record/>", "does not simulate <Record>"),
        ("<Say>Hi.</Say><Reject/>", "after the call was answered"),
        ("<Redirect/>", "in a circle"),
    ],
)
def test_what_cannot_be_played_fails_with_what_led_to_it(voice: str, reason: str) -> None:
    twilio, _ = scripted({"voice": voice, "heard": ""})

    with pytest.raises(TwimlError, match=reason):
        twilio.call().listen()


def test_a_line_that_goes_round_for_ever_is_found_out() -> None:
    twilio, _ = scripted({"voice": "<Say>Please hold.</Say><Pause length='30'/><Redirect/>"})
    call = twilio.call()

    with pytest.raises(TwimlError, match="nobody can act"):
        call.listen()


def test_time_can_run_until_something_has_happened() -> None:
    twilio, _ = scripted({"voice": "<Say>One two three four.</Say><Say>Five.</Say>"})
    call = twilio.call()

    assert twilio.advance_until(lambda: len(call.heard) == 2) is True
    assert twilio.clock.now == 4 * WORD_SECONDS
    assert twilio.advance_until(lambda: False) is False


def test_a_failure_tells_what_led_to_it() -> None:
    twilio, _ = scripted({"voice": "<Say>Welcome.</Say><Leave/>"})

    with pytest.raises(TwimlError, match=r"<Leave> \(12200\)\n< Welcome\."):
        twilio.call().listen()
