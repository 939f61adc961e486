"""Let so many threads in at a time, in the order in which they came; a lock or a pool lets in by chance."""

from collections import deque
from threading import Lock


class Turnstile:
    """`places`: how many may be inside at a time."""

    def __init__(self, places: int) -> None:
        self._guard = Lock()
        self._free = places
        self._waiting: deque[Lock] = deque()

    def enter(self, seconds: float) -> bool:
        """Whether a place was free in time; who got it has to leave, or to hand it over."""
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

    def leave(self) -> None:
        with self._guard:
            if not self._pass_on():
                self._free += 1

    def hand_over(self) -> bool:
        """Give the place to the first in line; False, and it is still ours, when nobody waits."""
        with self._guard:
            return self._pass_on()

    def _pass_on(self) -> bool:
        if self._waiting:
            self._waiting.popleft().release()
            return True
        return False
