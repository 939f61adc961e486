"""Write down one call as a conversation file does, each act in the middle of a prompt with its moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ivr.simulator.events import Answered, Event, HungUp, Pressed, Rings, Silent, Spoke
from ivr.simulator.hands import KEY_SECONDS
from ivr.simulator.narration import RING_ENDS, Names, narrate, narrate_act
from ivr.simulator.phone import REFUSALS, VOICEMAIL_RINGS_SECONDS


@dataclass(frozen=True)
class Line:
    """One line and the second it belongs to: of an act, when a file that is played has done it."""

    at: float
    text: str
    is_act: bool = False
    after: float | None = None  # the second of the act itself, where that has to be told


@dataclass
class RecordedCall:
    """`call` is the CallSid of the caller's leg; `settled` tells whether everybody waits for a person now."""

    call: str
    names: Names
    settled: Callable[[], bool]
    is_over: bool = False
    _lines: list[Line] = field(default_factory=list)
    _ringing: dict[str, float] = field(default_factory=dict)  # CallSid of a leg: since when
    _machines: set[str] = field(default_factory=set)

    def take(self, event: Event) -> None:
        """An event of this call, in its turn."""
        self._note(event)
        if self._goes_by_itself(event):
            return
        if act := narrate_act(event, self.names):
            after = event.at if self._needs_its_moment(event) else None
            self._insert(Line(self._done_at(event), act, is_act=True, after=after), event)
        elif line := narrate(event, self.names):
            self._lines.append(Line(event.at, line))
        if isinstance(event, Answered | HungUp):
            self._ringing.pop(event.call, None)

    def written(self, now: float) -> Iterator[str]:
        """The lines; a call in the middle of a prompt ends with where it is, `now` being this second."""
        lines = list(self._lines)
        if not self.is_over and not self.settled():
            lines.append(Line(now, "> (stops here)", is_act=True, after=now))
        acted_at = 0.0
        for line in lines:
            yield line.text if line.after is None else _timed(line.text, line.after - acted_at)
            acted_at = line.at if line.is_act else acted_at

    def _note(self, event: Event) -> None:
        match event:
            case Rings():
                self._ringing[event.call] = event.at
            case Answered(machine=True):
                self._machines.add(event.call)
            case HungUp(call=self.call):
                self.is_over = True

    def _goes_by_itself(self, event: Event) -> bool:
        """A voicemail box talks and stays silent without being told to."""
        return isinstance(event, Silent | Spoke) and event.call in self._machines

    def _needs_its_moment(self, event: Event) -> bool:
        """Who acts in the middle of a prompt, or presses while it rings, which goes on all the same."""
        match event:
            case Pressed() | Spoke():
                return bool(self._ringing) or not self.settled()
            case HungUp(by="person"):
                return not self.settled()
        return False

    def _insert(self, act: Line, event: Event) -> None:
        """A machine is put to a phone before it answers: before what the caller pressed meanwhile."""
        is_machine = isinstance(event, Answered) and event.machine
        earlier = [place for place, line in enumerate(self._lines, 1) if line.at <= act.at]
        self._lines.insert(max(earlier, default=0) if is_machine else len(self._lines), act)

    def _done_at(self, event: Event) -> float:
        """When a file that is played has done it: how a ring is taken is said before the ring has ended."""
        match event:
            case Pressed(at=at, keys=keys):
                return at + KEY_SECONDS * (len(keys) - 1)
            case Answered(at=at, call=call, machine=True):
                return max(self._ringing[call], at - VOICEMAIL_RINGS_SECONDS)
            case HungUp(at=at, status="busy" | "failed" as status):
                return at - REFUSALS[RING_ENDS[status]][1]
            case HungUp(call=call, status="no-answer"):
                return max(self._ringing[call], *(line.at for line in self._lines if line.is_act))
        return event.at


def _timed(act: str, seconds: float) -> str:
    written = f"{max(seconds, 0.0):.6f}".rstrip("0").rstrip(".")
    return act.replace("> ", f"> (after {written} s) ", 1)
