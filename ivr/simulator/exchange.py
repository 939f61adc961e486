"""The telephone exchange: every leg there is, every phone that can be rung, and the ringing itself."""

import re
from dataclasses import dataclass, field

from ivr.simulator.leg import Leg
from ivr.simulator.pages import Pages
from ivr.simulator.phone import Phone
from ivr.simulator.twiml import TwimlError

# Twilio lets a phone ring for about five seconds more than it was told to:
# https://www.twilio.com/docs/voice/twiml/dial#timeout
MORE_RINGING_SECONDS = 5.0
NEVER_ANSWERS, IS_BUSY, IS_VOICEMAIL = "+16175550111", "+16175550112", "+16175550113"
EMERGENCY = frozenset({"911", "112", "999", "933"})


@dataclass
class Exchange:
    pages: Pages
    legs: dict[str, Leg] = field(default_factory=dict)
    phones: dict[str, Phone] = field(default_factory=dict)

    def phone(self, number: str) -> Phone:
        """The phone with that number; three numbers of the tests behave in their own way."""
        if number not in self.phones:
            self.phones[number] = phone = Phone(self.pages.network, number)
            if number == NEVER_ANSWERS:
                phone.let_it_ring()
            elif number == IS_BUSY:
                phone.be_busy()
            elif number == IS_VOICEMAIL:
                phone.be_voicemail()
        return self.phones[number]

    def add(self, leg: Leg) -> Leg:
        self.legs[leg.sid] = leg
        return leg

    def ring(self, leg: Leg, seconds: float) -> None:
        """Ring the phone at the other end of a new leg; it ends by itself when nobody answers in time."""
        for leg.status in ("initiated", "ringing"):
            leg.tell(leg.status)
        phone = self.phone(leg.parties.to)
        leg.on_end.append(lambda: phone.put_down(leg))
        clock = leg.network.clock
        clock.at(
            clock.now + seconds + MORE_RINGING_SECONDS,
            lambda: leg.end("no-answer", by="network") if leg.status == "ringing" else None,
        )
        phone.ring(leg, leg.parties.from_)

    def settled(self) -> bool:
        """Nothing goes on by itself: every leg waits for a person, or is over."""
        return not any(self._goes_on(leg) for leg in self.legs.values() if not leg.ended)

    def _goes_on(self, leg: Leg) -> bool:
        if leg.doing == "speaking" or leg.parties.direction == "inbound":
            return leg.doing == "speaking"
        # One that has not reached its phone is still queued, or finds it busy.
        phone = self.phone(leg.parties.to)
        return phone.leg is not leg or phone.goes_by_itself


def dialled_number(words: str) -> str:
    """The E.164 form of what a document dials; TwimlError for what a line must not dial, or cannot."""
    digits = re.sub(r"[\s().-]", "", words)
    if digits.removeprefix("+") in EMERGENCY:
        raise TwimlError(
            f"the line dials {words}: a caller must dial emergency numbers from their own phone", 13223
        )
    if re.fullmatch(r"[2-9]\d{9}", digits):
        digits = f"+1{digits}"
    if not re.fullmatch(r"\+[1-9]\d{6,14}", digits):
        raise TwimlError(f"the line dials {words!r}, which is not a telephone number", 13223)
    return digits
