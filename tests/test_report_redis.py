"""Redis refuses, hangs or forgets: every report is taken, called saved, and delivered all the same."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from redis import Redis

from ivr.queue import QUEUE
from tests.chaos.person import delivered, people
from tests.chaos.standing import Standing, standing, until


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("line")) as line:
        if "redis" not in line.stack.commands:
            pytest.skip("there is no redis-server")
        yield line


def test_redis_refuses(line: Standing) -> None:
    line.stack.kill("redis")

    accepted_and_delivered(line)

    line.relaunch("redis")


def test_redis_accepts_and_never_answers(line: Standing) -> None:
    line.stack.kill("redis")
    with closing(socket.create_server(("127.0.0.1", line.stack.ports.redis), backlog=100)):
        accepted_and_delivered(line)

    line.relaunch("redis")


def test_redis_stops_in_the_middle(line: Standing) -> None:
    until(lambda: rung(line) == 0, "the worker is up")
    os.kill(line.stack.pid("redis"), signal.SIGSTOP)

    accepted_and_delivered(line)

    os.kill(line.stack.pid("redis"), signal.SIGCONT)


def test_redis_is_flushed_while_reports_are_in_it(line: Standing) -> None:
    for name in ("worker", "sweeper"):
        os.kill(line.stack.pid(name), signal.SIGSTOP)
    reporters = people(line, 8)
    # The doorbell rests for seconds after a Redis that was away.
    until(lambda: bool(reporters[0].reports("rung") and rung(line)), "the doorbell rings again")
    codes = {person.reports("and then Redis forgot") for person in reporters[1:]}

    with closing(Redis(port=line.stack.ports.redis)) as client:
        client.flushall()
    for name in ("worker", "sweeper"):
        os.kill(line.stack.pid(name), signal.SIGCONT)

    assert codes <= delivered(line, codes).keys()


def accepted_and_delivered(line: Standing) -> None:
    words = {person.reports(f"from {person.number}"): person.number for person in people(line, 8)}

    found = delivered(line, words)
    assert {code: found[code].texts for code in words} == {
        code: [f"from {number}"] for code, number in words.items()
    }


def rung(line: Standing) -> int:
    """How many rings nobody has heard yet."""
    with closing(Redis(port=line.stack.ports.redis)) as client:
        return int(client.llen(f"rq:queue:{QUEUE}"))
