"""One text is one transaction: it acts once, wholly or not at all, and leaves nothing of its sender."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from ivr.store import Store, sender_key
from tests.stored import ANA, BEN, NOON, REPORT, SECRET, draft, minutes, postgres, rows, send, sid, store, url

__all__ = ["postgres", "store", "url"]


def test_the_same_message_again_gets_the_same_reply(store: Store) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        assert turn.repeated is None
        turn.remember('["report-ask-what"]')

    with store.turn(ANA, sid(1), NOON + minutes(5)) as again:
        assert again.repeated == '["report-ask-what"]'
    with store.turn(ANA, sid(2), NOON) as another:
        assert another.repeated is None


def test_a_turn_that_fails_changes_nothing(store: Store, url: str) -> None:
    store.prepare()
    empty = rows(url)

    def fail_halfway() -> None:
        with store.turn(ANA, sid(1), NOON) as turn:
            turn.save(draft())
            turn.keep(draft(), "what", b"sealed")
            turn.remember("reply")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert rows(url) == empty


def test_of_two_copies_at_once_one_acts(store: Store, url: str) -> None:
    def text(_: int) -> str:
        with store.turn(ANA, sid(1), NOON) as turn:
            if turn.repeated is None:
                turn.save(draft())
                turn.keep(draft(), "what", b"sealed")
                turn.remember("reply")
            return turn.repeated or "acted"

    with ThreadPoolExecutor(8) as pool:
        told = sorted(pool.map(text, range(8)))

    assert told == ["acted"] + ["reply"] * 7
    assert len(rows(url)["answers"]) == 1


def test_texts_of_one_sender_at_once_wait_for_each_other(store: Store) -> None:
    with store.turn(ANA, sid(0), NOON) as turn:
        turn.save(draft())

    def text(number: int) -> None:
        with store.turn(ANA, sid(number), NOON) as turn:
            assert turn.draft
            turn.keep(turn.draft, "what", b"sealed")
            turn.save(replace(turn.draft, texts=turn.draft.texts + 1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(text, range(1, 25)))

    with store.turn(ANA, sid(99), NOON) as turn:
        assert turn.draft
        assert turn.draft.texts == 24


def test_forty_senders_at_once_are_all_kept(store: Store, url: str) -> None:
    def text(number: int) -> None:
        send(store, f"report{number:014d}", sender=f"{number:064x}")

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(text, range(200)))

    assert len(rows(url)["reports"]) == 200


def test_a_draft_comes_back_as_it_was(store: Store) -> None:
    kept = draft(question="where", danger=True, answered=("what", "kind"), texts=3, language="es")
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(kept)

    with store.turn(ANA, sid(2), NOON) as turn:
        assert turn.draft == kept
    with store.turn(BEN, sid(3), NOON) as other:
        assert other.draft is None


def test_an_expired_draft_is_erased_with_its_answers(store: Store, url: str) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())
        turn.keep(draft(), "what", b"sealed")

    with store.turn(ANA, sid(2), NOON + minutes(59)) as turn:
        assert turn.draft
    with store.turn(ANA, sid(3), NOON + minutes(60)) as turn:
        assert turn.draft is None

    assert not rows(url)["drafts"]
    assert not rows(url)["answers"]


def test_a_clock_that_jumps_back_loses_no_draft(store: Store) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())

    with store.turn(ANA, sid(2), NOON - timedelta(days=400)) as turn:
        assert turn.draft


def test_after_send_nothing_leads_to_the_sender(store: Store, url: str) -> None:
    send(store)

    kept = rows(url)
    everything = str(kept)
    assert not kept["drafts"]
    assert [row[0] for row in kept["reports"]] == [REPORT]
    assert ANA not in everything
    assert ANA[:16] not in everything


def test_a_message_is_remembered_to_the_hour_only(store: Store, url: str) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.remember("reply")

    assert rows(url)["messages"] == [(sid(1), NOON.replace(minute=0).timestamp(), "reply")]


def test_erase_leaves_no_draft_and_no_answer(store: Store, url: str) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())
        turn.keep(draft(), "what", b"sealed")
    with store.turn(ANA, sid(2), NOON) as turn:
        turn.erase()
        assert turn.draft is None

    assert not rows(url)["drafts"]
    assert not rows(url)["answers"]
    assert not rows(url)["reports"]


def test_another_report_takes_the_place_of_the_first(store: Store, url: str) -> None:
    with store.turn(ANA, sid(1), NOON) as turn:
        turn.save(draft())
        turn.keep(draft(), "what", b"sealed")

    with store.turn(ANA, sid(2), NOON) as turn:
        turn.save(draft("another0another0anot"))
        assert turn.begun_today == 2

    assert not rows(url)["answers"]


def test_drafts_are_counted_by_sender_and_day_and_by_hour(store: Store) -> None:
    for place in range(3):
        send(store, f"report{place}xxxxxxxxxxxxx", NOON, sender=ANA)
    send(store, "report9xxxxxxxxxxxxx", NOON, sender=BEN)

    with store.turn(ANA, sid(10), NOON) as turn:
        assert (turn.begun_today, turn.begun_this_hour) == (3, 4)
        turn.save(draft())
        turn.save(draft(texts=1))  # a draft that goes on is not another one
        assert (turn.begun_today, turn.begun_this_hour) == (4, 5)
    with store.turn(ANA, sid(11), NOON + minutes(60)) as turn:
        assert (turn.begun_today, turn.begun_this_hour) == (4, 0)
    with store.turn(ANA, sid(12), NOON + timedelta(days=1)) as turn:
        assert turn.begun_today == 0


def test_keys_say_nothing_without_the_secret() -> None:
    assert sender_key(SECRET, "+16175550142") == ANA
    assert sender_key(SECRET, "+16175550143") != ANA
    assert sender_key(b"another secret", "+16175550142") != ANA
    assert "6175550142" not in ANA
