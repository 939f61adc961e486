"""The list of prompts that every line needs is neither too short nor too long."""

import re
from collections.abc import Iterator

from ivr.core import needed
from ivr.core.actions import Ask, Reply, Say
from ivr.core.line import Line
from ivr.core.report import QUESTIONS, REVIEW
from ivr.settings import HOUSE
from tests.exploring import every_step

# Said where no step of a caller or a desk leads: by the alarm, by the fallback documents, after a failure,
# and outside the hours of a desk, which ours do not have.
ELSEWHERE = {
    "alarm-confirmed",
    "alarm-keys",
    "alarm-stuck",
    "alarm-unrecorded",
    "alarm-waiting",
    "apology",
    "transfer-closed",
    "whisper-any-key",
}
LITERAL = re.compile(r'"((?:report|not-saved|card|unsure|menu|pictures|apology)(?:-[a-z-]+)?)"')


def says(reply: Reply) -> Iterator[Say]:
    match reply:
        case Say():
            yield reply
        case Ask(says=prompts):
            yield from prompts


def test_the_spoken_prompts_are_those_that_a_call_can_reach(line: Line) -> None:
    reached = {prompt.prompt for step in every_step() for reply in step.replies for prompt in says(reply)}

    # The greeting begins the search, so that no step leads to it.
    assert reached | ELSEWHERE | {"greeting", "hint-language"} == needed.said(line)


def test_the_texted_prompts_are_those_that_the_text_side_names(line: Line) -> None:
    sources = [
        HOUSE / "ivr" / "core" / "text.py",
        HOUSE / "ivr" / "core" / "report.py",
        HOUSE / "ivr" / "turns.py",
    ]
    named = {name for file in sources for name in LITERAL.findall(file.read_text("utf-8"))} - {"report"}
    asked = {f"ask-{question}" for question in (*QUESTIONS, REVIEW)}

    assert named | asked <= needed.texted(line)
    assert needed.texted(line) - named - asked == set(line.topics) & needed.texted(line) - named
