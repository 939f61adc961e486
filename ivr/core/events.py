"""What can happen to the line. Named in the past tense; each carries the instant (UTC) of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """How a ring ended, in the line's words (Twilio's DialCallStatus stops in ivr/twiml.py)."""

    ENDED = "ended"  # the two talked, and one of them left
    BUSY = "busy"
    UNANSWERED = (
        "unanswered"  # nobody, a desk that passed, or a voicemail box: the caller need not know which
    )
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody dialled the line, or a document asks for a state anew."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Input:
    """One key (`0`-`9`, `*`, `#`), or words as the carrier's speech recognition wrote them down."""

    at: datetime
    key: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoInput:
    """The wait for a key or a word ended without either."""

    at: datetime


@dataclass(frozen=True, slots=True)
class DeskAnswered:
    """Somebody or something picked up at the desk: a person, or a voicemail box."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RingEnded:
    """The ring is over and the caller is back with the line."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Texted:
    """A text arrived. `pictures` counts attachments; `answered`: the carrier has replied already
    (OptOutType).
    """

    at: datetime
    body: str = field(repr=False)  # never in a traceback
    pictures: int = 0
    answered: bool = False


CallEvent = Called | Input | NoInput | DeskAnswered | RingEnded
