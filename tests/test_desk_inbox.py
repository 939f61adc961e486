"""The inbox keeps what it says it keeps, once, and its receipts are whole or not there."""

import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ivr.desk.durable import write_whole
from ivr.desk.inbox import Inbox, Kept
from ivr.envelope import Header, pack

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
OTHER_ID = "other9q2m7x4t8c5n6b1z0w7r3"
NOBODY = 65534
NOON = datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC)


def report(id: str = ID, text: bytes = b"sealed") -> bytes:
    return pack(Header(id, NOON), {"what": [text]})


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


def test_a_report_is_kept_once(inbox: Inbox) -> None:
    assert inbox.keep(ID, report()) is Kept.NEW
    assert inbox.keep(ID, report()) is Kept.SAME
    assert inbox.keep(ID, report(text=b"another")) is Kept.DIFFERENT

    assert inbox.read(ID) == report()


def test_of_many_deliveries_at_once_one_is_the_first(inbox: Inbox) -> None:
    kept: list[Kept] = []
    threads = [threading.Thread(target=lambda: kept.append(inbox.keep(ID, report()))) for _ in range(20)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.value for each in kept) == ["new"] + ["same"] * 19
    assert [path.name for path in inbox.folder.iterdir()] == [f"{ID}.zip"]


def test_a_report_is_for_the_group_and_its_receipt_for_the_server_too(inbox: Inbox) -> None:
    inbox.keep(ID, report())
    inbox.record_opening(ID, NOON)

    modes = {path.suffix: stat.S_IMODE(path.stat().st_mode) for path in inbox.folder.iterdir()}
    assert modes == {".zip": 0o640, ".opened": 0o644}


def test_the_receipt_says_which_report_was_opened_when(inbox: Inbox) -> None:
    inbox.keep(ID, report())

    inbox.record_opening(ID, NOON)

    assert json.loads((inbox.folder / f"{ID}.opened").read_text()) == {
        "id": ID,
        "opened": "2026-11-22T12:00:05Z",
    }
    assert inbox.opened_at(ID) == NOON


def test_the_first_opening_counts(inbox: Inbox) -> None:
    inbox.record_opening(ID, NOON)
    inbox.record_opening(ID, NOON.replace(hour=18))

    assert inbox.opened_at(ID) == NOON


def test_a_receipt_that_somebody_edited_still_counts(inbox: Inbox) -> None:
    (inbox.folder / f"{ID}.opened").write_text("yes")

    assert inbox.opened_at(ID) is not None


def test_a_report_that_was_deleted_does_not_come_back(inbox: Inbox) -> None:
    inbox.keep(ID, report())
    inbox.record_opening(ID, NOON)
    inbox.discard(ID)

    assert inbox.keep(ID, report()) is Kept.SAME
    assert inbox.arrivals() == []
    assert inbox.opened_at(ID) == NOON


def test_a_write_that_fails_leaves_nothing_behind(inbox: Inbox) -> None:
    in_the_way = inbox.folder / "taken"
    in_the_way.mkdir()
    (in_the_way / "file").touch()

    with pytest.raises(OSError, match="taken"):
        write_whole(in_the_way, b"content")

    assert list(inbox.folder.iterdir()) == [in_the_way]


def test_damaged_and_renamed_reports_are_listed_with_a_sentence(inbox: Inbox) -> None:
    (inbox.folder / f"{ID}.zip").write_bytes(report()[:100])
    (inbox.folder / f"{OTHER_ID}.zip").write_bytes(report(ID))

    problems = {arrival.id: arrival.problem for arrival in inbox.arrivals()}

    assert problems == {ID: "It is not a whole zip file.", OTHER_ID: "It holds a report of another name."}


def test_one_file_that_may_not_be_read_takes_no_other_away() -> None:
    with TemporaryDirectory() as folder:  # pytest's own ones are closed to everybody else
        inbox = Inbox(Path(folder))
        for id in (ID, OTHER_ID):
            inbox.keep(id, report(id))
        (inbox.folder / f"{ID}.zip").chmod(0)

        with as_nobody(inbox.folder):
            problems = {arrival.id: arrival.problem for arrival in inbox.arrivals()}

    assert problems == {ID: "This machine's account may not read it.", OTHER_ID: ""}


def test_what_is_no_file_is_listed_with_a_sentence(inbox: Inbox) -> None:
    (inbox.folder / f"{ID}.zip").mkdir()

    assert [arrival.problem for arrival in inbox.arrivals()] == ["It cannot be read (Is a directory)."]


def test_a_folder_that_is_away_is_not_an_empty_one(inbox: Inbox) -> None:
    away = Inbox(inbox.folder / "away")

    with pytest.raises(FileNotFoundError):
        away.arrivals()


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Own the folder as an account that is not root, for whom permissions mean nothing."""
    root = os.geteuid() == 0
    if root:
        for path in (folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_damaged_report_gives_way_to_a_whole_one(inbox: Inbox) -> None:
    (inbox.folder / f"{ID}.zip").write_bytes(report()[:100])

    assert inbox.keep(ID, report()) is Kept.NEW
    assert inbox.read(ID) == report()


def test_half_written_and_foreign_files_are_left_alone(inbox: Inbox) -> None:
    for name in (".draft.tmp", f".{ID}.zip", f"{ID}.zip.tmp", "notes.txt", "holiday photos.zip"):
        (inbox.folder / name).write_bytes(b"")

    assert inbox.arrivals() == []
    assert inbox.strays() == 1


@pytest.mark.parametrize("id", ["../secret-secret-secret", "/etc/passwd", "", "A" * 20, ".." * 8])
def test_no_name_leads_out_of_the_folder(inbox: Inbox, id: str) -> None:
    with pytest.raises(ValueError, match="not a report id"):
        inbox.read(id)
    with pytest.raises(ValueError, match="not a report id"):
        inbox.record_opening(id, NOON)


def test_arrival_is_when_the_file_was_written(inbox: Inbox) -> None:
    inbox.keep(ID, report())
    os.utime(inbox.folder / f"{ID}.zip", (NOON.timestamp(), NOON.timestamp()))

    arrival = inbox.arrival(ID)

    assert arrival is not None
    assert arrival.arrived == NOON
    assert arrival.answered == ("what",)
