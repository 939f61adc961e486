"""Many people report; their numbers and words are then looked for, and may be found at the desk alone.

In every spelling that a program may give them (searched.py), in all that the line leaves anywhere: while
reports wait or are half written, after things went wrong with them at hand, and after delivery.
"""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from redis import Redis

from tests.chaos import accidents
from tests.chaos.arrived import arrived
from tests.chaos.person import delivered, person
from tests.chaos.searched import environments, files, found, number_spellings, spellings
from tests.chaos.standing import Standing, standing, until

# In all that they write; what else a text holds differs from one to the other.
CANARIES = ("zqcanario", "señal ñandú Ærø", "🦜🐤")
WORDS = " ".join(CANARIES)
FIRST_AREA, IN_AREA = 339, 100  # 555-0100 to 555-0199 in each
SEARCHED = ("line.db", "line.db-wal", "web.log", "worker.log", "redis.log", "dump.rdb", ".aof", "process")
REFUSED = [403, 413, 404, 405]


def number(place: int) -> str:
    return f"+1{FIRST_AREA + place // IN_AREA}55501{place % IN_AREA:02d}"


def words(place: int) -> list[str]:
    """What a person writes; the contact is a telephone number, as people spell it."""
    area, rest = FIRST_AREA + place // IN_AREA, f"01{place % IN_AREA:02d}"
    spelt = (f"+1{area}555{rest}", f"{area}-555-{rest}", f"({area}) 555-{rest}", f"{area} 555 {rest}")
    # With a p, since 112 alone is an emergency.
    return [f"{WORDS} p{place}", f"p{place} {WORDS} " * 20, f"call me: {spelt[place % len(spelt)]}"]


def needles(areas: int) -> set[bytes]:
    """Every spelling of the canaries, and of how the numbers of so many areas begin."""
    begin = (f"+1{FIRST_AREA + area}55501" for area in range(areas))
    written = {needle for canary in CANARIES for needle in spellings(canary)}
    return written | {needle for number in begin for needle in number_spellings(number)}


@dataclass
class Canaries:
    """`people` of whom the last `unsent` never SEND; `codes` leads from each code to its writer's place."""

    line: Standing
    people: int
    unsent: int
    codes: dict[str, int] = field(default_factory=dict)
    searched: int = 0  # bytes, of all searches

    @property
    def areas(self) -> int:
        return -(-self.people // IN_AREA)

    @cached_property
    def needles(self) -> set[bytes]:
        return needles(self.areas + 1)  # the last area is of those who meet with accidents

    def report(self) -> None:
        """All of them report while nobody delivers."""
        self._signal(signal.SIGSTOP)
        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(self._write, range(self.people)))
        self.codes = {code: place for place, code in enumerate(codes) if code}

    def _write(self, place: int) -> str:
        one = person(self.line)
        one.number = number(place)
        one.text("REPORT")
        for text in words(place):
            assert one.text(text).name == "report-kept", f"an answer of {place} was not kept"
            one.text("NEXT")
        return "" if place >= self.people - self.unsent else one.sends()

    def accidents(self) -> Iterator[str]:
        """Let everything go wrong once, with a number and words at hand; a sentence for each odd answer."""
        unlucky = (number(self.areas * IN_AREA + place) for place in range(IN_AREA))
        for accident in (accidents.unreadable_draft, accidents.unknown_question, accidents.unreadable_reply):
            yield from _odd(accident(self.line, next(unlucky), WORDS), "apology")
        for accident in (accidents.missing_table, accidents.locked_database):
            yield from _odd(accident(self.line, next(unlucky), WORDS), "not-saved")
        yield from _odd(accidents.a_call(self.line, next(unlucky), WORDS), [200, 200, 200, 200])
        yield from _odd(accidents.strangers(self.line, next(unlucky), WORDS), REFUSED)

    def deliver(self) -> None:
        """Let the workers go on, and wait until they have delivered what can be."""
        self._signal(signal.SIGCONT)
        until(lambda: self.line.counts()["stuck"] == 1, "the one that cannot be packed is given up", 300)

    def at_the_desk(self) -> Iterator[str]:
        """A sentence for each report that the desk's key does not open in full, or does not find at all."""
        opened = delivered(self.line, self.codes)
        for code, place in self.codes.items():
            if opened[code].texts != words(place):
                yield f"{code} is not what its writer wrote"
        desk = "".join(text for one in arrived(self.line.inbox, self.line.desk_key) for text in one.texts)
        known = [spellings(canary) for canary in CANARIES]
        sent = range(0, self.people - self.unsent, IN_AREA)
        known += [number_spellings(number(place)[:-2]) for place in sent]
        if not all(found(spelt, {"desk": desk.encode()}) for spelt in known):
            yield "the search does not find at the desk what is there"

    def found(self) -> list[str]:
        """Where in all that the line leaves a number or a word is."""
        places = self.everywhere()
        self.searched += sum(map(len, places.values()))
        return found(self.needles, places)

    def everywhere(self) -> dict[str, bytes]:
        """The folder of the line with database, logs, inbox and Redis; what all processes started with."""
        with closing(Redis(port=self.line.stack.ports.redis)) as client:
            client.save()
        started = {f"process {place}": content for place, content in enumerate(environments(self.line))}
        places = files(self.line.folder) | started
        for name in SEARCHED:
            there = any(name in place and content for place, content in places.items())
            assert there, f"{name} was not searched"
        return places

    def _signal(self, number: int) -> None:
        for name in ("worker", "sweeper"):
            os.kill(self.line.stack.pid(name), number)


@contextmanager
def telling(folder: Path) -> Iterator[Standing]:
    """A line whose Redis writes all it holds to the disk, and whose temporary files are in its folder."""
    (folder / "tmp").mkdir(parents=True)
    with standing(folder, TMPDIR=str(folder / "tmp")) as line:
        with closing(Redis(port=line.stack.ports.redis)) as client:
            plainly = {"aof-use-rdb-preamble": "no", "rdbcompression": "no", "appendfsync": "always"}
            for name, value in {**plainly, "appendonly": "yes"}.items():
                client.config_set(name, value)
        yield line


def _odd(answered: object, wanted: object) -> Iterator[str]:
    if answered != wanted:
        yield f"something that went wrong was answered {answered}, not {wanted}"
