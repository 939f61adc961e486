"""A clock that jumps again and again, by seconds or by years, while people write reports.

The line is in this process, and its clock is all that is wrong with it. One seed is one walk: people text,
the sweeper forgets and delivers, the inbox is away now and then, and the clock jumps in between.
"""

from collections.abc import Iterator, Set
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from ivr.seal import make_identity
from ivr.store.outbox import SLACK
from ivr.web import create_app
from tests.chaos.arrived import arrived
from tests.chaos.reporter import number
from tests.chaos.standing import limits_raised
from tests.chaos.wording import ASKED, KEPT, Said, read
from tests.conftest import Clock, made_up_settings
from tests.signed import Signed, texts
from workers.deliver import deliver_one
from workers.house import House, furnish
from workers.sweep import forget

PEOPLE, STEPS = 4, 120
STEP = ("report", "answer", "answer", "next", "send", "jump", "forget", "deliver", "away")
HOURS = (0.001, 0.3, 1, 23, 25, 47, 50, 1_000, 96_000)  # of a jump: up to eleven years
EARLIEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
MOST_AWAY = 5  # deliveries that fail in one walk: after eight a report is stuck, and waits for a person
MINUTES = 60  # within which all is delivered, once the clock goes as it should
Names = Set[str]
NO_REPORT = frozenset({"report-none", "card"})


@dataclass
class Writer:
    """Somebody with a phone. `kept`: what was called kept in the report that is open; None without one."""

    number: str
    kept: list[str] | None = None
    touched: datetime = LATEST
    may_expire: bool = False  # the line has had a reason to forget the report


@dataclass
class Walk:
    """`promised`: the texts of each report that was called saved, by its code; `wrong`: promises broken."""

    folder: Path
    seed: int
    jumped: int = 0
    promised: dict[str, list[str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._dice, self._clock, self._texts, self._failed = Random(self.seed), Clock(), 0, 0
        self._inbox = self.folder / "inbox"
        self._inbox.mkdir(parents=True)
        (self._key, desk), (_, recovery) = make_identity(), make_identity()
        self._settings = made_up_settings(
            database_url=f"sqlite:///{self.folder / 'line.db'}",
            inbox=self._inbox.as_uri(),
            recipients=(desk, recovery),
            line_config=limits_raised(self.folder),
        )
        self._phone = Signed(create_app(self._settings, now=self._clock), self._settings)
        self._writers = [Writer(number(place)) for place in range(PEOPLE)]

    def go(self) -> list[str]:
        """Walk to the end; a sentence for each promise that was broken."""
        away = replace(self._settings, inbox="file:///nowhere")
        with closing(furnish(self._settings)) as self._house, closing(furnish(away)) as self._stray:
            for _ in range(STEPS):
                self._step(self._dice.choice(self._writers), self._dice.choice(STEP))
            for one in self._writers:
                self._send(one)
            self._deliver_all()
        return [f"walk {self.seed}: {sentence}" for sentence in (*self.wrong, *self._differs())]

    def _step(self, one: Writer, step: str) -> None:
        match step:
            case "report":
                self._begin(one)
            case "answer":
                self._answer(one)
            case "next":
                self._text(one, "NEXT", ASKED)
            case "send":
                self._send(one)
            case "jump":
                self._jump()
            case "forget":
                self._forget()
            case "deliver":
                self._deliver(self._house)
            case "away" if self._failed < MOST_AWAY:
                self._failed += 1
                self._deliver(self._stray)

    def _jump(self) -> None:
        by = timedelta(hours=self._dice.choice(HOURS)) * self._dice.choice((1, -1))
        after = self._clock.now + by
        self._clock.now = after if EARLIEST < after < LATEST else self._clock.now - by
        self.jumped += 1

    def _begin(self, one: Writer) -> None:
        if self._text(one, "REPORT", {"report-open"}, {"report-intro"}).name == "report-intro":
            one.kept = []

    def _answer(self, one: Writer) -> None:
        words = f"this is text {self._texts}"
        if self._text(one, words, KEPT).name in KEPT and one.kept is not None:
            one.kept.append(words)

    def _send(self, one: Writer) -> None:
        said = self._text(one, "SEND", {"report-sent", "report-empty"})
        if said.code and one.kept is not None:
            self.promised[said.code], one.kept = one.kept, None

    def _text(self, one: Writer, body: str, open: Names, closed: Names = NO_REPORT) -> Said:
        """Text, and hold the answer against what is known: it is of an open report, or of none."""
        self._look(one)
        self._texts += 1
        fields = {"From": one.number, "MessageSid": f"SM{self.seed:04d}{self._texts:08d}"}
        said = read("\n".join(texts(self._phone.text(body, **fields))))
        if one.kept is not None and said.name in closed:
            if not one.may_expire:
                self.wrong.append(f"a report of that day was gone at {body}: {said.name}")
            one.kept = None
        elif said.name not in (closed if one.kept is None else open):
            self.wrong.append(f"{body} was answered {said.name}")
        self._touch(one)
        return said

    def _touch(self, one: Writer) -> None:
        one.touched, one.may_expire = self._clock.now, False

    def _look(self, one: Writer) -> None:
        """What the line does at each text and in each minute: see whether a report is too old."""
        expires = timedelta(seconds=self._settings.draft_expires)
        one.may_expire |= self._clock.now - one.touched >= expires

    def _forget(self) -> None:
        for one in self._writers:
            self._look(one)
            if one.touched > self._clock.now + SLACK:
                one.touched = self._clock.now  # a clock that ran ahead wrote it: it counts as written now
        forget(self._house, self._clock.now)

    def _deliver(self, house: House) -> None:
        """What the sweeper does in a minute."""
        self._forget()
        while deliver_one(house, self._clock.now):
            pass

    def _deliver_all(self) -> None:
        for _ in range(MINUTES):
            self._deliver(self._house)
            if not self._house.store.outbox.counts()["waiting"]:
                return
            self._clock.now += timedelta(minutes=1)

    def _differs(self) -> Iterator[str]:
        there = arrived(self._inbox, self._key)
        opened = {one.code: one for one in there}
        if len(there) != len(self.promised) or opened.keys() != self.promised.keys():
            yield f"{len(self.promised)} were called saved, and {len(there)} arrived"
        for code, kept in self.promised.items():
            if code in opened and opened[code].texts != kept:
                yield f"{code} is not what was called kept"
