"""What the sweeper does beside the texts, for a measurement that has no sweeper."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from ivr.store import Store


@contextmanager
def checkpoints(stores: Iterable[Store]) -> Iterator[None]:
    """Once a second, until the block ends."""
    over = Event()

    def work() -> None:
        while not over.wait(1):
            for store in stores:
                store.checkpoint()

    with ThreadPoolExecutor(1) as threads:
        working = threads.submit(work)
        try:
            yield
        finally:
            over.set()
            working.result()
