"""Whether a report says that somebody is in danger now: 911 first in the reply, and the alarm at once."""

from datetime import UTC, datetime

import pytest

from ivr.core import report
from ivr.core.actions import Keep
from ivr.core.events import Texted
from ivr.core.keywords import Vocabulary
from ivr.core.line import Line
from ivr.core.session import Draft

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CARD, KEPT = "report-kept-danger", "report-kept"


def draft(question: str, **fields: object) -> Draft:
    return Draft("abc", "en", question, began=NOON, touched=NOON, **fields)  # type: ignore[arg-type]


def told(line: Line, vocabulary: Vocabulary, body: str, at: Draft) -> report.Told:
    return report.turn(at, Texted(NOON, body), line, vocabulary)


NOW = {
    "yes": True,
    "YES!": True,
    "DANGER": True,
    "he is still around": True,
    "I think so": True,
    "No he is still here with a gun": True,
    "no one is safe, he has a knife": True,
    "No. I am bleeding": True,
    "not sure": True,
    "Not sure, he knows where I live": True,
    "no idea": True,
    "no se": True,
    "no se, esta aqui con pistola": True,
    "不知道": True,
    "不安全": True,
    "no": False,
    "No.": False,
    "n": False,
    "nope": False,
    "Nobody": False,
    "nothing": False,
    "Not anymore": False,
    "safe": False,
    "I don't think so": False,
    "No, he has moved to Texas": False,
    "nadie": False,
    "creo que no": False,
    "没有": False,
    "不": False,
    "我安全": False,
}


@pytest.mark.parametrize("body", NOW)
@pytest.mark.parametrize("before", [True, False])
def test_the_question_about_danger_decides(
    line: Line, vocabulary: Vocabulary, body: str, before: bool
) -> None:
    answer = told(line, vocabulary, body, draft("danger", danger=before))

    assert answer.draft.danger is NOW[body]
    assert answer.says[0].prompt == (CARD if NOW[body] else KEPT)
    assert answer.jobs == (Keep("danger", body),)


@pytest.mark.parametrize("body", ["He moved to Texas last year.", "his name is on the door"])
@pytest.mark.parametrize("before", [True, False])
def test_what_follows_the_first_answer_changes_nothing_by_itself(
    line: Line, vocabulary: Vocabulary, body: str, before: bool
) -> None:
    answer = told(line, vocabulary, body, draft("danger", danger=before, answered=("danger",), texts=1))

    assert answer.draft.danger is before


@pytest.mark.parametrize(
    "body", ["he is outside my door", "Help!", "please help", "she has a knife", "esta aqui"]
)
@pytest.mark.parametrize("question", ["what", "where", "more", "review"])
def test_words_of_danger_in_any_answer_count(
    line: Line, vocabulary: Vocabulary, body: str, question: str
) -> None:
    at = draft(question, answered=("danger",), texts=1)

    answer = told(line, vocabulary, body, at)

    assert answer.draft.danger
    assert answer.says[0].prompt == CARD


@pytest.mark.parametrize("body", ["an ambulance took me home in May", "nobody would help me", "a fire drill"])
def test_words_of_an_emergency_get_911_first_and_ring_no_alarm(
    line: Line, vocabulary: Vocabulary, body: str
) -> None:
    answer = told(line, vocabulary, body, draft("what"))

    assert answer.says[0].prompt == CARD
    assert not answer.draft.danger


def test_a_full_report_still_hears_of_danger(line: Line, vocabulary: Vocabulary) -> None:
    full = draft("more", texts=line.reports.texts_per_report)

    answer = told(line, vocabulary, "he has a gun, he is here", full)

    assert answer.draft.danger
    assert answer.jobs == ()
    assert [one.prompt for one in answer.says] == ["report-full"]


@pytest.mark.parametrize("body", ["REPORT", "start", "HELP", "unstop"])
@pytest.mark.parametrize("question", [*report.QUESTIONS, report.REVIEW])
def test_who_comes_back_is_asked_where_they_stopped(
    line: Line, vocabulary: Vocabulary, body: str, question: str
) -> None:
    answer = told(line, vocabulary, body, draft(question, texts=1))

    assert [one.prompt for one in answer.says] == ["report-open", f"ask-{question}"]
    assert answer.draft.question == question


@pytest.mark.parametrize(("body", "language"), [("NEXT", "zh"), ("send", "zh"), ("SIGUIENTE", "es")])
def test_a_command_in_latin_letters_leaves_a_chinese_report_chinese(
    line: Line, vocabulary: Vocabulary, body: str, language: str
) -> None:
    at = Draft("abc", "zh", "what", began=NOON, touched=NOON, texts=1)

    assert told(line, vocabulary, body, at).draft.language == language


@pytest.mark.parametrize("body", ["Stop!", "End it, I told him.", "cancel?"])
def test_a_word_of_the_carrier_among_others_is_an_answer(
    line: Line, vocabulary: Vocabulary, body: str
) -> None:
    assert told(line, vocabulary, body, draft("what")).jobs == (Keep("what", body),)
