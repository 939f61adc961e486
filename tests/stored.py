"""What the tests of the store share: a fresh database of each kind, a draft, a moment, and a look inside."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from ivr.core.session import Draft
from ivr.store import Store, message_key, sender_key
from tests import servers

SECRET = b"a secret of the tests, not of anyone"
NUMBER = "+16175550142"
ANA, BEN = sender_key(SECRET, NUMBER), sender_key(SECRET, "+16175550143")
NOON = datetime(2026, 11, 23, 12, 20, tzinfo=UTC)
REPORT = "abcdefghjkmnpqrstuvw"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def sid(number: int) -> str:
    return message_key(SECRET, f"SM{number:032d}")


def draft(report: str = REPORT, at: datetime = NOON, **changes: Any) -> Draft:
    return replace(Draft(report, "en", "what", began=at, touched=at), **changes)


def send(store: Store, report: str = REPORT, at: datetime = NOON, sender: str = ANA, **changes: Any) -> None:
    """One report, from REPORT to SEND, in one turn."""
    written = draft(report, at, **{"texts": 1, **changes})
    with store.turn(sender, message_key(SECRET, report), at) as turn:
        turn.save(written)
        turn.keep(written, "what", b"sealed words of " + report.encode())
        turn.send(written)


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as another program would see them."""
    names = ("drafts", "answers", "messages", "counters", "reports", "alarm", "pulses")
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = {
            name: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
            for name in names
        }
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def postgres() -> Iterator[servers.Postgres]:
    with servers.postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'line.db'}"
    made: str = request.getfixturevalue("postgres").empty_database()
    return made


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url, draft_expires=3600, alarm_after=900)) as opened:
        yield opened
