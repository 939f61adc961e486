"""A person texts the line: ask what to answer, and send it, beside what Twilio answers by itself.

text --> STOP, START, HELP: Twilio's own answer --> the line's webhook --> its answers
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.events import Broke, Refused, Texted, TextEnded
from ivr.simulator.messages import LONGEST, Mailroom, Message, opt_out_type
from ivr.simulator.network import Network
from ivr.simulator.pages import ApplicationError, Page, Pages
from ivr.simulator.twiml import TwimlError, words_of

MOST_MESSAGES = 10  # in one document
MOST_PAGES = 10
TWILIO_SAYS = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from this "
    "number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


@dataclass(frozen=True)
class Sent:
    """A message that the line sent, and the person got."""

    message: str
    to: str
    body: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class Texting:
    network: Network
    pages: Pages
    mailroom: Mailroom

    def receive(self, from_: str, body: str, media: tuple[str, ...]) -> list[Sent]:
        message = self.mailroom.receive(from_, body, media)
        self.network.emit(
            Texted(self.network.clock.now, message.sid, from_, message.to, body, "person", media)
        )
        kind = opt_out_type(body)
        if kind:
            self._answer_as_twilio(kind, from_)
        fields = self.mailroom.fields(message)
        if kind and self.network.switches.advanced_opt_out:
            fields += (("OptOutType", kind),)
        line = self.network.line
        sent = self._follow(Page(line.sms_url, line.sms_method), fields, message)
        self.network.emit(TextEnded(self.network.clock.now, message.sid, len(sent)))
        return sent

    def send(self, verb: Element, page: Page, to: str) -> Sent | None:
        """Send what a Message or Sms verb says; None when the carrier refuses."""
        body, media = _content(verb)
        if len(body) > LONGEST:
            raise TwimlError(f"a message of {len(body)} characters, the carrier takes {LONGEST}", 21617)
        if not body and not media:
            raise TwimlError("a message without words", 14103)
        callback = verb.get("action") or verb.get("statusCallback")
        message = self.mailroom.send(
            verb.get("to", to), body, "outbound-reply", media, page.next(callback).url if callback else None
        )
        return self.deliver(message, media)

    def deliver(self, message: Message, media: tuple[str, ...]) -> Sent | None:
        now = self.network.clock.now
        if message.error_code:
            self.network.emit(Refused(now, message.to, message.body, message.error_code))
            return None
        self.network.emit(Texted(now, message.sid, message.from_, message.to, message.body, "line", media))
        return Sent(message.sid, message.to, message.body, media)

    def _follow(self, page: Page, fields: tuple[tuple[str, str], ...], message: Message) -> list[Sent]:
        sent: list[Sent] = []
        try:
            for _ in range(MOST_PAGES):
                document, page = self.pages.fetch(page, fields, "message", self.network.line.sms_fallback_url)
                following = self._perform(document, page, message.from_, sent)
                if following is None:
                    return sent
                page = following
            raise TwimlError(f"{page.url}: documents lead to documents in a circle", 12200)
        except ApplicationError:
            return sent
        except TwimlError as error:
            if self.network.switches.strict:
                raise (
                    error if error.has_transcript else self.network.error(error.reason, error.code)
                ) from error
            self.network.emit(Broke(self.network.clock.now, error.reason, error.code))
            return sent

    def _perform(self, document: Element, page: Page, to: str, sent: list[Sent]) -> Page | None:
        if len(document.findall("Message")) > MOST_MESSAGES:
            raise TwimlError(f"more than {MOST_MESSAGES} messages in one document", 14104)
        for verb in document:
            if verb.tag == "Redirect":
                return page.next(words_of(verb), verb.get("method"))
            if one := self.send(verb, page, to):
                sent.append(one)
        return None

    def _answer_as_twilio(self, kind: str, from_: str) -> None:
        """Twilio answers once, when something changes; to HELP always."""
        opted_out = self.mailroom.opted_out
        changes = {"STOP": from_ not in opted_out, "START": from_ in opted_out, "HELP": True}[kind]
        if kind == "STOP":
            opted_out.add(from_)
        elif kind == "START":
            opted_out.discard(from_)
        if changes:
            now, number = self.network.clock.now, self.network.line.number
            self.network.emit(Texted(now, "", number, from_, TWILIO_SAYS[kind], "twilio"))


def _content(verb: Element) -> tuple[str, tuple[str, ...]]:
    bodies = [(part.text or "").strip() for part in verb if part.tag == "Body"]
    media = tuple(words_of(part) for part in verb if part.tag == "Media")
    # Line breaks inside the words are the line's own, unlike those of an indented document around them.
    return "\n".join(bodies) if bodies else (verb.text or "").strip(), media
