"""An app whose process misses the first SIGTERM after a request, as one of granian's may (listening.py).

faulthandler takes the signal before Python sees it, and gives it back once it has had one.
"""

import faulthandler
import signal
import tempfile
import time
from collections.abc import Callable, Iterable
from threading import Thread
from typing import Any

Start = Callable[[str, list[tuple[str, str]]], Any]


def app() -> Callable[[dict[str, Any], Start], Iterable[bytes]]:
    def answer(_: dict[str, Any], start: Start) -> Iterable[bytes]:
        taken = tempfile.TemporaryFile("w+")  # noqa: SIM115  # open for as long as the signal may come
        faulthandler.register(signal.SIGTERM, taken, all_threads=False)
        Thread(target=_hear_again, args=[taken], daemon=True).start()
        start("200 OK", [("Content-Type", "text/plain")])
        return [b"deaf"]

    return answer


def _hear_again(taken: Any) -> None:
    while not taken.seek(0, 2):
        time.sleep(0.01)
    faulthandler.unregister(signal.SIGTERM)
