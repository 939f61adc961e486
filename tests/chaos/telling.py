"""How far a part of `make chaos` is: one line on a screen, written over, or a line now and then in a file."""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

Tell = Callable[[str], None]
SECONDS = 20  # from one line to the next in a file


def silent(sentence: str) -> None:
    """Tell nobody."""


@dataclass
class Telling:
    """Tells of one part."""

    part: str
    _last: float = 0.0

    def __call__(self, sentence: str) -> None:
        if sys.stdout.isatty():
            print(f"\r\033[K{self.part}: {sentence}", end="", flush=True)
        elif time.monotonic() - self._last > SECONDS:
            self._last = time.monotonic()
            print(f"{self.part}: {sentence}", flush=True)
