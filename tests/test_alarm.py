"""The alarm rings people until one of them confirms; a voicemail box is not one of them."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.core import alarm
from ivr.core.actions import Ask, Hangup
from ivr.core.events import Called, Input, NoInput
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.simulator import Twilio
from ivr.simulator.events import Heard
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import serve
from ivr.store import StoreError
from tests.conftest import Running
from tests.signed import signed, spoken
from tests.stored import NOON, draft, send, sid
from workers.alarm import ring_due
from workers.house import House, furnish

POLICE, EMERGENCIES = "+16172532996", "+16172531212"  # line.toml: reports.alarm, in that order
KEY, SILENCE = {"Digits": "1", "msg": "Gather End"}, {"Digits": "", "msg": "Gather End"}
WAITING = "/voice/alarm?language=en&subject=waiting"


def test_three_silences_or_nine_wrong_keys_end_the_call(line: Line) -> None:
    for event, times in ((NoInput(NOON), 3), (Input(NOON, key="5"), alarm.HEARINGS)):
        session, replies = alarm.turn(alarm.session(line), Called(NOON), line)
        for _ in range(times):
            assert isinstance(replies[0], Ask)
            session, replies = alarm.turn(session, event, line)
        assert replies == (Hangup(),)


def test_only_the_key_confirms() -> None:
    events = (
        Input(NOON, key="1"),
        Input(NOON, key="2"),
        Input(NOON, words="one"),
        NoInput(NOON),
        Called(NOON),
    )

    assert [alarm.confirms(event) for event in events] == [True, False, False, False, False]


def test_the_call_says_that_a_report_waits_and_nothing_of_it(tmp_path: Path) -> None:
    line = signed(database_url=f"sqlite:///{tmp_path}/line.db")

    assert "report is waiting" in spoken(line.post(WAITING))
    assert "cannot be delivered" in spoken(line.post(WAITING.replace("waiting", "stuck")))
    assert "report is waiting" in spoken(line.post("/voice/alarm?misses=many&subject=nothing"))


def test_nobody_confirms_without_a_signature(tmp_path: Path) -> None:
    line = signed(database_url=f"sqlite:///{tmp_path}/line.db")

    assert line.send(WAITING, list(KEY.items()), "").status_code == 403
    assert line.post(WAITING, KEY, token="x" * 32).status_code == 403


def test_a_key_that_cannot_be_recorded_is_told_as_such() -> None:
    line = signed(database_url="sqlite:////proc/nowhere/line.db")

    assert "these calls go on" in spoken(line.post(WAITING, KEY))


@pytest.fixture
def twilio(running: Running, twilio_for: Callable[[Running], Twilio]) -> Twilio:
    return twilio_for(running)


@pytest.fixture
def house(running: Running, twilio: Twilio, tmp_path: Path) -> Iterator[House]:
    """The workers of the running line, with the stand-in's REST API."""
    with serve(rest_app(twilio)) as server:
        settings = replace(running.settings, api_base=server.url, inbox=tmp_path.as_uri())
        with closing(furnish(settings)) as house:
            house.store.prepare()
            yield house


def ring(house: House, running: Running, twilio: Twilio) -> str:
    told = ring_due(house, running.clock())
    twilio.advance(0)
    return told


def test_one_contact_after_the_other_until_one_confirms(
    house: House, running: Running, twilio: Twilio
) -> None:
    send(house.store, at=running.clock(), danger=True)

    ring(house, running, twilio)
    assert twilio.phone(POLICE).is_ringing
    twilio.phone(POLICE).let_it_ring()
    twilio.settle()
    running.clock.advance(minutes=1)
    ring(house, running, twilio)
    assert twilio.phone(EMERGENCIES).is_ringing
    twilio.phone(EMERGENCIES).answer()
    twilio.phone(EMERGENCIES).press("1")
    twilio.settle()

    assert any("called again" in event.speech.text for event in twilio.transcript if isinstance(event, Heard))
    running.clock.advance(minutes=5)
    assert ring(house, running, twilio) == "quiet"
    running.clock.advance(minutes=15)
    assert ring(house, running, twilio) == "1 waiting"  # nobody has opened it since


def test_a_voicemail_box_confirms_nothing(house: House, running: Running, twilio: Twilio) -> None:
    send(house.store, at=running.clock(), danger=True)
    twilio.phone(POLICE).be_voicemail()

    ring(house, running, twilio)
    twilio.advance(180)

    assert ring(house, running, twilio) == "1 waiting"
    assert twilio.phone(EMERGENCIES).is_ringing


def test_a_silent_or_wrong_answer_confirms_nothing(house: House, running: Running, twilio: Twilio) -> None:
    send(house.store, at=running.clock(), danger=True)
    ring(house, running, twilio)
    twilio.phone(POLICE).answer()
    twilio.phone(POLICE).press("5")
    for _ in range(3):
        twilio.phone(POLICE).stay_silent()
    twilio.settle()

    running.clock.advance(minutes=1)
    assert ring(house, running, twilio) == "1 waiting"


def test_nobody_is_rung_while_nothing_waits(house: House, running: Running, twilio: Twilio) -> None:
    with house.store.turn("a" * 64, sid(1), running.clock()) as turn:
        turn.save(draft(at=running.clock(), danger=True))  # not sent: nobody is told

    assert ring(house, running, twilio) == "quiet"


def test_a_carrier_that_is_down_is_tried_again(house: House, running: Running, twilio: Twilio) -> None:
    send(house.store, at=running.clock(), danger=True)
    twilio.switches.rest_down = True
    assert "refused (20503)" in ring(house, running, twilio)

    twilio.switches.rest_down = False
    running.clock.advance(minutes=1)
    assert ring(house, running, twilio) == "1 waiting"


def test_an_address_of_an_older_version_starts_anew(line: Line) -> None:
    assert alarm.session(line, stuck=True) == CallSession("alarm", language="en", subject="stuck")


def test_the_store_is_not_asked_before_the_key(tmp_path: Path) -> None:
    line = signed(database_url="sqlite:////proc/nowhere/line.db")

    assert line.post(WAITING, SILENCE).status_code == 200
    with (
        pytest.raises(StoreError),
        closing(furnish(replace(line.settings, inbox=tmp_path.as_uri()))) as house,
    ):
        house.store.prepare()
