"""A report is on the disk before its name is, and its name before it is called kept, as the kernel saw it.

Only a power cut would show the difference; strace shows it sooner.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.settings import HOUSE
from tests.stored import REPORT
from tests.test_inbox import ZIP

WATCHED = "fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat"
NAMES = {r"\.[\w.]+\.tmp": "draft", f"{REPORT}.zip": "report", f"{REPORT}.opened": "receipt"}
BEGIN = f"""
from datetime import UTC, datetime
from pathlib import Path
from ivr.desk.inbox import Inbox
from ivr.inbox import open_inbox
folder, report = Path("{{folder}}"), "{REPORT}"
data = (folder / "given").read_bytes()
line, desk = open_inbox(folder.as_uri(), ""), Inbox(folder)
"""
WRITTEN = ["fsync draft", "rename draft {}", "fsync folder"]


def seen(folder: Path, act: str) -> list[str]:
    """What a process did to the disk in `folder` while it acted so. Skips the test where nobody may look."""
    if not shutil.which("strace") or subprocess.run(["strace", "true"], capture_output=True).returncode:
        pytest.skip("strace is not on the PATH, or may not look")
    (folder / "given").write_bytes(ZIP)
    program = BEGIN.format(folder=folder) + act
    watch = ["strace", "-f", "-y", "-e", f"trace={WATCHED}", "-o", str(folder.parent / "trace")]
    subprocess.run([*watch, sys.executable, "-c", program], check=True, cwd=HOUSE)
    calls = re.findall(r"(\w+)\((.*)\) += 0$", (folder.parent / "trace").read_text(), re.MULTILINE)
    return [_told(name, rest, folder) for name, rest in calls if str(folder) in rest]


def _told(name: str, rest: str, folder: Path) -> str:
    """`fsync(3</tmp/inbox/.x.tmp>)` as "fsync draft"."""
    paths = re.findall(rf"{re.escape(str(folder))}(?:/[\w.]+)?", rest)
    return " ".join([name, *(_name(Path(path), folder) for path in paths)])


def _name(path: Path, folder: Path) -> str:
    found = [name for pattern, name in NAMES.items() if re.fullmatch(pattern, path.name)]
    return "folder" if path == folder else found[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def written(name: str) -> list[str]:
    return [step.format(name) for step in WRITTEN]


def test_what_the_line_delivers_is_on_the_disk(folder: Path) -> None:
    assert seen(folder, "line.put(report, data)") == written("report")


def test_what_was_there_already_is_on_the_disk_too(folder: Path) -> None:
    """The worker before may have died between the name and its sync."""
    (folder / f"{REPORT}.zip").write_bytes(ZIP)

    assert seen(folder, "line.put(report, data)") == ["fsync folder"]
    assert seen(folder, "desk.keep(report, data)") == ["fsync folder"]


def test_what_the_desk_receives_is_on_the_disk(folder: Path) -> None:
    assert seen(folder, "desk.keep(report, data)") == written("report")


def test_a_receipt_is_on_the_disk_before_the_alarm_can_stop(folder: Path) -> None:
    assert seen(folder, "desk.record_opening(report, datetime.now(UTC))") == written("receipt")


def test_what_was_deleted_stays_deleted(folder: Path) -> None:
    (folder / f"{REPORT}.zip").write_bytes(ZIP)

    assert seen(folder, "desk.discard(report)") == ["unlink report", "fsync folder"]
