"""Requests that nobody decent would send, and the way to put them to a line in this process, byte by byte."""

import io
import os
import sys
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from werkzeug.test import run_wsgi_app

from ivr.simulator.signature import sign
from ivr.web.webhook import read_form
from tests.hostile_words import KINDS, METHODS, NAMES, OPEN, QUERY, ROUTES, SHORT, TRICKS, WORDS

FULL = os.environ.get("FUZZ") == "full"  # as `make fuzz` sets it
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Hostile:
    """`path` as the line decodes it; `query` and `body` as they go over the wire."""

    method: str
    path: str
    query: str
    body: bytes
    kind: str = FORM


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes


def examples(full: int, small: int) -> settings:
    """So many in `make fuzz`, so many in `make test`; the same ones each time in the latter."""
    return settings(
        max_examples=full if FULL else small,
        derandomize=not FULL,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def put(app: Flask, one: Hostile, signature: str | None) -> Answer:
    """Send it exactly so. An exception that leaves the app is a 5xx of the server."""
    environ = {
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
    }
    if signature is not None:
        environ["HTTP_X_TWILIO_SIGNATURE"] = signature
    body, status, headers = run_wsgi_app(app, environ, buffered=True)
    return Answer(int(status.split()[0]), headers.get("Content-Type", ""), b"".join(body))


def signature_for(one: Hostile, token: str, url: str) -> str:
    """What Twilio would have signed this with, had it wanted to."""
    whole = url + one.path + (f"?{one.query}" if one.query else "")
    return sign(token, whole, read_form(one.body) if one.kind.lower() == FORM else ())


words = st.sampled_from(WORDS)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
values = st.one_of(
    words,
    anything,
    st.lists(st.one_of(words, anything), max_size=4).map(" ".join),
    st.sampled_from(SHORT),
)
fields = st.lists(st.tuples(st.one_of(st.sampled_from(NAMES), anything), values), max_size=12)
queries = st.lists(st.tuples(st.sampled_from(QUERY), values.map(lambda text: text[:200])), max_size=5)
paths = st.one_of(
    st.sampled_from(ROUTES),
    st.sampled_from(ROUTES + OPEN),
    st.sampled_from(TRICKS),
    anything.map(lambda text: "/voice/" + text.replace("?", "")),
)
# Mostly what gets past the door, so that what is behind it is tried.
methods = st.sampled_from(["POST"] * 12 + [*METHODS])
kinds = st.sampled_from([FORM] * 12 + [*KINDS, FORM.upper()])
bodies = st.one_of(st.none(), st.none(), st.none(), st.binary(max_size=300), st.just(b"a=" + b"%FF" * 30_000))


@st.composite
def hostile(draw: st.DrawFn) -> Hostile:
    raw = draw(bodies)
    body = urlencode(draw(fields)).encode() if raw is None else raw
    query = urlencode(draw(queries))
    return Hostile(draw(methods), draw(paths), query, body, draw(kinds))
