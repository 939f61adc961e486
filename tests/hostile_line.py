"""A line to be attacked: with a recording, a page of metrics, a clock, and a count of what was reached."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from flask import Flask

from ivr import line as lines
from ivr.core.events import Outcome
from ivr.core.session import STATES
from ivr.settings import Settings
from ivr.tally import (
    ERRORS,
    KINDS,
    MEANINGS,
    REFUSED,
    TEXT_TURNS,
    TRANSFERS,
    TURNS,
    WHISPERED,
    WHISPERS,
    Family,
    Tally,
)
from ivr.web import create_app
from tests.conftest import TOKEN, Clock, made_up_settings
from tests.hostile import Answer, Hostile, put, signature_for
from tests.hostile_events import Doors
from tests.recorded import VOICE
from tests.stored import rows

METRICS_TOKEN = "m" * 32
EVENTS = ("called", "key", "words", "silence", "ring")  # of ivr/tally.py; on a desk's leg "called" is "desk"
TOOK, HEARD = ("keyword", "withheld", "stored"), ("understood", "unknown")
PLACES = ("/voice", "/voice/alarm", "/sms", "/status", "/metrics", "/livez", "/readyz")
ANSWERED = ("/voice 200", "/voice/alarm 200", "/sms 200", "/status 204", "/metrics 200", "/audio 200")


@dataclass
class Attacked:
    app: Flask
    settings: Settings
    clock: Clock
    tally: Tally
    answers: Counter[str] = field(default_factory=Counter)

    def put(self, one: Hostile, signature: str | None) -> Answer:
        """Put it to the line, some minutes after the one before it: no limit of a day is all there is."""
        self.clock.advance(minutes=7)
        answer = put(self.app, one, signature)
        self.answers[f"{_place(one.path)} {answer.status}"] += 1
        self.answers.update(one.spoilt)
        self.answers[f"{len(one.spoilt)} spoilt"] += 1
        return answer

    def put_signed(self, one: Hostile) -> Answer:
        return self.put(one, self.signature(one))

    def signature(self, one: Hostile) -> str:
        return signature_for(one, TOKEN, self.settings.public_url)

    @property
    def doors(self) -> Doors:
        """Asked of the line itself: where it sends Twilio for the recording."""
        menu = self.put_signed(Hostile("POST", "/voice/menu", "language=en&subject=main", b"")).body
        [play] = ElementTree.fromstring(menu).iter("Play")  # noqa: S314 (our own)
        address = urlsplit(play.text or "")
        return Doors(METRICS_TOKEN, address.path, address.query.removeprefix("token="))

    def counted(self, family: Family, **labels: str) -> int:
        """The sum of the series of a family that have these labels."""
        counts = [
            value
            for (name, *values), value in self.tally.totals().items()
            if name == family.name and labels.items() <= dict(zip(family.labels, values, strict=True)).items()
        ]
        return round(sum(counts))

    def stored(self) -> bool:
        """Whether anything ever asked for the store."""
        return Path(self.settings.database_url.removeprefix("sqlite:///")).exists()


def attacked(folder: Path, prompts: Path) -> Attacked:
    """`prompts`: a copy of the line's, to which a recording may be added."""
    recording = prompts / "audio" / "en" / "menu-main.mp3"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(VOICE)
    settings = made_up_settings(
        database_url=f"sqlite:///{folder / 'line.db'}", line_prompts=prompts, metrics_token=METRICS_TOKEN
    )
    clock, tally = Clock(), Tally(lines.load(settings.line_config))
    return Attacked(create_app(settings, now=clock, tally=tally), settings, clock, tally)


def reached(line: Attacked) -> Iterator[tuple[str, int]]:
    """What lies behind the door, and how often somebody was there."""
    yield from ((state, line.counted(TURNS, state=state)) for state in STATES)
    yield from ((event, line.counted(TURNS, event=event)) for event in (*EVENTS, "desk"))
    yield from ((f"text {took}", line.counted(TEXT_TURNS, took=took)) for took in TOOK)
    yield from ((answer, line.answers[answer]) for answer in ANSWERED)
    kept = rows(line.settings.database_url)
    yield "reports begun", sum(begun for name, begun, _ in kept["counters"] if name.startswith("hour:"))
    yield from ((table, len(kept[table])) for table in ("answers", "messages", "reports"))


def reached_in_full(line: Attacked) -> Iterator[tuple[str, int]]:
    """The same in detail: it takes thousands to come to each of these more than by chance."""
    for state, event in product(STATES, EVENTS):
        name = "desk" if (state, event) == ("whisper", "called") else event
        yield f"{state} {name}", line.counted(TURNS, state=state, event=name)
    yield from ((f"desk {result}", line.counted(WHISPERED, result=result)) for result in WHISPERS)
    yield from ((f"ring {outcome}", line.counted(TRANSFERS, outcome=outcome)) for outcome in Outcome)
    yield from ((f"words {result}", line.counted(MEANINGS, result=result)) for result in HEARD)


def refused(line: Attacked) -> Iterator[tuple[str, int]]:
    """The doors at which somebody unsigned was turned away, and how often."""
    yield from ((kind, line.counted(REFUSED, kind=kind)) for kind in KINDS)
    yield from ((answer, line.answers[answer]) for answer in ("/status 403", "/metrics 401", "/audio 403"))


def errors(line: Attacked) -> int:
    return line.counted(ERRORS)


def _place(path: str) -> str:
    if path.startswith("/audio/"):
        return "/audio"
    return path if path in PLACES else "/voice/<state>" if path.startswith("/voice/") else "elsewhere"
