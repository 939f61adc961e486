"""What the line can do. Imperative; replies go back to the carrier now, and carry names of prompts, never
words.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Say:
    """A prompt by name. `values` fill it: about, contact, key, spoken, as (name, value) pairs in alphabetical
    order.
    """

    prompt: str
    values: tuple[tuple[str, str], ...] = ()
    language: str = ""  # empty: the language of the call


def say(prompt: str, *, language: str = "", **values: str) -> Say:
    return Say(prompt, tuple(sorted(values.items())), language)


@dataclass(frozen=True, slots=True)
class Ask:
    """Say these, and wait for a key or (unless `keys_only`) a word; the session's state hears the answer."""

    says: tuple[Say, ...]
    keys_only: bool = False
    seconds: int = 0  # of silence after which it is over; 0: as line.toml says


@dataclass(frozen=True, slots=True)
class Ring:
    """Ring one desk with a whisper; the caller hears ringing meanwhile."""

    desk: str


@dataclass(frozen=True, slots=True)
class Bridge:
    """Join the desk that has just pressed its key with the caller."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End this leg."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Seal these words and keep them as a text of the answer to a question."""

    question: str
    words: str = field(repr=False)  # never in a traceback


@dataclass(frozen=True, slots=True)
class Erase:
    """Erase the draft and all its answers."""


@dataclass(frozen=True, slots=True)
class Send:
    """Turn the draft into a report on its way to the desk."""


Reply = Say | Ask | Ring | Bridge | Hangup
Job = Keep | Erase | Send
