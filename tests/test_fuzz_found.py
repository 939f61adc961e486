"""What hostile requests have found once: each stays mended."""

import pytest

from ivr.core.events import Outcome
from ivr.core.session import STATES, CallSession
from ivr.core.transfer import ended
from ivr.twiml import DIAL_OUTCOMES
from tests.signed import signed, spoken

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
