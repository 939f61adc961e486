"""One line for each thing that happened; never a number, never a word of a report."""

import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime

SHOWN = 6  # characters of a report id: enough to follow one, too few to find it in an inbox


def say(duty: str, text: str) -> None:
    """Write a line, with the time in UTC, to the process's standard error."""
    with suppress(OSError):  # a log on a full disk must not end the duty that would have told of it
        print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {duty}: {text}", file=sys.stderr, flush=True)


def short(report: str) -> str:
    return report[:SHOWN] + "…"


def where(error: BaseException) -> str:
    """The kind of an error and the places it passed; never its message, which may hold somebody's words."""
    places = (f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-6:])
    return f"{type(error).__name__} at {' > '.join(places)}"
