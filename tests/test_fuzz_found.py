"""What hostile requests have found once: each stays mended."""

import pytest

from ivr.core.events import Outcome
from ivr.core.session import STATES, CallSession
from ivr.core.transfer import ended
from ivr.twiml import DIAL_OUTCOMES
from tests.signed import signed, spoken, texts

LINE = signed()
RINGLESS = [state for state in STATES if state not in ("ring", "choice", "whisper", "number")]


@pytest.mark.parametrize("status", DIAL_OUTCOMES)
@pytest.mark.parametrize("state", RINGLESS)
def test_the_end_of_a_ring_that_nobody_began_leads_to_the_menu(state: str, status: str) -> None:
    subject = "rights" if state == "topic" else "main"

    answer = LINE.post(
        f"/voice/{state}?language=es&subject={subject}", {"DialCallStatus": status, "DialBridged": "true"}
    )

    assert spoken(answer) == spoken(LINE.post("/voice/menu?language=es&subject=main"))


def test_the_end_of_a_real_ring_is_a_choice() -> None:
    ringing = CallSession(state="ring", desk="vpr", language="en", misses=2)

    after = ended(ringing, Outcome.BUSY)

    assert after == CallSession(state="choice", desk="vpr", language="en", outcome="busy")


@pytest.mark.parametrize("pictures", ["0" * 5000, "9" * 5000, "٣", "-1", ""])
def test_a_strange_number_of_pictures_is_none(pictures: str) -> None:
    answer = LINE.text("RIGHTS", NumMedia=pictures)

    assert texts(answer) == texts(LINE.text("RIGHTS"))


def test_an_alarm_call_whose_address_holds_a_strange_number_begins_anew() -> None:
    strange = LINE.post(f"/voice/alarm?misses={'9' * 5000}&rounds=-1")

    assert spoken(strange) == spoken(LINE.post("/voice/alarm"))
