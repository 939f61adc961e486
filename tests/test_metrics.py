"""The metrics: who may read them, what they count, and that nobody's words get into them."""

import multiprocessing
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample
from werkzeug.test import TestResponse

from ivr import tally
from ivr.cells import Cells
from ivr.core.events import Outcome
from ivr.core.keywords import Vocabulary
from ivr.core.line import Line
from ivr.core.session import STATES
from ivr.hearing import Hearing
from ivr.store import Figures, Pulse, Store
from ivr.tally import Tally
from ivr.web.watching import Watcher
from tests.signed import MENU, RINGING, WHISPER, Signed, signed
from tests.stored import NOON, draft, postgres, send, store, url

TOKEN = "a-token-of-the-tests-and-of-nobody-else"
__all__ = ["postgres", "store", "url"]  # fixtures
HOSTILE = ('"} 1\nline_errors_total{kind="', "+16175550142", "he is at 77 Main St", "\x00\ud83d", "x" * 5000)


@pytest.fixture
def line_of_ours(tmp_path: Path) -> Signed:
    return signed(metrics_token=TOKEN, database_url=f"sqlite:///{tmp_path / 'line.db'}")


def read(at: Signed, **headers: str) -> TestResponse:
    return at.app.test_client().get("/metrics", headers=headers)


def samples(at: Signed) -> Iterator[Sample]:
    answer = read(at, Authorization=f"Bearer {TOKEN}")
    assert answer.status_code == 200
    for family in text_string_to_metric_families(answer.text):
        yield from family.samples


def value(at: Signed, name: str, **labels: str) -> float:
    (found,) = [one.value for one in samples(at) if (one.name, one.labels) == (name, labels)]
    return found


@pytest.mark.parametrize("given", ["", TOKEN, "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer \xe9"])
def test_only_the_token_opens_the_metrics(line_of_ours: Signed, given: str) -> None:
    assert read(line_of_ours, Authorization=given).status_code == 401


def test_without_a_token_there_are_no_metrics() -> None:
    # Not even from this machine: behind a proxy on it, the whole world comes from 127.0.0.1.
    assert read(signed()).status_code == 404


def test_turns_are_counted_by_what_happened_and_where(line_of_ours: Signed) -> None:
    line_of_ours.post("/voice", {})
    line_of_ours.press(MENU, "4")
    line_of_ours.post(MENU, {"Digits": "", "msg": "Gather End"})
    line_of_ours.post(WHISPER, {})

    assert value(line_of_ours, "line_turns_total", event="called", state="greeting") == 1
    assert value(line_of_ours, "line_turns_total", event="key", state="menu") == 1
    assert value(line_of_ours, "line_turns_total", event="silence", state="menu") == 1
    assert value(line_of_ours, "line_turns_total", event="desk", state="whisper") == 1
    assert value(line_of_ours, "line_answer_seconds_count", kind="call") == 4


def test_transfers_are_counted_by_desk_and_outcome(line_of_ours: Signed) -> None:
    line_of_ours.post(RINGING, {"DialCallStatus": "busy"})
    line_of_ours.post(RINGING, {"DialCallStatus": "completed", "DialBridged": "true"})
    line_of_ours.press(WHISPER, "1")
    line_of_ours.press(WHISPER, "2")

    assert value(line_of_ours, "line_transfers_total", desk="vpr", outcome="busy") == 1
    assert value(line_of_ours, "line_transfers_total", desk="vpr", outcome="ended") == 1
    assert value(line_of_ours, "line_whispers_total", desk="vpr", result="accepted") == 1
    assert value(line_of_ours, "line_whispers_total", desk="vpr", result="declined") == 1


def test_words_are_counted_by_topic_or_as_not_understood(line_of_ours: Signed) -> None:
    line_of_ours.post(MENU, {"SpeechResult": "the police please"})
    line_of_ours.post(MENU, {"SpeechResult": "zork"})
    line_of_ours.text("POLICE", MessageSid="SM1")
    line_of_ours.text("zork", MessageSid="SM2")
    line_of_ours.text("REPORT", MessageSid="SM3")
    line_of_ours.text("what happened is nobody's to count", MessageSid="SM4")

    assert value(line_of_ours, "line_meanings_total", result="understood", topic="police") == 2
    assert value(line_of_ours, "line_meanings_total", result="understood", topic="report") == 1
    assert value(line_of_ours, "line_meanings_total", result="unknown", topic="") == 2
    assert value(line_of_ours, "line_texts_total", took="stored") == 3


def test_refusals_and_errors_are_counted(line_of_ours: Signed) -> None:
    line_of_ours.send(MENU, [], "not a signature")
    line_of_ours.post(RINGING, {"DialCallStatus": "a word nobody documents"})

    assert value(line_of_ours, "line_signature_refusals_total", kind="call") == 1
    assert value(line_of_ours, "line_errors_total", kind="call") == 1


def test_a_probe_of_a_load_balancer_is_no_call(line_of_ours: Signed) -> None:
    line_of_ours.app.test_client().get("/readyz")

    assert value(line_of_ours, "line_turns_total", event="called", state="greeting") == 0


