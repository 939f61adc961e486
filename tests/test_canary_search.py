"""The search of tests/chaos/canaries.py finds what is there: else finding nothing would prove nothing."""

import base64
import json
import sqlite3
import subprocess
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from redis import Redis

from tests import servers
from tests.chaos.canaries import CANARIES, needles
from tests.chaos.searched import files, found, number_spellings, spellings

NUMBER = "+13395550142"
NEEDLES = needles(areas=2)
SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "capitals": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "url": lambda text: quote(text).encode(),
    "form": lambda text: urlencode({"Body": f"so {text}!"}).encode(),
    "json": lambda text: json.dumps({"Body": text}).encode(),
    "python": lambda text: repr(text).encode(),
    "python bytes": lambda text: repr(text.encode()).encode(),
    "ascii()": lambda text: ascii([text]).encode(),
    "xml": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "hex": lambda text: text.encode().hex().encode(),
    "base64": lambda text: base64.b64encode(f"a{text}z".encode()),
    "base64 further on": lambda text: base64.urlsafe_b64encode(f"ab{text}".encode()),
    "zlib": lambda text: b"data" + zlib.compress(text.encode() * 3) + b"more",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("words", [*CANARIES, NUMBER])
def test_every_spelling_is_found(words: str, spelling: str) -> None:
    assert found(NEEDLES, {"place": b"before " + SPELLINGS[spelling](words) + b" behind"})


@pytest.mark.parametrize("spelt", [NUMBER, "339-555-0142", "(339) 555-0142", "339.555.0142", "339 555 0142"])
def test_a_number_is_found_as_people_write_it(spelt: str) -> None:
    assert found(number_spellings("+133955501"), {"place": f"call {spelt} now".encode()})


def test_other_words_are_not_found() -> None:
    assert not found(NEEDLES, {"place": "+13395550099, senal, 📞 canario".encode()})


def test_words_in_a_database_are_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "line.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE answers (text)")
        database.execute("INSERT INTO answers VALUES (?)", [CANARIES[1]])

        assert found(NEEDLES, files(tmp_path))


def test_words_in_a_redis_are_found() -> None:
    with servers.redis() as redis, closing(Redis.from_url(redis.url)) as client:
        client.hset("rq:job:1", mapping={"data": zlib.compress(CANARIES[0].encode())})

        assert found(NEEDLES, files(redis.folder))


def test_words_in_an_environment_are_found() -> None:
    # Popen returns a moment before the kernel shows the new environment: a process that speaks has it.
    speak_and_wait = "echo; read line"
    with subprocess.Popen(
        ["/bin/sh", "-c", speak_and_wait],
        env={"LAST": CANARIES[2]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as speaking:
        assert speaking.stdout is not None
        assert speaking.stdout.readline()

        assert found(spellings(CANARIES[2]), {"process": Path(f"/proc/{speaking.pid}/environ").read_bytes()})
