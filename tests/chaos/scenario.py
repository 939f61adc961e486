"""Many people report at once while the line is killed under them: what was said must be true in the end.

Reports are let in as the strikes go on, so that every strike hits a line at work.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

from ivr.store.outbox import LEASE
from tests.chaos.arrived import arrived, wrong
from tests.chaos.carrier import Carrier, Text
from tests.chaos.reporter import Reporter, Written, number
from tests.chaos.standing import Standing, until
from tests.chaos.strikes import Progress, Strikes
from tests.chaos.wording import NOT_KEPT, read


@dataclass(frozen=True)
class Plan:
    """How large, and what is killed how often, by the names of the stack's processes."""

    reports: int
    strikes: Mapping[str, int]
    seed: int
    doubled: float = 0.2
    at_once: int = 8  # people who text at the same time

    def order(self) -> list[str]:
        """The strikes in their order."""
        order = [name for name, times in self.strikes.items() for _ in range(times)]
        Random(self.seed).shuffle(order)
        return order


SMALL = {"worker": 4, "web": 2, "redis": 2, "sweeper": 2}


@dataclass
class Run:
    """One play of a plan, from the first text to the last delivery."""

    plan: Plan
    line: Standing
    more: Mapping[str, Callable[[], None]] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda sentence: None
    progress: Progress = field(default_factory=Progress)
    people: list[Reporter] = field(default_factory=list)
    strikes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    delivering: float = 0.0  # seconds from the last launch, or the last "Saved", to the last delivery

    def play(self) -> None:
        """Do all of it, and wait until every report is in the inbox. Fails when something takes too long."""
        started = time.monotonic()
        self.people = [self._person(place) for place in range(self.plan.reports)]
        strikes = Strikes(self.line, Random(f"strikes {self.plan.seed}"), self.progress, self.more)
        self.strikes = strikes.done
        with ThreadPoolExecutor(self.plan.at_once) as pool:
            self._strike(strikes, pool)
        quiet = max(strikes.last_launch, self.progress.last_saved)
        until(self._all_delivered, "every report is delivered")
        self.seconds, self.delivering = time.monotonic() - started, time.monotonic() - quiet

    def _strike(self, strikes: Strikes, pool: ThreadPoolExecutor) -> None:
        """Strike after strike, each with its share of the people beginning to text."""
        order, reporting, begun = self.plan.order(), set[Future[None]](), 0
        for place, name in enumerate(order, 1):
            due = round(self.plan.reports * place / len(order))
            reporting |= {pool.submit(self._report, person) for person in self.people[begun:due]}
            begun = due
            strikes.strike(name)
            reporting = _going_on(reporting)
            self.tell(f"{place}/{len(order)} strikes, {self.progress.saved}/{self.plan.reports} saved")
        reporting |= {pool.submit(self._report, person) for person in self.people[begun:]}
        for ended in reporting:
            ended.result()

    def _report(self, person: Reporter) -> None:
        self.progress.begin()
        try:
            person.report()
        finally:
            self.progress.end()

    def _person(self, place: int) -> Reporter:
        dice = Random(f"person {place} {self.plan.seed}")
        name = f"{place:04d}"
        carrier = Carrier(self.line.sms_url, self.line.token, dice, name, self.plan.doubled)
        carrier.asking, carrier.answered = self.progress.asking, self.progress.note
        return Reporter(name, number(place), "es" if place % 3 == 0 else "en", carrier, dice)

    def _all_delivered(self) -> bool:
        counts = self.line.counts()
        return counts["waiting"] == 0 and counts["stuck"] == 0

    @property
    def written(self) -> list[Written]:
        return [report for person in self.people for report in person.written]

    def wrong(self, key: str) -> list[str]:
        """Every promise that was not kept, as a sentence; none when all was."""
        return [*wrong(self.written, arrived(self.line.inbox, key)), *self._answered_otherwise()]

    def _answered_otherwise(self) -> list[str]:
        """Texts whose copies were acknowledged with different words, or refused."""
        texts = [text for person in self.people for text in person.texts]
        differ = (text for text in texts if len(acknowledged(text)) > 1)
        refused = (text for text in texts if text.refusals)
        return [f"{text.sid} was answered {acknowledged(text)}" for text in differ] + [
            f"{text.sid} was refused with {text.refusals}" for text in refused
        ]

    @property
    def _in_inbox(self) -> int:
        return len(list(self.line.inbox.glob("*.zip")))

    def figures(self) -> str:
        """What happened, for docs/proof.md."""
        texts = [text for person in self.people for text in person.texts]
        webhooks, silent = sum(text.copies for text in texts), sum(not text.answers for text in texts)
        unheard = sum(report.tried and not report.code for report in self.written)
        struck = ", ".join(f"{times} {name}" for name, times in sorted(self.strikes.items()))
        return (
            f"{len(texts):,} texts, {webhooks:,} webhooks, {silent:,} texts answered by nobody; "
            f"killed: {struck}; {self.progress.saved:,} reports acknowledged, {unheard} more sent whose "
            f"answer was lost, {self._in_inbox:,} in the inbox; {self._waits()}; the last "
            f"{self.delivering:.1f} s after the last launch"
        )

    def _waits(self) -> str:
        waits = self.line.waits()
        leased = sum(wait >= LEASE.total_seconds() for wait in waits)
        by = ", ".join(f"{self.line.deliveries(name)} by the {name}" for name in ("worker", "sweeper"))
        half, most = waits[len(waits) // 2], waits[len(waits) * 99 // 100]
        return (
            f"delivered {by}, half within {half:.1f} s of SEND, 99 of 100 within {most:.1f} s, all within "
            f"{waits[-1]:.1f} s; {leased} only after a lease, since whoever had claimed them was killed"
        )


def acknowledged(text: Text) -> set[str]:
    """The different answers of a text, but for those that say it was not kept."""
    return {answer for answer in text.answers if read(answer).name not in NOT_KEPT}


def _going_on(reporting: set[Future[None]]) -> set[Future[None]]:
    """Those who have not ended; raises what went wrong with one that has."""
    ended = {one for one in reporting if one.done()}
    for one in ended:
        one.result()
    return reporting - ended
