"""The worker: waits for the doorbell and delivers what it names. Redis may be away at any time."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from redis.exceptions import RedisError
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer

from ivr import log
from ivr.queue import DELIVER, QUEUE, connect
from workers.deliver import deliver
from workers.sweep import stop_on_signals

DUTY = "worker"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0  # seconds until Redis is tried again
LIVES_SECONDS = 17  # rq subtracts 5 from this for how long it lets a Redis that hangs hold it up


class Ring(Job):
    """What stands in Redis, of which only a delivery is done: rq itself runs whatever a job names, and its
    callbacks, so that who could write to Redis could do anything here.
    """

    success_callback = failure_callback = stopped_callback = None

    @property
    def func(self) -> Callable[[str], None]:
        if self.func_name != DELIVER:
            raise ValueError("a job that is no ring")
        return deliver


class Listener(SimpleWorker):
    """Works in this process: a fork for each report would take longer than its delivery."""

    stop: Event
    max_connection_wait_time = LONGEST_PAUSE

    def handle_warm_shutdown_request(self) -> None:
        self.stop.set()


def listen(url: str, stop: Event) -> None:
    """Work until `stop` is set or a signal comes, and outlive every end of Redis."""
    _quieten()
    pause = FIRST_PAUSE
    while not stop.is_set():
        stop_on_signals(stop)  # rq puts its own in their place while it works
        try:
            _work(url, stop)
            pause = FIRST_PAUSE
        except (RedisError, OSError) as error:
            log.write("no Redis, the sweeper delivers", duty=DUTY, error=type(error).__name__)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _work(url: str, stop: Event) -> None:
    connection: Any = connect(url, answer_seconds=2)
    connection.ping()
    log.write("listening", duty=DUTY)
    queue = Queue(QUEUE, connection=connection, job_class=Ring, serializer=JSONSerializer)
    worker = Listener(
        [queue], connection=connection, job_class=Ring, serializer=JSONSerializer, worker_ttl=LIVES_SECONDS
    )
    worker.stop = stop
    worker.log_job_description = False
    worker.work(logging_level="WARNING")
    connection.close()


def _quieten() -> None:
    logger = logging.getLogger("rq")
    logger.addHandler(log.Lines())
    logger.propagate = False
    for name in ("rq.worker", "rq.job", "rq.queue"):
        logging.getLogger(name).setLevel(logging.WARNING)
