"""A report put into the inbox is on its disk; twice is once; a failure says why, and whether it will last."""

import os
import socket
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask, Response, redirect, request

from ivr.desk.inbox import Inbox as DeskInbox
from ivr.desk.receive import make_receiver
from ivr.envelope import Header, pack
from ivr.inbox import DeliveryError, HttpsInbox, Inbox, open_inbox
from ivr.simulator.serving import serve
from ivr.store.outbox import LEASE
from tests.stored import NOON, REPORT

TOKEN = "a bearer token of the tests, 32 or more"
ZIP = pack(Header(REPORT, NOON), {"what": [b"sealed"]})
ANOTHER = pack(Header(REPORT, NOON), {"what": [b"sealed otherwise"]})


def spoilt(file: bytes) -> bytes:
    """One bit of an answer turned: still a zip file, of the same length."""
    place = file.index(b"sealed")
    return file[:place] + bytes([file[place] ^ 1]) + file[place + 1 :]


@pytest.fixture(params=["folder", "https"])
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    """The two kinds, both with the desk's own side at the other end."""
    if request.param == "folder":
        yield open_inbox(tmp_path.as_uri(), "")
        return
    with serve(make_receiver(DeskInbox(tmp_path), TOKEN)) as server:
        yield open_inbox(f"{server.url}/inbox", TOKEN)


def test_a_report_arrives_whole_and_twice_is_once(inbox: Inbox, tmp_path: Path) -> None:
    assert inbox.state(REPORT) == "gone"
    inbox.put(REPORT, ZIP)
    inbox.put(REPORT, ZIP)

    assert [file.name for file in tmp_path.iterdir()] == [f"{REPORT}.zip"]
    assert DeskInbox(tmp_path).read(REPORT) == ZIP
    assert inbox.state(REPORT) == "waiting"


def test_an_opening_is_seen_and_outlives_the_report(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put(REPORT, ZIP)
    DeskInbox(tmp_path).record_opening(REPORT, datetime.now(UTC))
    assert inbox.state(REPORT) == "opened"

    DeskInbox(tmp_path).discard(REPORT)
    assert inbox.state(REPORT) == "opened"
    inbox.put(REPORT, ZIP)
    assert not (tmp_path / f"{REPORT}.zip").exists()  # what an officer deleted does not come back


def test_another_file_of_that_name_needs_a_person(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put(REPORT, ANOTHER)

    with pytest.raises(DeliveryError) as refused:
        inbox.put(REPORT, ZIP)
    assert refused.value.permanent
    assert DeskInbox(tmp_path).read(REPORT) == ANOTHER


@pytest.mark.parametrize("damage", [lambda file: file[:-30], lambda file: b"", spoilt])
def test_a_damaged_file_gives_way_to_the_same_report(
    inbox: Inbox, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    inbox.put(REPORT, ZIP)
    (tmp_path / f"{REPORT}.zip").write_bytes(damage(ZIP))
    assert inbox.state(REPORT) == "gone"  # so that it is delivered again, by itself

    inbox.put(REPORT, ZIP)
    assert DeskInbox(tmp_path).read(REPORT) == ZIP
    assert inbox.state(REPORT) == "waiting"


def test_a_file_that_is_damaged_after_it_was_opened_is_left_alone(inbox: Inbox, tmp_path: Path) -> None:
    inbox.put(REPORT, ZIP)
    DeskInbox(tmp_path).record_opening(REPORT, NOON)
    (tmp_path / f"{REPORT}.zip").write_bytes(ZIP[:-30])

    inbox.put(REPORT, ZIP)
    assert inbox.state(REPORT) == "opened"
    assert DeskInbox(tmp_path).read(REPORT) == ZIP[:-30]


def test_a_report_is_for_its_owner_and_the_folders_group(inbox: Inbox, tmp_path: Path) -> None:
    """The desk is another account than the worker, and a service writes with the umask 077."""
    before = os.umask(0o077)
    inbox.put(REPORT, ZIP)
    os.umask(before)

    assert stat.S_IMODE((tmp_path / f"{REPORT}.zip").stat().st_mode) == 0o640


def test_a_file_that_cannot_be_read_is_not_taken_for_damaged(tmp_path: Path) -> None:
    (tmp_path / f"{REPORT}.zip").mkdir()
    inbox = open_inbox(tmp_path.as_uri(), "")

    for act in (lambda: inbox.put(REPORT, ZIP), lambda: inbox.state(REPORT)):
        with pytest.raises(DeliveryError, match="Is a directory") as refused:
            act()
        assert not refused.value.permanent


def test_what_a_killed_worker_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / f".{REPORT}.0a1b2c3d.tmp").write_bytes(ZIP[:20])
    (tmp_path / ".other.0a1b2c3d.tmp").write_bytes(b"of another worker, at work now")

    open_inbox(tmp_path.as_uri(), "").put(REPORT, ZIP)

    assert sorted(file.name for file in tmp_path.iterdir()) == [".other.0a1b2c3d.tmp", f"{REPORT}.zip"]


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """It is a mount that is missing, more often than not: a report in its place would reach nobody."""
    inbox = open_inbox((tmp_path / "nowhere").as_uri(), "")

    for act in (lambda: inbox.put(REPORT, ZIP), lambda: inbox.state(REPORT)):
        with pytest.raises(DeliveryError) as refused:
            act()
        assert not refused.value.permanent
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that even root cannot write to")
def test_a_folder_that_takes_nothing_is_tried_again() -> None:
    with pytest.raises(DeliveryError) as refused:
        open_inbox("file:///proc/self", "").put(REPORT, ZIP)
    assert not refused.value.permanent


def test_a_folder_with_a_space_in_its_name(tmp_path: Path) -> None:
    (tmp_path / "in box").mkdir()
    open_inbox((tmp_path / "in box").as_uri(), "").put(REPORT, ZIP)

    assert os.listdir(tmp_path / "in box") == [f"{REPORT}.zip"]


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (401, False),
        (404, False),
        (409, True),
        (413, True),
        (429, False),
        (500, False),
        (302, False),
    ],
)
def test_only_a_2xx_counts(status: int, permanent: bool) -> None:
    app = Flask("desk")
    app.post("/inbox/<id>")(lambda id: Response(status=status))

    with serve(app) as server, pytest.raises(DeliveryError, match=str(status)) as refused:
        open_inbox(f"{server.url}/inbox", TOKEN).put(REPORT, ZIP)
    assert refused.value.permanent == permanent


