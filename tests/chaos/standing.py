"""A line that stands on its own: every process of it real, on loopback, in a folder that is thrown away."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from ivr.settings import HOUSE
from ivr.stack import Ports, Stack
from ivr.store import Store

PATIENCE = 60  # seconds; how long something may take before a test gives it up


@dataclass(frozen=True)
class Standing:
    """A line that runs. The private keys are here and not in its folder, as they are not on a server."""

    stack: Stack
    desk_key: str
    recovery_key: str

    @property
    def folder(self) -> Path:
        return self.stack.folder

    @property
    def inbox(self) -> Path:
        return self.stack.folder / "inbox"

    @property
    def sms_url(self) -> str:
        return f"{self.stack.environment['PUBLIC_URL']}/sms"

    @property
    def token(self) -> str:
        return self.stack.environment["TWILIO_AUTH_TOKEN"]

    @property
    def secret(self) -> bytes:
        return self.stack.environment["SECRET_KEY"].encode()

    def store(self) -> Store:
        """The line's database, as another of its processes would open it."""
        return Store(self.stack.environment["DATABASE_URL"])

    def counts(self) -> dict[str, int]:
        """How many reports the line has, by their state."""
        with closing(self.store()) as store:
            return store.outbox.counts()

    def deliveries(self, name: str) -> int:
        """How many reports a process says that it has delivered."""
        return (self.folder / "log" / f"{name}.log").read_bytes().count(b'"delivered"')

    def delivering(self) -> bool:
        """Whether a report is being written into the inbox at this moment."""
        return any(name.endswith(".tmp") for name in os.listdir(self.inbox))

    def waits(self) -> list[float]:
        """How many seconds each report took from SEND to "delivered", in ascending order."""
        engine = create_engine(self.stack.environment["DATABASE_URL"].replace("ql://", "ql+psycopg://"))
        waited = text("SELECT delivered_at - sent_at AS seconds FROM reports WHERE state = 'delivered'")
        with engine.connect() as connection:
            found = sorted(connection.scalars(waited))
        engine.dispose()
        return found

    def relaunch(self, name: str) -> None:
        """Start again what was killed, and wait until it says that it works."""
        before = self._logged(name)
        self.stack.relaunch(name)
        until(lambda: self._logged(name) > before, f"{name} starts again")

    def await_start(self) -> None:
        until(lambda: all(self._logged(name) for name in self.stack.commands), "every process works")

    def _logged(self, name: str) -> int:
        # What a process writes first, it writes once its libraries are loaded: it is about to work.
        return (self.folder / "log" / f"{name}.log").stat().st_size


@contextmanager
def standing(folder: Path, **environment: str) -> Iterator[Standing]:
    """Start a line with these settings beside the usual ones; everything of it has ended afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    given = {"LINE_CONFIG": str(limits_raised(folder)), "WEB_WORKERS": "2", **environment}
    stack = Stack(folder, Ports.free(), given)
    keys = [_take(folder / f"{name}.key") for name in ("desk", "recovery")]
    try:
        stack.start()
        line = Standing(stack, *keys)
        line.await_start()
        yield line
    finally:
        stack.stop()


def _take(file: Path) -> str:
    key = file.read_text("ascii")
    file.unlink()
    return key


def limits_raised(folder: Path) -> Path:
    """A copy of the line's configuration under whose limits a thousand reports may begin in an hour."""
    usual = (HOUSE / "config" / "line.toml").read_text("utf-8")
    raised = re.sub(r"(?m)^(reports_per_\w+) = \d+", r"\1 = 100000", usual)
    file = folder / "line.toml"
    file.write_text(raised, "utf-8")
    return file


def until(happened: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Look again and again until it has happened. Fails when it takes too long."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.05)
