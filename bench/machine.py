"""What the figures were measured on: figures without it say nothing."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from ivr.web.server import THREADS

MEASURED = ("flask", "granian", "gunicorn", "sqlalchemy", "twilio", "pyrage", "rq", "psycopg")


def describe() -> dict[str, object]:
    """The machine, the versions, the settings, the time."""
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory": f"{int(_first('/proc/meminfo', 'MemTotal').split()[0]) / 1e6:.0f} GB",
        "system": f"Linux {platform.release()}, Python {platform.python_version()}",
        "versions": {name: version(name) for name in MEASURED},
        "settings": f"2 processes of {THREADS} threads; the load generator runs on the same cores",
    }


def _first(file: str, key: str) -> str:
    for line in Path(file).read_text("utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == key:
            return value.strip()
    return "unknown"
