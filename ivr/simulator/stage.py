"""Do what the acts of a conversation file say, with the caller, the texters and the desks of one Twilio."""

from collections.abc import Mapping

from ivr.simulator.acts import KEYS, QUOTED, Act
from ivr.simulator.call import Call
from ivr.simulator.events import Webhook
from ivr.simulator.narration import CALLER_NUMBER, unescape
from ivr.simulator.phone import Phone
from ivr.simulator.stand_in import Twilio

# Of people who text beside the first one, by the order in which they appear.
OTHER_TEXTERS = "+1617555012{}"


class Stage:
    def __init__(self, twilio: Twilio, desks: Mapping[str, str]) -> None:
        self._twilio = twilio
        self._desks = desks
        self._call: Call | None = None
        self._texter = CALLER_NUMBER
        self._texters: dict[str, str] = {}
        self.names = {number: name for name, number in desks.items()}
        for number in desks.values():
            twilio.phone(number).await_person()

    def perform(self, act: Act) -> list[str]:
        """Do it at once; what there is to note beside the events. LookupError when it cannot be done now."""
        match act.kind:
            case "calls":
                self._dial(act.words)
            case "texts":
                self._texter = act.words
            case "text":
                self._twilio.text(self._number_of(act.who), act.words, ["image/jpeg"] * act.pictures)
            case "presses":
                self._caller().press(act.words)
            case "says":
                self._caller().say(act.words)
            case "silence":
                self._caller().stay_silent()
            case "hangs up":
                self._caller().hang_up()
            case "waits":
                self._twilio.advance(act.seconds)
            case "desk":
                self._at_desk(act)
            case "webhook comes again":
                return [self._repeat()]
            case "stops here":
                pass
        return []

    def let_pass(self, seconds: float | None) -> None:
        """Time until the next act: so many seconds, or until nothing goes on by itself."""
        if seconds is None:
            self._twilio.settle()
        else:
            self._twilio.advance(seconds)

    def _dial(self, from_: str) -> None:
        if self._call and not self._call.ended:
            raise LookupError("the first call is still going on")
        self._call = self._twilio.call(from_)

    def _caller(self) -> Call:
        if self._call is None:
            raise LookupError("nobody has called")
        return self._call

    def _number_of(self, texter: str) -> str:
        if not texter:
            return self._texter
        number = self._texters.setdefault(texter, OTHER_TEXTERS.format(len(self._texters) + 1))
        self.names[number] = texter
        return number

    def _at_desk(self, act: Act) -> None:
        if act.who not in self._desks:
            raise LookupError(f"there is no desk {act.who!r}, only {', '.join(self._desks) or 'none at all'}")
        phone = self._twilio.phone(self._desks[act.who])
        if KEYS.fullmatch(act.words):
            phone.press(act.words)
        elif words := QUOTED.fullmatch(act.words):
            phone.say(unescape(words[1]))
        elif act.words == "silence":
            phone.stay_silent()
        elif act.words == "hangs up":
            phone.hang_up()
        else:
            _take_ring(phone, act.words)

    def _repeat(self) -> str:
        again = self._twilio.repeat_last_webhook()
        first = next(
            event
            for event in reversed(self._twilio.transcript)
            if isinstance(event, Webhook) and not event.repeated
        )
        return "= same answer" if again == first.reply else f"= another answer: {again.status}"


def _take_ring(phone: Phone, how: str) -> None:
    if not phone.is_ringing:
        raise LookupError(f"the phone at {phone.number} does not ring")
    acts = {
        "answers": phone.answer,
        "busy": phone.be_busy,
        "declines": phone.decline,
        "unreachable": phone.be_unreachable,
        "lets it ring": phone.let_it_ring,
        "voicemail answers": phone.be_voicemail,
    }
    acts[how]()
