"""Who takes a full copy of the server (disk, Redis, environment) reads no report; the two private keys do."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis

from ivr.envelope import unpack
from ivr.seal import SealError, open_sealed
from tests.chaos.arrived import arrived
from tests.chaos.person import delivered, people
from tests.chaos.searched import environments
from tests.chaos.standing import Standing, standing

SECRET = re.compile(rb"[!-~]{16,}")  # anything that could be a key, wherever it stands


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """A line with reports in its inbox, in its outbox and half written."""
    with standing(tmp_path_factory.mktemp("line")) as line:
        *reporters, last = people(line, 5)
        delivered(line, {one.reports("sent and delivered") for one in reporters})
        last.text("REPORT")
        last.text("not sent yet")
        yield line


@pytest.fixture(scope="module")
def copy(line: Standing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that is on the server, in a folder."""
    with closing(Redis(port=line.stack.ports.redis)) as client:
        client.save()
    folder = tmp_path_factory.mktemp("copy") / "line"
    shutil.copytree(line.folder, folder)
    for place, environment in enumerate(environments(line)):
        (folder / f"environment-{place}").write_bytes(environment)
    return folder


def test_nothing_on_the_server_opens_a_report(copy: Path) -> None:
    sealed = sealed_texts(copy)
    assert len(sealed) == 9  # four in the inbox and in the database, one in the database alone
    opens = [secret for secret in secrets(copy) if any(opened(secret, one) for one in sealed)]

    assert opens == []
    assert b"AGE-SECRET-KEY" not in b"".join(contents(copy))


def test_the_search_would_find_a_key(line: Standing, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.env").write_text(f"OLD_BACKUP='{line.recovery_key.split()[-1]}'\n", "ascii")

    assert any(opened(secret, sealed_texts(copy)[0]) for secret in secrets(tmp_path))


def test_the_desk_and_the_recovery_key_open_every_report(line: Standing) -> None:
    for key in (line.desk_key, line.recovery_key):
        assert [one.texts for one in arrived(line.inbox, key)] == [["sent and delivered"]] * 4


def sealed_texts(folder: Path) -> list[bytes]:
    """Every sealed text of a copy: in the inbox, and in the database."""
    found = [unpack(file.read_bytes())[1]["what"][0] for file in (folder / "inbox").glob("*.zip")]
    with closing(sqlite3.connect(folder / "line.db")) as database:
        return found + [row[0] for row in database.execute("SELECT sealed FROM answers")]


def secrets(folder: Path) -> set[str]:
    """Whatever could be a key: each file as a whole, each word in it, and each part of a word."""
    words = {word for content in contents(folder) for word in SECRET.findall(content)}
    parts = {part for word in words for part in re.split(rb"[=,;:/'\"]", word) if len(part) >= 16}
    return {word.decode("ascii") for word in words | parts} | {
        content.decode("utf-8", "replace") for content in contents(folder)
    }


def contents(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("*") if file.is_file()]


def opened(secret: str, sealed: bytes) -> bool:
    try:
        open_sealed(secret, sealed)
    except SealError:
        return False
    return True
