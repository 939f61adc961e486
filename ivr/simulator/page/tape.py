"""The tape: the last call, and the texts since it was rewound, as a conversation file."""

from collections.abc import Mapping

from ivr.simulator.recorder import Recorder
from ivr.simulator.stand_in import Twilio


class Tape:
    """`desks` are name to number, as for a Recorder."""

    def __init__(self, twilio: Twilio, desks: Mapping[str, str]) -> None:
        self._lock, self._recorder = twilio.network.lock, Recorder(twilio, desks)

    @property
    def text(self) -> str:
        with self._lock:
            return self._recorder.latest

    def rewind(self) -> None:
        with self._lock:
            self._recorder.forget()
