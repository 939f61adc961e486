"""Tell an event as a line of a conversation file; the vocabulary is listed in `conversation.py`."""

import re
from collections.abc import Mapping

from ivr.simulator.events import (
    CALLER,
    Answered,
    Bridged,
    Broke,
    Called,
    Dialled,
    Event,
    Heard,
    HungUp,
    Pressed,
    Refused,
    Rings,
    Silent,
    Spoke,
    Texted,
    TextEnded,
)

Names = Mapping[str, str]  # number -> name of the desk, or of one texter among several
CALLER_NUMBER = "+16175550101"  # of a person who calls or texts, where nothing else is said
PICTURE = "(picture) "
ESCAPED = re.compile(r"\\(.)")


def narrate(event: Event, names: Names) -> str | None:
    """The `<` or `=` line for it; None for what a person did, and for what nobody notices."""
    match event:
        case Heard(who=who):
            return f"< {_to(who, names)}{event.text}"
        case Rings(to=to, caller_id=caller_id):
            return f"= rings {to} as {caller_id}"
        case Bridged():
            return "= bridged"
        case Dialled(status=status, bridged=bridged):
            return f"= dial {status}, {'bridged' if bridged else 'not bridged'}"
        case HungUp(who=who, by=by) if who == CALLER and by != "person":
            return "= hung up"
        case Texted(origin="line", to=to, body=body, media=media):
            return f"< {_named(to, names)}{PICTURE * len(media)}{escape(body)}"
        case Texted(origin="twilio", body=body):
            return f"= twilio texts: {escape(body)}"
        case TextEnded(count=0):
            return "= texted nothing"
        case Refused(code=code, body=body):
            return f"= refused {code}: {escape(body)}"
        case Broke(reason=reason, code=code):
            return f"= broke {code}: {escape(reason)}"
    return None


def narrate_act(event: Event, names: Names) -> str | None:
    """The `>` line for what a person did; None for everything else."""
    match event:
        case Called(from_=from_):
            return "> (calls)" if from_ == CALLER_NUMBER else f"> (calls as {from_ or 'nobody'})"
        case Pressed(who=who, keys=keys):
            return _act(who, names, keys)
        case Spoke(who=who, words=words):
            return _act(who, names, f'"{escape(words)}"')
        case Silent(who=who):
            return _act(who, names, "silence", caller="(silence)")
        case Answered(who=who, machine=machine):
            return _act(who, names, "voicemail answers" if machine else "answers")
        case HungUp(who=who, by="person", status="completed"):
            return _act(who, names, "hangs up", caller="(hangs up)")
        case HungUp(who=who, by="person" | "network", status=status) if status in RING_ENDS and who != CALLER:
            return _act(who, names, RING_ENDS[status])
        case Texted(origin="person", from_=from_, body=body, media=media):
            words = PICTURE * len(media) + escape_text(body)
            return f"> {_named(from_, names)}{words or '()'}".rstrip()
    return None


# How a ring ends when nobody answers, in Twilio's words and in those of a conversation file.
RING_ENDS = {"busy": "busy", "no-answer": "lets it ring", "failed": "unreachable"}


def escape(words: str) -> str:
    return words.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")


def unescape(words: str) -> str:
    return ESCAPED.sub(lambda match: {"n": "\n", "r": "\r"}.get(match[1], match[1]), words)


def escape_text(body: str) -> str:
    """A text that begins like an act begins with a backslash."""
    return escape(body) if not body.startswith("(") else f"\\{escape(body)}"


def _to(who: str, names: Names) -> str:
    return "" if who == CALLER else f"({names.get(who, who)}) "


def _named(number: str, names: Names) -> str:
    return f"({names[number]}) " if number in names else ""


def _act(who: str, names: Names, what: str, caller: str = "") -> str:
    return f"> {caller or what}" if who == CALLER else f"> ({names.get(who, who)}: {what})"
