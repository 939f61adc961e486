"""The failure switches: what is broken now, and breaking and mending one thing at a time."""

from threading import RLock
from typing import Any

from ivr.simulator.page.parts import Switch


class Switchboard:
    """Threads may share it."""

    def __init__(self, switches: tuple[Switch, ...]) -> None:
        self._switches = {switch.name: switch for switch in switches}
        self._broken: set[str] = set()
        self._turning = RLock()

    def turn(self, name: str, *, broken: bool) -> None:
        """Break it or mend it, whichever is news; LookupError when there is no such switch."""
        switch = self._switches[name]
        with self._turning:
            if broken == (name in self._broken):
                return
            # Noted before and undone after: whoever looks meanwhile never sees it whole when it is not.
            self._broken.add(name)
            (switch.break_down if broken else switch.mend)()
            if not broken:
                self._broken.discard(name)

    def mend_all(self) -> None:
        for name in sorted(self._broken):
            self.turn(name, broken=False)

    def stand(self) -> list[dict[str, Any]]:
        """How every switch stands now, for the browser."""
        return [
            {"name": one.name, "label": one.label, "notice": one.notice, "broken": one.name in self._broken}
            for one in self._switches.values()
        ]
