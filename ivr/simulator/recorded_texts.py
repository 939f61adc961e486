"""Write down texts as a conversation file does: who texts, and the waits that the line may notice."""

from dataclasses import dataclass, field

from ivr.simulator.events import Event, Texted
from ivr.simulator.narration import CALLER_NUMBER, Names, narrate, narrate_act

# A shorter wait changes nothing; a longer one may outlive what the line remembers.
WORTH_NOTING_SECONDS = 60.0


@dataclass
class RecordedTexts:
    """`texted_at` is the second of the last text, in this part or in the one before; None: there was none."""

    names: Names
    texted_at: float | None = None
    lines: list[str] = field(default_factory=list)
    _texter: str | None = None

    def take(self, event: Event) -> None:
        """An event of a text, in its turn."""
        if isinstance(event, Texted) and event.origin == "person":
            self._begin(event)
        if line := narrate_act(event, self.names) or narrate(event, self.names):
            self.lines.append(line)

    def _begin(self, event: Texted) -> None:
        if self.texted_at is not None and (waited := event.at - self.texted_at) >= WORTH_NOTING_SECONDS:
            self.lines.append(f"> (waits {waited:g} s)")
        self.texted_at = event.at
        if self._texter != event.from_:
            self._texter = event.from_
            who = "" if event.from_ == CALLER_NUMBER else f" as {event.from_}"
            self.lines.append(f"> (texts{who})")
