"""Let the stand-in's clock follow the wall's: rings, silences and time-outs then run by themselves."""

import sys
import threading
import time
import traceback
from collections.abc import Callable

from ivr.simulator.stand_in import Twilio

TICK_SECONDS = 0.05
# What one tick may let pass: a machine that stood still for a minute must not have timed anybody out.
MOST_SECONDS = 0.25


class Pace:
    """A thread of its own from `start` to `stop`; `after_tick` is called with the network at rest."""

    def __init__(
        self, twilio: Twilio, after_tick: Callable[[], None], now: Callable[[], float] = time.monotonic
    ) -> None:
        self._twilio, self._after_tick, self._now = twilio, after_tick, now
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pace", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        last = self._now()
        while not self._stopped.wait(TICK_SECONDS):
            elapsed = min(self._now() - last, MOST_SECONDS)
            try:
                self._twilio.advance(elapsed)
                self._after_tick()
            except Exception:  # the phones must go on, and whoever wrote the line must see it
                traceback.print_exc(file=sys.stderr)
            # Taken afterwards: the time in which the line was asked is not the caller's to be timed out in.
            last = self._now()
