"""Signed requests to a line in this process: as Twilio sends them, without a network in between."""

import io
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit
from xml.etree import ElementTree

from flask import Flask
from werkzeug.test import TestResponse, run_wsgi_app

from ivr.settings import Settings
from ivr.simulator import Reply, Transport
from ivr.simulator.signature import sign
from ivr.simulator.transport import Fields
from ivr.web import create_app
from tests.conftest import made_up_settings

Form = Mapping[str, str] | Sequence[tuple[str, str]]
FORM_TYPE = "application/x-www-form-urlencoded"
SIDS = count()  # a text that comes again gets the answer that it had
MENU = "/voice/menu?language=en&subject=main"
RINGING = "/voice/ring?desk=vpr&language=en&subject=main"
WHISPER = "/voice/whisper?desk=vpr&language=en&subject=main"
NO_DATABASE = "sqlite:////dev/null/line.db"  # what needs none must not notice


@dataclass(frozen=True)
class Signed:
    """Somebody who holds an auth token of the line (the first one, unless told otherwise)."""

    app: Flask
    settings: Settings

    def post(self, path: str, form: Form = (), *, token: str = "") -> TestResponse:
        pairs = list(form.items()) if isinstance(form, Mapping) else list(form)
        signature = sign(token or self.settings.auth_tokens[0], self.settings.public_url + path, pairs)
        return self.send(path, pairs, signature)

    def send(self, path: str, form: Sequence[tuple[str, str]], signature: str, **more: str) -> TestResponse:
        """Post a form with this signature, whether it fits or not."""
        headers = {"X-Twilio-Signature": signature, **{name.replace("_", "-"): more[name] for name in more}}
        return self.app.test_client().post(
            path, data=urlencode(form), content_type=FORM_TYPE, headers=headers
        )

    def press(self, path: str, key: str) -> TestResponse:
        return self.post(path, {"Digits": key, "msg": "Gather End"})

    def text(self, body: str, **fields: str) -> TestResponse:
        fields = {"MessageSid": f"SM{next(SIDS)}", "From": "+16175550101", "Body": body, **fields}
        return self.post("/sms", fields)


def signed(**changes: Any) -> Signed:
    """A line in this process, with these settings; without a database unless one is named."""
    settings = made_up_settings(**{"database_url": NO_DATABASE, **changes})
    return Signed(create_app(settings), settings)


def spoken(answer: TestResponse) -> str:
    """All words of an answer, numbers and pauses left as they are, on one line."""
    return " ".join("".join(ElementTree.fromstring(answer.data).itertext()).split())  # noqa: S314 (our own)


def texts(answer: TestResponse) -> list[str]:
    """The messages that an answer sends back."""
    return ["".join(message.itertext()) for message in ElementTree.fromstring(answer.data)]  # noqa: S314


def in_process(app: Flask) -> Transport:
    """A transport that hands requests to a line in this process: the same bytes without a network."""

    def send(method: str, url: str, form: Fields, headers: Mapping[str, str]) -> Reply:
        parts, body = urlsplit(url), urlencode(form).encode()
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": parts.hostname,
            "SERVER_PORT": str(parts.port or 80),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": FORM_TYPE,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": parts.scheme,
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
        }
        chunks, status, answered = run_wsgi_app(app.wsgi_app, environ)
        return Reply(int(status.split()[0]), answered.get("Content-Type", ""), b"".join(chunks))

    return send
