"""A ring names a report and nothing else, never raises, and costs next to nothing when Redis is away."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
from rq import Queue
from rq.serializers import JSONSerializer

from ivr.queue import DELIVER, QUEUE, QUIET_SECONDS, Doorbell, connect
from tests import servers
from tests.stored import REPORT


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Redis]:
    with servers.redis() as server:
        yield server


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_ring_is_a_job_with_the_report_alone(redis: servers.Redis) -> None:
    assert Doorbell(redis.url).ring(REPORT)

    with closing(connect(redis.url)) as connection:
        job = Queue(QUEUE, connection=connection, serializer=JSONSerializer).get_jobs()[0]
    assert (job.func_name, job.args, job.kwargs) == (DELIVER, [REPORT], {})
    assert (job.description, job.result_ttl, job.failure_ttl) == ("deliver", 0, 0)
    assert job.retries_left is None
    assert b"pickle" not in redis.bytes_on_disk()


def test_a_redis_that_refuses_is_false_and_then_left_alone() -> None:
    clock = Seconds()
    with socket.create_server(("127.0.0.1", 0)) as port:
        address = port.getsockname()[1]
    doorbell = Doorbell(f"redis://127.0.0.1:{address}/0", now=clock)

    assert not doorbell.ring(REPORT)
    with socket.create_server(("127.0.0.1", address)) as listening:
        listening.settimeout(0)
        assert not doorbell.ring(REPORT)
        with pytest.raises(BlockingIOError):
            listening.accept()  # nobody has even tried


def test_a_redis_that_hangs_is_asked_once_in_a_while() -> None:
    clock = Seconds()
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        hanging.settimeout(0)
        doorbell = Doorbell(f"redis://127.0.0.1:{hanging.getsockname()[1]}/0", now=clock)
        for clock.now in (0.0, 1.0, QUIET_SECONDS - 1, QUIET_SECONDS):
            assert not doorbell.ring(REPORT)

        for _ in range(2):
            hanging.accept()[0].close()
        with pytest.raises(BlockingIOError):
            hanging.accept()


def test_a_redis_that_comes_back_is_rung_again(redis: servers.Redis) -> None:
    clock = Seconds()
    doorbell = Doorbell(redis.url, now=clock)
    assert doorbell.ring(REPORT)
    redis.kill()
    assert not doorbell.ring(REPORT)
    redis.start()

    clock.now = QUIET_SECONDS
    assert doorbell.ring(REPORT)


def test_an_address_that_is_none_is_false_as_well() -> None:
    assert not Doorbell("redis://nowhere.invalid:1/0").ring(REPORT)
    assert not Doorbell("not an address").ring(REPORT)
