"""What Twilio asks, as bytes on the wire: rendered and signed before the clock starts."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from bench.wording import Expected
from ivr.simulator.parties import Parties
from ivr.simulator.places import place_fields
from ivr.simulator.signature import sign

API_VERSION = "2010-04-01"
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """A wrong answer is not counted as a fast one: it must hold what is expected.

    `who` texted, and `words` are what a report is to hold, if this is part of one.
    """

    wire: bytes
    expected: Expected
    who: str = ""
    words: str = ""

    def closing(self) -> "Request":
        """The same on a connection that is used once."""
        wire = self.wire.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        return Request(wire, self.expected, self.who, self.words)


@dataclass(frozen=True)
class Carrier:
    """The account that signs, the line's number, and its public address."""

    account: str
    token: str
    number: str
    url: str

    @cached_property
    def port(self) -> int:
        return urlsplit(self.url).port or 80

    def calls(self, path: str, caller: str, *extra: tuple[str, str], expects: Expected) -> Request:
        """A voice webhook of this caller's call."""
        return self._leg(path, sid("CA", caller), Parties(caller, self.number, "inbound"), extra, expects)

    def rings(self, path: str, caller: str, desk: str, *extra: tuple[str, str], expects: Expected) -> Request:
        """A webhook of the desk's leg, which this caller's call has made."""
        parties = Parties(self.number, desk, "outbound-dial", parent=sid("CA", caller))
        return self._leg(path, sid("CA", f"desk of {caller}"), parties, extra, expects)

    def texts(
        self, sender: str, body: str, place: int = 0, *, expects: Expected, kept: bool = False
    ) -> Request:
        """The webhook for a text; `place` tells apart what this sender texts twice."""
        message = sid("SM", f"{sender} {place} {body}")
        fields = (
            ("MessageSid", message),
            ("SmsSid", message),
            ("SmsMessageSid", message),
            ("AccountSid", self.account),
            ("From", sender),
            ("To", self.number),
            ("Body", body),
            ("NumMedia", "0"),
            ("NumSegments", "1"),
            ("SmsStatus", "received"),
            ("ApiVersion", API_VERSION),
            *place_fields("From", sender),
            *place_fields("To", self.number),
        )
        return Request(self._wire("/sms", fields), expects, sender, body if kept else "")

    def _leg(self, path: str, call: str, parties: Parties, extra: Fields, expects: Expected) -> Request:
        fields = (
            ("CallSid", call),
            ("AccountSid", self.account),
            ("CallStatus", "in-progress"),
            ("ApiVersion", API_VERSION),
            *parties.fields(),
            *extra,
        )
        return Request(self._wire(path, fields), expects)

    def _wire(self, path: str, fields: Fields) -> bytes:
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"X-Twilio-Signature: {sign(self.token, self.url + path, fields)}\r\n"
            f"I-Twilio-Idempotency-Token: {hashlib.sha256(body).hexdigest()[:36]}\r\n"
            "User-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def sid(kind: str, of: str) -> str:
    return kind + hashlib.sha256(of.encode()).hexdigest()[:32]
