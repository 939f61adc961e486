"""Let the stand-in's clock follow the wall's: rings, silences and time-outs then run by themselves."""

import sys
import threading
import time
import traceback
from collections.abc import Callable

from ivr.simulator.stand_in import Twilio

TICK_SECONDS = 0.05


class Pace:
    """A thread of its own from `start` to `stop`; `after_tick` is called with the network at rest."""

    def __init__(self, twilio: Twilio, after_tick: Callable[[], None]) -> None:
        self._twilio = twilio
        self._after_tick = after_tick
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pace", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        last = time.monotonic()
        while not self._stopped.wait(TICK_SECONDS):
            elapsed = time.monotonic() - last
            try:
                self._twilio.advance(elapsed)
                self._after_tick()
            except Exception:  # the phones must go on, and whoever wrote the line must see it
                traceback.print_exc(file=sys.stderr)
            # Taken afterwards: the time in which the line was asked is not the caller's to be timed out in.
            last = time.monotonic()
