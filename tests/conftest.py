"""The whole line on loopback: real HTTP, webhooks signed by the stand-in, and a clock that tests turn."""

import contextlib
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from ivr import line as lines
from ivr.core.keywords import Vocabulary
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.settings import HOUSE, Settings
from ivr.simulator import Transport, Twilio, http_transport
from ivr.web import create_app
from tests.documents import watched

NUMBER = "+16175550100"
ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "0123456789abcdef0123456789abcdef"
SEEDS = itertools.count()
# Made for the tests by `ivr keygen`; the secret keys were thrown away.
RECIPIENTS = (
    "age14vjpc5wll7as2dvn7lsmx9l0laqkr0hg049kzvt7krjvk86z8pmqwlfa3u",
    "age1e2w20lvqk3jwf70j7zdd937wujsmpj98hwghfnffhkgw5eel5ecstl6cmw",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write the conversation files anew from what happened"
    )


class Clock:
    """The time as the line sees it. It stands still until a test, or the stand-in's own clock, moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
        self.twilio: Twilio | None = None

    def __call__(self) -> datetime:
        passed = self.twilio.clock.now if self.twilio else 0
        return self.now + timedelta(seconds=passed)

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Ids:
    """Ids of reports that a test can foresee: the first code is AAA-AAA, the next BBB-BBB."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self) -> str:
        letter = "abcdefghjkmnpqrstuvwxyz"[self.given % 23]
        self.given += 1
        # The end differs from test to test, since all share one database.
        return letter * 6 + f"{next(SEEDS):014d}"


@dataclass
class Running:
    """A line that is being served."""

    url: str
    app: Flask
    settings: Settings
    clock: Clock
    ids: Ids


class _Later:
    """A WSGI application that is made once its address is known."""

    app: Flask

    def __call__(self, *arguments: Any) -> Any:
        return self.app(*arguments)


def forget_everything(database_url: str) -> None:
    """Empty the line's database, so that a test begins with nobody's report open."""
    file = Path(database_url.removeprefix("sqlite:///"))
    if file.exists():
        with contextlib.closing(sqlite3.connect(file)) as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for (name,) in names:
                connection.execute(f"DELETE FROM {name}")  # noqa: S608 (names from the database itself)
            connection.commit()


def made_up_settings(**changes: Any) -> Settings:
    made = Settings(
        public_url="http://127.0.0.1:8000",
        account_sid=ACCOUNT,
        auth_tokens=(TOKEN,),
        number=NUMBER,
        secret_key=b"a secret of the tests, not of anyone",
        recipients=RECIPIENTS,
        inbox="file:///nowhere",
    )
    return replace(made, **changes)


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Running]]:
    """Serve a line with these settings over real HTTP on loopback, until the tests are over."""
    servers = []

    def start(**changes: Any) -> Running:
        later, clock, ids = _Later(), Clock(), Ids()
        server = make_server("127.0.0.1", 0, later, threaded=True)
        # Keep-alive, as Twilio does and as granian allows.
        server.RequestHandlerClass.protocol_version = "HTTP/1.1"  # type: ignore[attr-defined]
        server.log = lambda *_: None  # type: ignore[method-assign]
        url = f"http://127.0.0.1:{server.server_port}"
        database = f"sqlite:///{tmp_path_factory.mktemp('line') / 'line.db'}"
        settings = made_up_settings(**{"public_url": url, "database_url": database, **changes})
        later.app = create_app(settings, now=clock, new_id=ids)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return Running(url, later.app, settings, clock, ids)

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def running(serve: Callable[..., Running]) -> Running:
    """The line as it is configured."""
    return serve()


@pytest.fixture(scope="session")
def transport() -> Transport:
    return watched(http_transport())


@pytest.fixture
def twilio_for(transport: Transport) -> Callable[[Running], Twilio]:
    """A fresh stand-in Twilio for a running line."""

    def make(running: Running) -> Twilio:
        running.clock.twilio = made = Twilio(
            account_sid=ACCOUNT,
            auth_token=TOKEN,
            number=NUMBER,
            voice_url=f"{running.url}/voice",
            sms_url=f"{running.url}/sms",
            status_callback=f"{running.url}/status",
            transport=transport,
            seed=f"test-{next(SEEDS)}",
        )
        running.ids.given = 0
        forget_everything(running.settings.database_url)
        return made

    return make


@pytest.fixture
def twilio(running: Running, twilio_for: Callable[[Running], Twilio]) -> Twilio:
    return twilio_for(running)


@pytest.fixture(scope="session")
def line() -> Line:
    return lines.load(HOUSE / "config" / "line.toml")


@pytest.fixture(scope="session")
def vocabulary(line: Line) -> Vocabulary:
    return Vocabulary(line)


@pytest.fixture(scope="session")
def prompts(line: Line) -> Prompts:
    return Prompts(HOUSE / "prompts", line)


@pytest.fixture
def campus(tmp_path: Path) -> Path:
    """A copy of the line's configuration that a test may change: <it>/line.toml and <it>/prompts."""
    (tmp_path / "line.toml").write_text((HOUSE / "config" / "line.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "prompts").mkdir()
    for file in (HOUSE / "prompts").glob("*.ftl"):
        (tmp_path / "prompts" / file.name).write_text(file.read_text("utf-8"), "utf-8")
    return tmp_path
