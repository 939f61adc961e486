"""Who can write to Redis can ring the doorbell, and nothing else: rq by itself runs whatever a job names."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis
from rq import Callback, Queue
from rq.serializers import JSONSerializer

from ivr.queue import DELIVER, QUEUE
from tests.chaos.person import delivered, person
from tests.chaos.standing import Standing, standing, until


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Standing]:
    with standing(tmp_path / "line") as line:
        yield line


def test_a_job_that_is_no_ring_runs_nothing(line: Standing, tmp_path: Path) -> None:
    with closing(Redis(port=line.stack.ports.redis)) as client:
        queue = Queue(QUEUE, connection=client, serializer=JSONSerializer)
        queue.enqueue_call("os.system", args=(f"touch {tmp_path}/ran",), result_ttl=0)
        queue.enqueue_call("os.mkdir", args=(f"{tmp_path}/ran",), result_ttl=0)
        queue.enqueue_call(DELIVER, args=("nobody",), result_ttl=0, on_success=Callback("os.system"))

        for _ in range(2):  # whoever takes the second of these has ended the job before it
            queue.enqueue_call(DELIVER, args=("nobody",), result_ttl=0)
            until(lambda: queue.count == 0, "the worker has heard every ring")

    code = person(line).reports("as ever")
    assert delivered(line, {code})[code].texts == ["as ever"]
    assert not (tmp_path / "ran").exists()
