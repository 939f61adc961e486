"""What has expired is erased, from the bytes on the disk too."""

import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from ivr.store import Pulse, Store, StoreError
from ivr.store.forget import ROWS_AT_ONCE
from tests.stored import ANA, BEN, NOON, NUMBER, REPORT, draft, minutes, postgres, rows, send, sid, store, url
from tests.test_store_plans import noted

__all__ = ["postgres", "store", "url"]
SEALED = b"age-encryption.org/v1 a canary, sealed"


def test_what_has_expired_is_gone_and_the_rest_stays(store: Store, url: str) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())
        turn.keep(draft(), "what", SEALED)
        turn.remember("reply")
    later = NOON + minutes(45)
    with store.turn(BEN, sid(2), later) as turn:
        turn.save(draft("another0another0anot", later))
        turn.keep(draft("another0another0anot"), "what", SEALED)

    store.forget(NOON + minutes(60))

    assert [row[1] for row in rows(url)["drafts"]] == ["another0another0anot"]
    assert [row[1] for row in rows(url)["answers"]] == ["another0another0anot"]
    assert rows(url)["messages"]
    store.forget(NOON + timedelta(days=3))
    kept = rows(url)
    assert not any(kept[name] for name in ("drafts", "answers", "messages", "counters"))


def test_much_is_erased_in_pieces_between_which_texts_are_answered(tmp_path: Path) -> None:
    with noted() as statements, closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        for number in range(2 * ROWS_AT_ONCE + 1):
            with store.turn(f"{number:064x}", sid(number), NOON) as turn:
                turn.save(draft(f"report{number:014d}"))
                turn.keep(draft(f"report{number:014d}"), "what", SEALED)
                turn.remember("reply")
        statements.clear()

        store.forget(NOON + timedelta(days=3))

    kept = rows(f"sqlite:///{tmp_path}/line.db")
    assert not any(kept[name] for name in ("drafts", "answers", "messages", "counters"))
    pieces = [one for one in statements if one.startswith("DELETE FROM drafts")]
    assert len(pieces) == 3
    assert statements.count("BEGIN IMMEDIATE") >= 3 * 3  # drafts, messages, counters


def test_a_report_that_waits_is_never_forgotten(store: Store, url: str) -> None:
    send(store)
    store.forget(NOON + timedelta(days=4000))
    assert rows(url)["answers"]

    store.outbox.delivered(REPORT, NOON)
    store.forget(NOON + timedelta(days=4000))
    assert rows(url)["answers"]

    store.outbox.opened(REPORT, NOON)
    store.forget(NOON + timedelta(days=1))
    assert store.outbox.counts()["opened"] == 1
    store.forget(NOON + timedelta(days=2))
    assert store.outbox.counts()["opened"] == 0


def test_erased_bytes_are_gone_from_the_file_and_its_log(tmp_path: Path) -> None:
    def on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    with closing(Store(f"sqlite:///{tmp_path}/line.db", draft_expires=3600)) as store:
        for number in range(50):
            with store.turn(f"{number:064x}", sid(number), NOON) as turn:
                turn.save(draft(f"report{number:014d}"))
                turn.keep(draft(f"report{number:014d}"), "what", SEALED * 30)
        assert SEALED in on_disk()

        store.forget(NOON + minutes(60))
        assert SEALED not in on_disk()


def test_an_opened_report_is_gone_from_the_bytes(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        send(store)
        store.outbox.opened(REPORT, NOON)
        store.forget(NOON)

        assert b"sealed words" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_no_number_and_no_key_of_it_is_in_the_bytes_after_send(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        send(store)
        store.forget(NOON)
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())

    assert NUMBER.encode() not in found
    assert NUMBER[2:].encode() not in found
    assert ANA.encode() not in found


def test_a_pulse_is_the_last_of_its_duty(store: Store) -> None:
    store.beat(Pulse("deliver", NOON, "1 delivered"))
    store.beat(Pulse("deliver", NOON + minutes(1), "0 delivered"))

    assert store.pulses() == [Pulse("deliver", NOON + minutes(1), "0 delivered")]


HOLD = """
import fcntl, sys
with open(sys.argv[1], "r+b") as log:
    fcntl.lockf(log, fcntl.LOCK_EX, 1, 121)
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_log_that_cannot_be_cut_is_told(tmp_path: Path) -> None:
    """Byte 121 of the -shm is the lock of who writes the log back (https://www.sqlite.org/walformat.html)."""
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        store.note(ANA, sid(1), "card", NOON)
        command = [sys.executable, "-c", HOLD, str(tmp_path / "line.db-shm")]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout
            assert other.stdout.readline() == "held\n"
            with pytest.raises(StoreError, match=r"^busy$"):
                store.forget(NOON)
            assert (tmp_path / "line.db-wal").stat().st_size
            other.communicate()

        store.forget(NOON)
        assert not (tmp_path / "line.db-wal").stat().st_size
