"""The text conversation outside a report: one keyword, one reply, and the most urgent number first.

Nothing but the language of a thread is remembered, and a keyword answers with the store dead too.
"""

from dataclasses import dataclass

from ivr.core.actions import Say, say
from ivr.core.events import Texted
from ivr.core.keywords import (
    CARRIER_START,
    CARRIER_STOP,
    CRY,
    DANGER,
    Understood,
    Unsure,
    Vocabulary,
)
from ivr.core.line import Line, RepeatLast, SwitchLanguage
from ivr.core.spelling import bare, normalise

CARD = say("card")
REPORT = "report"  # the topic that begins a report
FORM = "form"  # the topic of the form on the web


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back, in which language. No says: the carrier has answered, or must not be answered over."""

    says: tuple[Say, ...]
    language: str
    begins_report: bool = False


def at_once(event: Texted, line: Line, vocabulary: Vocabulary) -> Answer | None:
    """The answer to a keyword of the line's first language, alone and spelt right, in a report or not.

    It needs no store. None for what may be part of a report, and for what tells the language of the thread.
    """
    if event.answered and bare(event.body) != "yes":
        return Answer((), line.language)  # but a YES may be an answer to a question of a report
    match vocabulary.keyword(event.body, prefer=line.language):
        case Understood(topic=topic, language=language) if (
            not is_report(topic, line)
            and language == line.language
            and not vocabulary.is_shared(event.body)
            and not isinstance(line.topics[topic].voice, SwitchLanguage)
        ):
            return topic_answer(topic, language, line)
    return None


def turn(event: Texted, line: Line, vocabulary: Vocabulary, thread: str = "") -> Answer:
    """Answer one text of somebody who has no report open. `thread` is the language they wrote in before."""
    language = thread or line.language
    words = normalise(event.body)
    if event.answered or bare(event.body) in CARRIER_STOP:
        return Answer((), language)
    if bare(event.body) in CARRIER_START:
        return Answer((say("menu"),), language)
    if event.pictures and not words:
        return Answer((say("pictures"),), language)
    if command := vocabulary.command(event.body, prefer=language):
        return Answer((say("report-none"),), command.language)
    match vocabulary.understand(event.body, prefer=language):
        case Understood(topic=topic, language=spoken):
            return topic_answer(topic, spoken, line)
        case Unsure(topics=topics, language=spoken):
            return Answer((say("unsure", near=" ".join(topics)),), spoken)
    return Answer((CARD,), vocabulary.language_of(event.body, language))


def is_report(topic: str, line: Line) -> bool:
    """Whether a topic means the report by text: so does the form on the web while it has no address."""
    return topic == REPORT or (topic == FORM and not line.reports.online_form)


def topic_answer(topic: str, language: str, line: Line) -> Answer:
    """The reply to a keyword. The names of languages answer with the list of words in that language."""
    if topic == CRY:
        return Answer((say(DANGER),), language)
    if is_report(topic, line):
        return Answer((), language, begins_report=True)
    match line.topics[topic].voice:
        case SwitchLanguage(code) if code:
            return Answer((say("menu"),), code)
        case RepeatLast():
            return Answer((CARD,), language)
    return Answer((say(topic),), language)
