"""A report that is sent once is one report: for 48 hours no copy of it makes another, and no forgery ever."""

import random
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ivr.store import Store
from ivr.web import create_app
from tests.conftest import TOKEN, Clock, made_up_settings
from tests.hostile import FULL, SEED, Answer, Hostile, put, signature_for, tell
from tests.stored import rows

COPIES = 1_000 if FULL else 100
JUST_WITHIN = timedelta(hours=47, minutes=59)
WORDS = ("REPORT", "Somebody followed me", "SEND")


@dataclass
class Reporting:
    """A line, and somebody who has sent a report to it: each text, and the answer it got."""

    clock: Clock
    folder: Path

    def __post_init__(self) -> None:
        self.settings = made_up_settings(database_url=f"sqlite:///{self.folder / 'line.db'}")
        self._app = create_app(self.settings, now=self.clock)
        self.texts = [_text(words, place) for place, words in enumerate(WORDS)]
        self.answers = [self.put(one, one) for one in self.texts]

    def put(self, one: Hostile, signed: Hostile) -> Answer:
        """Put a text to the line with the signature that was made for that or for another one."""
        return put(self._app, one, signature_for(signed, TOKEN, self.settings.public_url))

    def forget(self) -> None:
        """What the sweeper does every minute."""
        chosen = self.settings
        opened = Store(
            chosen.database_url, draft_expires=chosen.draft_expires, alarm_after=chosen.alarm_after
        )
        with closing(opened) as store:
            store.forget(self.clock())

    def kept(self, table: str) -> list[tuple[object, ...]]:
        return rows(self.settings.database_url)[table]


@pytest.fixture(params=[0, 59], ids=["at the full hour", "just before it"])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Reporting:
    """Times are kept to the hour: it matters in which minute the report was sent."""
    clock = Clock()
    clock.advance(minutes=request.param)
    return Reporting(clock, tmp_path)


def test_for_48_hours_no_copy_and_no_forgery_makes_a_report(
    line: Reporting, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, first, reports = random.Random(SEED), line.clock.now, line.kept("reports")

    for copy in range(COPIES):
        line.clock.now = first + JUST_WITHIN * (copy + 1) / COPIES
        place = chance.randrange(len(WORDS))
        if copy % 20 == 0 or copy > COPIES - len(WORDS):
            line.forget()
        assert line.put(line.texts[place], line.texts[place]) == line.answers[place]
        assert line.put(_changed(line.texts[place], chance), line.texts[place]).status == 403

    tell(capsys, f"{COPIES} copies and {COPIES} forgeries in {line.clock.now - first}")
    assert [line.put(one, one) for one in line.texts] == line.answers
    assert line.clock.now - first == JUST_WITHIN
    assert line.kept("reports") == reports
    assert len(reports) == 1
    assert line.kept("drafts") == []


def test_after_50_hours_a_copy_is_a_new_text_since_ids_of_texts_are_not_kept_for_longer(
    line: Reporting,
) -> None:
    line.clock.advance(hours=50)
    line.forget()
    forgotten = line.kept("messages")

    answers = [line.put(one, one) for one in line.texts]

    assert forgotten == []
    assert [answer.status for answer in answers] == [200] * len(WORDS)
    assert len(line.kept("reports")) == 2


def _text(words: str, place: int) -> Hostile:
    fields = {"Body": words, "From": "+16175550101", "MessageSid": f"SM{place}"}
    return Hostile("POST", "/sms", "", urlencode(fields).encode())


def _changed(one: Hostile, chance: random.Random) -> Hostile:
    """Another letter somewhere in what was signed, or a field more, or another address."""
    place = chance.randrange(len(one.body))
    letter = chance.choice([byte for byte in b"ghijklmn" if byte != one.body[place]])  # no digit of %2B
    changed = one.body[:place] + bytes([letter]) + one.body[place + 1 :]
    return chance.choice(
        [replace(one, body=changed), replace(one, body=one.body + b"&NumMedia=1"), replace(one, query="a=1")]
    )
