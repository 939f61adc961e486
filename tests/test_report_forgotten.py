"""After SEND, ERASE or expiry no byte on the disk leads to a sender, and what was erased is gone too."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from ivr.store import sender_key
from tests.chaos.person import Person, delivered, people
from tests.chaos.standing import Standing, standing, until


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("line")) as line:
        yield line


def test_nothing_of_a_sender_is_left(line: Standing) -> None:
    sends, erases, leaves, stays = people(line, 4)
    for one in (sends, erases, leaves, stays):
        one.text("REPORTE" if one is sends else "REPORT")  # another language is remembered, and forgotten too
        one.text(f"an answer of {one.number}")
    keys = {one.number: key_of(line, one) for one in (sends, erases, leaves, stays)}
    erased = sealed_of(line, erases) + sealed_of(line, leaves)
    assert all(found_on_disk(line, key) for key in (*keys.values(), *erased))

    delivered(line, {sends.sends()})
    assert erases.text("ERASE").name == "report-erased"
    expire(line, leaves)
    line.stack.kill("sweeper")
    line.relaunch("sweeper")  # it forgets as soon as it starts, and then every minute

    gone = [keys[one.number] for one in (sends, erases, leaves)] + erased
    until(lambda: not any(found_on_disk(line, bytes_of) for bytes_of in gone), "they are forgotten")
    assert found_on_disk(line, keys[stays.number])


def key_of(line: Standing, one: Person) -> bytes:
    return sender(line, one).encode("ascii")


def sender(line: Standing, one: Person) -> str:
    return sender_key(line.secret, one.number)


def sealed_of(line: Standing, one: Person) -> list[bytes]:
    """A stretch of each sealed answer, from its end, where every file has other bytes."""
    of_sender = "SELECT sealed FROM answers JOIN drafts USING (report) WHERE sender = ?"
    with closing(sqlite3.connect(line.folder / "line.db")) as database:
        rows = database.execute(of_sender, [sender(line, one)]).fetchall()
    return [bytes(sealed)[-64:] for (sealed,) in rows]


def expire(line: Standing, one: Person) -> None:
    """Let the last text of a draft be as old as 1970: nobody wants to wait for a day."""
    with closing(sqlite3.connect(line.folder / "line.db")) as database:
        database.execute("UPDATE drafts SET touched = 0 WHERE sender = ?", [sender(line, one)])
        database.commit()


def found_on_disk(line: Standing, wanted: bytes) -> bool:
    files = [file for file in line.folder.rglob("*") if file.is_file()]
    return any(wanted in file.read_bytes() for file in files)
