"""The servers that are compared, each started as in production, on loopback, and stopped again."""

import re
import shutil
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.webhooks import Carrier
from ivr.settings import HOUSE
from ivr.stack import Ports, Stack
from ivr.web.server import THREADS

WORKERS = 2
START_SECONDS = 20
PLENTY = 10_000_000


@dataclass(frozen=True)
class Server:
    """One that runs: whom to ask, and whose CPU and memory to look at."""

    name: str
    carrier: Carrier
    pid: int
    stack: Stack


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for databases, keys and logs, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def raised_limits(folder: Path) -> Path:
    """A copy of line.toml for more reports than any campus would have in an hour, from few phones."""
    text = (HOUSE / "config" / "line.toml").read_text("utf-8")
    for name in ("texts_per_report", "reports_per_sender", "reports_per_hour"):
        text = re.sub(rf"(?m)^{name} *= *\d+", f"{name} = {PLENTY}", text)
    (folder / "line.toml").write_text(text, "utf-8")
    return folder / "line.toml"


@contextmanager
def line(folder: Path, **settings: str) -> Iterator[Server]:
    """The line's own web processes, and nothing else of it but Redis, if there is one."""
    with _started("line", folder, [sys.executable, "-m", "ivr", "web"], settings, redis=True) as server:
        yield server


@contextmanager
def floor(name: str, folder: Path, app: str) -> Iterator[Server]:
    """`bench.floor`'s `app` under gunicorn or under the line's own server."""
    with _started(name, folder, COMMANDS[name.split()[-1]](app), {}, redis=False) as server:
        yield server


@contextmanager
def _started(
    name: str, folder: Path, command: list[str], settings: Mapping[str, str], *, redis: bool
) -> Iterator[Server]:
    ports = Ports.free()
    folder.mkdir(exist_ok=True)
    given = {"WEB_WORKERS": str(WORKERS), "LINE_CONFIG": str(raised_limits(folder)), **settings}
    stack = Stack(folder, ports, given)
    try:
        if redis and "redis" in stack.commands:
            stack.launch("redis", stack.commands["redis"])
        stack.launch("web", [part.format(port=ports.web) for part in command])
        await_answer(f"http://127.0.0.1:{ports.web}/livez")
        yield Server(name, carrier(stack), stack.pid("web"), stack)
    finally:
        stack.stop()


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
    serve = f"from ivr.web.server import serve; serve('127.0.0.1', {{port}}, {WORKERS}, 'bench.floor:{app}')"
    return [sys.executable, "-c", serve]


COMMANDS: Mapping[str, Callable[[str], list[str]]] = {"gunicorn": _gunicorn, "granian": _granian}
