"""Which prompts a line can come to say: what the languages must have, and nothing beside it.

tests/test_needed.py holds this list against what the conversations really say.
"""

from ivr.core.keywords import CRY
from ivr.core.line import Line, RepeatLast, SwitchLanguage, Target
from ivr.core.report import QUESTIONS, REVIEW
from ivr.core.text import REPORT

SAID = frozenset(
    {"alarm-confirmed", "alarm-keys", "alarm-stuck", "alarm-unrecorded", "alarm-waiting"}
    | {"apology", "danger", "emergency-numbers"}
    | {"silence-last", "unclear-1", "unclear-2"}
    | {"goodbye", "greeting", "hint-language", "number", "offer-again", "offer-back", "offer-language"}
    | {"offer-number", "offer-retry", "offer-ring", "silence-1", "silence-2", "wrong-1", "wrong-2"}
    | {
        "transfer-busy",
        "transfer-closed",
        "transfer-emergency",
        "transfer-ended",
        "transfer-failed",
        "transfer-ringing",
    }
    | {"transfer-unanswered", "whisper", "whisper-any-key", "whisper-keys"}
)
TEXTED = frozenset(
    {"apology", "card", "menu", "not-saved", "pictures", "report-empty", "report-erased", "report-first"}
    | {
        "report-full",
        "report-intro",
        "report-kept",
        "report-kept-danger",
        "report-kept-words",
        "report-limit",
    }
    | {"report-none", "report-open", "report-picture", "report-sent", "report-withheld", "unsure"}
    | {f"ask-{question}" for question in (*QUESTIONS, REVIEW)}
)


def said(line: Line) -> frozenset[str]:
    """The names of all prompts that need a `.say`."""
    choices = [choice for menu in line.menus.values() for choice in menu]
    return SAID | line.told | {choice.offer for choice in choices} | {f"menu-{menu}" for menu in line.menus}


def texted(line: Line) -> frozenset[str]:
    """The names of all prompts that need a `.text`."""
    return TEXTED | {
        topic.id
        for topic in line.topics.values()
        if topic.id not in (REPORT, CRY) and _is_texted(topic.voice)
    }


def _is_texted(voice: Target) -> bool:
    # The name of a language is answered with the menu in it, "again" with the card.
    match voice:
        case SwitchLanguage(code) if code:
            return False
        case RepeatLast():
            return False
    return True
