"""One telephone's end of a call: what it hears, what reaches it, how it ends."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime

from ivr.simulator.clock import Timer
from ivr.simulator.events import Event, Heard, HungUp
from ivr.simulator.network import API_VERSION, Network
from ivr.simulator.pages import Page, Pages
from ivr.simulator.parties import Parties
from ivr.simulator.script import Doing, LegEnded, LegRedirected, Script, Stimulus, TimeUp, Wait
from ivr.simulator.speech import Speech
from ivr.simulator.webhooks import Fields


@dataclass(frozen=True)
class ProgressCallback:
    """Where Twilio tells how a call goes on: `events` of initiated, ringing, answered, completed."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


class Leg:
    def __init__(
        self,
        pages: Pages,
        parties: Parties,
        *,
        callback: ProgressCallback | None = None,
        fallback_url: str | None = None,
    ) -> None:
        self.network: Network = pages.network
        self.pages = pages
        self.parties = parties
        self.callback = callback
        self.fallback_url = fallback_url
        self.sid = self.network.ids.new("CA")
        self.order = self.network.ids.count()
        self.status = "ringing" if parties.direction == "inbound" else "queued"
        self.created_at = self.network.clock.now
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        self.heard: list[Heard] = []
        self.doing: Doing | None = None
        self.on_end: list[Callable[[], None]] = []
        self.on_answer: Callable[[], None] | None = None
        self.on_listening: Callable[[], None] | None = None
        self._script: Script[None] | None = None
        self._timer: Timer | None = None
        self._running = False
        self._inbox: list[Stimulus] = []
        self._sequence = 0

    @property
    def who(self) -> str:
        return self.parties.who

    @property
    def ended(self) -> bool:
        return self.ended_at is not None

    @property
    def seconds(self) -> int:
        """How long the leg has been connected, as Twilio bills it."""
        if self.answered_at is None:
            return 0
        return round((self.network.clock.now if self.ended_at is None else self.ended_at) - self.answered_at)

    def fields(self) -> Fields:
        """The parameters that come with every request about this leg."""
        return (
            ("CallSid", self.sid),
            ("AccountSid", self.network.account_sid),
            ("CallStatus", self.status),
            ("ApiVersion", API_VERSION),
            *self.parties.fields(),
        )

    def tell(self, event: str) -> None:
        """Send the status callback for initiated, ringing, answered or completed, if it was asked for."""
        callback = self.callback
        if callback is None or event not in callback.events:
            return
        progress = [
            ("Timestamp", format_datetime(self.network.clock.wall())),
            ("CallbackSource", "call-progress-events"),
            ("SequenceNumber", str(self._sequence)),
        ]
        if event == "completed":
            minutes = -(-self.seconds // 60)
            progress += [("CallDuration", str(self.seconds)), ("Duration", str(minutes))]
        self._sequence += 1
        self.pages.webhooks.notify(callback.url, self.fields() + tuple(progress), callback.method)

    def pick_up(self) -> None:
        """The leg is answered, if it was not yet: by the first word to a caller, or by the person rung."""
        if self.answered_at is None:
            self.answered_at = self.network.clock.now
            self.status = "in-progress"
            self.tell("answered")

    def hear(self, speech: Speech, language: str) -> None:
        heard = Heard(self.network.clock.now, self.sid, self.who, speech, language)
        self.heard.append(heard)
        self.emit(heard)

    def emit(self, event: Event) -> None:
        self.network.emit(event)

    def play(self, script: Script[None]) -> None:
        self._script = script
        self._resume(lambda: next(script))

    def deliver(self, stimulus: Stimulus) -> None:
        """Something reaches the leg; it waits its turn when the script is just running."""
        self._inbox.append(stimulus)
        self._read_inbox()

    def redirect(self, page: Page) -> None:
        self._throw(LegRedirected(page))

    def end(self, status: str, by: str) -> None:
        if self.ended:
            return
        self.status = status
        # Told before it is over: who listens can still see what the leg was in the middle of.
        self.emit(HungUp(self.network.clock.now, self.sid, self.who, by, status))
        self.ended_at = self.network.clock.now
        self.doing = None
        self._throw(LegEnded())
        self._script = None
        for tell in self.on_end:
            tell()
        self.tell("completed")

    def _throw(self, reason: Exception) -> None:
        script = self._script
        if script and not self._running:
            self._resume(lambda: script.throw(reason))

    def _read_inbox(self) -> None:
        while self._inbox and not self._running and self._script:
            script, stimulus = self._script, self._inbox.pop(0)
            self._resume(lambda script=script, stimulus=stimulus: script.send(stimulus))  # type: ignore[misc]

    def _resume(self, step: Callable[[], Wait]) -> None:
        if self._timer:
            self._timer.cancel()
        self._running = True
        try:
            wait = step()
        except StopIteration:
            self._script = None
            return
        finally:
            self._running = False
        self._await(wait)
        self._read_inbox()

    def _await(self, wait: Wait) -> None:
        was, self.doing = self.doing, wait.doing
        if wait.until is not None:
            self._timer = self.network.clock.at(wait.until, lambda: self.deliver(TimeUp()))
        if wait.doing == "listening" and was != "listening" and self.on_listening:
            self.on_listening()
