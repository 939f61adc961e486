"""What each state of a call says: its opening, what can be chosen, and the keys that work everywhere."""

from collections.abc import Callable

from ivr.core import transfer
from ivr.core.actions import Ask, Reply, Say, say
from ivr.core.line import AFTER, MAIN, Choice, Line, ReadNumber, RingDesk, SwitchLanguage
from ivr.core.session import CallSession

Turn = tuple[CallSession, tuple[Reply, ...]]


def greet(line: Line) -> Turn:
    """The first words of a call: who this is and 911, how to get another language, then the menu."""
    session = CallSession(language=line.language)
    first = say("greeting")
    others = (say("hint-language", language=code) for code in line.languages if code != line.language)
    return session, (Ask((first, *others, *_open_menu(session, line), *offers(session, line))),)


def ask(session: CallSession, line: Line, *first: Say) -> Turn:
    """Say what the state says, after `first`, and wait for an answer; any key interrupts."""
    return session, (Ask((*first, *OPENINGS[session.state](session, line), *offers(session, line))),)


def ask_again(session: CallSession, line: Line, first: Say) -> Turn:
    """Only the choices, after other words."""
    return session, (Ask((first, *offers(session, line))),)


def choices(session: CallSession, line: Line) -> tuple[Choice, ...]:
    """The keys that mean something here, beside 0, *, # and 9."""
    match session.state:
        case "menu":
            return line.menus[session.subject]
        case "choice" | "ring":
            return transfer.choices(session.desk, line)
        case "language":
            return tuple(
                Choice(str(place), "offer-language", SwitchLanguage(code))
                for place, code in enumerate(line.languages, 1)
            )
        case _:
            return line.menus[AFTER]


def offers(session: CallSession, line: Line) -> tuple[Say, ...]:
    """A sentence for each choice, and how to hear it again or go back."""
    main = session.state == "menu" and session.subject == MAIN
    return (
        *(_offer(choice) for choice in choices(session, line)),
        say("offer-again" if main else "offer-back"),
    )


def _offer(choice: Choice) -> Say:
    match choice.target:
        case RingDesk(contact) | ReadNumber(contact):
            return say(choice.offer, contact=contact, key=choice.key)
        case SwitchLanguage(language):
            # Each language is offered in itself: who needs it does not understand the others.
            return say(choice.offer, key=choice.key, language=language)
        case _:
            return say(choice.offer, key=choice.key)


def _open_menu(session: CallSession, line: Line) -> tuple[Say, ...]:
    return (say(f"menu-{session.subject}"),)


def _open_topic(session: CallSession, line: Line) -> tuple[Say, ...]:
    return (say(session.subject), say("menu-after"))


def _open_number(session: CallSession, line: Line) -> tuple[Say, ...]:
    return (say("number", contact=session.desk), say("menu-after"))


def _open_language(session: CallSession, line: Line) -> tuple[Say, ...]:
    return ()


OPENINGS: dict[str, Callable[[CallSession, Line], tuple[Say, ...]]] = {
    "menu": _open_menu,
    "topic": _open_topic,
    "number": _open_number,
    "language": _open_language,
    "choice": transfer.opening,
    "ring": transfer.opening,
}
