"""A canary flies from the public address to the inbox, touches nobody, and says where it came down."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

import pytest

from ivr import canary as names
from ivr.operate import canary, stuck
from ivr.settings import Settings
from ivr.store import Store
from tests.conftest import Running
from tests.operating import environment
from tests.signed import signed, texts
from workers import house
from workers.sweep import duties, repeat

SECRET = b"a secret of the tests, not of anyone"
STEPS = ["call", "ring", "whisper", "text", "saved", "delivered", "in the inbox", "acknowledged"]


@dataclass(frozen=True)
class Place:
    settings: Settings
    inbox: Path


@contextlib.contextmanager
def sweeping(settings: Settings, *names: str) -> Iterator[None]:
    """These duties of the sweeper, done without a pause until the block ends."""
    opened, stop = house.furnish(settings), Event()
    chosen = [replace(duty, every=0.05) for duty in duties(opened) if duty.name in names]
    threads = [threading.Thread(target=repeat, args=(duty, opened, stop)) for duty in chosen]
    for thread in threads:
        thread.start()
    yield
    stop.set()
    for thread in threads:
        thread.join()
    opened.close()


@pytest.fixture
def place(serve: Callable[..., Running], tmp_path: Path) -> Place:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    settings = serve(inbox=inbox.as_uri()).settings
    with contextlib.closing(Store(settings.database_url)) as store:
        store.prepare()  # `ivr release` does it before the sweeper starts
    return Place(settings, inbox)


def fly(place: Place, *arguments: str, **changes: str) -> int:
    return canary.main(arguments, environment(place.settings) | changes)


def test_it_flies_from_the_public_address_to_the_inbox_and_back(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    with sweeping(place.settings, "deliver", "acknowledge"):
        status = fly(place)

    assert capsys.readouterr().out.split("ok     ")[1:] == [f"{step}\n" for step in STEPS]
    assert status == 0


def test_it_leaves_nothing_behind_and_counts_for_nothing(place: Place) -> None:
    with sweeping(place.settings, "deliver", "acknowledge"):
        assert fly(place, "--quiet") == 0

    with contextlib.closing(Store(place.settings.database_url)) as store:
        now = house.utc_now()
        assert list(place.inbox.iterdir()) == []
        assert set(store.tests().values()) == {"opened"}
        assert set(store.figures(now).reports.values()) == {0}
        assert store.alarms.claim(now, 2) is None
        assert store.outbox.claim_mail(now) is None


def test_it_flies_more_often_than_a_person_may_report(place: Place) -> None:
    with sweeping(place.settings, "deliver", "acknowledge"):
        assert [fly(place, "--quiet") for _ in range(6)] == [0] * 6


def test_without_a_sweeper_it_comes_down_at_the_delivery(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fly(place, "--wait", "0.3") == 1

    assert "FAILED delivered: after 0 s it is waiting" in capsys.readouterr().err


def test_another_database_than_the_lines_is_noticed(
    place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/other.db"
    with contextlib.closing(Store(url)) as store:
        store.prepare()

    assert fly(place, "--wait", "0.1", DATABASE_URL=url) == 1

    assert "nowhere in the database" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"TWILIO_AUTH_TOKEN": "f" * 32}, "FAILED call: "),
        (
            {"PUBLIC_URL": "http://127.0.0.1:9"},
            "FAILED call: http://127.0.0.1:9/voice: does not answer (connection refused)\n",
        ),
        ({"SECRET_KEY": "another secret than the one that the line has"}, "FAILED saved: "),
    ],
)
def test_it_says_at_which_step_it_came_down(
    place: Place, capsys: pytest.CaptureFixture[str], changes: dict[str, str], step: str
) -> None:
    assert fly(place, **changes) == 1

    complaint = capsys.readouterr().err
    assert step in complaint
    assert names.PREFIX not in complaint


def test_nobody_without_the_secret_is_taken_for_a_canary() -> None:
    ours = names.new_sender(SECRET)

    assert names.is_canary(SECRET, ours)
    for sender in (
        names.new_sender(b"another secret"),
        ours[:-1],
        ours + "0",
        ours.replace("canary:", "canary:0"),
        "canary:.",
        "canary:",
        "canary:\ud800.é",
        "+16175550101",
        "anonymous",
        "",
    ):
        assert not names.is_canary(SECRET, sender)


def test_a_made_up_canary_is_a_withheld_number(tmp_path: Path) -> None:
    line = signed(database_url=f"sqlite:///{tmp_path}/line.db")

    [reply] = texts(line.text("REPORT", From="canary:0123456789abcdef.0123456789abcdef0123456789abcdef"))

    assert "number is withheld" in reply


def test_a_stuck_test_is_listed_and_retried(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.inbox.rmdir()
    fly(place, "--wait", "0.1")
    variables = environment(place.settings)
    with contextlib.closing(Store(place.settings.database_url)) as store:
        [(report, _)] = store.tests().items()
        store.outbox.failed(report, house.utc_now(), permanent=True)
    capsys.readouterr()

    assert stuck.list_them(variables) == 1
    listed = capsys.readouterr().out
    assert report[:6] in listed
    assert report not in listed
    assert "test" in listed
    assert stuck.retry_them(variables) == 0
    assert stuck.list_them(variables) == 0
