"""A desk that has hours is rung within them; outside, its number is read and the caller has a choice."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from ivr.core.line import Hours
from ivr.line import WEEKDAYS, LineError, load
from ivr.simulator import Twilio
from ivr.simulator.events import Rings
from tests.conftest import Running

HOURS = """
[contacts.mit-police.hours]
timezone = "America/New_York"
monday = "08:00-17:00"
sunday = "00:00-23:59"
"""


def in_boston(day: str, hour: str) -> datetime:
    """The instant (UTC) of a time in Boston."""
    return (
        datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
    )


@pytest.fixture
def closed_at_night(campus: Path) -> Path:
    file = campus / "line.toml"
    file.write_text(file.read_text(encoding="utf-8") + HOURS, encoding="utf-8")
    return campus


@pytest.mark.parametrize(
    ("day", "hour", "is_open"),
    [
        ("2026-11-23", "07:59", False),  # a Monday
        ("2026-11-23", "08:00", True),
        ("2026-11-23", "16:59", True),
        ("2026-11-23", "17:00", False),
        ("2026-11-24", "12:00", False),  # no Tuesday is named
        ("2026-11-22", "12:00", True),  # Sunday
        ("2026-11-22", "23:59", False),
        ("2026-07-06", "07:59", False),  # in summer the same hours are other hours in UTC
        ("2026-07-06", "08:00", True),
        ("2026-07-06", "17:00", False),
        # the Sunday on which clocks go forward, and the one on which they go back
        ("2026-03-08", "03:30", True),
        ("2026-11-01", "01:30", True),
    ],
)
def test_hours_are_those_of_the_desk_s_own_place(
    closed_at_night: Path, day: str, hour: str, is_open: bool
) -> None:
    desk = load(closed_at_night / "line.toml").contacts["mit-police"]

    assert desk.takes_calls(in_boston(day, hour)) is is_open


def test_a_desk_without_hours_takes_calls_day_and_night(closed_at_night: Path) -> None:
    desk = load(closed_at_night / "line.toml").contacts["vpr"]

    assert desk.hours is None
    assert all(desk.takes_calls(in_boston("2026-11-22", f"{hour:02}:30")) for hour in range(24))


def test_a_contact_that_is_no_desk_never_takes_calls(closed_at_night: Path) -> None:
    contact = load(closed_at_night / "line.toml").contacts["boston-police"]

    assert not contact.takes_calls(in_boston("2026-11-23", "12:00"))


def test_every_day_of_the_week_can_have_hours() -> None:
    zone = ZoneInfo("America/New_York")
    morning = (datetime(2026, 1, 1, 8).time(), datetime(2026, 1, 1, 12).time())

    for place, _ in enumerate(WEEKDAYS):
        hours = Hours(zone, tuple(morning if day == place else None for day in range(7)))
        days = [hours.open_at(in_boston(f"2026-11-{23 + day}", "09:00")) for day in range(7)]
        assert days == [day == place for day in range(7)]


@pytest.fixture
def evening(
    serve: Callable[..., Running], twilio_for: Callable[[Running], Twilio], closed_at_night: Path
) -> tuple[Running, Twilio]:
    running = serve(line_config=closed_at_night / "line.toml", line_prompts=closed_at_night / "prompts")
    running.clock.now = in_boston("2026-11-23", "18:00")
    return running, twilio_for(running)


def rung(twilio: Twilio) -> list[str]:
    return [event.to for event in twilio.transcript if isinstance(event, Rings)]


def test_a_closed_desk_is_read_out_instead_of_rung(evening: tuple[Running, Twilio]) -> None:
    _, twilio = evening
    call = twilio.call().listen()

    call.press("1")
    call.listen()

    assert rung(twilio) == []
    assert not call.ended
    assert "MIT Police does not take calls at this hour." in call.words
    assert call.words.count("617 253 2996 617 253 2996") == 1
    assert "What would you like to do next?" in call.words


def test_the_same_desk_is_rung_when_its_hours_begin(evening: tuple[Running, Twilio]) -> None:
    running, twilio = evening
    call = twilio.call().listen()
    running.clock.advance(hours=14, days=6)

    call.press("1")
    call.listen()

    assert rung(twilio) == ["+16172532996"]


def test_the_others_are_rung_meanwhile(evening: tuple[Running, Twilio]) -> None:
    _, twilio = evening
    call = twilio.call().listen()

    call.press("0")
    call.listen()

    assert rung(twilio) == ["+16172531212"]


@pytest.mark.parametrize(("desk", "key"), [("vpr", "silent"), ("mit-police-emergency", "emergency")])
def test_who_is_rung_for_emergencies_and_silent_callers_has_no_hours(
    campus: Path, desk: str, key: str
) -> None:
    file = campus / "line.toml"
    file.write_text(file.read_text("utf-8") + HOURS.replace("mit-police", desk), "utf-8")

    with pytest.raises(LineError) as refused:
        load(file)

    assert refused.value.errors[0].endswith(
        f"line.{key}: {desk!r} has hours; whoever is rung here has to be there day and night"
    )


NIGHT = """
[contacts.mit-police.hours]
timezone = "America/New_York"
friday = "18:00-02:00"
sunday = "00:00-24:00"
"""


@pytest.mark.parametrize(
    ("day", "hour", "is_open"),
    [
        ("2026-11-27", "17:59", False),  # a Friday
        ("2026-11-27", "18:00", True),
        ("2026-11-27", "23:59", True),
        ("2026-11-28", "01:59", True),
        ("2026-11-28", "02:00", False),
        ("2026-11-28", "18:00", False),
        ("2026-11-29", "00:00", True),
        ("2026-11-29", "23:59", True),
        ("2026-11-30", "00:00", False),
        ("2026-11-27", "01:00", False),
    ],
)
def test_hours_may_go_over_midnight_or_last_all_day(campus: Path, day: str, hour: str, is_open: bool) -> None:
    file = campus / "line.toml"
    file.write_text(file.read_text("utf-8") + NIGHT, "utf-8")

    assert load(file).contacts["mit-police"].takes_calls(in_boston(day, hour)) is is_open


def test_a_text_still_names_the_closed_desk(evening: tuple[Running, Twilio]) -> None:
    _, twilio = evening

    [sent] = twilio.text("+16175550101", "POLICE")

    assert "617-253-2996" in sent.body
