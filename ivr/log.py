"""Logs as lines of JSON that hold what is on a list and nothing else: never a number, a word, or an address.

    {"at": "2026-11-23T17:00:00Z", "event": "delivered", "duty": "deliver", "report": "abcdef"}

structlog writes them; what is ours is the list, and that writing never waits.
"""

import io
import logging
import os
import re
import select
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import structlog

SHOWN = 6  # characters of a report's id, which are the code its reporter has: enough to follow one in a log
NAME = re.compile(r"[a-z][a-z-]{0,39}")
# What each field looks like, whole. A field that is not here, or does not look so, is dropped.
FIELDS = {
    "at": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
    "code": re.compile(r"\w{1,24}"),  # of the carrier, of the database, of HTTP: never a sentence
    "contact": NAME,  # its name in line.toml
    "count": re.compile(r"\d{1,9}"),
    "duty": NAME,
    "error": re.compile(r"[A-Za-z_]{1,60}"),  # its kind, never its message
    "event": re.compile(r"[A-Za-z][A-Za-z0-9 _,:;()'-]{0,160}"),  # written in our sources or the server's
    "left": re.compile(r"\d{1,9}"),
    "place": NAME,
    "reason": re.compile(r"[A-Za-z][A-Za-z0-9 ,:;()<>'_.-]{0,300}"),  # a sentence of ours
    "report": re.compile(rf"[a-z2-9]{{{SHOWN}}}"),
    "seconds": re.compile(r"\d{1,6}"),
    "where": re.compile(r"[\w<>.]{1,60}:\d{1,5}( > [\w<>.]{1,60}:\d{1,5}){0,5}"),
}
# Whatever the field: so many digits in a row are a phone number or an id of the carrier's.
LONG_NUMBER, UNUSUAL = re.compile(r"\d{6,}"), re.compile(r"[^A-Za-z0-9 ,:;()'-]")
DIGITS = re.compile(r"\d{7}|[0-9a-f]{20}")
# How the web server is told to write its own lines, as logging.config.dictConfig takes it.
SERVER = {
    "handlers": {"console": {"class": "ivr.log.Lines"}, "access": {"class": "logging.NullHandler"}},
    "formatters": {},
    "loggers": {"_granian": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}


class Lines(logging.Handler):
    """What a library logs as lines of ours: its sentence, nothing filled in, and the kind of an error."""

    def emit(self, record: logging.LogRecord) -> None:
        words = LONG_NUMBER.sub("N", str(record.msg).splitlines()[0] if record.msg else "nothing")
        error = record.exc_info[1] if record.exc_info else None
        write(UNUSUAL.sub(" ", words)[:160], **(failure(error) if error else {}))


class Stderr:
    """The process's standard error, or nothing where that is full or gone."""

    def info(self, line: str) -> None:
        """Write a line. It never waits: a turn may be what calls it."""
        with suppress(OSError, ValueError):  # a log that cannot be written is no reason to fail anybody
            _put(line + "\n")


def write(event: str, **fields: object) -> None:
    """Write one line."""
    _lines.info(event, **fields)


def allowed(fields: dict[str, object]) -> Iterator[tuple[str, str | int]]:
    """The fields that are on the list and look like it."""
    for name, value in fields.items():
        text = str(value)
        if name in FIELDS and FIELDS[name].fullmatch(text) and not DIGITS.search(text):
            yield name, value if isinstance(value, int) else text


def short(report: str) -> str:
    return report[:SHOWN]


def failure(error: BaseException) -> dict[str, str]:
    """The kind of an error and the places it passed, as fields; never its message, which may hold a number
    or somebody's words.
    """
    return {"error": type(error).__name__, "where": _places(error)}


def told(error: BaseException) -> str:
    """The same in one string."""
    return f"{type(error).__name__} at {_places(error)}"


def _places(error: BaseException) -> str:
    # Not extract_tb, which opens the source files to quote them: a turn opens none, an apology neither.
    passed = list(traceback.walk_tb(error.__traceback__))[-6:]
    return " > ".join(f"{frame.f_code.co_name}:{line}" for frame, line in passed)


def _only_allowed(_: object, __: str, fields: Any) -> dict[str, str | int]:
    return dict(allowed({"at": fields["at"], "event": fields["event"], **fields}))


def _put(line: str) -> None:
    try:
        number = sys.stderr.fileno()
    except io.UnsupportedOperation:
        sys.stderr.write(line)  # it is memory
        return
    # Whoever reads the log may have stopped reading: then the line is dropped, since writing it would wait.
    poll = select.poll()
    poll.register(number, select.POLLOUT)
    if poll.poll(0):
        os.write(number, line.encode())


_lines = structlog.wrap_logger(
    Stderr(),
    processors=[
        structlog.processors.TimeStamper("%Y-%m-%dT%H:%M:%SZ", utc=True, key="at"),
        _only_allowed,
        structlog.processors.JSONRenderer(),
    ],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    cache_logger_on_first_use=True,
)
