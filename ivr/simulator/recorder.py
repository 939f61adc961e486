"""Write down an interactive session as a conversation file, ready to be played again as a test."""

from collections.abc import Mapping

from ivr.simulator.events import Answered, Called, Event, Pressed, Silent, Spoke, Texted
from ivr.simulator.narration import CALLER_NUMBER, narrate, narrate_act
from ivr.simulator.stand_in import Twilio

# Between two texts a shorter wait changes nothing; a longer one may outlive what the line remembers.
WORTH_NOTING_SECONDS = 60.0


class Recorder:
    """Listens from now on; `desks` are name to number, as for `play`."""

    def __init__(self, twilio: Twilio, desks: Mapping[str, str], title: str = "") -> None:
        self._twilio = twilio
        self._names = {number: name for name, number in desks.items()}
        self._lines = [f"# {title}"] if title else []
        self._machines: set[str] = set()
        self._acted_at: float | None = None
        self._texter: str | None = None
        twilio.listeners.append(self._listen)

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self._lines)

    def stop(self) -> None:
        self._twilio.listeners.remove(self._listen)

    def _listen(self, event: Event) -> None:
        if self._goes_by_itself(event):
            return
        if isinstance(event, Texted) and event.origin == "person":
            self._begin_texting(event)
        if act := narrate_act(event, self._names):
            self._lines.append(self._timed(act, event))
            self._acted_at = event.at
        elif line := narrate(event, self._names):
            self._lines.append(line)

    def _goes_by_itself(self, event: Event) -> bool:
        """A voicemail box stays silent without being told to."""
        if isinstance(event, Answered) and event.machine:
            self._machines.add(event.call)
        return isinstance(event, Silent) and event.call in self._machines

    def _begin_texting(self, event: Texted) -> None:
        if self._acted_at is not None and event.at - self._acted_at >= WORTH_NOTING_SECONDS:
            self._lines.append(f"> (waits {event.at - self._acted_at:g} s)")
        if self._texter != event.from_:
            self._texter = event.from_
            who = "" if event.from_ == CALLER_NUMBER else f" as {event.from_}"
            self._lines.append(f"> (texts{who})")

    def _timed(self, act: str, event: Event) -> str:
        """Who presses or speaks in the middle of a prompt says when."""
        if isinstance(event, Called):
            self._texter = None
        if not isinstance(event, Pressed | Spoke) or self._twilio.exchange.settled():
            return act
        return act.replace("> ", f"> (after {event.at - (self._acted_at or 0.0):g} s) ", 1)
