"""What the doctor finds: one thing, how bad it is, and what to do."""

from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """Also the exit status."""

    OK = 0
    WARNING = 1  # callers are served; somebody should look
    WRONG = 2  # something that a caller or a reporter depends on does not work


@dataclass(frozen=True)
class Finding:
    check: str
    level: Level
    found: str
    advice: str = ""


def ok(check: str, found: str) -> Finding:
    return Finding(check, Level.OK, found)


def warning(check: str, found: str, advice: str) -> Finding:
    return Finding(check, Level.WARNING, found, advice)


def wrong(check: str, found: str, advice: str) -> Finding:
    return Finding(check, Level.WRONG, found, advice)
