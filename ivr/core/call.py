"""The voice conversation: one event in, the new session and the replies out.

menu --key, word--> menu | topic | number | ring        any state --0--> ring the emergency desk
topic, number ----> what next                           --*--> again   --#--> main menu   --9--> language
ring ------------> choice (transfer.py)                 third silence --> the numbers, then a person
"""

from dataclasses import replace

from ivr.core import transfer
from ivr.core.actions import Ask, Hangup, say
from ivr.core.asking import Turn, ask, ask_again, choices
from ivr.core.events import Called, CallEvent, DeskAnswered, Input, NoInput, RingEnded
from ivr.core.keywords import CRY, DANGER, Heard, Vocabulary
from ivr.core.line import (
    AFTER,
    MAIN,
    Line,
    OpenMenu,
    ReadNumber,
    RepeatLast,
    RingDesk,
    SwitchLanguage,
    Target,
    TellTopic,
)
from ivr.core.session import SILENT, CallSession

SHORTLY = 1  # second of silence after the numbers were read to somebody who says nothing


def turn(session: CallSession, event: CallEvent, line: Line, vocabulary: Vocabulary) -> Turn:
    """Answer one event of a call. Pure: the same arguments give the same answer."""
    match event:
        case DeskAnswered() | Input() | NoInput() if session.state == "whisper":
            return transfer.whisper(session, event, line)
        case NoInput() if session.state == "bye":
            return session, (Hangup(),)
        case Called() | DeskAnswered():
            return resume(session, line)
        case RingEnded(outcome=outcome):
            return ask(transfer.ended(session, outcome), line)
        case NoInput():
            return missed(session, event, line, "silence")
        case Input(key="", words=words):
            return hear_words(session, words, event, line, vocabulary)
        case Input(key=key):
            return hear_key(session, key, event, line)


def resume(session: CallSession, line: Line) -> Turn:
    """Say again what the state says."""
    return farewell(session) if session.state == "bye" else ask(session, line)


def hear_key(session: CallSession, key: str, event: CallEvent, line: Line) -> Turn:
    match key:
        case "0":
            return go(session, RingDesk(line.emergency), event, line)
        case "#":
            return go(session, OpenMenu(MAIN), event, line)
        case "*":
            return go(session, RepeatLast(), event, line)
        case "9":
            return go(session, SwitchLanguage(), event, line)
    for choice in choices(session, line):
        if choice.key == key:
            return go(session, choice.target, event, line)
    return missed(session, event, line, "wrong")


def hear_words(
    session: CallSession, words: str, event: CallEvent, line: Line, vocabulary: Vocabulary
) -> Turn:
    if key := vocabulary.key(words):
        return hear_key(session, key, event, line)
    heard = vocabulary.hear(words, prefer=session.language)
    if vocabulary.cries(words) or heard.topics[:1] in ((DANGER,), (CRY,)):
        # Whoever says this while the call is ending is not left with the end.
        still = CallSession(language=session.language) if session.state == "bye" else awake(session)
        return ask(still, line, say("danger"))
    if target := wish(heard, line):
        return go(session, target, event, line)
    if heard.topics or heard.refused:
        # The police and the advocates, or one of them in a longer sentence: nobody is rung on a guess.
        choice = CallSession(language=session.language, subject=AFTER)
        return ask(choice, line, say("danger"))
    return missed(session, event, line, "unclear")


def wish(heard: Heard, line: Line) -> Target | None:
    """What somebody wants who said this; None when nothing, or when it is for them to choose.

    A desk is rung only if nothing else was said but words that ask for it ("I want to talk to …"); for the
    emergency desk its words are enough. Whoever also named the desk for silent callers chooses.
    """
    targets = [line.topics[topic].voice for topic in heard.topics if topic != CRY]
    desks = {target.contact for target in targets if isinstance(target, RingDesk)}
    if line.emergency in desks and line.silent not in desks:
        return RingDesk(line.emergency)
    if told := [target for target in targets if not isinstance(target, RingDesk)]:
        return told[0]
    return RingDesk(desks.pop()) if len(desks) == 1 and heard.only else None


def go(session: CallSession, target: Target, event: CallEvent, line: Line) -> Turn:
    """Follow what a key or a word leads to."""
    session = awake(session)
    match target:
        case RingDesk(contact):
            return ring(session, contact, event, line)
        case OpenMenu(menu):
            return ask(CallSession(language=session.language, subject=menu), line)
        case TellTopic(topic):
            return ask(CallSession(state="topic", language=session.language, subject=topic), line)
        case ReadNumber(contact):
            return ask(
                replace(session, state="number", desk=contact, outcome="", subject=_about(session)), line
            )
        case RepeatLast():
            return resume(session, line)
        case SwitchLanguage(language):
            return switch(session, language, line)


def awake(session: CallSession) -> CallSession:
    """Somebody pressed or spoke: silences no longer count, and neither do the rings they led to."""
    return replace(session, misses=0, rounds=0)


def ring(session: CallSession, contact: str, event: CallEvent, line: Line) -> Turn:
    """Ring a desk; outside its hours read its number instead, and ask what next."""
    session = replace(session, subject=_about(session))
    if line.contacts[contact].takes_calls(event.at):
        return transfer.ring(session, contact, line)
    closed = replace(session, state="number", desk=contact, outcome="")
    return ask(closed, line, say("transfer-closed", contact=contact))


def _about(session: CallSession) -> str:
    # Only a topic tells the desk anything; a menu does not. Who chose is no longer silent.
    told = session.state in ("topic", "ring", "choice", "number") and session.subject != SILENT
    return session.subject if told else MAIN


def switch(session: CallSession, language: str, line: Line) -> Turn:
    """Change the language and say the same again; with more than two languages, ask which."""
    if not language and len(line.languages) > 2:
        return ask(replace(session, state="language"), line)
    session = replace(session, language=language or line.next_language(session.language))
    return resume(
        replace(session, state=_place(session, line)) if session.state == "language" else session, line
    )


def _place(session: CallSession, line: Line) -> str:
    """The state in which the question about the language was asked; the rest of the session still tells."""
    if session.desk:
        return "choice" if session.outcome else "number"
    return "topic" if session.subject in line.told else "menu"


def missed(session: CallSession, event: CallEvent, line: Line, kind: str) -> Turn:
    """Silence or a wrong key: ask again in other words; the third time, the numbers and then a person."""
    session = replace(session, misses=min(session.misses, line.limits.misses) + 1)
    if session.misses < line.limits.misses:
        # "Stay on the line for a person" is said only to whom it will happen.
        last = session.rounds >= line.limits.silent_rings and session.misses > 1
        return ask_again(session, line, say("silence-last" if last else f"{kind}-{min(session.misses, 2)}"))
    if session.rounds >= line.limits.silent_rings:
        return farewell(replace(session, state="bye"))
    if session.misses == line.limits.misses:
        return session, (Ask((say("emergency-numbers"),), seconds=SHORTLY),)
    return ring_for_silent(session, event, line)


def ring_for_silent(session: CallSession, event: CallEvent, line: Line) -> Turn:
    """A caller who cannot speak or press may still be there: connect them."""
    session = replace(session, misses=0, rounds=session.rounds + 1)
    session, replies = ring(session, line.silent, event, line)
    return replace(session, subject=SILENT), replies


def farewell(session: CallSession) -> Turn:
    """The numbers once more, with time to press a key, then the end."""
    return session, (Ask((say("emergency-numbers"), say("goodbye")), seconds=SHORTLY),)
