"""The people at the phones: a caller, texters, whoever sits at the desks; what they do, how they stand."""

from collections.abc import Callable, Mapping
from typing import Any

from ivr.simulator.call import Call
from ivr.simulator.leg import Leg
from ivr.simulator.narration import CALLER_NUMBER
from ivr.simulator.page.parts import Desk
from ivr.simulator.phone import Phone
from ivr.simulator.stand_in import Twilio

WITHHELD = "anonymous"
PERSON = "person"
# How a desk takes a call: the act of the phone, for this ring and, chosen beforehand, for each later one.
MANNERS: Mapping[str, Callable[[Phone], None]] = {
    PERSON: Phone.await_person,
    "busy": Phone.be_busy,
    "voicemail": Phone.be_voicemail,
    "no-answer": Phone.let_it_ring,
    "unreachable": Phone.be_unreachable,
}
Words = Mapping[str, str]


class People:
    """Every act is done at once, or raises LookupError (not now) or ValueError (never)."""

    def __init__(self, twilio: Twilio, desks: tuple[Desk, ...]) -> None:
        self._twilio = twilio
        self._desks = {desk.number: desk for desk in desks}
        self._manners: dict[str, str] = {}
        self._call: Call | None = None

    def at_caller(self, act: str, words: Words) -> None:
        """dial, press, say, wait, hang-up."""
        with self._twilio.network.lock:
            match act:
                case "dial":
                    self._dial(withheld=words.get("withheld") == "true")
                case "press":
                    self._caller().press(words.get("keys", ""))
                case "say":
                    self._caller().say(_spoken(words))
                case "wait":
                    self._wait()
                case "hang-up":
                    self._caller().hang_up()
                case _:
                    raise ValueError(f"{act!r} is nothing that a caller does")

    def at_desk(self, number: str, act: str, words: Words) -> None:
        """answer, press, say, hang-up; a manner takes this ring, and `next` tells how each later one is."""
        phone = self._twilio.phone(number)
        with self._twilio.network.lock:
            match act:
                case "answer":
                    _ringing(phone).answer()
                case "press":
                    phone.press(words.get("keys", ""))
                case "say":
                    phone.say(_spoken(words))
                case "hang-up":
                    phone.hang_up()
                case "next":
                    self._choose(phone, words.get("manner", ""))
                case _ if act in MANNERS and act != PERSON:
                    MANNERS[act](_ringing(phone))
                case _:
                    raise ValueError(f"{act!r} is nothing that a desk does")

    def text(self, from_: str, body: str, pictures: int) -> None:
        self._twilio.text(from_, body, ["image/jpeg"] * pictures)

    def stand(self) -> dict[str, Any]:
        """How everybody stands now, for the browser."""
        with self._twilio.network.lock:
            numbers = [*self._desks, *(number for number in self._twilio.phones if number not in self._desks)]
            return {"caller": self._caller_now(), "desks": [self._desk_now(number) for number in numbers]}

    def _dial(self, *, withheld: bool) -> None:
        if self._call and not self._call.ended:
            raise LookupError("the phone is on a call already")
        self._call = self._twilio.call(WITHHELD if withheld else CALLER_NUMBER)

    def _caller(self) -> Call:
        if self._call is None or self._call.ended:
            raise LookupError("the phone is not on a call")
        return self._call

    def _wait(self) -> None:
        """Skip the silence: go on where the question has timed out, or the ring has ended."""
        caller = self._caller()
        if self._doing(caller) == "talking":
            raise LookupError("two people are talking; nothing times out")
        caller.stay_silent()

    def _choose(self, phone: Phone, manner: str) -> None:
        if manner not in MANNERS:
            raise ValueError(f"{manner!r} is not a way to take a call")
        if phone.is_ringing and manner != PERSON:
            raise LookupError("this phone rings already: say how it is taken with its buttons")
        self._manners[phone.number] = manner
        MANNERS[manner](phone)

    def _doing(self, caller: Call) -> str | None:
        # The line may have deleted the record of a call that is over.
        leg = self._twilio.exchange.legs.get(caller.sid)
        return leg.doing if leg else None

    def _caller_now(self) -> dict[str, Any] | None:
        caller = self._call
        if caller is None:
            return None
        return {"call": caller.sid, "ended": caller.ended, "doing": self._doing(caller)}

    def _desk_now(self, number: str) -> dict[str, Any]:
        phone = self._twilio.phone(number)
        desk = self._desks.get(number, Desk(number, number, number))
        return {
            "name": desk.name,
            "number": number,
            "label": desk.label,
            "manner": self._manners.get(number, PERSON),
            **_on_call(phone, phone.leg),
        }


def _on_call(phone: Phone, leg: Leg | None) -> dict[str, Any]:
    return {
        "ringing": phone.is_ringing,
        "machine": phone.goes_by_itself,
        "doing": leg.doing if leg and leg.answered_at is not None else None,
        "from": leg.parties.from_ if leg else None,
    }


def _ringing(phone: Phone) -> Phone:
    if not phone.is_ringing:
        raise LookupError("this phone does not ring any more")
    return phone


def _spoken(words: Words) -> str:
    if said := words.get("words", "").strip():
        return said
    raise ValueError("nothing was said")
