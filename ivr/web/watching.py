"""Look at something that may hang, and never wait for it longer than the one who asks would."""

from collections.abc import Callable
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivr.store import Figures

PATIENCE = 3.0  # seconds; Prometheus itself waits ten


class Watcher:
    """Asks for the figures in a thread of its own, one at a time: a store that hangs costs one thread."""

    def __init__(self, read: "Callable[[], Figures]", patience: float = PATIENCE) -> None:
        self._read, self._patience = read, patience
        self._lock, self._done = Lock(), Event()
        self._figures: Figures | None = None
        self._done.set()

    def look(self) -> "Figures | None":
        """The figures of now; None when the store fails, or has not answered in time."""
        with self._lock:
            if self._done.is_set():
                self._done = Event()
                Thread(target=self._ask, args=(self._done,), daemon=True).start()
            done = self._done
        return self._figures if done.wait(self._patience) else None

    def _ask(self, done: Event) -> None:
        try:
            self._figures = self._read()
        except Exception:  # whatever it is, the store did not answer; the workers tell what it was
            self._figures = None
        finally:
            done.set()
