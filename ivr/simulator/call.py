"""A person who has called the line: what they hear, and what they do."""

from ivr.simulator.events import Heard
from ivr.simulator.exchange import Exchange
from ivr.simulator.hands import press_keys, say_words, stay_silent
from ivr.simulator.leg import Leg


class Call:
    """Every act happens at once, in the middle of a prompt too; `listen` first to hear it out."""

    def __init__(self, exchange: Exchange, leg: Leg) -> None:
        self._exchange = exchange
        self._leg = leg

    @property
    def sid(self) -> str:
        return self._leg.sid

    @property
    def status(self) -> str:
        """Twilio's word: ringing, in-progress, completed, …"""
        return self._leg.status

    @property
    def ended(self) -> bool:
        return self._leg.ended

    @property
    def heard(self) -> list[Heard]:
        return list(self._leg.heard)

    @property
    def words(self) -> str:
        """Everything heard so far, one Say a line."""
        return "\n".join(heard.text for heard in self._leg.heard)

    def listen(self) -> "Call":
        """Let time pass until nothing goes on by itself: a question waits, a phone rings, people talk."""
        with self._leg.network.lock:
            self._leg.network.run_until(self._exchange.settled)
        return self

    def press(self, keys: str) -> None:
        with self._leg.network.lock:
            press_keys(self._live(), keys)

    def say(self, words: str) -> None:
        with self._leg.network.lock:
            say_words(self._live(), words)

    def stay_silent(self) -> None:
        """Let time pass until the question has timed out, or the ring has ended, and see what comes next."""
        with self._leg.network.lock:
            stay_silent(self._live())

    def hang_up(self) -> None:
        with self._leg.network.lock:
            self._live().end("completed", by="person")

    def _live(self) -> Leg:
        if self._leg.ended:
            raise LookupError("the call is over")
        return self._leg
