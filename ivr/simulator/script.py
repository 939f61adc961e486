"""The language between a leg and what it plays: a script yields what it waits for, and is sent what came."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Literal, TypeVar

from ivr.simulator.pages import Page

# What a leg is doing while it waits. Only `speaking` goes on by itself; the others wait for a person.
Doing = Literal["speaking", "listening", "ringing", "talking"]


@dataclass(frozen=True)
class Wait:
    until: float | None
    doing: Doing


@dataclass(frozen=True)
class TimeUp:
    pass


@dataclass(frozen=True)
class Key:
    key: str


@dataclass(frozen=True)
class Words:
    text: str


@dataclass(frozen=True)
class DeskAccepted:
    """The whisper ran to its end: the desk is to be joined with the caller."""

    desk: str  # its CallSid


@dataclass(frozen=True)
class DeskEnded:
    desk: str  # its CallSid


Stimulus = TimeUp | Key | Words | DeskAccepted | DeskEnded
Result = TypeVar("Result")
Script = Generator[Wait, Stimulus, Result]


class LegEnded(Exception):
    """Thrown into a script: the person hung up, or the network ended the leg."""


class LegRedirected(Exception):
    """Thrown into a script: REST gave the call another document."""

    def __init__(self, page: Page) -> None:
        super().__init__(page.url or "twiml")
        self.page = page


class LegHangsUp(Exception):
    """Raised in a script: its own document ends the leg, with this status."""

    def __init__(self, status: str = "completed", by: str = "line") -> None:
        super().__init__(status)
        self.status = status
        self.by = by
