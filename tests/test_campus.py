"""Another institution's line is a directory, not a change of code: Lakeside College, which does not exist."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ivr import line as lines
from ivr.phone import desks_of
from ivr.settings import load
from ivr.simulator import Twilio
from ivr.simulator.conversation import parse, play
from ivr.simulator.events import Heard, Rings, Texted
from ivr.stack import Ports, made_up
from tests.conftest import Running

CAMPUS = Path(__file__).parent / "campus"
DESKS = {"safety": "+16175550142", "counseling": "+16175550143"}
NUMBER = re.compile(r"\d{3}[- ]\d{3}[- ]\d{4}")


@pytest.fixture(scope="module")
def lakeside(serve: Callable[..., Running]) -> Running:
    return serve(line_config=CAMPUS / "line.toml", line_prompts=CAMPUS / "prompts")


@pytest.fixture
def twilio(lakeside: Running, twilio_for: Callable[[Running], Twilio]) -> Twilio:
    return twilio_for(lakeside)


def perform(twilio: Twilio, *acts: str) -> str:
    return play(parse("".join(f"> {act}\n" for act in acts)), twilio, DESKS)


def test_a_caller_reaches_the_desks_of_that_campus(twilio: Twilio) -> None:
    told = perform(
        twilio, "(calls)", "1", "(counseling: answers)", "(counseling: 1)", "(counseling: hangs up)", "0"
    )

    assert "Connecting you to the counseling center." in told
    assert "= rings +16175550143 as +16175550100" in told
    assert "= bridged" in told
    assert "= rings +16175550142 as +16175550100" in told


def test_its_own_limits_hold(twilio: Twilio) -> None:
    told = perform(twilio, "(calls)", "(silence)", "(silence)", "(silence)")

    assert told.count("I did not hear anything") == 1
    assert told.endswith("= rings +16175550142 as +16175550100\n")


def test_a_desk_is_not_rung_outside_its_hours(twilio: Twilio, lakeside: Running) -> None:
    lakeside.clock.advance(hours=12)  # Monday 23:00 in Chicago

    told = perform(twilio, "(calls)", "1")

    lakeside.clock.advance(hours=-12)
    assert "= rings" not in told
    assert "the counseling center does not take calls at this hour." in told
    assert "617 555 0143" in told


@pytest.mark.parametrize("named", [CAMPUS, CAMPUS / "line.toml"])
def test_a_campus_is_named_by_its_file_or_its_folder(tmp_path: Path, named: Path) -> None:
    environment = {**made_up(tmp_path, Ports.free()), "LINE_CONFIG": str(named)}

    assert desks_of(environment) == DESKS
    assert load(environment).line_config == CAMPUS / "line.toml"


def test_its_texts_and_reports_work(twilio: Twilio) -> None:
    told = perform(twilio, "(texts)", "saftey", "TOWN", "REPORT", "A window is broken.", "SEND")

    assert "Campus Safety, day and night: 617-555-0142" in told
    assert "Lakeside Town Police: 617-555-0144" in told
    assert "Saved, and on its way to Campus Safety." in told


def test_nothing_of_the_first_campus_is_said_there(twilio: Twilio) -> None:
    known = lines.load(CAMPUS / "line.toml")

    keys = [act for key in "12345" for act in (key, "#")]
    perform(twilio, "(calls)", *keys[2:], "2", "1", "#", "2", "2", "(hangs up)")
    perform(twilio, "(texts)", *(topic.upper() for topic in known.topics), "hello", "()")

    said = [event.text for event in twilio.transcript if isinstance(event, Heard)]
    sent = [event.body for event in twilio.transcript if isinstance(event, Texted) and event.origin == "line"]
    assert len(said) > 40
    assert len(sent) > 8
    for words in (*said, *sent):
        assert not re.search(r"\bMIT\b|V ?P ?R|Boston|Cambridge", words)
        assert {found.replace(" ", "-") for found in NUMBER.findall(words)} <= {
            contact.spoken for contact in known.contacts.values()
        }
    assert all(event.to in DESKS.values() for event in twilio.transcript if isinstance(event, Rings))
