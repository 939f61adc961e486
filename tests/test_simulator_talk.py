"""Leaving a Dial: by star, by hanging up, by the time limit; several desks; what may not be dialled."""

import pytest

from ivr.simulator import Call, Twilio, TwimlError
from ivr.simulator.events import Bridged, HungUp
from tests.scripted import NUMBER, POLICE, VPR, ScriptedLine, scripted
from tests.scripted_dial import WHISPER, accept, dial, outcome


def test_star_leaves_a_connected_call() -> None:
    """TWILIO.md: hangupOnStar: the desk's leg is hung up, the caller goes on at the action."""
    _twilio, line, call, vpr = dial('action="after" hangupOnStar="true"')
    vpr.answer(then="1")
    call.listen()

    call.press("*")

    assert outcome(line)[:2] == ("completed", "true")
    assert vpr.leg is None
    assert not call.ended


def test_star_is_nothing_without_hangup_on_star() -> None:
    _twilio, line, call, vpr = dial()
    vpr.answer(then="1")
    call.listen()

    call.press("*")

    assert line.forms("after") == []


@pytest.mark.parametrize(
    ("switch", "asked"), [("ignored", []), ("no-answer", ["no-answer"]), ("canceled", ["canceled"])]
)
def test_star_while_it_rings_is_not_documented(switch: str, asked: list[str]) -> None:
    twilio, line, call, vpr = dial('action="after" hangupOnStar="true"')
    twilio.switches.star_while_ringing = switch  # type: ignore[assignment]

    call.press("*")

    assert [form["DialCallStatus"] for form in line.forms("after")] == asked
    assert vpr.is_ringing is (not asked)


@pytest.mark.parametrize("asks", [False, True])
def test_when_the_caller_hangs_up_the_desks_leg_ends(asks: bool) -> None:
    """TWILIO.md: Whether action is asked after the caller hung up is not documented."""
    for state in ("ringing", "whisper", "talking"):
        twilio, line, call, vpr = dial()
        twilio.switches.asks_action_after_hangup = asks
        if state != "ringing":
            vpr.answer()
        if state == "talking":
            vpr.press("1")

        call.hang_up()

        ends = {event.who: event.status for event in twilio.transcript if isinstance(event, HungUp)}
        assert ends == {"caller": "completed", VPR: "canceled" if state == "ringing" else "completed"}
        assert [form["CallStatus"] for form in line.forms("after")] == ["completed"] * asks
        assert "Back." not in call.words


def test_a_time_limit_ends_the_talk() -> None:
    twilio, line, call, vpr = dial('action="after" timeLimit="60"')
    vpr.answer(then="1")
    call.listen()

    twilio.advance(60)

    assert outcome(line)[:2] == ("completed", "true")


def test_answer_on_bridge_leaves_the_call_ringing() -> None:
    _twilio, _line, call, vpr = dial('action="after" answerOnBridge="true"')
    assert call.status == "ringing"

    vpr.answer()
    assert call.status == "ringing"
    vpr.press("1")

    assert call.status == "in-progress"


def two_desks() -> tuple[Twilio, ScriptedLine, Call]:
    numbers = "".join(f'<Number url="whisper">{number}</Number>' for number in (VPR, POLICE))
    twilio, line = scripted(
        {
            "voice": f'<Dial action="after" callerId="{NUMBER}">{numbers}</Dial>',
            "whisper": WHISPER,
            "accept": accept,
            "after": "",
        }
    )
    return twilio, line, twilio.call()


def test_of_two_desks_the_first_that_accepts_gets_the_call() -> None:
    twilio, line, _call = two_desks()

    twilio.phone(VPR).answer()
    twilio.phone(POLICE).answer()
    twilio.phone(POLICE).press("1")

    assert [event.who for event in twilio.transcript if isinstance(event, Bridged)] == [POLICE]
    assert twilio.phone(VPR).leg is None
    twilio.phone(POLICE).hang_up()
    assert outcome(line)[:2] == ("completed", "true")


def test_of_two_desks_both_must_fail_before_the_action_is_asked() -> None:
    twilio, line, _call = two_desks()

    twilio.phone(VPR).be_busy()
    twilio.advance(10)
    assert line.forms("after") == []
    twilio.phone(POLICE).be_unreachable()
    twilio.advance(10)

    assert outcome(line)[:2] == ("failed", "false")


def test_a_phone_on_another_call_is_busy() -> None:
    twilio, line, first, vpr = dial()
    vpr.answer(then="1")
    first.listen()

    second = twilio.call("+16175550102").listen()

    assert [form["DialCallStatus"] for form in line.forms("after")] == ["busy"]
    assert second.words == "Back."


@pytest.mark.parametrize(
    "whisper", ["<Dial>+16175550199</Dial>", "<Reject/>", "<Play>beep.mp3</Play><Leave/>"]
)
def test_a_whisper_may_only_speak_ask_and_end(whisper: str) -> None:
    _, _, call, vpr = dial(whisper=whisper)
    vpr.be_voicemail()

    with pytest.raises(TwimlError, match="may not stand in a whisper"):
        call.listen()


@pytest.mark.parametrize(
    ("voice", "reason"),
    [
        ("<Dial>911</Dial>", "emergency"),
        ("<Dial><Number>112</Number></Dial>", "emergency"),
        ("<Dial>call me</Dial>", "not a telephone number"),
        ("<Dial/>", "not a telephone number"),
        (f'<Dial callerId="+16172531212">{VPR}</Dial>', "not a number of this account"),
        (f'<Dial timeout="3">{VPR}</Dial>', "Twilio takes 5 to 600"),
        (f'<Dial record="record-from-answer">{VPR}</Dial>', "does not simulate <Dial record>"),
        (f'<Dial><Number sendDigits="1">{VPR}</Number></Dial>', "does not simulate <Number sendDigits>"),
        ("<Dial><Conference>room</Conference></Dial>", "does not simulate <Dial><Conference>"),
        ("<Dial><Sip>sip:a@example.com</Sip></Dial>", "does not simulate <Dial><Sip>"),
    ],
)
def test_what_cannot_be_dialled_fails(voice: str, reason: str) -> None:
    twilio, _ = scripted({"voice": voice})

    with pytest.raises(TwimlError, match=reason):
        twilio.call()


def test_a_second_number_that_cannot_be_dialled_stops_the_first_from_ringing() -> None:
    numbers = f"<Number>{VPR}</Number><Number>911</Number>"
    twilio, _ = scripted({"voice": f"<Dial>{numbers}</Dial>"}, strict=False)

    call = twilio.call()

    assert twilio.phone(VPR).leg is None
    assert "application error" in call.listen().words


def test_the_desks_leg_is_told_about_as_it_goes_on() -> None:
    events = "initiated ringing answered completed"
    number = f'<Number statusCallback="status" statusCallbackEvent="{events}">{VPR}</Number>'
    twilio, line = scripted({"voice": f"<Dial>{number}</Dial>", "status": ""})
    call = twilio.call()

    twilio.phone(VPR).answer()
    twilio.advance(61)
    twilio.phone(VPR).hang_up()

    told_of = [(form["CallStatus"], form["SequenceNumber"]) for form in line.forms("status")]
    assert told_of == [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]
    last = line.forms("status")[-1]
    assert (last["CallDuration"], last["Duration"], last["ParentCallSid"]) == ("61", "2", call.sid)
