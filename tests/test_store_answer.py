"""A text of a report in one statement: it acts once and wholly, or it did nothing and takes a turn."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from ivr.core.session import Draft
from ivr.store import Known, Store, StoreError
from tests.servers import Postgres
from tests.stored import ANA, NOON, REPORT, draft, minutes, postgres, rows, send, sid, store, url
from tests.test_store_failures import pages

__all__ = ["postgres", "store", "url"]
NEXT = draft(touched=NOON + minutes(1), answered=("what",), texts=1, danger=True)


def begin(store: Store, sender: str = ANA, written: Draft | None = None) -> Draft:
    written = written or draft()
    with store.turn(sender, sid(1), NOON) as turn:
        turn.save(written)
    return written


def answer(
    store: Store, was: Draft, now: Draft = NEXT, number: int = 2, sender: str = ANA, reply: str = "kept"
) -> bool:
    return store.answer(sender, sid(number), was, now, sealed=("what", b"sealed"), reply=reply)


def test_an_answer_is_kept_its_draft_goes_on_and_its_reply_is_remembered(store: Store, url: str) -> None:
    assert answer(store, begin(store))

    assert store.look(ANA, sid(2), NOON) == Known(repeated="kept", draft=NEXT)
    assert [row[1:] for row in rows(url)["answers"]] == [(REPORT, "what", b"sealed")]
    assert rows(url)["messages"] == [(sid(2), NOON.replace(minute=0).timestamp(), "kept")]


def test_a_draft_goes_on_without_an_answer(store: Store, url: str) -> None:
    after = draft(question="kind", language="es", touched=NOON + minutes(2))
    assert store.answer(ANA, sid(2), begin(store), after, sealed=None, reply="ask-kind")

    assert store.look(ANA, sid(3), NOON) == Known(draft=after)
    assert rows(url)["answers"] == []


@pytest.mark.parametrize(
    "meanwhile",
    [
        {"question": "kind"},
        {"language": "es"},
        {"danger": True},
        {"answered": ("what",)},
        {"texts": 1},
        {"touched": NOON + minutes(0.5)},
        {"report": "another0another0anot"},
    ],
    ids=str,
)
def test_nothing_is_done_when_the_draft_is_not_as_it_was(
    store: Store, url: str, meanwhile: dict[str, object]
) -> None:
    was = begin(store)
    begin(store, written=draft(**meanwhile))  # type: ignore[arg-type]
    before = rows(url)

    assert not answer(store, was)

    assert rows(url) == before


def test_nothing_is_done_for_a_message_that_was_answered_before(store: Store, url: str) -> None:
    was = begin(store)
    assert store.answer(ANA, sid(2), was, was, sealed=None, reply="first")
    before = rows(url)

    assert not answer(store, was)

    assert rows(url) == before


def test_nothing_is_kept_of_a_draft_that_is_gone(store: Store, url: str) -> None:
    was = begin(store)
    with store.turn(ANA, sid(3), NOON) as turn:
        turn.erase()

    assert not answer(store, was)

    assert (rows(url)["answers"], rows(url)["drafts"], rows(url)["messages"]) == ([], [], [])


def test_an_expired_draft_is_none_that_could_go_on(store: Store) -> None:
    was = begin(store)

    assert store.look(ANA, sid(2), NOON + minutes(59)) == Known(draft=was)
    assert store.look(ANA, sid(2), NOON + minutes(60)) == Known(expired=was)


def test_of_many_answers_to_one_draft_at_once_one_is_kept(store: Store, url: str) -> None:
    was = begin(store)
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda number: answer(store, was, number=number), range(2, 10)))

    assert sorted(kept) == [False] * 7 + [True]
    assert (len(rows(url)["answers"]), len(rows(url)["messages"])) == (1, 1)


def test_of_many_copies_at_once_one_is_kept(store: Store, url: str) -> None:
    was = begin(store)
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda _: answer(store, was), range(8)))

    assert kept.count(True) == 1
    assert (len(rows(url)["answers"]), len(rows(url)["messages"])) == (1, 1)


def test_forty_senders_at_once_are_all_kept(store: Store, url: str) -> None:
    def text(number: int) -> bool:
        report, sender = f"report{number:014d}", f"{number:064x}"
        was = begin(store, sender, draft(report))
        now = replace(NEXT, report=report)
        return answer(store, was, now, 100 + number, sender)

    with ThreadPoolExecutor(40) as threads:
        assert list(threads.map(text, range(120))) == [True] * 120

    assert len(rows(url)["answers"]) == 120


def test_what_comes_between_a_turn_and_its_end_waits_and_is_not_kept(store: Store, url: str) -> None:
    was = begin(store)
    with ThreadPoolExecutor(1) as threads:
        with store.turn(ANA, sid(3), NOON) as turn:
            waiting = threads.submit(answer, store, was)
            turn.erase()
        assert waiting.result() is False

    assert (rows(url)["answers"], rows(url)["drafts"]) == ([], [])


@pytest.mark.parametrize("how", ["ABORT", "ROLLBACK"])
def test_one_that_is_refused_is_told_so_and_nobody_else(tmp_path: Path, how: str) -> None:
    """`how`: what SQLite undoes by itself: the statement, or all that shares its transaction."""
    url = f"sqlite:///{tmp_path}/line.db"
    with closing(Store(url)) as store:
        drafts = {
            number: begin(store, f"{number:064x}", draft(f"report{number:014d}")) for number in range(6)
        }
        with closing(sqlite3.connect(tmp_path / "line.db")) as other:
            other.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN NEW.reply = 'poison'"
                f" BEGIN SELECT RAISE({how}, 'refused'); END"
            )

        def text(number: int) -> bool | str:
            now = replace(NEXT, report=drafts[number].report)
            reply = "poison" if number == 3 else "kept"
            try:
                return answer(store, drafts[number], now, 100 + number, f"{number:064x}", reply)
            except StoreError as error:
                return str(error)

        with ThreadPoolExecutor(6) as threads:
            told = list(threads.map(text, range(6)))

    kept = {row[1] for row in rows(url)["answers"]}
    assert told[3] is False
    # Whoever was told "kept" was kept; and who was undone with the other was told of it.
    assert kept == {drafts[number].report for number in range(6) if told[number] is True}
    if how != "ROLLBACK":
        assert told.count(True) == 5


def test_a_full_disk_is_an_error_and_nothing_is_kept(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/line.db"
    with pages(40), closing(Store(url)) as store:
        was = begin(store)
        with pytest.raises(StoreError, match=r"^SQLITE_FULL$"):
            store.answer(ANA, sid(2), was, NEXT, sealed=("what", b"x" * 400_000), reply="kept")
        assert store.look(ANA, sid(2), NOON) == Known(draft=was)
        assert answer(store, was)

    assert len(rows(url)["answers"]) == 1


def test_who_has_the_whole_file_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    """As a process has it that makes the file, or mends its log: SQLite itself waits for neither."""
    with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
        was = begin(store)
    found: list[Known] = []
    with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("UPDATE drafts SET texts = texts")
        assert is_locked(tmp_path / "line.db")
        with closing(Store(f"sqlite:///{tmp_path}/line.db")) as store:
            asking = Thread(target=lambda: found.append(store.look(ANA, sid(2), NOON)))
            asking.start()
            while "_engine" not in store._database.__dict__ and asking.is_alive():
                pass
            other.close()
            asking.join()

    assert found == [Known(draft=was)]


def is_locked(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        try:
            connection.execute("SELECT * FROM drafts")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorname == "SQLITE_BUSY"
    return False


def test_only_an_answer_waits_for_postgres_to_have_it_on_the_disk(postgres: Postgres) -> None:
    url = postgres.empty_database()
    with closing(Store(url)) as store, psycopg.connect(url, autocommit=True) as other:
        was = begin(store)
        other.execute(
            "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN NEW.reply = current_setting('synchronous_commit'); RETURN NEW; END $$"
        )
        other.execute("CREATE TRIGGER told BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION tell()")

        assert store.note("b" * 64, sid(7), "card", NOON)
        assert answer(store, was)
        send(store, "another0another0anot", sender="c" * 64)

        assert store.look("b" * 64, sid(7), NOON) == Known(repeated="off")
        assert store.look(ANA, sid(2), NOON).repeated == "on"


def test_a_look_that_fails_leaves_the_connection_to_turns_that_are_undone_whole(postgres: Postgres) -> None:
    url = postgres.empty_database()
    with closing(Store(url)) as store:
        was = begin(store)
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE drafts")
            with pytest.raises(StoreError, match=r"^57014$"):
                store.look(ANA, sid(2), NOON)
        before = rows(url)

        def fail_halfway() -> None:
            with store.turn(ANA, sid(2), NOON) as turn:
                turn.keep(was, "what", b"sealed")
                raise ZeroDivisionError

        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                fail_halfway()
        assert rows(url) == before
