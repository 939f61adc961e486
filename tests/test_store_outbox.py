"""A report that was sent is delivered, opened or stuck, and no two workers have it at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ivr.store import Store
from ivr.store.alarms import NEXT_CONTACT, NEXT_ROUND
from ivr.store.outbox import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, MOST_MAILS, wait_after
from tests.stored import NOON, REPORT, draft, minutes, postgres, rows, send, sid, store, url

__all__ = ["postgres", "store", "url"]
DAYS = timedelta(days=400)
OTHER = "other0other0other0ot"


def ids() -> Iterator[str]:
    return (f"report{number:04d}xxxxxxxxxx" for number in range(1000))


def test_a_report_is_claimed_with_its_answers_in_order(store: Store) -> None:
    with store.turn("a" * 64, sid(1), NOON) as turn:
        turn.save(draft(danger=True, language="es"))
        for question, sealed in (("what", b"\x00one"), ("where", b"two"), ("what", b"three")):
            turn.keep(draft(), question, sealed)
        turn.send(draft(danger=True, language="es", texts=3))

    claimed = store.outbox.claim(NOON)
    assert claimed
    assert (claimed.id, claimed.received, claimed.language) == (REPORT, NOON.replace(minute=0), "es")
    assert claimed.danger
    assert not claimed.test
    assert claimed.answers == {"what": [b"\x00one", b"three"], "where": [b"two"]}
    assert "three" not in repr(claimed)


def test_each_report_is_claimed_by_one_worker(store: Store) -> None:
    sent = [report for report, _ in zip(ids(), range(40), strict=False)]
    for report in sent:
        send(store, report)

    def work(_: int) -> list[str]:
        return [claimed.id for claimed in iter(lambda: store.outbox.claim(NOON), None)]

    with ThreadPoolExecutor(4) as pool:
        claimed = [report for found in pool.map(work, range(4)) for report in found]

    assert sorted(claimed) == sent


def test_a_worker_that_died_lets_go_after_its_lease(store: Store) -> None:
    send(store)
    assert store.outbox.claim(NOON, REPORT)

    assert store.outbox.claim(NOON + LEASE - timedelta(seconds=1)) is None
    assert store.outbox.claim(NOON + LEASE)


def test_a_worker_whose_clock_is_behind_claims_all_the_same(store: Store) -> None:
    send(store)

    assert store.outbox.claim(NOON - minutes(1), REPORT)


def test_a_clock_that_jumps_back_holds_no_report_up(store: Store) -> None:
    send(store)
    assert store.outbox.claim(NOON + DAYS)

    store.forget(NOON)
    assert store.outbox.claim(NOON)
    store.outbox.delivered(REPORT, NOON)
    assert store.outbox.claim_mail(NOON + DAYS)
    store.forget(NOON)
    assert store.outbox.claim_mail(NOON)


def test_a_delivered_report_is_not_claimed_again(store: Store) -> None:
    send(store)
    store.outbox.delivered(REPORT, NOON)

    assert store.outbox.claim(NOON + DAYS) is None
    assert store.outbox.claim(NOON + DAYS, REPORT) is None
    assert store.outbox.unopened() == [REPORT]


def test_a_failure_waits_longer_each_time_and_the_eighth_is_stuck(store: Store, url: str) -> None:
    send(store)
    now, waits = NOON, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert store.outbox.claim(now)
        assert store.outbox.failed(REPORT, now) == (attempt == MOST_ATTEMPTS)
        waits.append(wait_after(attempt))
        assert store.outbox.claim(now + waits[-1] - timedelta(seconds=1)) is None
        now += waits[-1]

    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT
    assert store.outbox.counts()["stuck"] == 1
    assert store.outbox.claim(NOON + DAYS) is None
    assert rows(url)["answers"]


def test_a_refusal_for_good_is_stuck_at_once_until_a_person_retries(store: Store) -> None:
    send(store)
    assert store.outbox.failed(REPORT, NOON, permanent=True)
    assert not store.outbox.failed(REPORT, NOON)

    assert store.outbox.retry_stuck(NOON) == 1
    assert store.outbox.claim(NOON)
    assert store.outbox.retry_stuck(NOON) == 0


def test_an_opened_report_keeps_no_answer_and_no_minute(store: Store, url: str) -> None:
    send(store, danger=True)
    send(store, OTHER)
    store.outbox.delivered(REPORT, NOON)
    store.outbox.opened(REPORT, NOON + minutes(1))

    kept = rows(url)
    assert [row[1] for row in kept["answers"]] == [OTHER]
    assert NOON.timestamp() not in next(row for row in kept["reports"] if row[0] == REPORT)
    assert store.outbox.unopened() == []
    assert store.alarms.ringing(NOON + minutes(2)) == 0
    assert store.outbox.counts() == {"waiting": 1, "delivered": 0, "opened": 1, "stuck": 0}


def test_a_late_word_of_a_worker_does_not_close_an_opened_report_again(store: Store) -> None:
    send(store)
    store.outbox.opened(REPORT, NOON)
    store.outbox.delivered(REPORT, NOON)
    store.outbox.failed(REPORT, NOON, permanent=True)
    store.outbox.lost(REPORT)

    assert store.outbox.counts()["opened"] == 1


def test_a_report_that_the_inbox_lost_is_due_again(store: Store) -> None:
    send(store)
    store.outbox.delivered(REPORT, NOON)
    store.outbox.lost(REPORT)

    claimed = store.outbox.claim(NOON)
    assert claimed
    assert claimed.answers


def test_an_email_is_owed_once_and_given_up_in_the_end(store: Store) -> None:
    send(store)
    assert store.outbox.claim_mail(NOON) is None
    store.outbox.delivered(REPORT, NOON)
    for attempt in range(MOST_MAILS):
        assert store.outbox.claim_mail(NOON + attempt * LONGEST_WAIT) == REPORT
    assert store.outbox.claim_mail(NOON + MOST_MAILS * LONGEST_WAIT) is None

    send(store, OTHER)
    store.outbox.delivered(OTHER, NOON)
    assert store.outbox.claim_mail(NOON) == OTHER
    store.outbox.mailed(OTHER)
    assert store.outbox.claim_mail(NOON + LONGEST_WAIT) is None


@pytest.mark.parametrize(("danger", "first"), [(False, minutes(15)), (True, minutes(0))])
def test_the_alarm_rings_at_its_time_and_in_turn(store: Store, danger: bool, first: timedelta) -> None:
    send(store, danger=danger)
    assert store.alarms.claim(NOON + first - timedelta(seconds=1), 2) is None

    now, places = NOON + first, []
    for wait in (NEXT_CONTACT, NEXT_ROUND, NEXT_CONTACT, NEXT_ROUND):
        ring = store.alarms.claim(now, 2)
        assert ring
        places.append(ring.place)
        assert store.alarms.claim(now + wait - timedelta(seconds=1), 2) is None
        now += wait

    assert places == [0, 1, 0, 1]


def test_many_reports_are_one_alarm(store: Store) -> None:
    for report, _ in zip(ids(), range(5), strict=False):
        send(store, report, danger=True)

    ring = store.alarms.claim(NOON, 2)
    assert ring
    assert (ring.place, ring.reports, ring.stuck) == (0, 5, False)
    assert store.alarms.claim(NOON, 2) is None


def test_a_confirmed_alarm_is_quiet_and_comes_back(store: Store) -> None:
    send(store, danger=True)
    assert store.alarms.claim(NOON, 2)
    assert store.alarms.confirm(NOON + minutes(1)) == 1

    assert store.alarms.claim(NOON + minutes(15), 2) is None
    ring = store.alarms.claim(NOON + minutes(16), 2)
    assert ring
    assert ring.place == 0


def test_a_new_danger_rings_although_an_older_alarm_was_confirmed(store: Store) -> None:
    send(store, danger=True)
    store.alarms.claim(NOON, 2)
    store.alarms.confirm(NOON + minutes(1))
    send(store, OTHER, at=NOON + minutes(2), danger=True)

    ring = store.alarms.claim(NOON + minutes(2), 2)
    assert ring
    assert ring.reports == 1


def test_a_stuck_report_rings_at_once_and_says_so(store: Store) -> None:
    send(store)
    store.outbox.failed(REPORT, NOON, permanent=True)

    ring = store.alarms.claim(NOON, 2)
    assert ring
    assert ring.stuck


def test_a_test_rings_nobody(store: Store) -> None:
    with store.turn("a" * 64, sid(1), NOON, test=True) as turn:
        turn.keep(draft(), "what", b"sealed")
        turn.send(draft(danger=True, texts=1))
    store.outbox.failed(REPORT, NOON, permanent=True)

    assert store.alarms.claim(NOON + DAYS, 2) is None
    store.outbox.delivered(REPORT, NOON)
    assert store.outbox.claim_mail(NOON + DAYS) is None


def test_a_test_is_counted_against_no_limit(store: Store) -> None:
    with store.turn("a" * 64, sid(1), NOON, test=True) as turn:
        turn.save(draft())
    with store.turn("a" * 64, sid(2), NOON) as turn:
        assert (turn.begun_today, turn.begun_this_hour) == (0, 0)


def test_tests_and_stuck_reports_can_be_looked_at(store: Store) -> None:
    send(store, danger=True)
    store.outbox.failed(REPORT, NOON, permanent=True)
    with store.turn("b" * 64, sid(1), NOON, test=True) as turn:
        turn.keep(draft(OTHER), "what", b"sealed")
        turn.send(draft(OTHER, texts=1))

    assert [(each.id, each.danger, each.test) for each in store.stuck()] == [(REPORT, True, False)]
    assert store.tests("other") == {OTHER: "waiting"}
    assert store.tests("abc") == {}


def test_a_clock_that_jumps_back_does_not_silence_the_alarm(store: Store) -> None:
    send(store, danger=True)
    store.alarms.claim(NOON + DAYS, 2)
    store.alarms.confirm(NOON + DAYS)

    assert store.alarms.claim(NOON, 2)
    store.alarms.confirm(NOON)
    assert store.alarms.claim(NOON + minutes(5), 2) is None
