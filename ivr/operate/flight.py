"""The flight of a canary: a call and a report of the line to itself, step by step, by its public address.

    call ─► ring ─► whisper ─► text ─► saved        and on the ground (arrival.py):
                                       delivered ─► in the inbox ─► acknowledged

The stand-in Twilio places them, so every webhook is signed and every document is held to Twilio's rules. The
desk's phone is the stand-in's, too: nobody is rung. See ivr/canary.py for how the line knows.
"""

import re
import secrets
from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError, fromstring

from ivr import canary
from ivr.core.line import MAIN, Command, Line, RingDesk
from ivr.operate.asking import Unreachable, ask
from ivr.settings import Settings
from ivr.simulator import Twilio, TwimlError
from ivr.simulator.events import Rings, Webhook
from ivr.simulator.signature import sign
from ivr.simulator.transport import Fields, Reply

REPORT = "report"  # the topic that begins a report
CODE = re.compile(r"(?<![\w-])([A-Z0-9]{3})-([A-Z0-9]{3})(?![\w-])")  # and no part of a phone number
WORDS = "This is a test of the line by itself. Nothing has happened, and nobody wrote it."
SIGNATURE = "X-Twilio-Signature"


class Fallen(Exception):
    """Where the canary came down, and what to look at."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f"{step}: {reason}")
        self.step, self.reason = step, reason


@dataclass(frozen=True)
class Flight:
    settings: Settings
    line: Line

    def fly(self) -> Generator[str, None, str]:
        """The steps as they are passed; in the end, the code of the report in lower case. Raises Fallen."""
        sender = canary.new_sender(self.settings.secret_key)
        twilio = self._stand_in()
        yield from self._call(twilio, sender)
        return (yield from self._report(twilio, sender))

    def _stand_in(self) -> Twilio:
        url = self.settings.public_url
        return Twilio(
            account_sid=self.settings.account_sid,
            auth_token=self.settings.auth_tokens[0],
            number=self.settings.number,
            voice_url=f"{url}/voice",
            sms_url=f"{url}/sms",
            transport=_send,
            seed=secrets.token_hex(16),  # the ids of another day would be taken for repetitions
        )

    def _call(self, twilio: Twilio, caller: str) -> Iterator[str]:
        try:
            call = twilio.call(caller).listen()
            if call.ended:
                raise Fallen("call", "the line hung up at once")
            yield "call"
            key, number = _silent_desk(self.line)
            phone = twilio.phone(number)
            phone.be_busy()  # who answered would be counted as a desk that took a call
            call.press(key)
            call.listen()
        except (TwimlError, Unreachable, LookupError) as error:
            raise Fallen("call", _reason(error)) from None
        if not any(isinstance(event, Rings) and event.to == number for event in twilio.transcript):
            raise Fallen("ring", f"key {key} did not ring {self.line.silent}")
        if call.ended:
            raise Fallen("ring", "the caller was not brought back after a busy desk")
        yield "ring"
        self._whisper(twilio, caller)
        yield "whisper"
        call.hang_up()

    def _whisper(self, twilio: Twilio, caller: str) -> None:
        """Ask for what a desk would hear, which the stand-in's busy phone never did."""
        address = _whisper_address(twilio)
        form = {"From": caller}
        signature = sign(self.settings.auth_tokens[0], address, list(form.items()))
        try:
            answer = ask("POST", address, form, {SIGNATURE: signature})
        except Unreachable as error:
            raise Fallen("whisper", str(error)) from None
        if answer.status != 200 or b"<Gather" not in answer.body:
            raise Fallen("whisper", f"the desk would be asked for no key (HTTP {answer.status})")

    def _report(self, twilio: Twilio, sender: str) -> Generator[str, None, str]:
        """Tell a report by text; the first characters of its id are the code that comes back."""
        words = (self._keyword(), WORDS, self._send())
        try:
            sent = [[reply.body for reply in twilio.text(sender, each)] for each in words]
        except (TwimlError, Unreachable) as error:
            raise Fallen("text", _reason(error)) from None
        if not all(sent):
            raise Fallen("text", "a text was not answered")
        yield "text"
        if not (code := CODE.search(" ".join(sent[-1]))):
            raise Fallen("saved", "the line did not say that the report is saved: look at DATABASE_URL")
        yield "saved"
        return (code[1] + code[2]).lower()

    def _keyword(self) -> str:
        return self.line.topics[REPORT].phrases[self.line.language][0]

    def _send(self) -> str:
        send = Command("send", self.line.language)
        return next(word for word, commands in self.line.commands.items() if send in commands)


def _send(method: str, url: str, form: Fields, headers: Mapping[str, str]) -> Reply:
    """The stand-in's way to the line. Raises Unreachable, which says why as a person would."""
    answer = ask(method, url, form, headers)
    return Reply(answer.status, answer.kind, answer.body)


def _silent_desk(line: Line) -> tuple[str, str]:
    """The key of the main menu that rings the desk of silent callers, or else the first that rings any."""
    rings = [
        (each.key, each.target.contact) for each in line.menus[MAIN] if isinstance(each.target, RingDesk)
    ]
    if not rings:
        return "0", line.contacts[line.emergency].number
    key, desk = next((ring for ring in rings if ring[1] == line.silent), rings[0])
    return key, line.contacts[desk].number


def _whisper_address(twilio: Twilio) -> str:
    """Where the last Dial said that the desk's document is."""
    for event in reversed(twilio.transcript):
        if isinstance(event, Webhook) and event.reply:
            with suppress(ParseError):
                for number in fromstring(event.reply.body).iter("Number"):  # noqa: S314 (the line's own)
                    return number.get("url", "")
    raise Fallen("whisper", "a desk would be joined without being asked")


def _reason(error: Exception) -> str:
    # Not its transcript, which holds every word of the flight.
    return error.reason if isinstance(error, TwimlError) else str(error)
