"""Ten thousand things that people could do on a call, at random, through the whole line, signed as always.

Whatever they do: nothing breaks, nobody is stuck, no voicemail box is joined, and the police are rung only
for a caller who asked. The seed is fixed, so a walk that fails fails again.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar
from xml.etree import ElementTree

import pytest

from ivr.core import asking
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.simulator import Call, Phone, Transport, Twilio
from ivr.simulator.events import (
    Answered,
    Bridged,
    Broke,
    Dialled,
    Event,
    Heard,
    HungUp,
    Pressed,
    Rings,
    Silent,
    Spoke,
    Webhook,
)
from ivr.simulator.speech import measure
from ivr.twiml import Renderer
from tests.conftest import ACCOUNT, NUMBER, TOKEN, Running
from tests.documents import watched
from tests.signed import in_process

ACTS = 10_000
SEED = 20261123
CALLERS = ("+16175550101", "anonymous", "+266696687", "Restricted", "+17378742833")
KEYS = "0123456789*#"
WORDS = (
    "police", "policía", "an advocate please", "my rights", "he has a gun", "emergency", "boston", "number",
    "again", "español", "english", "menu", "what happens", "mumble mumble", "five", "charges", "orden",
)  # fmt: skip
DESKS = ("answers", "answers", "passes", "hears again", "silent", "hangs up", "busy", "declines",
         "unreachable", "rings on", "voicemail", "caller leaves", "star")  # fmt: skip


Calls = list[tuple[Event, ...]]
Kind = TypeVar("Kind")


class Walk:
    """One person after the other calls and does things by chance, until so many have been done."""

    def __init__(self, twilio_for: Callable[[], Twilio], seed: int) -> None:
        self._twilio_for, self._random = twilio_for, random.Random(seed)
        self.acts = 0

    def go(self, acts: int) -> Iterator[Twilio]:
        """The stand-in of each call, once it is over."""
        while self.acts < acts:
            twilio = self._twilio_for()
            call = twilio.call(self._random.choice(CALLERS)).listen()
            last = self.acts + self._random.randrange(1, 60)
            while not call.ended and self.acts < last:
                self._act(twilio, call)
            self._fall_silent(twilio, call)
            yield twilio

    def _act(self, twilio: Twilio, call: Call) -> None:
        self.acts += 1
        phone = at_work(twilio)
        if phone:
            self._at_the_desk(self._random.choice(DESKS), phone, call)
        elif self._random.random() < 0.01:
            call.hang_up()
        else:
            self._on_the_call(call)
        call.listen()

    def _on_the_call(self, call: Call) -> None:
        match self._random.choices(("key", "silence", "words"), (60, 25, 15))[0]:
            case "key":
                call.press(self._random.choice(KEYS))
            case "silence":
                call.stay_silent()
            case _:
                call.say(self._random.choice(WORDS))

    def _at_the_desk(self, what: str, phone: Phone, call: Call) -> None:
        if not phone.is_ringing:
            self._on_the_phone(phone, call)
            return
        match what:
            case "answers" | "passes" | "hears again":
                phone.answer({"answers": "1", "passes": "2", "hears again": "3"}[what])
            case "silent" | "hangs up":
                phone.answer()
                call.listen()
                phone.stay_silent() if what == "silent" else phone.hang_up()
            case "busy":
                phone.be_busy()
            case "declines":
                phone.decline()
            case "unreachable":
                phone.be_unreachable()
            case "voicemail":
                phone.be_voicemail()
            case "caller leaves":
                call.hang_up()
            case "star":
                call.press("*")
            case _:
                phone.let_it_ring()
                call.stay_silent()

    def _on_the_phone(self, phone: Phone, call: Call) -> None:
        """Somebody is on the phone: in the whisper, or talking with the caller."""
        match self._random.choice(("desk", "caller", "key", "silence")):
            case "desk":
                phone.hang_up()
            case "caller":
                call.press("*")
            case "key":
                phone.press(self._random.choice(KEYS))
            case _:
                phone.stay_silent()

    def _fall_silent(self, twilio: Twilio, call: Call) -> None:
        """From here on nobody presses, speaks or answers; the line has to bring it to an end by itself."""
        for _ in range(40):
            if call.ended:
                return
            self.acts += 1
            phone = at_work(twilio)
            if phone and phone.is_ringing:
                phone.let_it_ring()
            elif phone:
                phone.hang_up()
            call.stay_silent()
            call.listen()
        raise AssertionError(f"no end in 40 silences after:\n{call.words}")


def at_work(twilio: Twilio) -> Phone | None:
    """The phone of the desk that rings or is on the call."""
    return next((phone for phone in twilio.phones.values() if phone.leg), None)


def twilio_of(running: Running, transport: Transport) -> Callable[[], Twilio]:
    """Makes fresh stand-ins that ask this line in this way."""

    def fresh() -> Twilio:
        running.clock.twilio = made = Twilio(
            account_sid=ACCOUNT,
            auth_token=TOKEN,
            number=NUMBER,
            voice_url=f"{running.url}/voice",
            sms_url=f"{running.url}/sms",
            status_callback=f"{running.url}/status",
            transport=transport,
        )
        return made

    return fresh


@pytest.fixture(scope="module")
def calls(running: Running) -> Calls:
    """What happened in each call of the walk. In this process: a network would only make it slower."""
    walk = Walk(twilio_of(running, watched(in_process(running.app))), SEED)
    walked = [tuple(twilio.transcript) for twilio in walk.go(ACTS)]
    assert walk.acts >= ACTS
    return walked


def test_over_a_real_connection_the_same_walk_goes_the_same_way(
    running: Running, transport: Transport, calls: Calls
) -> None:
    walk = Walk(twilio_of(running, transport), SEED)

    walked = [spoken(twilio.transcript) for twilio in walk.go(400)]

    assert len(walked) > 5
    assert walked[:-1] == [spoken(call) for call in calls[: len(walked) - 1]]


def spoken(call: Sequence[Event]) -> list[tuple[str, str]]:
    return [(event.who, event.text) for event in call if isinstance(event, Heard)]


def of(calls: Calls, kind: type[Kind]) -> list[Kind]:
    return [event for call in calls for event in call if isinstance(event, kind)]


def before(call: tuple[Event, ...], event: Event) -> list[Event]:
    """What happened in the call up to there, the last first."""
    return list(reversed(call[: call.index(event)]))


def test_the_walk_has_been_everywhere(calls: Calls) -> None:
    """A walk that meets nothing proves nothing."""
    words = {heard.text for heard in of(calls, Heard) if heard.who == "caller"}

    assert len(calls) > 200
    assert {dial.status for dial in of(calls, Dialled)} >= {"completed", "busy", "no-answer", "failed"}
    assert {ring.to for ring in of(calls, Rings)} == {"+16172531212", "+16172532996", "+16172532300"}
    assert {heard.language for heard in of(calls, Heard)} >= {"en-US", "es-US"}
    assert len(of(calls, Bridged)) > 100
    assert any(answered.machine for answered in of(calls, Answered))
    assert any(text.startswith("As a member of the MIT community") for text in words)
    assert any("Goodbye" in text for text in words)
    assert any("hang up and dial 911" in text for text in words)


def test_nothing_breaks_and_every_request_is_answered(calls: Calls) -> None:
    statuses = {event.reply.status if event.reply else None for event in of(calls, Webhook)}

    assert of(calls, Broke) == []
    assert statuses == {200, 204}


def test_every_call_begins_with_911_within_three_seconds(calls: Calls) -> None:
    for call in calls:
        first = next(event for event in call if isinstance(event, Heard))

        assert first.second_of("911") <= 3.0


def test_911_is_within_three_seconds_in_every_language(line: Line, prompts: Prompts) -> None:
    renderer = Renderer(line, prompts, url="https://line.example.edu", number=NUMBER, audio=lambda *_: None)
    for code in line.languages:
        session, replies = asking.greet(
            replace(line, languages={code: line.languages[code], **line.languages})
        )

        document = ElementTree.fromstring(renderer.call(replies, session))  # noqa: S314 (our own)

        first = next(document.iter("Say"))
        assert first.get("language") == line.languages[code].locale
        assert measure(first).offset_of("911") <= 3.0


def test_every_call_comes_to_an_end_by_a_person_or_with_the_numbers(calls: Calls) -> None:
    for call in calls:
        end = next(event for event in reversed(call) if isinstance(event, HungUp) and event.who == "caller")
        last = " ".join(event.text for event in call[-40:] if isinstance(event, Heard))

        assert end.by in ("person", "line")
        assert end.by == "person" or "617 253 2300" in last


def test_a_desk_sees_the_number_of_the_line_and_never_the_callers(calls: Calls) -> None:
    assert {ring.caller_id for ring in of(calls, Rings)} == {NUMBER}


def test_the_police_are_rung_only_right_after_a_caller_asked(calls: Calls, line: Line) -> None:
    silent = line.contacts[line.silent].number
    rings = [(call, ring) for call in calls for ring in call if isinstance(ring, Rings) and ring.to != silent]

    assert rings
    for call, ring in rings:
        acts = (
            event for event in before(call, ring) if isinstance(event, Pressed | Spoke | Silent | Dialled)
        )
        last = next(event for event in acts if event.call == call_of(call))

        assert isinstance(last, Pressed | Spoke)


def call_of(call: tuple[Event, ...]) -> str:
    """The CallSid of the caller's leg."""
    return next(event.call for event in call if isinstance(event, Heard) and event.who == "caller")


