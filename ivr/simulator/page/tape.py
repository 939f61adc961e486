"""The tape: what happened since it was last rewound, as a conversation file."""

from collections.abc import Mapping

from ivr.simulator.recorder import Recorder
from ivr.simulator.stand_in import Twilio


class Tape:
    """`desks` are name to number, as for a Recorder."""

    def __init__(self, twilio: Twilio, desks: Mapping[str, str]) -> None:
        self._twilio, self._desks = twilio, desks
        self._recorder = Recorder(twilio, desks)

    @property
    def text(self) -> str:
        with self._twilio.network.lock:
            return self._recorder.text

    def rewind(self) -> None:
        with self._twilio.network.lock:
            self._recorder.stop()
            self._recorder = Recorder(self._twilio, self._desks)
