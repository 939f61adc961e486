"""Kill -9 in a seeded order, while people text: the web process in a turn, the worker in a delivery."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from threading import Condition

from tests.chaos.carrier import Text
from tests.chaos.standing import PATIENCE, Standing
from tests.chaos.wording import read
from tests.servers import Postgres

AIM_SECONDS = 4.0
DOWN_SECONDS = (0.0, 0.0, 0.3, 1.0)  # how long a killed process stays away


@dataclass
class Progress:
    """How many texts were begun and answered, and how many reports saved, for others to wait for."""

    begun: int = 0
    texts: int = 0
    saved: int = 0
    last_saved: float = 0.0
    _texting: int = 0
    _changed: Condition = field(default_factory=Condition)

    def begin(self) -> None:
        with self._changed:
            self._texting += 1

    def end(self) -> None:
        with self._changed:
            self._texting -= 1
            self._changed.notify_all()

    def asking(self, text: Text) -> None:
        with self._changed:
            self.begun += 1
            self._changed.notify_all()

    def note(self, text: Text) -> None:
        with self._changed:
            self.texts += 1
            if any(read(answer).code for answer in text.answers):
                self.saved += 1
                self.last_saved = time.monotonic()
            self._changed.notify_all()

    def wait(self, happened: Callable[[], bool]) -> None:
        """Until it has happened, or nobody texts any more."""
        with self._changed:
            self._changed.wait_for(lambda: happened() or not self._texting, timeout=PATIENCE)


@dataclass
class Strikes:
    """Who is struck how often; `done` counts."""

    line: Standing
    dice: Random
    progress: Progress
    more: Mapping[str, Callable[[], None]] = field(default_factory=dict)  # kills and brings back others
    done: Counter[str] = field(default_factory=Counter)
    last_launch: float = 0.0

    def strike(self, name: str) -> None:
        """Wait for a moment of the dice's choice, kill, and launch again. What is struck was working."""
        self._await_moment(name)
        if name in self.more:
            self.more[name]()
        else:
            self.line.stack.kill(name)
            time.sleep(self.dice.choice(DOWN_SECONDS))
            self.line.relaunch(name)
        self.done[name] += 1
        self.last_launch = time.monotonic()

    def _await_moment(self, name: str) -> None:
        texts = self.progress.texts + self.dice.randint(1, 12)
        self.progress.wait(lambda: self.progress.texts >= texts)
        begun, saved = self.progress.begun, self.progress.saved
        match name, self.dice.choice(("anyhow", "after Saved", "within a delivery")):
            case "web", _:
                self.progress.wait(lambda: self.progress.begun > begun)
            case "worker", "after Saved":
                self.progress.wait(lambda: self.progress.saved > saved)
            case "worker" | "sweeper", "within a delivery":
                self._await_delivery(name)
                return
        time.sleep(self.dice.uniform(0, 0.015))  # a turn, or a delivery, takes about as long

    def _await_delivery(self, name: str) -> None:
        """Until this process, having delivered before, has a report half written; or for a few seconds."""
        deadline = time.monotonic() + AIM_SECONDS
        before = self.line.deliveries(name)
        while self.line.deliveries(name) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        while not self.line.delivering() and time.monotonic() < deadline:
            time.sleep(0.0002)


def crash(postgres: Postgres) -> None:
    """Kill the database, and start it again."""
    postgres.kill()
    postgres.start()