def test_a_desk_is_joined_only_after_it_pressed_1(calls: Calls) -> None:
    joins = [(call, join) for call in calls for join in call if isinstance(join, Bridged)]

    assert joins
    for call, join in joins:
        last = next(
            event for event in before(call, join) if isinstance(event, Pressed) and event.who == join.who
        )

        assert last.keys[-1] == "1"


def test_a_voicemail_box_is_never_joined(calls: Calls) -> None:
    for call in calls:
        machine = False
        for event in call:
            if isinstance(event, Rings):
                machine = False
            elif isinstance(event, Answered):
                machine = event.machine
            elif isinstance(event, Bridged):
                assert not machine


def test_nobody_waits_longer_for_a_desk_than_a_ring_and_its_whisper_take(calls: Calls) -> None:
    waits = []
    for call in calls:
        rung = None
        for event in call:
            if isinstance(event, Rings):
                rung = event.at
            elif isinstance(event, Bridged | Dialled | Answered) and rung is not None:
                waits.append(event.at - rung)
                rung = None

    assert waits
    assert max(waits) < 25.1


def test_a_caller_who_is_back_from_a_desk_hears_what_happened_and_a_choice(calls: Calls) -> None:
    for call in calls:
        mine = [
            event
            for event in call
            if isinstance(event, Heard | Dialled | HungUp) and event.call == call_of(call)
        ]
        for dialled, following in pairwise(mine):
            if isinstance(dialled, Dialled) and not isinstance(following, HungUp):
                assert isinstance(following, Heard)
