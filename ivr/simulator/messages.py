"""Texts: what the account has received and sent, and who has asked for no more of them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.simulator.network import API_VERSION, Network
from ivr.simulator.places import place_fields
from ivr.simulator.segments import count_segments
from ivr.simulator.webhooks import Fields, Webhooks

Direction = Literal["inbound", "outbound-reply", "outbound-api"]
STOP_WORDS = frozenset(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"])
START_WORDS = frozenset(["START", "YES", "UNSTOP"])
HELP_WORDS = frozenset(["HELP", "INFO"])
FINISHED = frozenset({"received", "delivered", "undelivered", "failed", "canceled"})
OPTED_OUT = 21610
LONGEST = 1600  # characters in one message


@dataclass
class Media:
    """A picture; Twilio keeps it when the message that it came with is deleted."""

    sid: str
    parent_sid: str
    created_at: datetime
    order: int
    content_type: str


@dataclass
class Message:
    """A text as Twilio keeps it until it is deleted."""

    sid: str
    from_: str
    to: str
    body: str
    direction: Direction
    status: str
    sent_at: datetime
    order: int
    media: list[Media] = field(default_factory=list)
    error_code: int | None = None

    @property
    def finished(self) -> bool:
        return self.status in FINISHED

    @property
    def segments(self) -> int:
        return count_segments(self.body)


def opt_out_type(body: str) -> str | None:
    """STOP, START or HELP when the whole message is one of Twilio's own words."""
    word = body.strip().upper()
    for kind, words in (("STOP", STOP_WORDS), ("START", START_WORDS), ("HELP", HELP_WORDS)):
        if word in words:
            return kind
    return None


@dataclass
class Mailroom:
    network: Network
    webhooks: Webhooks
    messages: dict[str, Message] = field(default_factory=dict)
    media: dict[str, Media] = field(default_factory=dict)
    opted_out: set[str] = field(default_factory=set)

    def receive(self, from_: str, body: str, media: tuple[str, ...]) -> Message:
        return self._add(from_, self.network.line.number, body, "inbound", "received", media)

    def send(
        self,
        to: str,
        body: str,
        direction: Direction,
        media: tuple[str, ...] = (),
        status_callback: str | None = None,
    ) -> Message:
        """Send from the line's number; it arrives a second or two later, unless the person has said STOP."""
        kinds = ("image/jpeg",) * len(media)
        message = self._add(self.network.line.number, to, body, direction, "queued", kinds)
        if to in self.opted_out:
            message.status, message.error_code = "failed", OPTED_OUT
            self._tell(message, status_callback)
            return message
        for seconds, status in ((1.0, "sent"), (2.0, "delivered")):
            self._later(seconds, message, status, status_callback)
        return message

    def fields(self, message: Message) -> Fields:
        """The parameters of the webhook for a text that came in."""
        fields = [
            ("MessageSid", message.sid),
            ("SmsSid", message.sid),
            ("SmsMessageSid", message.sid),
            ("AccountSid", self.network.account_sid),
            ("From", message.from_),
            ("To", message.to),
            ("Body", message.body),
            ("NumMedia", str(len(message.media))),
            ("NumSegments", str(message.segments)),
            ("SmsStatus", "received"),
            ("ApiVersion", API_VERSION),
            *place_fields("From", message.from_),
            *place_fields("To", message.to),
        ]
        for number, media in enumerate(message.media):
            fields.append((f"MediaUrl{number}", f"{self.network.api_base}{self.media_path(message, media)}"))
            fields.append((f"MediaContentType{number}", media.content_type))
        return tuple(fields)

    def media_path(self, message: Message, media: Media) -> str:
        account = f"/{API_VERSION}/Accounts/{self.network.account_sid}"
        return f"{account}/Messages/{message.sid}/Media/{media.sid}"

    def _add(
        self, from_: str, to: str, body: str, direction: Direction, status: str, kinds: tuple[str, ...]
    ) -> Message:
        ids = self.network.ids
        sid = ids.new("MM" if kinds else "SM")
        sent_at = self.network.clock.wall()
        media = [Media(ids.new("ME"), sid, sent_at, ids.count(), kind) for kind in kinds]
        self.media |= {one.sid: one for one in media}
        message = Message(sid, from_, to, body, direction, status, sent_at, ids.count(), media)
        self.messages[sid] = message
        return message

    def _later(self, seconds: float, message: Message, status: str, callback: str | None) -> None:
        def arrive() -> None:
            message.status = status
            self._tell(message, callback)

        self.network.clock.at(self.network.clock.now + seconds, arrive)

    def _tell(self, message: Message, callback: str | None) -> None:
        if callback is None:
            return
        fields = [
            ("MessageSid", message.sid),
            ("SmsSid", message.sid),
            ("MessageStatus", message.status),
            ("SmsStatus", message.status),
            ("From", message.from_),
            ("To", message.to),
            ("AccountSid", self.network.account_sid),
            ("ApiVersion", API_VERSION),
        ]
        if message.error_code:
            fields.append(("ErrorCode", str(message.error_code)))
        self.webhooks.notify(callback, tuple(fields))
