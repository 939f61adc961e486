"""What the page is given by whoever opens it: the desks to be, and what can be broken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Desk:
    """A telephone that the line may ring: `name` as in a conversation file, `label` for people."""

    name: str
    number: str
    label: str


@dataclass(frozen=True)
class Switch:
    """Something to break and to mend; `notice` is what the person on the phone should notice."""

    name: str
    label: str
    notice: str
    break_down: Callable[[], None]
    mend: Callable[[], None]


def no_language(_: str) -> str:
    return ""


@dataclass(frozen=True)
class Given:
    """`desk_page` is asked for each time, since the desk may start later than the page.

    `documents` are TwiML by name, served as <address>/bins/<name>; `language_of` names a text's language;
    `first_texts` are words worth texting, for who does not know what to say.
    """

    desks: tuple[Desk, ...] = ()
    switches: tuple[Switch, ...] = ()
    documents: Mapping[str, bytes] = field(default_factory=dict)
    desk_page: Callable[[], str] = str
    language_of: Callable[[str], str] = no_language
    first_texts: tuple[str, ...] = ()
