"""What the one right answer to a question holds, from the line's own prompts: no other answer holds it."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from ivr import line as lines
from ivr.core.actions import Say, say
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.settings import HOUSE, Settings
from ivr.twiml import stretches

CODE = "WWW-WWW"  # stands for the code of a report, which nobody knows beforehand


@dataclass(frozen=True)
class Expected:
    """`marker` must be somewhere in the answer; `replies` are the texts that a phone gets by it."""

    marker: bytes
    replies: tuple[str, ...] = ()


DONE = Expected(b"HTTP/1.1 204")
BRIDGED = Expected(b"<Response />")  # the desk pressed its key, and Twilio joins the two


@cache
def known() -> tuple[Line, Prompts]:
    line = lines.load(HOUSE / "config" / "line.toml")
    return line, Prompts(Path(os.environ.get("LINE_PROMPTS", HOUSE / "prompts")), line)


@cache
def texted(*names: str, language: str = "en", **values: str) -> Expected:
    """A reply of these prompts; the last one is looked for, from its first letter to its last."""
    replies = tuple(known()[1].text(say(name, **_of(name, values)), language) for name in names)
    return Expected(_written(replies[-1]), replies)


def _of(name: str, values: dict[str, str]) -> dict[str, str]:
    needed = {value for values in known()[1].written[name].forms.values() for value in values}
    return {key: value for key, value in values.items() if key in needed}


def _written(reply: str) -> bytes:
    before, code, _ = reply.partition(CODE)
    return f"<Message>{escape(before)}{'' if code else '</Message>'}".encode()


@cache
def heard(name: str, *, language: str = "en", **values: str) -> Expected:
    """An answer in which this prompt is spoken: its longest stretch that no other prompt holds."""
    _, prompts = known()
    others = "\n".join(prompts.say(other, language) for other in prompts.every("say") if other.prompt != name)
    own = [part for part in _stretches(say(name, **values), language) if part not in others]
    return Expected(escape(max(own, key=len)).encode())


def _stretches(prompt: Say, language: str) -> list[str]:
    spoken = known()[1].say(prompt, language)
    return [part.text.strip() for part in stretches(spoken) if part.kind == "words"]


def first_reply(language: str = "en") -> Expected:
    """The reply to REPORT."""
    hours = str(round(Settings.draft_expires / 3600))
    return texted("report-intro", "report-first", language=language, hours=hours)


def sent(language: str = "en") -> Expected:
    """The reply to SEND, up to the code."""
    return texted("report-sent", language=language, code=CODE)
