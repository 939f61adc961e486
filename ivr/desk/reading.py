"""Open the answers of a report in memory, and make what they could hide visible."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ivr.envelope import QUESTIONS
from ivr.seal import SealError, open_sealed

CONTACT = "contact"
# Joiners belong to emoji and to Persian; everything else of category Cf can reorder or hide words.
HARMLESS = frozenset("\n\t\u200c\u200d")
HIDING = frozenset({"Cc", "Cf", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True)
class Answer:
    """One answer, its texts joined in order. `problem` says why a text of it could not be opened, if one."""

    question: str
    text: str
    problem: str = ""


def read_answers(identity: str, answers: Mapping[str, Sequence[bytes]]) -> list[Answer]:
    """All answers in the order of the questions. A text that does not open is a problem, not an error."""
    return [_read(identity, question, answers[question]) for question in QUESTIONS if question in answers]


def visible(text: str) -> str:
    """The text with every control character spelled out, as [U+202E], so that none can reorder or hide words.

    Bidirectional controls can make a page show another text than was written (https://trojansource.codes).
    """
    lines = text.replace("\r\n", "\n")
    return "".join(mark if _is_plain(mark) else f"[U+{ord(mark):04X}]" for mark in lines)


def _read(identity: str, question: str, sealed: Sequence[bytes]) -> Answer:
    texts, problem = [], ""
    for data in sealed:
        try:
            texts.append(visible(open_sealed(identity, data)))
        except SealError as error:
            problem = str(error)
    return Answer(question, "\n".join(texts), problem)


def _is_plain(mark: str) -> bool:
    return mark in HARMLESS or unicodedata.category(mark) not in HIDING
