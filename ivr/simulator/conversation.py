"""A conversation as a file: what people did, what the line said, what the network did; played, it is a test.

`#` begins a comment, the first one is the title; blank lines are free. In a call:

    > (calls)                     also: (calls as anonymous), (calls as +266696687), (calls as nobody)
    > 2                           presses keys, once nothing goes on by itself any more
    > "talk to somebody"          speaks
    > (after 1.5 s) 2             acts in the middle of what is heard, so long after the last act
    > (silence)                   stays silent until the question has timed out
    > (waits 20 s)                also: min, h
    > (hangs up)
    > (vpr: answers)              the desk named vpr; also: 1, "words", silence, hangs up, busy, declines,
                                  unreachable, lets it ring, voicemail answers
    > (webhook comes again)       Twilio sends its last request once more
    > (after 1.5 s) (stops here)  the file ends, in the middle of what is heard
    < words                       the caller hears: one line for each Say, `[play URL]` for each Play
    < (vpr) words                 the desk hears
    = rings +16172532300 as +16175550000
    = bridged                     caller and desk hear one another
    = dial completed, bridged     a Dial is over: Twilio's DialCallStatus, and `bridged` or `not bridged`
    = hung up                     the line, or the network, ended the caller's call

Texts begin with `(texts)` or `(texts as +16175550102)`; from there on all is the body of a text, but for:

    > (picture) words             with a picture
    > ()                          without words
    > (cleo) words                somebody else texts; the answers are then `< (cleo) words`
    > \\(so)                       a text that begins with a bracket; `\\n` is a new line, `\\\\` a backslash
    > (waits 2 h)                 as in a call, and so is (webhook comes again)
    = texted nothing              the line answered with an empty document
    = twilio texts: words         Twilio's own answer to STOP, START, HELP
    = refused 21610: words        the carrier did not send what the line wanted to

Where the line broke something: `= broke 11200: reason`.
After a repeated webhook: `= same answer`, or `= another answer: 200`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, pairwise

from ivr.simulator.acts import Act, read_act
from ivr.simulator.narration import narrate
from ivr.simulator.stage import Stage
from ivr.simulator.stand_in import Twilio


class ConversationError(ValueError):
    """A line of the file that cannot be read, or cannot be done."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"line {number}: {reason}")
        self.number = number


@dataclass(frozen=True)
class Scene:
    """One act and what follows it in the file: expectations, comments, blank lines."""

    number: int
    act: Act
    line: str
    following: tuple[str, ...]


@dataclass(frozen=True)
class Conversation:
    before: tuple[str, ...]
    scenes: tuple[Scene, ...]

    @property
    def title(self) -> str:
        comments = [line.lstrip("# ").strip() for line in self.before if line.startswith("#")]
        return comments[0] if comments else ""


def parse(text: str) -> Conversation:
    """Read a file; ConversationError for a line that means nothing."""
    lines = text.removesuffix("\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip() and not re.match(r"#|[<>=] |[<>=]$", line):
            raise ConversationError(number, f"{line!r} begins with none of # > < =")
    starts = [at for at, line in enumerate(lines) if line.startswith(">")]
    first = starts[0] if starts else len(lines)
    for number, line in enumerate(lines[:first], 1):
        if line.startswith(("<", "=")):
            raise ConversationError(number, "nobody has called or texted yet")
    return Conversation(tuple(lines[:first]), tuple(_scenes(lines, starts)))


def play(conversation: Conversation, twilio: Twilio, desks: Mapping[str, str] | None = None) -> str:
    """Let it happen (`desks`: name to number); the text of the file, with what really followed each act."""
    stage = Stage(twilio, desks or {})
    written = list(conversation.before)
    scenes = conversation.scenes
    for scene, upcoming in zip(scenes, [*scenes[1:], None], strict=True):
        seen = len(twilio.transcript)
        try:
            noted = stage.perform(scene.act)
            if scene.act.kind != "stops here":
                stage.let_pass(upcoming.act.after if upcoming else None)
        except (LookupError, ValueError) as mistake:
            raise ConversationError(scene.number, f"{scene.line}: {mistake}") from mistake
        told = [line for event in twilio.transcript[seen:] if (line := narrate(event, stage.names))]
        written += [scene.line, *_merge(told + noted, scene.following)]
    return "\n".join(written) + "\n"


def _scenes(lines: list[str], starts: list[int]) -> list[Scene]:
    scenes, texting = [], False
    for start, end in pairwise([*starts, len(lines)]):
        try:
            act = read_act(lines[start][1:].strip(), texting)
        except ValueError as mistake:
            raise ConversationError(start + 1, str(mistake)) from mistake
        if act.kind in ("calls", "texts"):
            texting = act.kind == "texts"
        scenes.append(Scene(start + 1, act, lines[start], tuple(lines[start + 1 : end])))
    return scenes


def _merge(told: list[str], following: tuple[str, ...]) -> list[str]:
    """What happened now, with the comments and blank lines kept where they stood among the expectations."""
    rest = iter(told)
    last = max((at for at, line in enumerate(following) if line.startswith(("<", "="))), default=-1)
    merged: list[str] = []
    for line in following[: last + 1]:
        merged += list(islice(rest, 1)) if line.startswith(("<", "=")) else [line]
    return [*merged, *rest, *following[last + 1 :]]
