"""What stands around every use of a database.

Classes, and no functions with a `yield`, which take three times as long to go in and out of: this is around
every text.
"""

from collections.abc import Callable
from types import TracebackType

from ivr.store.errors import StoreError, reason
from ivr.store.together import PLACE_SECONDS, Together
from ivr.store.turnstile import Turnstile

Kinds = tuple[type[BaseException], ...]


class Told:
    """`prepare` was done before; whatever of these `kinds` is raised is told as a StoreError."""

    def __init__(self, prepare: Callable[[], None], kinds: Callable[[], Kinds]) -> None:
        self._prepare, self._kinds = prepare, kinds

    def __enter__(self) -> None:
        try:
            self._prepare()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and isinstance(error, self._kinds()):
            # Not chained: the cause carries the statement's parameters.
            raise StoreError(reason(error)) from None


class InLine:
    """Wait for a place, first come, first served; `together`: what is left open for more turns is ended.

    Who waits for SQLite's one writer, or for a connection of the pool, gets it by chance: of thirty threads,
    one in fifty waited for two seconds in vain (measured).
    """

    def __init__(self, places: Turnstile, together: Together | None) -> None:
        self._places, self._together = places, together

    def __enter__(self) -> None:
        if not self._places.enter(PLACE_SECONDS):
            raise StoreError("busy")
        if self._together:
            self._together.end()

    def __exit__(self, *raised: object) -> None:
        self._places.leave()
