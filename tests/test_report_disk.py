"""A disk that is full or a database that is locked: the reply says so with the numbers, and never "Saved".

`make chaos` fills the disk again and again, with a little more room each time.
"""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.chaos.full_disk import FullDisk, NoSmallDisk, small_disk
from tests.chaos.person import Person, delivered, people, person
from tests.chaos.standing import Standing, standing

MANY = 12  # texts that are tried while nothing can be written


def test_a_full_disk_costs_no_report_that_was_saved(tmp_path: Path) -> None:
    with full_disk(tmp_path / "disk") as full:
        full.fill(pages=0)
        full.compare()

        assert full.wrong == []


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
def full_disk(place: Path) -> Iterator[FullDisk]:
    try:
        with small_disk(place, megabytes=4) as disk, standing(disk / "line") as line:
            yield FullDisk(line, disk)
    except NoSmallDisk as error:
        pytest.skip(str(error))


def limit_files(line: Standing, size: int) -> None:
    """No file that the web process writes may grow past so many bytes: the system's own refusal."""
    main = line.stack.pid("web")
    for pid in [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text("ascii").split())]:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
