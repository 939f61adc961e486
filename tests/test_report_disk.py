"""A disk that is full or a database that is locked: the reply says so with the numbers, and never "Saved"."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.chaos.person import Person, delivered, people, person
from tests.chaos.standing import Standing, standing

MANY = 12  # texts that are tried while nothing can be written
PAGE = 4096


def test_a_full_disk_costs_no_report_that_was_saved(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, standing(disk / "line") as line:
        before, during, new = people(line, 3)
        with paused(line, "worker", "sweeper"):
            saved = before.reports("it was there before")
            during.text("REPORT")
            kept = [words for words in ("one", "two") if during.text(words).name == "report-kept"]
            fill(disk)

        kept += refused_or_kept(during)
        assert new.text("REPORT").name in ("not-saved", "report-intro")
        assert new.text("RIGHTS").name == person(line, 4).text("RIGHTS").name  # a keyword needs no disk

        (disk / "filler").unlink()
        sent = during.sends()
        found = delivered(line, {saved, sent})
        assert found[saved].texts == ["it was there before"]
        assert found[sent].texts == kept


def test_a_disk_that_refuses_writes_of_the_web_process(tmp_path: Path) -> None:
    with standing(tmp_path / "line", WEB_WORKERS="1") as line:
        one = person(line)
        one.text("REPORT")
        kept = [words for words in ("one", "two") if one.text(words).name == "report-kept"]

        limit_files(line, 1)
        assert refused_or_kept(one) == []
        assert one.text("SEND").name == "not-saved"
        limit_files(line, resource.RLIM_INFINITY)

        sent = one.sends()
        assert delivered(line, {sent})[sent].texts == kept


def test_a_locked_database(tmp_path: Path) -> None:
    with standing(tmp_path / "line") as line:
        old, new = people(line, 2)
        old.text("REPORT")
        assert old.text("kept before").name == "report-kept"

        with closing(sqlite3.connect(line.folder / "line.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            told = [old.text("lost").name, old.text("SEND").name, new.text("REPORT").name]
            other.execute("ROLLBACK")

        assert told == ["not-saved"] * 3
        sent = old.sends()
        assert delivered(line, {sent})[sent].texts == ["kept before"]


def refused_or_kept(one: Person) -> list[str]:
    """Text until something is refused, and on; what was called kept. A few bytes may have been left."""
    said = {words: one.text(words).name for words in (f"it is full, {place}" for place in range(MANY))}
    assert set(said.values()) <= {"not-saved", "report-kept"}
    assert "not-saved" in said.values()
    return [words for words, name in said.items() if name == "report-kept"]


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of 4 MB in memory. Skips the test where nobody may mount one."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root may mount a disk that is small enough to fill")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> None:
    """Take all that is left, the rest of the last page of each log included: then nothing can be logged."""
    for log in disk.rglob("*.log"):
        with log.open("ab") as file:
            file.write(b"\n" * (-file.tell() % PAGE))
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(b"x" * 512)


def limit_files(line: Standing, size: int) -> None:
    """No file that the web process writes may grow past so many bytes: the system's own refusal."""
    main = line.stack.pid("web")
    for pid in [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text("ascii").split())]:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def paused(line: Standing, *names: str) -> Iterator[None]:
    for name in names:
        os.kill(line.stack.pid(name), signal.SIGSTOP)
    yield
    for name in names:
        os.kill(line.stack.pid(name), signal.SIGCONT)
