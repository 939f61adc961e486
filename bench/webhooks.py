"""What Twilio asks, as bytes on the wire: rendered and signed before the clock starts."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode, urlsplit

from ivr.simulator.parties import Parties
from ivr.simulator.places import place_fields
from ivr.simulator.signature import sign

API_VERSION = "2010-04-01"
AREAS = ("617", "212", "510", "413", "508", "774", "781", "857", "978", "351")
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """`marker` must be somewhere in the answer: a wrong answer is not counted as a fast one."""

    wire: bytes
    marker: bytes

    def closing(self) -> "Request":
        """The same on a connection that is used once."""
        return Request(self.wire.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1), self.marker)


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

    def calls(self, path: str, caller: str, *extra: tuple[str, str], marker: str) -> Request:
        """A voice webhook of this caller's call."""
        fields = (
            ("CallSid", sid("CA", caller)),
            ("AccountSid", self.account),
            ("CallStatus", "in-progress"),
            ("ApiVersion", API_VERSION),
            *Parties(caller, self.number, "inbound").fields(),
            *extra,
        )
        return self._request(path, fields, marker)

    def texts(self, sender: str, body: str, place: int = 0, *, marker: str) -> Request:
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
        return self._request("/sms", fields, marker)

    def _request(self, path: str, fields: Fields, marker: str) -> Request:
        body = urlencode(fields).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"X-Twilio-Signature: {sign(self.token, self.url + path, fields)}\r\n"
            f"I-Twilio-Idempotency-Token: {hashlib.sha256(body).hexdigest()[:36]}\r\n"
            "User-Agent: TwilioProxy/1.1\r\nAccept: */*\r\n"
            "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return Request(head.encode() + body, marker.encode())


def sid(kind: str, of: str) -> str:
    return kind + hashlib.sha256(of.encode()).hexdigest()[:32]


def person(place: int) -> str:
    """A number for each of a hundred thousand people, all with the 555 that no telephone has."""
    area, local = divmod(place % (len(AREAS) * 10_000), 10_000)
    return f"+1{AREAS[area]}555{local:04d}"
