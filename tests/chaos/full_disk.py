"""A disk that fills up under the line: never a false "Saved", and what was saved arrives when there is room.

a report saved, another begun ──► full, but for a few pages ──► texts, SEND, delivery ──► room ──► all there
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.person import Person, delivered, person
from tests.chaos.standing import Standing, until

PAGE = 4096
MOST, FURTHER = 60, 3  # texts until one is refused, and after that
TRYING_SECONDS = 1.5  # for worker and sweeper, while nothing can be written
LONGEST_SECONDS = 300  # until all is delivered: what fails again and again waits longer and longer
KEYWORD = "RIGHTS"  # needs no disk


class NoSmallDisk(Exception):
    """Only root may mount a disk that is small enough to fill."""


@dataclass
class FullDisk:
    """A line on a small disk. `promised`: the texts of each report that was called saved, by its code;
    `wrong`: a sentence for each promise that was broken.
    """

    line: Standing
    disk: Path
    people: int = 0
    promised: dict[str, list[str]] = field(default_factory=dict)
    kept: int = 0  # texts that were kept in the last bytes
    refused: int = 0  # texts, SENDs among them
    wrong: list[str] = field(default_factory=list)

    def fill(self, pages: int) -> None:
        """Fill all but so many pages, let people text and workers deliver, and make room again."""
        before, during, new = self._person(), self._person(), self._person()
        with paused(self.line, "worker", "sweeper"):
            self.promised[before.reports("it was there before")] = ["it was there before"]
            during.text("REPORT")
            kept = [words for words in ("one", "two") if during.text(words).name == "report-kept"]
            self._fill_all_but(pages)
        kept += self._text(during, pages)
        code = self._send(during)
        self._expect(new.text("REPORT").name in ("not-saved", "report-intro"), f"REPORT with {pages} pages")
        self._expect(new.text(KEYWORD) == self._person().text(KEYWORD), f"a keyword with {pages} pages")
        time.sleep(TRYING_SECONDS)

        (self.disk / "filler").unlink()
        self.promised[code or during.sends()] = kept

    def compare(self) -> None:
        """Wait until all is delivered, and hold the inbox against what was said."""
        until(self._all_delivered, "every report is delivered", LONGEST_SECONDS)
        found = delivered(self.line, self.promised)
        for code, texts in self.promised.items():
            self._expect(found[code].texts == texts, f"{code} is not what was called kept")
        self._expect(len(found) == len(self.promised), f"{len(found)} arrived of {len(self.promised)}")

    def _all_delivered(self) -> bool:
        counts = self.line.counts()
        return counts["waiting"] == 0 and counts["stuck"] == 0

    def _fill_all_but(self, pages: int) -> None:
        """Take what is left, the rest of the last page of each log included: then nothing can be logged."""
        with closing(sqlite3.connect(self.line.folder / "line.db")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a log that has room in it needs no disk
        for log in self.disk.rglob("*.log"):
            with log.open("ab") as file:
                file.write(b"\n" * (-file.tell() % PAGE))
        with (self.disk / "filler").open("wb", buffering=0) as filler:
            with suppress(OSError):
                while True:
                    filler.write(b"x" * 512)
            filler.truncate(max(0, filler.tell() - pages * PAGE))

    def _text(self, one: Person, pages: int) -> list[str]:
        """Text until something is refused, and on; what was called kept. A few bytes were left."""
        kept, refused = [], 0
        for place in range(MOST):
            said = one.text(words := f"it is full, {place}").name
            kept += [words] * (said == "report-kept")
            refused += said == "not-saved"
            self._expect(said in ("report-kept", "not-saved"), f"{said} with {pages} pages")
            if refused > FURTHER:
                break
        self._expect(refused > 0, f"the disk was never full with {pages} pages left")
        self.kept, self.refused = self.kept + len(kept), self.refused + refused
        return kept

    def _send(self, one: Person) -> str:
        """SEND while it is full: refused, or true; its code then."""
        said = one.text("SEND")
        self._expect(said.name in ("not-saved", "report-sent"), f"SEND was answered {said.name}")
        self.refused += not said.code
        return said.code

    def _expect(self, true: bool, otherwise: str) -> None:
        if not true:
            self.wrong.append(otherwise)

    def _person(self) -> Person:
        self.people += 1
        return person(self.line, self.people)


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk in memory. Raises NoSmallDisk where nobody may mount one."""
    place.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        raise NoSmallDisk("only root may mount a disk that is small enough to fill")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def paused(line: Standing, *names: str) -> Iterator[None]:
    """Let these processes do nothing for a while, and not in the middle of writing to the database."""
    _signal(line, names, signal.SIGSTOP)
    while _is_locked(line):
        _signal(line, names, signal.SIGCONT)
        time.sleep(0.05)
        _signal(line, names, signal.SIGSTOP)
    yield
    _signal(line, names, signal.SIGCONT)


def _is_locked(line: Standing) -> bool:
    with closing(sqlite3.connect(line.folder / "line.db", isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        return False


def _signal(line: Standing, names: Sequence[str], number: int) -> None:
    for name in names:
        os.kill(line.stack.pid(name), number)
