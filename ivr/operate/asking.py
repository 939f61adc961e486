"""One HTTP request with an end: no redirect is followed, and nobody waits longer than told."""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, RemoteDisconnected
from urllib.parse import urlencode, urlsplit

SECONDS = 4.0  # of each step
LONGEST = 256 * 1024  # bytes that are read of an answer


class Unreachable(Exception):
    """Why an address does not answer, in a sentence that begins with it."""


@dataclass(frozen=True)
class Answer:
    """`kind` is the content type; `date` is the server's clock, None where it does not tell."""

    status: int
    kind: str
    body: bytes
    date: datetime | None

    @property
    def is_xml(self) -> bool:
        return self.kind.partition(";")[0].strip().lower() in ("text/xml", "application/xml")


Form = Mapping[str, str] | Sequence[tuple[str, str]]


def ask(method: str, url: str, form: Form | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """Send a form, or nothing. Raises Unreachable."""
    parts = urlsplit(url)
    connection = _connection(parts.scheme, parts.netloc)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    body = urlencode(form or {}).encode() if method == "POST" else None
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    try:
        connection.request(method, target, body, {**kind, **(headers or {})})
        answer = connection.getresponse()
        return Answer(
            answer.status, answer.getheader("Content-Type", ""), answer.read(LONGEST), _date(answer)
        )
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{url}: does not answer ({reason(error)})") from None
    finally:
        connection.close()


def _connection(scheme: str, place: str) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(place, timeout=SECONDS, context=ssl.create_default_context())
    return HTTPConnection(place, timeout=SECONDS)


def _date(answer: HTTPResponse) -> datetime | None:
    try:
        return parsedate_to_datetime(answer.getheader("Date", ""))
    except ValueError:
        return None


def reason(error: Exception) -> str:
    """Why a connection came to nothing, in words."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"its certificate is refused: {error.verify_message}"
        case ssl.SSLError():
            return "it does not speak TLS as it should"
        case TimeoutError():
            return f"nothing came within {SECONDS:g} s"
        case RemoteDisconnected():
            return "it hung up without an answer"
        case OSError() if error.strerror:
            return error.strerror[:1].lower() + error.strerror[1:]
        case _:
            return "it does not speak HTTP"
