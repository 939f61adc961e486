"""A telephone that the line may ring, and the person, the machine or the nobody that is at it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ivr.simulator.events import Answered, Rings, Spoke
from ivr.simulator.hands import press_keys, say_words, stay_silent
from ivr.simulator.leg import Leg
from ivr.simulator.network import Network

Manner = Literal["answers", "busy", "declines", "unreachable", "lets it ring", "voicemail"]
# How a call that nobody takes ends, in Twilio's words, and after how many seconds.
REFUSALS = {"busy": ("busy", 1.0), "declines": ("busy", 4.0), "unreachable": ("failed", 0.5)}
ANSWER_SECONDS = 3.0
VOICEMAIL_RINGS_SECONDS = 15.0
VOICEMAIL_TAPE_SECONDS = 120.0
VOICEMAIL_GREETING = "You have reached a voicemail box. Please leave a message after the tone."


@dataclass(frozen=True)
class Plan:
    """How the phone takes a call by itself; `keys` are pressed at the first question."""

    manner: Manner
    keys: str = ""


class Phone:
    """While it rings or talks, a method acts on that call; before, it says how each later ring is taken."""

    def __init__(self, network: Network, number: str) -> None:
        self.number = number
        self.leg: Leg | None = None
        self._network = network
        self._plan: Plan | None = None
        self._at_work: Plan | None = None

    @property
    def is_ringing(self) -> bool:
        return self.leg is not None and self.leg.status == "ringing"

    @property
    def goes_by_itself(self) -> bool:
        """A machine or a plan is at the phone, and no person need act for the call to go on."""
        return self.leg is not None and self._at_work is not None

    def ring(self, leg: Leg, caller_id: str) -> None:
        """The network rings this phone; one that is on another call is busy."""
        self._network.emit(Rings(self._network.clock.now, leg.sid, self.number, caller_id))
        if self.leg is not None:
            self._later(1.0, leg, lambda: leg.end("busy", by="network"))
            return
        self.leg = leg
        self._follow(self._plan)

    def put_down(self, leg: Leg) -> None:
        """The network tells that the leg is over."""
        if self.leg is leg:
            self.leg = self._at_work = None

    def answer(self, then: str = "") -> None:
        """Take the call; `then` are keys to press once the whisper has been heard."""
        with self._network.lock:
            if not self.is_ringing:
                self._plan = Plan("answers", then)
            else:
                self._at_work = Plan("answers", then) if then else None
                self._take(then)

    def await_person(self) -> None:
        """Forget every plan: from now on somebody has to act."""
        self._plan = None

    def be_busy(self) -> None:
        self._do(Plan("busy"))

    def decline(self) -> None:
        self._do(Plan("declines"))

    def be_unreachable(self) -> None:
        self._do(Plan("unreachable"))

    def let_it_ring(self) -> None:
        self._do(Plan("lets it ring"))

    def be_voicemail(self) -> None:
        """A box answers after some rings, talks, presses nothing, and stays for two minutes."""
        self._do(Plan("voicemail"))

    def press(self, keys: str) -> None:
        with self._network.lock:
            press_keys(self._on_call(), keys)

    def say(self, words: str) -> None:
        with self._network.lock:
            say_words(self._on_call(), words)

    def stay_silent(self) -> None:
        """Let time pass until the question to the desk has timed out, or the call is over."""
        with self._network.lock:
            stay_silent(self._on_call())

    def hang_up(self) -> None:
        with self._network.lock:
            self._on_call().end("completed", by="person")

    def _do(self, plan: Plan) -> None:
        with self._network.lock:
            if self.is_ringing:
                self._follow(plan)
            else:
                self._plan = plan

    def _on_call(self) -> Leg:
        if self.leg is None or self.leg.answered_at is None:
            raise LookupError(f"nobody is on the phone at {self.number}")
        return self.leg

    def _follow(self, plan: Plan | None) -> None:
        leg, self._at_work = self.leg, plan
        if plan is None or leg is None:
            return
        if plan.manner == "answers":
            self._later(ANSWER_SECONDS, leg, lambda: self._take(plan.keys))
        elif plan.manner == "voicemail":
            self._later(VOICEMAIL_RINGS_SECONDS, leg, self._take_message)
        elif plan.manner in REFUSALS:
            status, seconds = REFUSALS[plan.manner]
            self._later(seconds, leg, lambda: leg.end(status, by="network"))

    def _later(self, seconds: float, leg: Leg, action: Callable[[], None]) -> None:
        """Do it unless the leg has ended by then, or has been answered in the meantime."""
        self._network.clock.at(
            self._network.clock.now + seconds, lambda: action() if leg.status == "ringing" else None
        )

    def _take(self, keys: str) -> None:
        leg = self.leg
        if leg is None:
            return
        if keys:
            leg.on_listening = lambda: self._press_soon(leg, keys)
        else:
            self._at_work = None
        self._pick_up(leg, machine=False)

    def _press_soon(self, leg: Leg, keys: str) -> None:
        """Not at once: the leg has only just begun to listen."""
        leg.on_listening = None
        self._network.clock.at(self._network.clock.now, lambda: self._press_planned(leg, keys))

    def _press_planned(self, leg: Leg, keys: str) -> None:
        if not leg.ended:
            self._at_work = None
            press_keys(leg, keys)

    def _take_message(self) -> None:
        leg = self.leg
        if leg is None:
            return
        self._network.clock.at(
            self._network.clock.now + VOICEMAIL_TAPE_SECONDS, lambda: leg.end("completed", by="network")
        )
        self._pick_up(leg, machine=True)

    def _pick_up(self, leg: Leg, machine: bool) -> None:
        leg.emit(Answered(self._network.clock.now, leg.sid, self.number, machine))
        if machine:
            leg.emit(Spoke(self._network.clock.now, leg.sid, self.number, VOICEMAIL_GREETING))
        leg.pick_up()
        if leg.on_answer:
            leg.on_answer()
