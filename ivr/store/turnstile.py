"""Let so many threads in at a time, in the order in which they came; a lock or a pool lets in by chance."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turnstile:
    """`places`: how many may be inside at a time."""

    def __init__(self, places: int) -> None:
        self._guard = Lock()
        self._free = places
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def passed(self, seconds: float) -> Iterator[bool]:
        """Be inside; False, after so many seconds, when those before were too many or too slow."""
        inside = self._enter(seconds)
        try:
            yield inside
        finally:
            if inside:
                self._leave()

    def _enter(self, seconds: float) -> bool:
        with self._guard:
            if self._free:
                self._free -= 1
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        return mine.acquire(timeout=seconds) or self._has_got(mine)

    def _has_got(self, mine: Lock) -> bool:
        """Give up the place; True when it was given to us at the last moment."""
        with self._guard:
            if mine not in self._waiting:
                return True
            self._waiting.remove(mine)
            return False

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()  # the place is handed to the first in line
            else:
                self._free += 1
