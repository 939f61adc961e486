"""The duties of the workers, each by itself: deliver, acknowledge, notify, and go on when one fails."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from flask import Flask, Response

from ivr.desk.inbox import Inbox as DeskInbox
from ivr.envelope import unpack
from ivr.inbox import DeliveryError, open_inbox
from ivr.queue import DELIVER
from ivr.simulator.serving import serve
from ivr.store import Pulse
from tests.conftest import made_up_settings
from tests.stored import NOON, REPORT, rows, send
from tests.test_mail import Kept, smtp_server
from workers import deliver, sweep
from workers.acknowledge import acknowledge
from workers.deliver import deliver_one
from workers.house import House, furnish, utc_now
from workers.notify import notify_owed
from workers.sweep import Duty, deliver_due, duties, repeat

SEALED = b"sealed words of " + REPORT.encode()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "inbox").mkdir()
    settings = made_up_settings(
        database_url=f"sqlite:///{tmp_path}/line.db", inbox=(tmp_path / "inbox").as_uri()
    )
    with closing(furnish(settings)) as opened:
        yield opened


@pytest.fixture
def desk(house: House, tmp_path: Path) -> DeskInbox:
    return DeskInbox(tmp_path / "inbox")


def by_mail(house: House, url: str) -> House:
    """The same house with somebody to notify."""
    settings = replace(house.settings, notify_from="line@example.edu", notify_to=("desk@example.edu",))
    return replace(house, settings=replace(settings, smtp_url=url))


def answers(house: House) -> int:
    return len(rows(house.settings.database_url)["answers"])


def test_a_report_is_one_file_that_the_desk_can_read(house: House, desk: DeskInbox) -> None:
    send(house.store, danger=True, language="es")

    assert deliver_one(house, NOON)
    assert not deliver_one(house, NOON)
    header, texts = unpack(desk.read(REPORT))
    assert (header.id, header.received, header.language) == (REPORT, NOON.replace(minute=0), "es")
    assert (header.danger, header.test) == (True, False)
    assert texts == {"what": [SEALED]}
    assert house.store.outbox.counts()["delivered"] == 1


def test_a_worker_that_dies_after_the_file_delivers_the_same_again(house: House, desk: DeskInbox) -> None:
    send(house.store)
    deliver_one(house, NOON)
    before = desk.read(REPORT)
    house.store.outbox.lost(REPORT)

    assert deliver_one(house, NOON)
    assert desk.read(REPORT) == before
    assert house.store.outbox.counts()["delivered"] == 1


def test_an_inbox_that_is_away_costs_a_wait_and_nothing_else(house: House, tmp_path: Path) -> None:
    send(house.store)
    away = replace(house, inbox=open_inbox((tmp_path / "away").as_uri(), ""))

    assert not deliver_one(away, NOON)
    assert answers(house) == 1
    assert deliver_one(house, NOON + timedelta(minutes=1))


def test_a_report_that_cannot_be_packed_is_stuck(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    send(house.store, "NOT-AN-ID")

    deliver_one(house, NOON)
    assert house.store.outbox.counts()["stuck"] == 1
    assert "is stuck" in capsys.readouterr().err


def test_an_opened_report_is_erased_here(house: House, desk: DeskInbox) -> None:
    send(house.store)
    deliver_one(house, NOON)
    assert acknowledge(house, NOON) == "1 unopened"
    assert answers(house) == 1

    desk.record_opening(REPORT, NOON)
    acknowledge(house, NOON)
    assert answers(house) == 0
    assert house.store.outbox.counts()["opened"] == 1


def test_a_report_that_vanished_unopened_is_delivered_again(house: House, desk: DeskInbox) -> None:
    send(house.store)
    deliver_one(house, NOON)
    desk.discard(REPORT)

    acknowledge(house, NOON)
    assert deliver_due(house, NOON) == "1 delivered"
    assert unpack(desk.read(REPORT))[1] == {"what": [SEALED]}


def test_a_report_that_was_damaged_unopened_is_delivered_again(house: House, desk: DeskInbox) -> None:
    send(house.store)
    deliver_one(house, NOON)
    whole = desk.read(REPORT)
    (desk.folder / f"{REPORT}.zip").write_bytes(whole[:-40])

    acknowledge(house, NOON)
    assert deliver_due(house, NOON) == "1 delivered"
    assert desk.read(REPORT) == whole


def test_a_report_that_cannot_be_asked_for_lets_no_other_ring_on(house: House) -> None:
    first, second, third = "first" + "0" * 15, "second" + "0" * 14, "third" + "0" * 15
    for minute, report in enumerate((first, second, third)):
        send(house.store, report, NOON + timedelta(minutes=minute))
    deliver_due(house, NOON)
    app = Flask("desk")
    app.get("/inbox/<id>")(lambda id: Response('{"state": "opened"}', 500 if id == second else 200))

    with serve(app) as server, pytest.raises(DeliveryError, match="500"):
        acknowledge(replace(house, inbox=open_inbox(f"{server.url}/inbox", "token")), NOON)
    assert house.store.outbox.unopened() == [second]


def test_an_email_that_fails_does_not_hold_a_delivery_up(house: House, desk: DeskInbox) -> None:
    mailing = by_mail(house, "smtp://127.0.0.1:1")
    send(house.store)

    assert deliver_one(mailing, NOON)
    assert notify_owed(mailing, NOON) == "ConnectionRefusedError"
    assert notify_owed(mailing, NOON) == "0 sent"  # it waits
    assert notify_owed(mailing, NOON + timedelta(minutes=1)) == "ConnectionRefusedError"


def test_an_email_is_sent_once_for_each_delivered_report(house: House) -> None:
    kept = Kept()
    for url in smtp_server(kept):
        mailing = by_mail(house, url)
        send(house.store)
        assert notify_owed(mailing, NOON) == "0 sent"
        deliver_one(house, NOON)
        assert notify_owed(mailing, NOON) == "1 sent"
        assert notify_owed(mailing, NOON + timedelta(days=1)) == "0 sent"

    (mail,) = kept.mails
    assert isinstance(mail.content, bytes)
    assert REPORT[:6].encode() not in mail.content


def test_a_duty_that_fails_is_told_once(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    stop, tries = Event(), []

    def fail(_: House, now: object) -> str:
        tries.append(now)
        if len(tries) == 3:
            stop.set()
        raise RuntimeError("words that must not be in a log")

    repeat(Duty("fail", 0.001, fail), house, stop)

    told = capsys.readouterr().err
    assert len(tries) == 3
    assert told.count("failed: RuntimeError") == 1
    assert "words" not in told
    (pulse,) = house.store.pulses()
    assert pulse.note.startswith("failed: RuntimeError")


def test_a_duty_goes_on_when_even_its_pulse_cannot_be_kept(house: House, tmp_path: Path) -> None:
    settings = replace(house.settings, database_url="sqlite:////proc/nowhere/line.db")
    stop, tries = Event(), []

    def count(_: House, now: object) -> str:
        tries.append(now)
        if len(tries) == 3:
            stop.set()
        return "ok"

    with closing(furnish(settings)) as broken:
        repeat(Duty("count", 0.001, count), broken, stop)
    assert len(tries) == 3


def test_what_is_switched_off_is_said_and_not_done(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    off = replace(house, line=replace(house.line, reports=replace(house.line.reports, erase=False)))

    assert [duty.name for duty in duties(off)] == ["deliver", "acknowledge", "alarm", "forget"]
    assert "erase: off" in capsys.readouterr().err
    assert "erase" in [duty.name for duty in duties(house)]
    assert '"erase: on", "duty": "erase", "seconds": 600' in capsys.readouterr().err


def test_the_sweeper_stops_when_it_is_told_to(house: House) -> None:
    stop = Event()
    stop.set()

    sweep.sweep(house, stop)
    assert house.store.pulses() == [] or isinstance(house.store.pulses()[0], Pulse)


def test_the_queue_names_a_job_that_is_there() -> None:
    assert f"{deliver.__name__}.{deliver.deliver.__name__}" == DELIVER
    assert utc_now().utcoffset() == timedelta(0)
