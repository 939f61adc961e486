"""What the figures were measured on: figures without it say nothing."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench.postgres import program
from ivr.settings import HOUSE

MEASURED = (
    "flask",
    "granian",
    "gunicorn",
    "psycopg",
    "pyrage",
    "redis",
    "rq",
    "sqlalchemy",
    "twilio",
    "werkzeug",
)
LOAD_BEFORE = os.getloadavg()  # of a command: before it measures anything
IN_MEMORY = ("tmpfs", "ramfs")


def describe(settings: Mapping[str, object]) -> dict[str, object]:
    """The machine, versions, commit, load and time, and the settings that were really in force."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory": f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 1e6:.0f} GB",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}",
        "versions": {name: version(name) for name in MEASURED} | _servers(),
        "commit": _commit(),
        "load_average": {"before": _loads(LOAD_BEFORE), "after": _loads(os.getloadavg())},
        "settings": dict(settings),
    }


def tell(described: Mapping[str, object]) -> None:
    """Print it, a line each."""
    print()
    for name, value in described.items():
        if isinstance(value, Mapping):
            value = ", ".join(f"{key} {what}" for key, what in value.items())
        print(f"{name.replace('_', ' ')}: {value}")


def place_of(folder: Path) -> str:
    """Where an fsync in this folder goes: its kind of file system, its mount point and its device."""
    kind, mount, device = _mounted(folder)
    return f"{kind} on {mount} ({device})"


def is_in_memory(folder: Path) -> bool:
    """Whether an fsync there costs nothing, so that it says nothing of one that does."""
    return _mounted(folder)[0] in IN_MEMORY


def _mounted(folder: Path) -> tuple[str, str, str]:
    found = ("unknown", "/", "unknown")
    for row in Path("/proc/self/mountinfo").read_text("utf-8").splitlines():
        before, _, after = row.partition(" - ")
        mount, (kind, device) = before.split()[4], after.split()[:2]
        if folder.resolve().is_relative_to(mount) and len(mount) >= len(found[1]):
            found = kind, mount, device
    return found


def _loads(loads: tuple[float, float, float]) -> str:
    return ", ".join(f"{load:.2f}" for load in loads)


def _servers() -> dict[str, str]:
    return {
        "sqlite": sqlite3.sqlite_version,
        "redis-server": _says(shutil.which("redis-server")),
        "postgres": _says(program("postgres")),
    }


def _says(server: str | None) -> str:
    if not server:
        return "none"
    said = subprocess.run([server, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    found = re.search(r"\d+(\.\d+)+", said.stdout)
    return found[0] if found else "unknown"


def _commit() -> str:
    """The commit, and whether the files differ from it."""
    git = shutil.which("git")
    if not git or not (HOUSE / ".git").exists():
        return "unknown"
    asked = [git, "-C", str(HOUSE), "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _first(file: str, key: str) -> str:
    for line in Path(file).read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "unknown"
