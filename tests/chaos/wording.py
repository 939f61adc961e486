"""The replies of a report by their names, so that the tests hold when the words change."""

import re
from dataclasses import dataclass
from functools import cache

from ivr import line
from ivr.core.actions import say
from ivr.core.report import QUESTIONS
from ivr.prompts import Prompts
from ivr.settings import HOUSE

KEPT = frozenset({"report-kept", "report-kept-words", "report-kept-danger"})
NOT_KEPT = frozenset({"not-saved", "apology"})
ASKED = frozenset(f"ask-{question}" for question in (*QUESTIONS, "review"))
PLAIN = (*KEPT, *NOT_KEPT, *ASKED, "report-open", "report-none", "report-empty", "report-erased", "card")
ANY_CODE = "CODE-OF-IT"


@dataclass(frozen=True)
class Said:
    """What the line said: the name of a prompt, and the code if it gave one."""

    name: str
    code: str = ""


def read(answer: str) -> Said:
    """The first message of an answer that is of a report; an answer without one is named by its words."""
    plain, sent = _known()
    for message in answer.split("\n"):
        if message in plain:
            return Said(plain[message])
    for pattern in sent:
        if match := pattern.fullmatch(answer):
            return Said("report-sent", match[1])
    return Said(answer)


@cache
def _known() -> tuple[dict[str, str], list[re.Pattern[str]]]:
    known = line.load(HOUSE / "config" / "line.toml")
    prompts = Prompts(HOUSE / "prompts", known)
    names = (*PLAIN, "report-intro")
    plain = {prompts.text(say(name), code): name for code in known.languages for name in names}
    sent = (prompts.text(say("report-sent", code=ANY_CODE), code) for code in known.languages)
    return plain, [re.compile(re.escape(text).replace(re.escape(ANY_CODE), "(.{7})")) for text in sent]
