"""Worker and sweeper as real processes, beside a real Redis: killed, starved, and never losing a report."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ivr import seal
from ivr.desk.inbox import Inbox as DeskInbox
from ivr.queue import Doorbell
from ivr.settings import HOUSE
from ivr.store import Store, sender_key
from tests import servers
from tests.conftest import ACCOUNT, NUMBER, RECIPIENTS, TOKEN
from tests.stored import SECRET, draft, sid
from workers.house import utc_now

PATIENCE = 30  # seconds until a test gives up; what is waited for takes one or two
CANARY_NUMBER, CANARY = "+16175550187", "a canary in the words of a report"


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Redis]:
    with servers.redis() as server:
        yield server


class Processes:
    """Workers of one line, in a folder of their own; whatever still runs is ended with the test."""

    def __init__(self, folder: Path, redis_url: str) -> None:
        self.folder = folder
        (folder / "inbox").mkdir()
        self.desk, self.doorbell = DeskInbox(folder / "inbox"), Doorbell(redis_url)
        self.store = Store(f"sqlite:///{folder}/line.db")
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "PUBLIC_URL": "http://127.0.0.1:8000",
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "TWILIO_NUMBER": NUMBER,
            "TWILIO_API_BASE": "http://127.0.0.1:1",
            "SECRET_KEY": SECRET.decode(),
            "REPORT_RECIPIENTS": ",".join(RECIPIENTS),
            "REPORT_INBOX": (folder / "inbox").as_uri(),
            "DATABASE_URL": f"sqlite:///{folder}/line.db",
            "REDIS_URL": redis_url,
        }

    def start(self, command: str, **changes: str) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "workers", command],
                env={**self.environment, **changes},
                cwd=HOUSE,
                stdout=log,
                stderr=log,
            )
        self.running.append(process)
        return process

    def send(self, count: int, first: int = 0, *, ring: bool = True) -> list[str]:
        """So many reports, from one number, as the web process would leave them."""
        sealer, sent = seal.Sealer(RECIPIENTS), []
        for number in range(first, first + count):
            kept = draft(f"report{number:014d}", utc_now(), texts=1)
            with self.store.turn(sender_key(SECRET, CANARY_NUMBER), sid(number), utc_now()) as turn:
                turn.save(kept)
                turn.keep(kept, "what", sealer.seal(CANARY))
                turn.send(kept)
            if ring:
                self.doorbell.ring(kept.report)
            sent.append(kept.report)
        return sent

    def delivered(self) -> list[str]:
        return sorted(arrival.id for arrival in self.desk.arrivals() if arrival.header)

    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()
        self.store.close()


@pytest.fixture
def processes(tmp_path: Path, redis: servers.Redis) -> Iterator[Processes]:
    made = Processes(tmp_path, redis.url)
    yield made
    made.end()


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.02)


def test_the_sweeper_alone_delivers_without_redis(processes: Processes) -> None:
    sent = processes.send(5, ring=False)

    process = processes.start("sweeper", REDIS_URL="redis://127.0.0.1:1/0")
    eventually(lambda: processes.delivered() == sent)
    more = processes.send(2, first=5, ring=False)
    eventually(lambda: processes.delivered() == sent + more)

    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_the_worker_delivers_when_the_doorbell_rings(processes: Processes) -> None:
    process = processes.start("worker")
    sent = processes.send(5)
    eventually(lambda: processes.delivered() == sent)

    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_the_worker_outlives_redis(processes: Processes, redis: servers.Redis) -> None:
    redis.kill()
    process = processes.start("worker")
    eventually(lambda: "no Redis" in processes.log())
    redis.start()
    eventually(lambda: '"listening"' in processes.log())
    sent = processes.send(1)
    eventually(lambda: processes.delivered() == sent)

    redis.kill()
    redis.start()
    for number in range(1, 1000):  # it notices a little later; each of these is a ring
        processes.send(1, first=number)
        if len(processes.delivered()) > 1:
            break
        time.sleep(0.1)
    assert len(processes.delivered()) > 1
    assert process.poll() is None


def test_reports_outlive_kill_9_of_the_worker(processes: Processes) -> None:
    sent = []
    for round_ in range(4):
        victim = processes.start("worker")
        sent += processes.send(15, first=15 * round_)
        before = len(processes.delivered())
        eventually(lambda before=before: len(processes.delivered()) > before)  # type: ignore[misc]
        victim.send_signal(signal.SIGKILL)
        victim.wait()

    processes.start("sweeper")
    eventually(lambda: processes.delivered() == sent)
    eventually(lambda: processes.store.outbox.counts()["delivered"] == len(sent))
    assert processes.desk.strays() == 0


def test_nothing_of_a_reporter_is_on_any_disk(processes: Processes, redis: servers.Redis) -> None:
    with processes.store.turn(sender_key(SECRET, CANARY_NUMBER), sid(999), utc_now()) as turn:
        turn.save(draft("unfinished0unfinishe", utc_now()))
        turn.keep(draft("unfinished0unfinishe"), "what", seal.Sealer(RECIPIENTS).seal(CANARY))
    processes.start("worker")
    processes.start("sweeper")
    sent = processes.send(20)
    eventually(lambda: processes.delivered() == sent)
    for report in sent[:10]:
        processes.desk.record_opening(report, utc_now())
    eventually(lambda: processes.store.outbox.counts()["opened"] == 10)

    files = [file for file in processes.folder.rglob("*") if file.is_file()]
    on_disk = b"".join(file.read_bytes() for file in files) + redis.bytes_on_disk()
    for canary in (CANARY_NUMBER, CANARY_NUMBER[2:], "555-0187", "canary"):
        assert canary.encode() not in on_disk
    assert not any(report in processes.log() for report in sent)


@pytest.mark.parametrize("command", ["worker", "sweeper"])
def test_a_wrong_setting_is_told_by_name_and_not_by_value(processes: Processes, command: str) -> None:
    process = processes.start(command, TWILIO_NUMBER="617 CANARY", REPORT_INBOX="")

    assert process.wait(PATIENCE) == 2
    assert "TWILIO_NUMBER" in processes.log()
    assert "REPORT_INBOX" in processes.log()
    assert "CANARY" not in processes.log()


def test_an_unknown_command_says_what_there_is(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "workers", "dance"], capture_output=True, text=True, cwd=HOUSE, check=False
    )

    assert run.returncode == 2
    assert "sweeper" in run.stderr


def test_a_worker_process_never_imports_the_web() -> None:
    program = "import sys, workers.__main__, workers.sweep; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=HOUSE)

    assert not {"flask", "rq", "redis", "twilio.rest"} & set(run.stdout.split())


def test_closing_a_store_that_was_never_opened_is_nothing(tmp_path: Path) -> None:
    with closing(Store(f"sqlite:///{tmp_path}/line.db")):
        pass
    assert not list(tmp_path.iterdir())
