"""What happens, as server-sent events: each browser gets all of it, in order, and the state of the phones.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import json
from collections.abc import Iterator, Mapping
from threading import Condition
from typing import Any

STILL_HERE_SECONDS = 15.0  # an empty line now and then, so that a browser that has gone is noticed


class Stream:
    """Threads may share it. What has happened is kept, for browsers that come later or come back."""

    def __init__(self) -> None:
        self._happened: list[str] = []
        self._state = "{}"
        self._version = 0
        self._closed = False
        self._changed = Condition()

    def tell(self, told: Mapping[str, Any]) -> None:
        """Something happened."""
        with self._changed:
            self._happened.append(json.dumps(told))
            self._changed.notify_all()

    def show(self, state: Mapping[str, Any]) -> None:
        """How everything stands now; sent only when it is news."""
        written = json.dumps(state)
        with self._changed:
            if written != self._state:
                self._state = written
                self._version += 1
                self._changed.notify_all()

    def close(self) -> None:
        """End the stream of every browser."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def listen(self, after: int) -> Iterator[str]:
        """The stream for one browser that has seen `after` events already."""
        seen, version = min(after, len(self._happened)), -1
        # What happened before the page was opened is shown, but neither spoken nor rung; and who is who has
        # to be known before it is told.
        yield _frame("history", str(len(self._happened)))
        yield _frame("state", self._state)
        while not self._closed:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._is_news(seen, version),  # noqa: B023 (called before they change)
                    STILL_HERE_SECONDS,
                )
                fresh, state, now = self._happened[seen:], self._state, self._version
            for place, told in enumerate(fresh, seen + 1):
                yield _frame("happened", told, str(place))
            if now != version:
                yield _frame("state", state)
            if not fresh and now == version:
                yield ": still here\n\n"
            seen, version = seen + len(fresh), now

    def _is_news(self, seen: int, version: int) -> bool:
        return self._closed or len(self._happened) > seen or self._version != version


def _frame(name: str, text: str, id: str = "") -> str:
    return f"event: {name}\n" + (f"id: {id}\n" if id else "") + f"data: {text}\n\n"
