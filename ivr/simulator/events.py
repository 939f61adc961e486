"""What can be noticed from outside while the stand-in runs: words, keys, rings, requests, texts.

`at` is the virtual second. `call` is the CallSid of the leg. `who` is `caller`, or a number rung.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from ivr.simulator.speech import Speech
from ivr.simulator.transport import Reply

CALLER = "caller"


@dataclass(frozen=True)
class Called:
    """A person dialled the line; `from_` is a word or a made-up number when it is withheld."""

    at: float
    call: str
    from_: str


@dataclass(frozen=True)
class Heard:
    """Words begin to be heard: one for each `Say` or `Play`, sent when it starts."""

    at: float
    call: str
    who: str
    speech: Speech
    language: str

    @property
    def text(self) -> str:
        return self.speech.text

    def second_of(self, phrase: str) -> float:
        """The virtual second at which the phrase begins; ValueError when it is not said."""
        return self.at + self.speech.offset_of(phrase)


@dataclass(frozen=True)
class Interrupted:
    """A key or a voice cut these words short."""

    at: float
    call: str
    who: str
    text: str


@dataclass(frozen=True)
class Pressed:
    at: float
    call: str
    who: str
    keys: str


@dataclass(frozen=True)
class Spoke:
    at: float
    call: str
    who: str
    words: str


@dataclass(frozen=True)
class Silent:
    """A Gather ended with nothing pressed and nothing said."""

    at: float
    call: str
    who: str


@dataclass(frozen=True)
class Rings:
    at: float
    call: str
    to: str
    caller_id: str


@dataclass(frozen=True)
class Answered:
    """`machine`: a voicemail box."""

    at: float
    call: str
    who: str
    machine: bool = False


@dataclass(frozen=True)
class Bridged:
    """Two legs hear one another: `call` is the caller's, `who` the number of the desk."""

    at: float
    call: str
    who: str


@dataclass(frozen=True)
class Dialled:
    """A Dial is over. `status` is Twilio's DialCallStatus, `who` the number that it ended with."""

    at: float
    call: str
    who: str
    status: str
    bridged: bool


@dataclass(frozen=True)
class HungUp:
    """A leg ended. `by`: `person` (that leg's own), `line` (a document, REST) or `network`."""

    at: float
    call: str
    who: str
    by: str
    status: str


@dataclass(frozen=True)
class Webhook:
    """One request to the line and its answer; None when the connection failed. `seconds` is real time."""

    at: float
    method: str
    url: str
    form: tuple[tuple[str, str], ...]
    reply: Reply | None
    seconds: float = field(compare=False)
    repeated: bool = False


@dataclass(frozen=True)
class RestCall:
    """One request to Twilio's REST API and the status that it got. `seconds` is real time."""

    at: float
    method: str
    path: str
    form: tuple[tuple[str, str], ...]
    status: int
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Texted:
    """A text arrived. `origin`: `person`, `line`, or `twilio` (its own answers to STOP, START, HELP)."""

    at: float
    message: str
    from_: str
    to: str
    body: str
    origin: str
    media: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextEnded:
    """Everything that the line had to say to one text has been said; `count` messages were sent."""

    at: float
    message: str
    count: int


@dataclass(frozen=True)
class Refused:
    """The carrier did not send a text of the line's; 21610: the person has said STOP."""

    at: float
    to: str
    body: str
    code: int


@dataclass(frozen=True)
class Broke:
    """The line did something that Twilio cannot take; `code` is Twilio's error code."""

    at: float
    reason: str
    code: int


Event = (
    Called
    | Heard
    | Interrupted
    | Pressed
    | Spoke
    | Silent
    | Rings
    | Answered
    | Bridged
    | Dialled
    | HungUp
    | Webhook
    | RestCall
    | Texted
    | TextEnded
    | Refused
    | Broke
)
Listener = Callable[[Event], None]