def test_no_label_comes_from_a_person(line_of_ours: Signed, line: Line) -> None:
    before = {(one.name, *sorted(one.labels.items())) for one in samples(line_of_ours)}
    for words in HOSTILE:
        clean = words.encode("utf-8", "replace").decode()
        line_of_ours.text(clean, From=clean, MessageSid=clean)
        line_of_ours.post(MENU, {"SpeechResult": clean, "Digits": "", "From": clean, "CallSid": clean})
        line_of_ours.post(MENU, {"Digits": clean})
        line_of_ours.post(RINGING, {"DialCallStatus": clean})
        for path in ("/voice/nowhere?desk=nobody", "/voice/ring?desk=nobody&subject=none", "/voice/%22%7D"):
            line_of_ours.post(path, {"SpeechResult": clean})
            line_of_ours.send(path, [("Body", clean)], clean.replace("\n", "").replace("\x00", ""))

    after = list(samples(line_of_ours))
    assert {(one.name, *sorted(one.labels.items())) for one in after} == before
    known = {
        *tally.EVENTS,
        *STATES,
        tally.GREETING,
        *tally.TEXTS,
        *tally.WHISPERS,
        *tally.KINDS,
        "other",
        *Outcome,
    }
    known |= {
        "understood",
        "unsure",
        "unknown",
        "",
        *line.topics,
        *line.contacts,
        *map(str, tally.BOUNDS),
        "+Inf",
    }
    known |= {"waiting", "delivered", "opened", "stuck"}
    assert {label for one in after for label in one.labels.values()} <= known


def test_reports_are_told_by_stage_and_age(line_of_ours: Signed) -> None:
    store = Store(line_of_ours.settings.database_url, alarm_after=900)
    send(store, at=datetime.now(UTC) - timedelta(hours=2))
    store.beat(Pulse("erase", datetime.now(UTC), "7 left"))
    store.beat(Pulse("deliver", datetime.now(UTC), "failed: DeliveryError the folder is not there"))

    assert value(line_of_ours, "line_reports", stage="waiting") == 1
    assert 7199 < value(line_of_ours, "line_reports_oldest_seconds", stage="waiting") < 7400
    assert value(line_of_ours, "line_reports_oldest_seconds", stage="stuck") == 0
    assert value(line_of_ours, "line_alarm_ringing") == 1
    assert value(line_of_ours, "line_carrier_records") == 7
    assert value(line_of_ours, "line_duty_failing", duty="deliver") == 1
    assert value(line_of_ours, "line_duty_failing", duty="erase") == 0


def test_figures_are_the_same_in_both_databases_and_leave_tests_out(store: Store) -> None:
    send(store, at=NOON)
    send(store, "tttttttttttttttttttt", at=NOON, sender="0" * 64)
    with store.turn("1" * 64, "message", NOON, test=True) as turn:
        turn.save(draft("uuuuuuuuuuuuuuuuuuuu"))
        turn.keep(draft("uuuuuuuuuuuuuuuuuuuu"), "what", b"sealed")
        turn.send(draft("uuuuuuuuuuuuuuuuuuuu", texts=1))

    found = store.figures(NOON + timedelta(minutes=20))

    assert found.reports == {"waiting": 2, "delivered": 0, "opened": 0, "stuck": 0}
    assert found.oldest["waiting"] == 1200
    assert found.ringing == 2


def test_a_store_that_is_away_leaves_the_other_metrics_be(tmp_path: Path) -> None:
    away = signed(metrics_token=TOKEN, database_url="sqlite:////proc/nowhere/line.db")
    away.press(MENU, "4")

    assert value(away, "line_store_up") == 0
    assert value(away, "line_turns_total", event="key", state="menu") == 1


def test_a_store_that_hangs_costs_one_thread_and_no_patience() -> None:
    released, asked = Event(), []
    found = Figures({}, {}, 0, 0, ())

    def hang() -> Figures:
        asked.append(1)
        released.wait()
        return found

    watcher = Watcher(hang, patience=0.01)
    assert watcher.look() is None
    assert watcher.look() is None
    assert len(asked) == 1

    released.set()
    assert Watcher(lambda: found).look() is found


def test_processes_add_up_and_what_ends_leaves_its_numbers(line: Line) -> None:
    shared = Tally(line, shared=True)
    ready = multiprocessing.get_context("fork")

    def work() -> None:
        shared.claim()
        for _ in range(1000):
            shared.refused("text")
        os._exit(0)  # as abruptly as it gets: no coverage, no fixtures, no atexit of pytest's

    processes = [ready.Process(target=work) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert shared.totals()["line_signature_refusals", "text"] == 4000


def test_the_last_row_is_shared_when_rows_run_out() -> None:
    cells = Cells(count=2, rows=2)
    for _ in range(5):
        cells.claim()
        cells.add(1)

    assert cells.total(1) == 5
    assert cells.total(0) == 0


def test_what_is_new_in_the_configuration_is_not_counted_and_fails_nothing(line: Line) -> None:
    counting = Tally(line)
    counting.text("a name of tomorrow", None)

    assert sum(counting.totals().values()) == 0


def test_hearing_answers_as_the_whole_vocabulary_does(vocabulary: Vocabulary) -> None:
    hearing = Hearing(vocabulary)
    public = {name for name in vars(Vocabulary) if not name.startswith("_")}

    assert public <= set(vars(Hearing))
    for words in ("police please", "polcie", "zork", "POLICIA", "next", "", "gun"):
        assert hearing.understand(words) == vocabulary.understand(words) == hearing.meaning
        assert hearing.keyword(words) == vocabulary.keyword(words)
        assert hearing.is_shared(words) == vocabulary.is_shared(words)
        assert hearing.mentions(words) == vocabulary.mentions(words)
        assert hearing.command(words) == vocabulary.command(words)
