"""What Twilio does not document: whichever way it does it, the caller is not left alone (TWILIO.md, Dial)."""

import pytest

from ivr.simulator import Twilio
from ivr.simulator.events import Bridged, Rings, Webhook

VPR = "+16172532300"


def rung(twilio: Twilio) -> int:
    return sum(isinstance(event, Rings) for event in twilio.transcript)


@pytest.mark.parametrize("ends_as", ["no-answer", "canceled"])
def test_star_that_ends_a_ring_brings_the_caller_to_a_choice(twilio: Twilio, ends_as: str) -> None:
    twilio.switches.star_while_ringing = ends_as  # type: ignore[assignment]
    call = twilio.call().listen()
    call.press("2")
    call.listen()

    call.press("*")
    call.listen()

    assert not call.ended
    assert "Nobody could take the call at the V P R helpline." in call.words
    assert "To try the V P R helpline again, press 1." in call.words
    call.press("1")
    call.listen()
    assert rung(twilio) == 2


def test_star_that_is_ignored_while_it_rings_leaves_it_ringing(twilio: Twilio) -> None:
    call = twilio.call().listen()
    call.press("2")
    call.listen()

    call.press("*")
    twilio.phone(VPR).answer("1")
    call.listen()

    assert any(isinstance(event, Bridged) for event in twilio.transcript)


@pytest.mark.parametrize("asks", [True, False])
def test_an_action_that_is_asked_after_the_caller_left_rings_nobody(twilio: Twilio, asks: bool) -> None:
    twilio.switches.asks_action_after_hangup = asks
    call = twilio.call().listen()
    call.press("2")
    call.listen()

    call.hang_up()
    twilio.settle()

    assert call.ended
    assert rung(twilio) == 1
    replies = [event.reply for event in twilio.transcript if isinstance(event, Webhook)]
    assert all(reply and reply.status in (200, 204) for reply in replies)