def test_the_token_follows_no_redirect() -> None:
    asked = []
    app = Flask("desk")

    @app.before_request
    def note() -> None:
        asked.append(request.path)

    app.post("/inbox/<id>")(lambda id: redirect("/elsewhere", code=307))

    with serve(app) as server, pytest.raises(DeliveryError):
        open_inbox(f"{server.url}/inbox", TOKEN).put(REPORT, ZIP)
    assert asked == [f"/inbox/{REPORT}"]


@pytest.mark.parametrize("answer", ["", "{}", "[]", '{"state": "lost"}', "null"])
def test_an_answer_that_says_nothing_is_no_opening(answer: str) -> None:
    app = Flask("desk")
    app.get("/inbox/<id>")(lambda id: answer)

    with serve(app) as server, pytest.raises(DeliveryError):
        open_inbox(f"{server.url}/inbox", TOKEN).state(REPORT)


def test_a_wrong_token_is_tried_again(tmp_path: Path) -> None:
    with serve(make_receiver(DeskInbox(tmp_path), TOKEN)) as server:
        inbox = open_inbox(f"{server.url}/inbox", "another token")
        with pytest.raises(DeliveryError, match="401") as refused:
            inbox.put(REPORT, ZIP)
        assert not refused.value.permanent
        with pytest.raises(DeliveryError, match="401"):
            inbox.state(REPORT)


def test_a_desk_that_hangs_is_not_waited_for() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as hanging:
        inbox = HttpsInbox(f"http://127.0.0.1:{hanging.getsockname()[1]}/inbox", TOKEN, seconds=0.4)
        with pytest.raises(DeliveryError, match="TimeoutError") as refused:
            inbox.put(REPORT, ZIP)
    assert not refused.value.permanent


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.0 200 OK\r\n\r\n", b"H"])
def test_a_desk_that_answers_byte_by_byte_is_not_waited_for(first: bytes) -> None:
    """A timeout of each read would never come."""
    with dripping(first) as (url, left), pytest.raises(DeliveryError, match="TimeoutError") as refused:
        HttpsInbox(url, TOKEN, seconds=0.4).put(REPORT, ZIP)
    assert not refused.value.permanent
    assert left.is_set()  # nothing goes on behind our back


def test_no_exchange_takes_as_long_as_a_report_is_claimed_for() -> None:
    """Otherwise worker and sweeper would both have it in hand, and count its failure twice."""
    assert HttpsInbox("https://desk.example.edu", TOKEN).seconds < LEASE.total_seconds()


@contextmanager
def dripping(first: bytes) -> Iterator[tuple[str, Event]]:
    """A desk that answers with so much and then one byte after the other; `left`: we have hung up."""
    left = Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            with listening.accept()[0] as connection, suppress(OSError):
                connection.sendall(first)
                while not left.wait(0.05):
                    connection.sendall(b"x")
            left.set()

        thread = Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/inbox", left
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize("url", ["http://desk.example.edu/inbox", "ftp://desk.example.edu", "nonsense"])
def test_a_report_crosses_no_network_in_the_clear(url: str) -> None:
    with pytest.raises(DeliveryError):
        open_inbox(url, TOKEN)


def test_an_https_inbox_needs_a_token() -> None:
    with pytest.raises(DeliveryError, match="REPORT_INBOX_TOKEN"):
        open_inbox("https://desk.example.edu/inbox", "")
    assert TOKEN not in repr(open_inbox("https://desk.example.edu/inbox", TOKEN))
