"""What a call remembers between two turns travels in its URLs; what a report remembers is a Draft."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from ivr.core.events import Outcome
from ivr.core.line import MAIN, Line

SILENT = "silent"  # the subject of a caller who was connected because nothing was heard from them
STATES = ("menu", "topic", "number", "language", "ring", "choice", "whisper", "bye")


class BadSession(ValueError):
    """The URL names a state that this line does not have: an old document after a change, mostly."""


@dataclass(frozen=True, slots=True)
class CallSession:
    """`misses` counts silences and wrong keys in a row, `rounds` how often a silent caller was connected
    already; `subject` is the menu or topic at hand, `desk` the contact at hand, `outcome` how its last
    ring ended.
    """

    state: str = "menu"
    desk: str = ""
    language: str = ""
    misses: int = 0
    outcome: str = ""
    rounds: int = 0
    subject: str = MAIN

    @classmethod
    def from_query(cls, state: str, query: Mapping[str, str], line: Line) -> "CallSession":
        """Read a session back from a URL of ours. Raises BadSession; the caller of this starts at the menu
        then.
        """
        texts = {name: value for name, value in query.items() if name in REMEMBERED}
        try:
            counts = {name: int(texts.pop(name, "0")) for name in ("misses", "rounds")}
        except ValueError:
            raise BadSession("misses and rounds are numbers") from None
        texts["language"] = texts.get("language") or line.language
        return _checked(cls(state=state, misses=counts["misses"], rounds=counts["rounds"], **texts), line)

    def to_query(self) -> str:
        """The query of a URL, alphabetical and plain ASCII, since Twilio sorts it when sending but signs it
        as given.
        """
        pairs = ((name, getattr(self, name)) for name in REMEMBERED)
        return "&".join(f"{name}={value}" for name, value in pairs if value not in ("", 0))


REMEMBERED = tuple(field.name for field in fields(CallSession) if field.name != "state")


def _checked(session: CallSession, line: Line) -> CallSession:
    if session.state not in STATES:
        raise BadSession("no such state")
    if min(session.misses, session.rounds) < 0:
        raise BadSession("misses and rounds count from 0")
    if session.outcome not in ("", *Outcome):
        raise BadSession("no such outcome")
    if session.language not in line.languages:
        raise BadSession("no such language")
    if session.desk and session.desk not in line.contacts:
        raise BadSession("no such contact")
    if session.subject != SILENT and session.subject not in line.menus and session.subject not in line.told:
        raise BadSession("no such subject")
    if session.state == "menu" and session.subject not in line.menus:
        raise BadSession("no such menu")
    if session.state == "topic" and session.subject not in line.told:
        raise BadSession("no topic that is told")
    if session.state == "language" and session.subject == SILENT and not session.desk:
        raise BadSession("nowhere to go back to")
    if session.state in ("ring", "choice", "whisper", "number") and not session.desk:
        raise BadSession("no contact named")
    return session


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being written. No word of it is in here: answers are sealed and kept apart.

    `question` is what the next text answers; `answered`: what has an answer; `texts` counts what was kept.
    """

    report: str
    language: str
    question: str
    began: datetime
    touched: datetime
    danger: bool = False
    answered: tuple[str, ...] = ()
    texts: int = 0
