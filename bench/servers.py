"""The servers that are compared, each started as in production, on loopback, and stopped again."""

import re
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.postgres import Postgres
from bench.webhooks import Carrier
from ivr.settings import HOUSE
from ivr.stack import Ports, Stack
from ivr.web.server import THREADS

WORKERS = 2
START_SECONDS = 20
PLENTY = 10_000_000
LINE, LINE_ON_POSTGRES = "line", "line on Postgres"


@dataclass(frozen=True)
class Server:
    """One that runs: whom to ask, and whose CPU and memory to look at; `beside`: what it asks in its turn."""

    name: str
    carrier: Carrier
    pid: int
    beside: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for databases, keys and logs, gone afterwards; in TMPDIR, which should be on a disk."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def raised_limits(folder: Path) -> Path:
    """A copy of line.toml for more reports than any campus would have in an hour, from few phones."""
    text = (HOUSE / "config" / "line.toml").read_text("utf-8")
    for name in ("reports_per_sender", "reports_per_hour"):
        text = re.sub(rf"(?m)^{name} *= *\d+", f"{name} = {PLENTY}", text)
    (folder / "line.toml").write_text(text, "utf-8")
    return folder / "line.toml"


def stack(folder: Path, **settings: str) -> Stack:
    """The line with two web processes, for as many reports as anybody may send."""
    folder.mkdir(exist_ok=True)
    given = {"WEB_WORKERS": str(WORKERS), "LINE_CONFIG": str(raised_limits(folder)), **settings}
    return Stack(folder, Ports.free(), given)


def on(database: Postgres | None) -> dict[str, str]:
    """The setting for this database; SQLite in the folder of the stack without one."""
    return {"DATABASE_URL": database.url} if database else {}


@contextmanager
def line(folder: Path, database: Postgres | None = None, **settings: str) -> Iterator[Server]:
    """The line's own web processes, and nothing else of it but Redis, if there is one."""
    made = stack(folder, **on(database), **settings)
    try:
        beside = {"Postgres": database.pid} if database else {}
        if "redis" in made.commands:
            made.launch("redis", made.commands["redis"])
            beside["Redis"] = made.pid("redis")
        made.launch("web", made.commands["web"])
        await_answer(f"{made.environment['PUBLIC_URL']}/livez")
        yield Server(LINE_ON_POSTGRES if database else LINE, carrier(made), made.pid("web"), beside)
    finally:
        made.stop()


@contextmanager
def floor(name: str, folder: Path) -> Iterator[Server]:
    """One of FLOORS, and nothing else."""
    made = stack(folder)
    try:
        made.launch("web", [part.format(port=made.ports.web) for part in FLOORS[name]])
        await_answer(f"http://127.0.0.1:{made.ports.web}/livez")
        yield Server(name, carrier(made), made.pid("web"))
    finally:
        made.stop()


def carrier(stack: Stack) -> Carrier:
    """The account of a stack's made-up settings."""
    made = stack.environment
    return Carrier(
        made["TWILIO_ACCOUNT_SID"], made["TWILIO_AUTH_TOKEN"], made["TWILIO_NUMBER"], made["PUBLIC_URL"]
    )


def await_answer(url: str) -> None:
    """Return once anything answers there, a refusal too. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError):
            try:
                urllib.request.urlopen(url, timeout=1).close()  # noqa: S310  # loopback
            except urllib.error.HTTPError as refused:
                refused.close()
            return
        time.sleep(0.01)
    raise TimeoutError(f"{url} does not answer")


def _gunicorn(app: str) -> list[str]:
    options = ["--worker-class", "gthread", "--workers", str(WORKERS), "--threads", str(THREADS)]
    return [
        sys.executable, "-m", "gunicorn", *options, "--bind", "127.0.0.1:{port}", f"bench.floor:{app}()"
    ]  # fmt: skip


def _granian(app: str) -> list[str]:
    """The line's own server, with all its settings."""
    serve = f"from ivr.web.server import serve; serve('127.0.0.1', {{port}}, {WORKERS}, 'bench.floor:{app}')"
    return [sys.executable, "-c", serve]


def _granian_that_keeps(app: str) -> list[str]:
    """Granian as it is by itself: it keeps connections."""
    options = ["--interface", "wsgi", "--http", "1", "--workers", str(WORKERS), "--factory", "--no-ws"]
    return [
        sys.executable, "-m", "granian", *options, "--blocking-threads", str(THREADS),
        "--host", "127.0.0.1", "--port", "{port}", f"bench.floor:{app}",
    ]  # fmt: skip


BARE_GUNICORN, BARE_GRANIAN = "bare gunicorn", "bare granian"
CHECKED_GUNICORN, CHECKED_GRANIAN = "checked gunicorn", "checked granian"
FLOORS: Mapping[str, list[str]] = {
    BARE_GUNICORN: _gunicorn("constant"),
    BARE_GRANIAN: _granian("constant"),
    "bare granian that keeps connections": _granian_that_keeps("constant"),
    CHECKED_GUNICORN: _gunicorn("checked"),
    CHECKED_GRANIAN: _granian("checked"),
}
