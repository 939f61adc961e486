"""What must not be lost or rung for nothing while others are at the same rows, or on another clock."""

from datetime import timedelta

import pytest

from ivr.store import Store, StoreError
from ivr.store.outbox import MOST_ATTEMPTS
from tests.stored import ANA, BEN, NOON, REPORT, draft, minutes, postgres, rows, send, sid, store, url

__all__ = ["postgres", "store", "url"]
WORDS = b"sealed words"
EXPIRED = NOON + minutes(61)


def begin(store: Store, sender: str = ANA, report: str = REPORT) -> None:
    with store.turn(sender, sid(1), NOON) as turn:
        turn.save(draft(report, texts=1))
        turn.keep(draft(report), "what", WORDS)


def test_what_expires_in_the_middle_of_its_turn_is_not_erased_under_it(store: Store, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("SQLite has one writer: nobody can be in the middle")
    begin(store)
    begin(store, BEN, "another0another0anot")

    with store.turn(ANA, sid(2), NOON + minutes(59)) as turn:
        store.forget(EXPIRED)  # by a worker whose clock is two minutes ahead
        assert turn.draft
        turn.send(turn.draft)

    claimed = store.outbox.claim(EXPIRED)
    assert claimed
    assert claimed.answers == {"what": [WORDS]}
    assert [row[0] for row in rows(url)["drafts"]] == []  # the other one was erased all the same


def test_a_report_whose_answers_are_not_all_there_is_never_called_saved(store: Store, url: str) -> None:
    begin(store)

    with pytest.raises(StoreError), store.turn(ANA, sid(2), NOON) as turn:
        turn.send(draft(texts=2))

    assert rows(url)["reports"] == []
    assert len(rows(url)["drafts"]) == 1


@pytest.mark.parametrize("behind", [0.01, 3.0, 600.0])
def test_a_clock_that_is_a_little_behind_rings_nobody(store: Store, behind: float) -> None:
    send(store)

    assert store.alarms.claim(NOON - timedelta(seconds=behind), contacts=2) is None
    assert store.alarms.ringing(NOON - timedelta(seconds=behind)) == 0


def test_a_clock_that_jumped_far_back_rings_at_once(store: Store) -> None:
    send(store)

    assert store.alarms.claim(NOON - timedelta(hours=3), contacts=2)


@pytest.mark.parametrize("behind", [0.01, 3.0])
def test_a_confirmed_alarm_stays_quiet_on_a_clock_that_is_behind(store: Store, behind: float) -> None:
    send(store, danger=True)
    assert store.alarms.claim(NOON, contacts=2)
    store.alarms.confirm(NOON)

    assert store.alarms.claim(NOON - timedelta(seconds=behind), contacts=2) is None


def test_the_alarm_does_not_say_that_a_report_is_at_the_desk_that_is_not(store: Store) -> None:
    send(store)
    claimed = store.outbox.claim(NOON)
    assert claimed
    store.outbox.failed(REPORT, NOON, until=claimed.until)

    ring = store.alarms.claim(NOON + minutes(16), contacts=2)

    assert ring
    assert ring.stuck


def test_one_report_at_the_desk_is_enough_to_send_somebody_there(store: Store) -> None:
    send(store)
    send(store, "another0another0anot", sender=BEN)
    store.outbox.failed(REPORT, NOON)
    store.outbox.delivered("another0another0anot", NOON)

    ring = store.alarms.claim(NOON + minutes(16), contacts=2)

    assert ring
    assert not ring.stuck


def test_a_failure_is_counted_once_for_each_claim(store: Store) -> None:
    send(store)
    first = store.outbox.claim(NOON)
    second = store.outbox.claim(NOON + timedelta(seconds=6))
    assert first
    assert second

    for _ in range(MOST_ATTEMPTS):
        assert not store.outbox.failed(REPORT, NOON + timedelta(seconds=7), until=first.until)

    assert not store.outbox.failed(REPORT, NOON + timedelta(seconds=8), until=second.until)
    assert store.outbox.counts()["stuck"] == 0


def test_a_report_that_the_inbox_lost_is_told_of_by_one_e_mail(store: Store) -> None:
    send(store)
    store.outbox.delivered(REPORT, NOON)
    assert store.outbox.claim_mail(NOON) == REPORT
    store.outbox.mailed(REPORT)

    store.outbox.lost(REPORT)
    store.outbox.delivered(REPORT, NOON + minutes(1))

    assert store.outbox.claim_mail(NOON + minutes(20)) is None


def test_what_a_clock_wrote_that_ran_ahead_expires_all_the_same(store: Store, url: str) -> None:
    future = NOON + timedelta(days=3650)
    with store.turn(ANA, sid(1), future) as turn:
        turn.save(draft(at=future, texts=1))
        turn.keep(draft(at=future), "what", WORDS)
        turn.remember("reply")
        turn.speak("es")

    store.forget(NOON)
    store.forget(NOON + timedelta(days=3))

    kept = rows(url)
    assert not any(kept[name] for name in ("drafts", "answers", "messages", "counters"))


def test_a_draft_of_a_clock_a_little_ahead_is_left_alone(store: Store) -> None:
    with store.turn(ANA, sid(1), NOON + minutes(5)) as turn:
        turn.save(draft(at=NOON + minutes(5), texts=1))
        turn.keep(draft(), "what", WORDS)

    store.forget(NOON)

    with store.turn(ANA, sid(2), NOON + minutes(64)) as turn:
        assert turn.draft
