"""What the line knows: contacts, menus, topics, languages, limits. Read and checked by ivr/line.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from ivr.core.small_words import SmallWords

MAIN = "main"  # the menu that `#` goes back to
AFTER = "after"  # the choices after something was read out


@dataclass(frozen=True, slots=True)
class Hours:
    """When a desk takes calls: for each weekday (Monday is 0) its opening and closing time there.

    A time that closes before it opens is one of the next day; midnight closes at the end of the day.
    """

    zone: tzinfo
    week: tuple[tuple[time, time] | None, ...]

    def open_at(self, at: datetime) -> bool:
        here = at.astimezone(self.zone)
        today, yesterday = self.week[here.weekday()], self.week[here.weekday() - 1]
        return _is_within(today, here.time()) or (
            yesterday is not None and yesterday[1] <= yesterday[0] and here.time() < yesterday[1]
        )


def _is_within(opening: tuple[time, time] | None, now: time) -> bool:
    """Whether a day's hours have begun and not yet ended, on that day itself."""
    return opening is not None and opening[0] <= now and (now < opening[1] or opening[1] <= opening[0])


@dataclass(frozen=True, slots=True)
class Contact:
    """A number the line knows. `number` is E.164, `spoken` is how it is written and read ("617-253-2300")."""

    id: str
    number: str
    spoken: str
    desk: bool
    verified: date
    hours: Hours | None = None

    def takes_calls(self, at: datetime) -> bool:
        return self.desk and (self.hours is None or self.hours.open_at(at))


@dataclass(frozen=True, slots=True)
class RingDesk:
    contact: str


@dataclass(frozen=True, slots=True)
class OpenMenu:
    menu: str


@dataclass(frozen=True, slots=True)
class TellTopic:
    topic: str


@dataclass(frozen=True, slots=True)
class ReadNumber:
    contact: str


@dataclass(frozen=True, slots=True)
class RepeatLast:
    pass


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    language: str = ""  # empty: the next one, or the question which


Target = RingDesk | OpenMenu | TellTopic | ReadNumber | RepeatLast | SwitchLanguage


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of a menu and what it leads to; `offer` is the prompt that says so."""

    key: str
    offer: str
    target: Target


@dataclass(frozen=True, slots=True)
class Topic:
    """A meaning that words have: `phrases` per language, normalised, and what a caller gets who says one.

    `keywords` are those phrases that interrupt a report when they are all there is in a text.
    """

    id: str
    phrases: Mapping[str, tuple[str, ...]]
    keywords: frozenset[str]
    voice: Target


@dataclass(frozen=True, slots=True)
class Command:
    """What works at every question of a report: next, skip, back, send, erase; in which language."""

    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is ISO 639-1, `locale` what the carrier speaks (en-US), `voice` one of its voices.

    `hears` is the locale for recognising speech where the carrier has another name for it (cmn-Hans-CN).
    """

    code: str
    locale: str
    voice: str
    hears: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and counts that keep every wait finite, and how long a checked number counts as checked."""

    ring_seconds: int
    answer_seconds: int
    whisper_seconds: int
    misses: int
    silent_rings: int
    verified_days: int = 180


@dataclass(frozen=True, slots=True)
class Reports:
    """Limits of the text reports, and who is rung when one waits unopened; `erase`: delete at the carrier.

    `online_form` is the address of the police's form on the web; empty: the line says nothing of it.
    """

    texts_per_report: int
    reports_per_sender: int  # a day
    reports_per_hour: int  # of all senders together
    alarm: tuple[str, ...]
    erase: bool
    online_form: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    languages: Mapping[str, Language]  # the first is the one a call starts in
    contacts: Mapping[str, Contact]
    topics: Mapping[str, Topic]  # the most urgent first
    menus: Mapping[str, tuple[Choice, ...]]
    emergency: str
    silent: str
    limits: Limits
    reports: Reports
    commands: Mapping[str, tuple[Command, ...]]  # what is texted in a report, normalised, and what it does
    small_words: SmallWords
    told: frozenset[str]  # the topics that a caller can hear; the others are only texted

    @property
    def language(self) -> str:
        return next(iter(self.languages))

    def next_language(self, code: str) -> str:
        codes = list(self.languages)
        return codes[(codes.index(code) + 1) % len(codes)]
