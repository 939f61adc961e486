"""The https inbox: 2xx only when a report is on the disk, and nobody without the token."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ivr.desk.inbox import Inbox
from ivr.desk.receive import make_receiver
from ivr.envelope import MAX_BYTES, Header, pack

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
OTHER_ID = "other9q2m7x4t8c5n6b1z0w7r3"
BEARER = "a-token-for-tests-only"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
REPORT = pack(Header(ID, NOON), {"what": [b"sealed"]})
HEADERS = {"Authorization": f"Bearer {BEARER}", "Idempotency-Key": ID}


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


@pytest.fixture
def server(inbox: Inbox) -> FlaskClient:
    return make_receiver(inbox, BEARER).test_client()


def test_a_report_is_kept_and_a_second_delivery_is_fine(server: FlaskClient, inbox: Inbox) -> None:
    first = server.post(f"/inbox/{ID}", data=REPORT, headers=HEADERS)
    second = server.post(f"/inbox/{ID}", data=REPORT, headers=HEADERS)

    assert (first.status_code, second.status_code) == (201, 200)
    assert inbox.read(ID) == REPORT


def test_another_report_under_the_same_name_is_a_conflict(server: FlaskClient, inbox: Inbox) -> None:
    server.post(f"/inbox/{ID}", data=REPORT, headers=HEADERS)

    other = server.post(f"/inbox/{ID}", data=pack(Header(ID, NOON), {"what": [b"other"]}), headers=HEADERS)

    assert other.status_code == 409
    assert inbox.read(ID) == REPORT


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer wrong", BEARER, f"bearer {BEARER}", "Bearer é"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS"])
def test_nobody_without_the_token(
    server: FlaskClient, inbox: Inbox, method: str, authorization: str | None
) -> None:
    headers = {"Idempotency-Key": ID} | (
        {"Authorization": authorization} if authorization is not None else {}
    )

    refused = server.open(f"/inbox/{ID}", method=method, data=REPORT, headers=headers)

    assert refused.status_code == 401
    assert list(inbox.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "body", "key", "status"),
    [
        (ID, REPORT, None, 400),
        (ID, REPORT, OTHER_ID, 400),
        (OTHER_ID, REPORT, OTHER_ID, 400),
        (ID, b"", ID, 400),
        (ID, REPORT[:-10], ID, 400),
        (ID, b"x" * (MAX_BYTES + 1), ID, 413),
        ("..%2f..%2fetc", REPORT, "../../etc", 404),
        ("SHOUTING12345678", REPORT, "SHOUTING12345678", 400),
    ],
)
def test_what_is_not_a_report_is_refused(
    server: FlaskClient, inbox: Inbox, path: str, body: bytes, key: str | None, status: int
) -> None:
    headers = {"Authorization": HEADERS["Authorization"]} | ({"Idempotency-Key": key} if key else {})

    refused = server.post(f"/inbox/{path}", data=body, headers=headers)

    assert refused.status_code == status
    assert refused.is_json
    assert list(inbox.folder.iterdir()) == []


def test_the_server_learns_when_a_person_opened_it_also_after_it_was_deleted(
    server: FlaskClient, inbox: Inbox
) -> None:
    def state() -> object:
        return server.get(f"/inbox/{ID}", headers=HEADERS).json

    server.post(f"/inbox/{ID}", data=REPORT, headers=HEADERS)
    assert state() == {"state": "waiting"}

    inbox.record_opening(ID, NOON)
    assert state() == {"state": "opened"}

    inbox.discard(ID)
    assert state() == {"state": "opened"}


def test_an_unknown_report_is_404_so_that_it_is_delivered_again(server: FlaskClient) -> None:
    assert server.get(f"/inbox/{ID}", headers=HEADERS).status_code == 404


def test_a_disk_that_takes_nothing_is_a_503_and_never_a_2xx(tmp_path: Path) -> None:
    server = make_receiver(Inbox(tmp_path / "gone"), BEARER).test_client()

    assert server.post(f"/inbox/{ID}", data=REPORT, headers=HEADERS).status_code == 503
