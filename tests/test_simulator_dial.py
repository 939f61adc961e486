"""Dial and its whisper, as TWILIO.md and Twilio's pages describe them: https://www.twilio.com/docs/voice/twiml/dial."""

import pytest

from ivr.simulator import Phone
from ivr.simulator.events import Bridged, Rings
from tests.scripted import NUMBER, VPR, scripted, told
from tests.scripted_dial import WHISPER, accept, dial, outcome


def test_a_desk_that_accepts_is_joined_with_the_caller() -> None:
    twilio, line, call, vpr = dial()

    vpr.answer()
    vpr.press("1")
    twilio.advance(20)
    vpr.hang_up()

    assert outcome(line) == ("completed", "true", "20")
    assert told(twilio) == [
        "> (calls)",
        f"= rings {VPR} as {NUMBER}",
        "> (vpr: answers)",
        "< (vpr) A caller. Press 1.",
        "> (vpr: 1)",
        "= bridged",
        "> (vpr: hangs up)",
        "= dial completed, bridged",
        "< Back.",
    ]
    assert call.status == "in-progress"


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("be_busy", ("busy", "false", None)),
        ("decline", ("busy", "false", None)),
        ("be_unreachable", ("failed", "false", None)),
        ("let_it_ring", ("no-answer", "false", None)),
        # "A callee who answered and was hung up by the whisper still gives completed": 1.5 s and 3 s.
        ("be_voicemail", ("completed", "false", "4")),
    ],
)
def test_a_desk_that_does_not_accept_is_not_bridged(how: str, expected: tuple[str | None, ...]) -> None:
    twilio, line, call, vpr = dial()

    getattr(vpr, how)()
    call.listen()

    assert outcome(line) == expected
    assert not [event for event in twilio.transcript if isinstance(event, Bridged)]
    # "With action, verbs after Dial never run."
    assert call.words == "Back."


@pytest.mark.parametrize(
    ("number", "status"),
    [("+16175550111", "no-answer"), ("+16175550112", "busy"), ("+16175550113", "completed")],
)
def test_three_numbers_behave_in_their_own_way(number: str, status: str) -> None:
    twilio, line = scripted(
        {
            "voice": f'<Dial action="after"><Number url="whisper">{number}</Number></Dial>',
            "whisper": WHISPER,
            "accept": accept,
            "after": "",
        }
    )

    twilio.call().listen()

    assert outcome(line)[:2] == (status, "false")


def test_a_whisper_that_falls_through_bridges_a_voicemail_box() -> None:
    """TWILIO.md: When its document ends, the legs are bridged; a whisper that falls through bridges a box."""
    _twilio, line, call, vpr = dial(whisper="<Say>A caller.</Say>")

    vpr.be_voicemail()
    call.listen()

    assert outcome(line)[:2] == ("completed", "true")
    assert call.heard[-1].at >= 120


def test_silence_and_a_hang_up_in_the_whisper_end_the_desks_leg() -> None:
    for leave in (Phone.stay_silent, Phone.hang_up, lambda phone: phone.press("2")):
        twilio, line, _, vpr = dial()
        vpr.answer()
        leave(vpr)

        assert outcome(line)[:2] == ("completed", "false")
        assert vpr.leg is None
        assert twilio.exchange.settled() is False  # the caller hears "Back."


def test_a_desk_rings_about_five_seconds_longer_than_it_was_told() -> None:
    """timeout 30 by default (5 to 600), "and about 5 s longer in truth"."""
    for attributes, seconds in (('action="after"', 35), ('action="after" timeout="25"', 30)):
        _twilio, _, call, vpr = dial(attributes)
        vpr.let_it_ring()
        call.listen()

        assert call.heard[0].at == seconds


def test_a_ring_that_is_answered_may_last_longer_than_the_timeout() -> None:
    twilio, line, _, vpr = dial('action="after" timeout="5"', whisper=WHISPER.replace('"3"', '"30"'))

    twilio.advance(9)
    vpr.answer()
    twilio.advance(25)
    vpr.press("1")

    assert told(twilio)[-1] == "= bridged"
    assert line.forms("after") == []


def test_the_requests_of_a_whisper_are_about_the_desks_leg() -> None:
    _twilio, line, call, vpr = dial()

    vpr.answer()

    (form,) = line.forms("whisper")
    assert form["ParentCallSid"] == call.sid != form["CallSid"]
    assert (form["From"], form["To"]) == (NUMBER, VPR)
    assert (form["Direction"], form["CallStatus"]) == ("outbound-dial", "in-progress")


def test_without_a_caller_id_the_desk_sees_the_callers_number() -> None:
    twilio, _ = scripted({"voice": f"<Dial>{VPR}</Dial>"})

    twilio.call("+16175550109")

    assert [event.caller_id for event in twilio.transcript if isinstance(event, Rings)] == ["+16175550109"]


def test_without_an_action_the_next_verb_runs() -> None:
    _twilio, _line, call, vpr = dial("")

    vpr.be_busy()
    call.listen()

    assert call.words == "Next verb."
