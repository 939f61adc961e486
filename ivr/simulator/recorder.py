"""Write down an interactive session as a conversation file, ready to be played again as a test.

Calls and texts are parts of their own, in the order in which they began: in a file, what follows `(texts)` is
the body of a text, so a text sent while a call goes on cannot stand in the middle of that call.
"""

from collections.abc import Iterable, Mapping

from ivr.simulator.events import Broke, Called, Event, Refused, RestCall, Texted, TextEnded, Webhook
from ivr.simulator.recorded_call import RecordedCall
from ivr.simulator.recorded_texts import RecordedTexts
from ivr.simulator.stand_in import Twilio

Part = RecordedCall | RecordedTexts


class Recorder:
    """Listens from now on; `desks` are name to number, as for `play`."""

    def __init__(self, twilio: Twilio, desks: Mapping[str, str], title: str = "") -> None:
        self._twilio = twilio
        self._names = {number: name for name, number in desks.items()}
        self._title = [f"# {title}"] if title else []
        self._parts: list[Part] = []
        self._told: Part | None = None
        twilio.listeners.append(self._listen)

    @property
    def text(self) -> str:
        """Everything."""
        return self._written(self._parts)

    @property
    def latest(self) -> str:
        """The last call, and the texts, whole threads of them, if somebody has texted since it began."""
        calls = [part for part in self._parts if isinstance(part, RecordedCall)]
        texted = bool(self._parts) and isinstance(self._parts[-1], RecordedTexts)
        return self._written(
            part for part in self._parts if part in calls[-1:] or (texted and isinstance(part, RecordedTexts))
        )

    def forget(self) -> None:
        """All but a call that goes on: half of one could not be played."""
        self._parts = [part for part in self._parts if _goes_on(part)]

    def stop(self) -> None:
        self._twilio.listeners.remove(self._listen)

    def _written(self, parts: Iterable[Part]) -> str:
        # A call that goes on comes last: nothing may pass in it that has not happened yet.
        lines = [line for part in sorted(parts, key=_goes_on) for line in self._lines(part)]
        return "".join(f"{line}\n" for line in (*self._title, *lines))

    def _lines(self, part: Part) -> Iterable[str]:
        return part.written(self._twilio.clock.now) if isinstance(part, RecordedCall) else part.lines

    def _listen(self, event: Event) -> None:
        if part := self._part_for(event):
            self._told = part
            part.take(event)

    def _part_for(self, event: Event) -> Part | None:
        match event:
            case Webhook() | RestCall():
                return None
            case Broke():
                return self._told
            case Called(call=call):
                return self._begin(RecordedCall(call, self._names, self._twilio.exchange.settled))
            case Texted() | TextEnded() | Refused():
                return self._texts()
        return self._call_with(event.call)

    def _call_with(self, sid: str) -> Part | None:
        """The call that a leg belongs to; None for a call of the line's own, which no file can begin."""
        leg = self._twilio.exchange.legs.get(sid)
        whole = leg.parties.parent or sid if leg else sid
        calls = (part for part in self._parts if isinstance(part, RecordedCall) and part.call == whole)
        return next(calls, None)

    def _texts(self) -> Part:
        if self._parts and isinstance(self._parts[-1], RecordedTexts):
            return self._parts[-1]
        before = [part.texted_at for part in self._parts if isinstance(part, RecordedTexts)]
        return self._begin(RecordedTexts(self._names, before[-1] if before else None))

    def _begin(self, part: Part) -> Part:
        self._parts.append(part)
        return part


def _goes_on(part: Part) -> bool:
    return isinstance(part, RecordedCall) and not part.is_over
