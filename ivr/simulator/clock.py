"""A clock that moves only when it is told to, and the agenda of what happens when it does."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

START = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)


@dataclass(order=True)
class Timer:
    """One thing that is due; `cancel` makes it never happen."""

    due: float
    order: int
    action: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        self.action = None


class Clock:
    """`now` is in seconds since the start; things due at the same second happen in the order set."""

    def __init__(self, start: datetime = START) -> None:
        self.now = 0.0
        self.start = start
        self._agenda: list[Timer] = []
        self._count = 0

    def wall(self) -> datetime:
        """The moment as a date in UTC."""
        return self.start + timedelta(seconds=self.now)

    def at(self, due: float, action: Callable[[], None]) -> Timer:
        self._count += 1
        timer = Timer(max(due, self.now), self._count, action)
        heapq.heappush(self._agenda, timer)
        return timer

    def next_due(self) -> float | None:
        while self._agenda and self._agenda[0].action is None:
            heapq.heappop(self._agenda)
        return self._agenda[0].due if self._agenda else None

    def step(self) -> bool:
        """Let the next thing on the agenda happen; False when there is none."""
        if self.next_due() is None:
            return False
        timer = heapq.heappop(self._agenda)
        self.now = timer.due
        action, timer.action = timer.action, None
        if action:
            action()
        return True

    def advance(self, seconds: float) -> None:
        until = self.now + seconds
        while (due := self.next_due()) is not None and due <= until:
            self.step()
        self.now = max(self.now, until)  # something that happened may have let time pass itself
