"""A report by text: seven questions, each answered in any number of texts or skipped, then SEND or ERASE.

    REPORT --> what --> kind --> where --> when --> danger --> more --> contact --> review --SEND--> sent
                 <-- BACK     NEXT, SKIP -->                          ERASE, from anywhere --> gone

An answer is handed out as a Keep, to be sealed before it touches a disk; nothing written is ever repeated.
"""

from dataclasses import dataclass, replace

from ivr.core.actions import Erase, Job, Keep, Say, Send, say
from ivr.core.events import Texted
from ivr.core.keywords import (
    CARRIER_HELP,
    CARRIER_START,
    CARRIER_STOP,
    CRY,
    DANGER,
    Understood,
    Vocabulary,
)
from ivr.core.line import Line, SwitchLanguage
from ivr.core.session import Draft
from ivr.core.spelling import bare, normalise
from ivr.core.text import is_report

QUESTIONS = ("what", "kind", "where", "when", "danger", "more", "contact")
URGENT = frozenset({DANGER, CRY, "emergency"})  # topics whose words are answered with 911 first
REVIEW = "review"  # after the last question


@dataclass(frozen=True, slots=True)
class Told:
    """What goes back (in the draft's language), and what is to be done in the same transaction."""

    draft: Draft
    says: tuple[Say, ...]
    jobs: tuple[Job, ...] = ()


def begin(draft: Draft, hours: int) -> Told:
    """The first reply of a new report: what it is and is not, then the first question."""
    return Told(draft, (say("report-intro"), say("report-first", hours=str(hours))))


def turn(draft: Draft, event: Texted, line: Line, vocabulary: Vocabulary) -> Told:
    """Answer one text of somebody who has a report open."""
    words, carrier = normalise(event.body), bare(event.body)
    if carrier in CARRIER_STOP:
        return Told(draft, ())
    if words == "yes" and draft.question == "danger":
        return _answer(draft, event, line, vocabulary)
    if carrier in CARRIER_START or carrier in CARRIER_HELP:
        return _open(draft)
    if command := vocabulary.command(event.body, prefer=draft.language):
        return _obey(replace(draft, language=command.language), command.name)
    if not words:
        return Told(draft, (say("report-picture" if event.pictures else _question(draft)),))
    return _keyword(draft, event, line, vocabulary) or _answer(draft, event, line, vocabulary)


def _obey(draft: Draft, command: str) -> Told:
    match command:
        case "send":
            return _send(draft)
        case "erase":
            return Told(draft, (say("report-erased"),), (Erase(),))
        case "back":
            return _move(draft, -1)
        case _:
            return _move(draft, +1)


def _send(draft: Draft) -> Told:
    if not draft.texts:
        return Told(draft, (say("report-empty"), say(_question(draft))))
    return Told(draft, (say("report-sent", code=code(draft.report)),), (Send(),))


def _move(draft: Draft, step: int) -> Told:
    places = (*QUESTIONS, REVIEW)
    place = min(max(places.index(draft.question) + step, 0), len(QUESTIONS))
    draft = replace(draft, question=places[place])
    return Told(draft, (say(_question(draft)),))


def _question(draft: Draft) -> str:
    return f"ask-{draft.question}"


def _keyword(draft: Draft, event: Texted, line: Line, vocabulary: Vocabulary) -> Told | None:
    """A keyword alone, spelt right, may interrupt a report; anything longer is an answer."""
    match vocabulary.keyword(event.body, prefer=draft.language):
        case Understood(topic=topic) if is_report(topic, line):
            return _open(draft)
        case Understood(topic=topic):
            return _topic(draft, topic, line)
    return None


def _open(draft: Draft) -> Told:
    """Somebody is back: what can be done, and the question at which they stopped."""
    return Told(draft, (say("report-open"), say(_question(draft))))


def _topic(draft: Draft, topic: str, line: Line) -> Told:
    match line.topics[topic].voice:
        case SwitchLanguage(code) if code:
            draft = replace(draft, language=code)
            return Told(draft, (say(_question(draft)),))
    return Told(draft, (say(topic, language=draft.language),))


def _answer(draft: Draft, event: Texted, line: Line, vocabulary: Vocabulary) -> Told:
    question = "more" if draft.question == REVIEW else draft.question
    mentions = vocabulary.mentions(event.body)
    danger = _danger(draft, question, event, mentions, vocabulary)
    now = draft.danger if danger is None else danger
    if draft.texts >= line.reports.texts_per_report:
        return Told(replace(draft, danger=now), (say("report-full"),))
    answered = tuple(dict.fromkeys((*draft.answered, question)))
    draft = replace(draft, danger=now, answered=answered, texts=draft.texts + 1)
    urgent = danger or not URGENT.isdisjoint(mentions)
    reply = "report-kept-danger" if urgent else "report-kept-words" if event.pictures else "report-kept"
    return Told(draft, (say(reply),), (Keep(question, event.body),))


def _danger(
    draft: Draft, question: str, event: Texted, mentions: frozenset[str], vocabulary: Vocabulary
) -> bool | None:
    """Whether these words say that somebody is in danger now: yes, no, or nothing about it.

    Words of danger do, in any answer. To "is anyone still in danger?" whatever is no plain no does, and a
    plain no takes back what words in a story ("he showed me a knife") seemed to say.
    """
    if DANGER in mentions or vocabulary.cries(event.body):
        return True
    if question == "danger" and "danger" not in draft.answered:
        return not vocabulary.is_no(event.body)
    return None


def code(report: str) -> str:
    """The short code of a report, easy to write down: the first six characters of its id, as ABC-DEF."""
    return f"{report[:3]}-{report[3:6]}".upper()
