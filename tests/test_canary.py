"""Two hundred people report; their numbers and words are then looked for, and found at the desk alone.

In every spelling that a program may give them (tests/chaos/searched.py): while reports are half written,
while they wait and after they are delivered, and after things have gone wrong with them at hand.
"""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from redis import Redis

from tests.chaos import accidents
from tests.chaos.arrived import arrived
from tests.chaos.person import delivered, person
from tests.chaos.searched import environments, files, found, number_spellings, spellings
from tests.chaos.standing import Standing, standing, until

PEOPLE, UNSENT = 200, 20
# In all that they write; what else a text holds differs from one to the other.
CANARIES = ("zqcanario", "señal ñandú Ærø", "🦜🐤")
AREAS = (339, 340, 351)  # the last one: of those who meet with accidents
WORDS = " ".join(CANARIES)
SEARCHED = ("line.db", "line.db-wal", "web.log", "worker.log", "redis.log", "dump.rdb", ".aof", "process")
NEEDLES = {needle for words in CANARIES for needle in spellings(words)} | {
    needle for area in AREAS for needle in number_spellings(f"+1{area}55501")
}


def number(place: int) -> str:
    return f"+1{AREAS[place // 100]}55501{place % 100:02d}"


def words(place: int) -> list[str]:
    """What a person writes; the contact is a telephone number, as people spell it."""
    area, rest = AREAS[place // 100], f"01{place % 100:02d}"
    spelt = (f"+1{area}555{rest}", f"{area}-555-{rest}", f"({area}) 555-{rest}", f"{area} 555 {rest}")
    # With a p, since 112 alone is an emergency.
    return [f"{WORDS} p{place}", f"p{place} {WORDS} " * 20, f"call me: {spelt[place % len(spelt)]}"]


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A line whose Redis writes all it holds to the disk, and whose temporary files are in its folder."""
    folder = tmp_path_factory.mktemp("line")
    (folder / "tmp").mkdir()
    with standing(folder, TMPDIR=str(folder / "tmp")) as line:
        with closing(Redis(port=line.stack.ports.redis)) as client:
            plainly = {"aof-use-rdb-preamble": "no", "rdbcompression": "no", "appendfsync": "always"}
            for name, value in {**plainly, "appendonly": "yes"}.items():
                client.config_set(name, value)
        yield line


@pytest.fixture(scope="module")
def reported(line: Standing) -> dict[str, int]:
    """All of them report while nobody delivers: the place of each by their code. A few do not SEND."""
    _signal(line, signal.SIGSTOP)
    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(lambda place: report(line, place), range(PEOPLE)))
    return {code: place for place, code in enumerate(codes) if code}


def report(line: Standing, place: int) -> str:
    one = person(line)
    one.number = number(place)
    one.text("REPORT")
    for text in words(place):
        assert one.text(text).name == "report-kept"
        one.text("NEXT")
    return "" if place >= PEOPLE - UNSENT else one.sends()


def test_nowhere_while_they_are_half_written_or_wait(line: Standing, reported: dict[str, int]) -> None:
    assert len(reported) == PEOPLE - UNSENT
    places = everywhere(line)

    assert found(NEEDLES, places) == []
    assert found([b"workers.deliver.deliver"], places)  # their jobs were in what was searched


def test_nowhere_after_everything_went_wrong(line: Standing, reported: dict[str, int]) -> None:
    unlucky = iter(f"+1{AREAS[-1]}55501{place:02d}" for place in range(100))
    for accident in (accidents.unreadable_draft, accidents.unknown_question, accidents.unreadable_reply):
        assert accident(line, next(unlucky), WORDS) == "apology"
    for accident in (accidents.missing_table, accidents.locked_database):
        assert accident(line, next(unlucky), WORDS) == "not-saved"
    assert accidents.a_call(line, next(unlucky), WORDS) == [200, 200, 200, 200]
    assert accidents.strangers(line, next(unlucky), WORDS) == [403, 413, 404, 405]

    assert found(NEEDLES, everywhere(line)) == []


def test_nowhere_after_delivery_and_at_the_desk_in_full(line: Standing, reported: dict[str, int]) -> None:
    _signal(line, signal.SIGCONT)
    opened = delivered(line, reported)
    until(lambda: line.counts()["stuck"] == 1, "the one that cannot be packed is given up")

    for code, place in reported.items():
        assert opened[code].texts == words(place)
    assert found(NEEDLES, everywhere(line)) == []
    desk = "".join(text for one in arrived(line.inbox, line.desk_key) for text in one.texts).encode()
    assert all(found(spellings(canary), {"desk": desk}) for canary in CANARIES)
    assert all(found(number_spellings(f"+1{area}55501"), {"desk": desk}) for area in AREAS[:2])


def everywhere(line: Standing) -> dict[str, bytes]:
    """The folder of the line with database, logs, inbox and Redis; what all processes were started with."""
    with closing(Redis(port=line.stack.ports.redis)) as client:
        client.save()
    started = {f"process {place}": content for place, content in enumerate(environments(line))}
    places = files(line.folder) | started
    for name in SEARCHED:
        assert any(name in place and content for place, content in places.items()), f"{name} was not searched"
    return places


def _signal(line: Standing, number: int) -> None:
    for name in ("worker", "sweeper"):
        os.kill(line.stack.pid(name), number)
