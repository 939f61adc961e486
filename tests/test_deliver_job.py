"""Whatever goes wrong in the queue's job, rq is not told: it would keep the error's words in Redis."""

import signal
from collections.abc import Iterator
from contextlib import closing
from threading import Event

import pytest
from rq import Queue
from rq.registry import FailedJobRegistry
from rq.serializers import JSONSerializer

from ivr.inbox import DeliveryError
from ivr.queue import QUEUE, connect
from ivr.store import StoreError
from tests import servers
from tests.stored import REPORT
from workers.deliver import deliver
from workers.house import House
from workers.listen import Listener

CANARY = "canary words of a report"
ERRORS = {kind.__name__: kind for kind in (RuntimeError, KeyError, MemoryError, StoreError, DeliveryError)}


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Redis]:
    with servers.redis() as server:
        yield server


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    """A worker of rq takes the signals of its process, and this one is pytest's."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def deliver_from_a_house_that_is_on_fire(report: str, kind: str) -> None:
    """The job with a house of its own, for rq to find by its name."""

    def on_fire() -> House:
        raise ERRORS[kind](CANARY)

    deliver(report, on_fire)


@pytest.mark.parametrize("kind", ERRORS)
def test_redis_never_holds_a_word_of_an_error(
    redis: servers.Redis, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    with closing(connect(redis.url, answer_seconds=2)) as connection:
        queue = Queue(QUEUE, connection=connection, serializer=JSONSerializer)
        job = f"{__name__}.{deliver_from_a_house_that_is_on_fire.__name__}"
        queue.enqueue(job, REPORT, kind, failure_ttl=3600)

        worker = Listener([queue], connection=connection, serializer=JSONSerializer)
        worker.stop = Event()
        worker.work(burst=True, logging_level="CRITICAL")

        assert queue.count == FailedJobRegistry(queue=queue).count == 0
    assert REPORT.encode() in redis.bytes_on_disk()  # we looked where it would be
    assert CANARY.encode() not in redis.bytes_on_disk()
    told = capsys.readouterr().err
    assert f'"error": "{kind}"' in told
    assert CANARY not in told
