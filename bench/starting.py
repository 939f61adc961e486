"""From the start of the web process to its first answer, and what it has not loaded by then."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from bench import processes, servers
from bench.load import drive
from bench.situations import voice_menu
from bench.webhooks import person
from ivr.settings import HOUSE
from ivr.stack import Ports, Stack

LATER = ("twilio.rest", "sqlalchemy", "redis", "rq", "pyrage")  # only when a report needs it
TIMES = 5
LIST = f"""
import sys
from ivr.web import create_app
create_app()
print(*(name for name in {LATER} if name in sys.modules), len(sys.modules))
"""


def seconds_to_first_answer(folder: Path) -> float:
    """The median of several starts, each until a signed call was answered."""
    return median(_start(folder / f"start-{place}") for place in range(TIMES))


def _start(folder: Path) -> float:
    folder.mkdir()
    stack = Stack(folder, Ports.free(), {"WEB_WORKERS": str(servers.WORKERS)})
    carrier = servers.carrier(stack)
    began = time.perf_counter()
    try:
        stack.launch("web", stack.commands["web"])
        servers.await_answer(f"{carrier.url}/livez")
        run = drive(carrier.port, [voice_menu(carrier, person(0))], connections=1)
        if run.wrong:
            raise RuntimeError(run.wrong[0])
        return time.perf_counter() - began
    finally:
        stack.stop()


def loaded_too_early(folder: Path) -> list[str]:
    """Which of LATER a web process has imported before its first request; should be none."""
    (folder / "imports").mkdir()
    stack = Stack(folder / "imports", Ports.free())
    command = [sys.executable, "-c", LIST]
    told = subprocess.run(  # noqa: S603  # our own program
        command, env=stack.environment, cwd=HOUSE, capture_output=True, check=True, text=True
    )
    return told.stdout.split()[:-1]


def worker_memory(server: servers.Server) -> dict[str, float]:
    """The largest of the web processes, in MB."""
    sizes = [processes.memory(pid) for pid in processes.workers(server.pid)]
    return {name: max(size[name] for size in sizes) for name in ("rss", "pss")}
