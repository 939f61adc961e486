"""A request as bytes, and the way to put it to a line in this process: what comes back, what goes wrong."""

import io
import json
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, redirect_stderr
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, seed, settings
from werkzeug.test import run_wsgi_app

from ivr.simulator.signature import sign
from ivr.web.webhook import read_form

FULL = os.environ.get("FUZZ") == "full"  # as `make fuzz` sets it
SEED = 20261123
FORM = "application/x-www-form-urlencoded"
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Hostile:
    """`path` as the line decodes it; `query` and `body` as they go over the wire; `spoilt`: in which ways."""

    method: str
    path: str
    query: str
    body: bytes
    kind: str = FORM
    headers: Pairs = ()
    spoilt: tuple[str, ...] = ()

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What of the body is a form."""
        return read_form(self.body) if self.kind.lower().startswith(FORM) else []


@dataclass(frozen=True)
class Answer:
    """`errors`: the kinds of what was apologised for, as the log tells them."""

    status: int
    kind: str
    body: bytes
    errors: tuple[str, ...] = ()


def examples(full: int, small: int) -> Callable[[Any], Any]:
    """So many in `make fuzz`, so many in `make test`; the same ones each time."""
    chosen = settings(
        max_examples=full if FULL else small,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(SEED)(chosen(test))


def tell(capsys: pytest.CaptureFixture[str], words: str) -> None:
    """What was done with which seed: seen in `make fuzz`, and wherever the test fails."""
    seen: AbstractContextManager[None] = capsys.disabled() if FULL else nullcontext()
    with seen:
        print(f"\nseed {SEED}: {words}")


def put(app: Flask, one: Hostile, signature: str | None) -> Answer:
    """Send it exactly so. An exception that leaves the app is a 5xx of the server."""
    with redirect_stderr(io.StringIO()) as said:
        body, status, headers = run_wsgi_app(app, _environ(one, signature), buffered=True)
    rows = [json.loads(row) for row in said.getvalue().splitlines()]
    errors = tuple(row["error"] for row in rows if row["event"] == "error")
    return Answer(int(status.split()[0]), headers.get("Content-Type", ""), b"".join(body), errors)


def _environ(one: Hostile, signature: str | None) -> dict[str, Any]:
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in one.headers}
    if signature is not None:
        headers["HTTP_X_TWILIO_SIGNATURE"] = signature
    return {
        "REQUEST_METHOD": one.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": one.path.encode().decode("latin-1"),
        "QUERY_STRING": one.query,
        "CONTENT_TYPE": one.kind,
        "CONTENT_LENGTH": str(len(one.body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": io.BytesIO(one.body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **headers,
    }


def signature_for(one: Hostile, token: str, url: str) -> str:
    """What Twilio would have signed this with, had it wanted to."""
    return sign(token, url + one.path + (f"?{one.query}" if one.query else ""), one.fields)
