"""Somebody who texts once and reads what comes back, for tests that look at one text at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random

from tests.chaos.arrived import Opened, arrived
from tests.chaos.carrier import Carrier, Text
from tests.chaos.reporter import number
from tests.chaos.standing import Standing, until
from tests.chaos.wording import Said, read

NAMES = count()


@dataclass
class Person:
    """A phone; nothing of what it sends is doubled or sent again unless a test does so."""

    number: str
    carrier: Carrier

    def text(self, body: str) -> Said:
        """Text once. An answer must come, and with status 200."""
        text = self.carrier.text(self.number, body)
        assert text.answers, f"nobody answered {body!r}: {text.refusals}"
        return read(text.answers[0])

    def reports(self, *answers: str) -> str:
        """Write a whole report, each answer kept, and return the code that came with "Saved"."""
        assert self.text("REPORT").name == "report-intro"
        for answer in answers:
            assert self.text(answer).name.startswith("report-kept")
        return self.sends()

    def sends(self) -> str:
        said = self.text("SEND")
        assert said.name == "report-sent"
        return said.code

    def carried_again(self, text: Text) -> list[str]:
        """Twilio asks once more with the same text; every answer that it has had."""
        self.carrier.ask(text)
        return text.answers


def person(line: Standing, place: int = 0) -> Person:
    """The place-th of the test numbers, at a line that runs."""
    name = f"{next(NAMES):04d}"
    return Person(number(place), Carrier(line.sms_url, line.token, Random(name), name, doubled=0))


def people(line: Standing, count: int) -> list[Person]:
    return [person(line, place) for place in range(count)]


def delivered(line: Standing, codes: Iterable[str]) -> dict[str, Opened]:
    """Wait until reports with all these codes are in the inbox; what is there then, by code."""
    wanted = set(codes)
    until(lambda: wanted <= _codes(line.inbox), f"{len(wanted)} reports are delivered")
    found = arrived(line.inbox, line.desk_key)
    assert len({one.code for one in found}) == len(found)
    return {one.code: one for one in found}


def _codes(inbox: Path) -> set[str]:
    return {f"{file.stem[:3]}-{file.stem[3:6]}".upper() for file in inbox.glob("*.zip")}
