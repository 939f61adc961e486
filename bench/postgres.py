"""A Postgres that waits for the disk at each commit, as production's does.

The one of the tests (tests/servers.py) does not: it would make everything look cheap that is dear.
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

from bench import BenchError

PATIENCE = 30  # seconds for it to start, and to stop
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
DEBIAN = Path("/usr/lib/postgresql")  # which keeps them off the PATH
NONE = "There is no Postgres here: postgres and initdb are neither on the PATH nor in /usr/lib/postgresql."


@dataclass(frozen=True)
class Postgres:
    """One that runs: the URL of its database, its first process, and where its files are."""

    url: str
    pid: int
    folder: Path

    def database(self, name: str) -> str:
        """The URL of one more database, an empty one."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url.replace("/postgres?", f"/{name}?")

    def settings(self) -> dict[str, str]:
        """Those that decide what a commit costs, as the server itself tells them."""
        names = (*DURABLE, "wal_sync_method", "commit_delay", "shared_buffers", "max_connections")
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT name, current_setting(name) FROM pg_settings").fetchall()
        known: dict[str, str] = dict(rows)
        return {name: known[name] for name in names}


def program(name: str) -> str | None:
    """Where a program of Postgres is: on the PATH, else where Debian puts the newest."""
    if found := shutil.which(name):
        return found
    kept = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda file: int(file.parts[-3]))
    return str(kept[-1]) if kept else None


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A fresh one, on a socket of its own. Raises BenchError where none is installed."""
    server, make = program("postgres"), program("initdb")
    if not (server and make):
        raise BenchError(NONE)
    folder = Path(tempfile.mkdtemp(prefix="bench-pg"))
    if os.getuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
    try:
        options = ["-D", f"{folder}/data", "-U", "line", "-A", "trust", "--no-locale", "-E", "UTF8"]
        subprocess.run([make, *options], check=True, stdout=subprocess.DEVNULL, **_unprivileged())  # noqa: S603
        with _serving(server, folder) as process:
            yield Postgres(f"postgresql://line@/postgres?host={folder}", process.pid, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _serving(server: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [server, "-D", f"{folder}/data", "-k", str(folder), "-c", "listen_addresses="]
    for name, value in DURABLE.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, **_unprivileged())  # noqa: S603
    try:
        _await(folder)
        yield process
    finally:
        process.send_signal(signal.SIGINT)  # "fast": it disconnects everybody
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
        process.wait()


def _await(folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(psycopg.OperationalError):
            psycopg.connect(f"host={folder} user=line dbname=postgres").close()
            return
        time.sleep(0.05)
    raise BenchError(f"Postgres does not start: {(folder / 'log').read_text('utf-8')[-500:]}")


def _unprivileged() -> dict[str, Any]:
    # Postgres refuses to run as root.
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
