"""Ring the workers' doorbell: a job in Redis that names a report, and nothing else.

The report stands in the store already, and the sweeper finds it without a ring. So nothing is lost with
Redis, and nobody waits long: a ring that fails costs a quarter of a second, and those of the next seconds
nothing.
"""

import time
from collections.abc import Callable
from functools import cached_property
from typing import Any

QUEUE = "reports"
DELIVER = "workers.deliver.deliver"  # by name: the web process never imports the workers
ANSWER_SECONDS = 0.25
QUIET_SECONDS = 5.0  # after a failure, so that a thousand texts do not each wait for a Redis that hangs
KEPT_SECONDS = 600  # a ring that nobody heard; the sweeper was there long before


class Doorbell:
    """`now` counts seconds, from anywhere. Threads may share it."""

    def __init__(self, url: str, *, now: Callable[[], float] = time.monotonic) -> None:
        self._url, self._now = url, now
        self._quiet_until = float("-inf")

    def ring(self, report: str) -> bool:
        """Ask a worker to deliver a report; whether Redis took it. Never raises."""
        if self._now() < self._quiet_until:
            return False
        try:
            self._queue.enqueue_call(
                DELIVER,
                args=(report,),
                description="deliver",  # rq's own would hold the arguments
                timeout=60,
                ttl=KEPT_SECONDS,
                result_ttl=0,
                failure_ttl=0,
            )
        except Exception:  # redis, rq and sockets raise many kinds, and the sweeper delivers after each
            self._quiet_until = self._now() + QUIET_SECONDS
            return False
        return True

    @cached_property
    def _queue(self) -> Any:
        # Imported at the first ring: a process that answers calls needs neither.
        from rq import Queue
        from rq.serializers import JSONSerializer

        return Queue(QUEUE, connection=connect(self._url), serializer=JSONSerializer)


def listeners(url: str) -> int | None:
    """How many workers listen now; None when Redis is away. Never raises."""
    from rq.worker_registration import WORKERS_BY_QUEUE_KEY

    try:
        with connect(url) as client:
            # A worker that died stays in the set until another one looks; its own key goes in a minute.
            return sum(int(client.exists(key)) for key in client.smembers(WORKERS_BY_QUEUE_KEY % QUEUE))
    except Exception:  # as above
        return None


def connect(url: str, *, answer_seconds: float | None = ANSWER_SECONDS) -> Any:
    """A Redis client that tries once and gives up after `answer_seconds` (None: as rq's worker chooses)."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return Redis.from_url(
        url,
        socket_connect_timeout=ANSWER_SECONDS if answer_seconds else 2,
        socket_timeout=answer_seconds,
        retry=Retry(NoBackoff(), 0),
    )
