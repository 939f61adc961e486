"""The stand-in Twilio: one account, one number, people who call and text it, and a clock that tests turn."""

from collections.abc import Callable, Sequence
from datetime import datetime
from xml.etree.ElementTree import Element

from ivr.simulator.call import Call
from ivr.simulator.clock import START, Clock
from ivr.simulator.events import Called, Event, Listener
from ivr.simulator.exchange import Exchange
from ivr.simulator.identifiers import Identifiers
from ivr.simulator.leg import Leg, ProgressCallback
from ivr.simulator.messages import Mailroom
from ivr.simulator.narration import CALLER_NUMBER
from ivr.simulator.network import LineNumber, Network, Switches
from ivr.simulator.pages import Page, Pages
from ivr.simulator.parties import Parties
from ivr.simulator.phone import Phone
from ivr.simulator.playing import Player
from ivr.simulator.texting import Sent, Texting
from ivr.simulator.transport import Reply, Transport
from ivr.simulator.webhooks import Webhooks


class Twilio:
    """`switches` may be turned at any time; `seed` makes the identifiers, `start` is second 0 in UTC."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        number: str,
        voice_url: str,
        sms_url: str,
        transport: Transport,
        voice_fallback_url: str | None = None,
        sms_fallback_url: str | None = None,
        status_callback: str | None = None,
        api_base: str = "https://api.twilio.com",
        strict: bool = True,
        seed: str = "stand-in",
        start: datetime = START,
    ) -> None:
        ids = Identifiers(seed)
        line = LineNumber(ids.new("PN"), number, voice_url, sms_url)
        line.voice_fallback_url, line.sms_fallback_url = voice_fallback_url, sms_fallback_url
        line.status_callback = status_callback
        self.switches = Switches(strict=strict)
        self.network = Network(account_sid, auth_token, api_base, line, self.switches, ids, Clock(start))
        self.webhooks = Webhooks(self.network, transport)
        pages = Pages(self.network, self.webhooks)
        self.exchange = Exchange(pages)
        self.mailroom = Mailroom(self.network, self.webhooks)
        self.texting = Texting(self.network, pages, self.mailroom)
        self.player = Player(self.exchange, self._send_in_call)

    @property
    def clock(self) -> Clock:
        return self.network.clock

    @property
    def transcript(self) -> list[Event]:
        """Everything that has happened, in order."""
        return self.network.transcript

    @property
    def listeners(self) -> list[Listener]:
        """Called with each event as it happens."""
        return self.network.listeners

    @property
    def phones(self) -> dict[str, Phone]:
        return self.exchange.phones

    def phone(self, number: str) -> Phone:
        """The phone with that number (E.164), whether it has been rung yet or not."""
        return self.exchange.phone(number)

    def advance(self, seconds: float) -> None:
        with self.network.lock:
            self.clock.advance(seconds)

    def advance_until(self, happened: Callable[[], bool]) -> bool:
        """Let time pass until it has happened; False when nothing more can happen by itself."""
        with self.network.lock:
            return self.network.run_until(happened)

    def settle(self) -> None:
        """Let time pass until nothing goes on by itself: questions wait, phones ring, people talk."""
        with self.network.lock:
            self.network.run_until(self.exchange.settled)

    def call(self, from_: str = CALLER_NUMBER) -> Call:
        """A person dials the number; the line has been asked when this returns, and its first word begins."""
        with self.network.lock:
            line = self.network.line
            callback = ProgressCallback(line.status_callback) if line.status_callback else None
            leg = Leg(
                self.exchange.pages,
                Parties(from_, line.number, "inbound"),
                callback=callback,
                fallback_url=line.voice_fallback_url,
            )
            self.exchange.add(leg)
            self.network.emit(Called(self.clock.now, leg.sid, from_))
            leg.play(self.player.alone(leg, Page(line.voice_url, line.voice_method)))
            return Call(self.exchange, leg)

    def text(self, from_: str, body: str, media: Sequence[str] = ()) -> list[Sent]:
        """A person texts the number, `media` being the MIME types of pictures; what the line sent back."""
        with self.network.lock:
            return self.texting.receive(from_, body, tuple(media))

    def repeat_last_webhook(self) -> Reply:
        """Twilio sends its last request once more, the same in every byte, and does not act on the answer."""
        with self.network.lock:
            return self.webhooks.repeat_last()

    def _send_in_call(self, leg: Leg, verb: Element, page: Page) -> None:
        self.texting.send(verb, page, leg.parties.from_)
