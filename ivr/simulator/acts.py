"""Read what a person does from a line of a conversation file; `conversation.py` lists the ways to say it."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from ivr.simulator.narration import CALLER_NUMBER, PICTURE, unescape

Kind = Literal[
    "calls",
    "texts",
    "presses",
    "says",
    "silence",
    "waits",
    "hangs up",
    "webhook comes again",
    "desk",
    "text",
    "stops here",
]
UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}
DESK_ACTS = (
    "answers",
    "silence",
    "hangs up",
    "busy",
    "declines",
    "unreachable",
    "lets it ring",
    "voicemail answers",
)
KEYS = re.compile(r"[0-9*#]+")
QUOTED = re.compile(r'"(.*)"')


@dataclass(frozen=True)
class Act:
    """`words` are keys, speech, a text, a number: what the kind needs. `who` is a desk, or a named texter."""

    kind: Kind
    words: str = ""
    who: str = ""
    seconds: float = 0.0
    pictures: int = 0
    after: float | None = None  # seconds after the last act; None: when nothing goes on by itself


def read_act(line: str, texting: bool) -> Act:
    """ValueError for what nobody can do."""
    if match := re.fullmatch(r"\((calls|texts)(?: as (\S+))?\)", line):
        number = {None: CALLER_NUMBER, "nobody": ""}.get(match[2], match[2])
        return Act("calls" if match[1] == "calls" else "texts", number or "")
    if match := re.fullmatch(r"\(waits (\d+(?:\.\d+)?) (s|min|h)\)", line):
        return Act("waits", seconds=float(match[1]) * UNITS[match[2]])
    if line == "(webhook comes again)":
        return Act("webhook comes again")
    return _read_text(line) if texting else _read_call(line)


def _read_text(line: str) -> Act:
    if line == "()":
        return Act("text")
    who = ""
    if (match := re.match(r"\((\w+)\) ?", line)) and match[1] != "picture":
        who, line = match[1], line[match.end() :]
    pictures = 0
    while f"{line} ".startswith(PICTURE):
        pictures, line = pictures + 1, line[len(PICTURE) :]
    if line.startswith("(") and line != "()":
        raise ValueError(f"{line!r} is nothing that a texter does; a text that begins so is written \\(")
    words = "" if line == "()" else unescape(line[1:] if line.startswith("\\(") else line)
    return Act("text", words, who, pictures=pictures)


def _read_call(line: str) -> Act:
    if match := re.match(r"\(after (\d+(?:\.\d+)?) s\) ", line):
        return replace(_read_call(line[match.end() :]), after=float(match[1]))
    if KEYS.fullmatch(line):
        return Act("presses", line)
    if match := QUOTED.fullmatch(line):
        return Act("says", unescape(match[1]))
    if line == "(silence)":
        return Act("silence")
    if line == "(hangs up)":
        return Act("hangs up")
    if line == "(stops here)":
        return Act("stops here")
    if match := re.fullmatch(r"\(([^:()]+): (.+)\)", line):
        if match[2] not in DESK_ACTS and not KEYS.fullmatch(match[2]) and not QUOTED.fullmatch(match[2]):
            raise ValueError(
                f"{match[2]!r} is nothing that a desk does: {', '.join(DESK_ACTS)}, keys or words"
            )
        return Act("desk", match[2], who=match[1])
    raise ValueError(f"{line!r} is nothing that a caller does")
