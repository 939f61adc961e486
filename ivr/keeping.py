"""What a report needs beside words: a store, two keys to seal it to, a doorbell, and an id nobody can guess.

Each is made, and its library imported, when the first report needs it: a process that only answers calls and
keywords stays small and quick to start.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ivr.settings import Settings

if TYPE_CHECKING:
    from ivr.queue import Doorbell
    from ivr.seal import Sealer
    from ivr.store import Store

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0 and 1: a code is written down by hand
LENGTH = 20  # characters; 99 bits of chance


def new_id() -> str:
    """The id of a report. Its first six letters are the code that the reporter is given."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


class Keeping:
    """`new_id` makes ids of reports; tests bring their own."""

    def __init__(self, settings: Settings, new_id: Callable[[], str] = new_id) -> None:
        self._settings, self.new_id = settings, new_id
        self.secret = settings.secret_key
        self.draft_hours = settings.draft_expires // 3600  # whole ones: ivr/settings.py takes no others

    @cached_property
    def store(self) -> "Store":
        from ivr.store import Store

        chosen = self._settings
        return Store(chosen.database_url, draft_expires=chosen.draft_expires, alarm_after=chosen.alarm_after)

    @cached_property
    def _sealer(self) -> "Sealer":
        from ivr.seal import Sealer

        return Sealer(self._settings.recipients)

    @cached_property
    def _doorbell(self) -> "Doorbell":
        from ivr.queue import Doorbell

        return Doorbell(self._settings.redis_url)

    def seal(self, words: str) -> bytes:
        return self._sealer.seal(words)

    def ring(self, report: str) -> None:
        """Tell the workers. If nobody hears it, the sweeper finds the report by itself."""
        self._doorbell.ring(report)
