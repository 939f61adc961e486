"""Read config/line.toml into a Line, and refuse at start what would fail a caller later.

Every error names the key it stands under; all of them are told at once.
"""

import tomllib
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers

from ivr.core import keywords
from ivr.core.line import (
    Choice,
    Command,
    Contact,
    Hours,
    Language,
    Limits,
    Line,
    OpenMenu,
    ReadNumber,
    RepeatLast,
    Reports,
    RingDesk,
    SwitchLanguage,
    Target,
    TellTopic,
    Topic,
)
from ivr.line_checks import CHECKS
from ivr.line_shape import Table, WrongKey, each, made, one, only, under, words
from ivr.meant import place_in_toml

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TARGETS = ("ring", "menu", "topic", "number", "again", "language")
TABLES = ("line", "languages", "contacts", "limits", "reports", "commands", "menus", "polite", "topics")


class LineError(ValueError):
    """What is wrong with line.toml: `errors` holds a sentence each, beginning with the key."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


def load(path: Path) -> Line:
    """Read and check a line.toml. Raises LineError."""
    try:
        source = path.read_text(encoding="utf-8")
        table = tomllib.loads(source)
    except OSError as error:
        raise LineError([f"{path}: cannot be read ({error.strerror})"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LineError([f"{path}: {error}"]) from None
    try:
        return parse(table)
    except LineError as error:
        raise LineError(
            [f"{path}{place_in_toml(source, wrong)}: {wrong}" for wrong in error.errors]
        ) from None


def polite(path: Path) -> frozenset[str]:
    """The words that carry no meaning of their own, normalised, of all languages."""
    table = tomllib.loads(path.read_text(encoding="utf-8")).get("polite", {})
    return frozenset(keywords.normalise(word) for written in table.values() for word in written)


def parse(table: Table) -> Line:
    """Build the Line from a table of line.toml's shape. Raises LineError with everything that is wrong."""
    errors: list[str] = []
    with under("line.toml", errors):
        only(table, TABLES)
    found: dict[str, Any] = {
        "languages": each("languages", table, errors, lambda code, row: made(Language, row, code=code)),
        "contacts": each("contacts", table, errors, lambda id, row: _contact(id, row, errors)),
        "topics": each("topics", table, errors, _topic),
        "menus": each("menus", table, errors, lambda _, rows: tuple(_choice(row) for row in rows)),
        "emergency": one("line", table, errors, lambda row: row["emergency"]),
        "silent": one("line", table, errors, lambda row: row["silent"]),
        "limits": one("limits", table, errors, lambda row: made(Limits, row)),
        "reports": one("reports", table, errors, _reports),
        "commands": one("commands", table, errors, _commands),
    }
    each("polite", table, errors, lambda _, row: words(row))
    if errors:
        raise LineError(list(dict.fromkeys(errors)))
    line = Line(**found)
    if wrong := [error for check in CHECKS for error in check(line)]:
        raise LineError(wrong)
    return line


def _reports(row: Table) -> Reports:
    return made(Reports, {**row, "alarm": tuple(words(row["alarm"]))})


def _commands(table: Table) -> dict[str, Command]:
    return {
        keywords.normalise(word): Command(name, language)
        for name, row in table.items()
        for language, written in row.items()
        for word in words(written)
    }


def _contact(id: str, row: Table, errors: list[str]) -> Contact:
    only(row, ("number", "desk", "verified", "hours"))
    number, hours = str(row["number"]), None
    if "hours" in row:
        with under(f"contacts.{id}.hours", errors):
            hours = _hours(row["hours"])
    known = {"number": number, "spoken": _spoken(number), "verified": _date(row["verified"]), "hours": hours}
    return made(Contact, {**row, **known}, id=id)


def _spoken(number: str) -> str:
    """+16172532300 as people of its own country write it: 617-253-2300."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    national = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "-".join("".join(char if char.isdigit() else " " for char in national).split())


def _date(value: object) -> date:
    if not isinstance(value, date):
        raise WrongKey("verified", "should be a date, like 2026-11-22")
    return value


def _hours(row: Table) -> Hours:
    only(row, ("timezone", *WEEKDAYS))
    try:
        # The zone is read from disk here, at start: a turn opens no file.
        zone = ZoneInfo(row.get("timezone", ""))
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongKey("timezone", "should be one like America/New_York") from None
    return Hours(zone, tuple(_opening(row[day]) if day in row else None for day in WEEKDAYS))


def _opening(text: str) -> tuple[time, time]:
    try:
        start, end = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        raise ValueError(f"{text!r} should look like 08:00-17:00") from None
    if start >= end:
        raise ValueError(f"{text!r} ends before it begins")
    return start, end


def _target(row: Table) -> Target:
    named = [name for name in TARGETS if name in row]
    if len(named) != 1:
        raise ValueError(f"{dict(row)}: name exactly one of {', '.join(TARGETS)}")
    make: dict[str, Callable[[Any], Target]] = {
        "ring": RingDesk,
        "menu": OpenMenu,
        "topic": TellTopic,
        "number": ReadNumber,
        "language": SwitchLanguage,
        "again": lambda _: RepeatLast(),
    }
    return make[named[0]](row[named[0]])


def _choice(row: Table) -> Choice:
    target = _target(row)
    match target:
        case RingDesk():
            offer = "offer-ring"
        case ReadNumber():
            offer = "offer-number"
        case OpenMenu(menu):
            offer = f"offer-{menu}"
        case TellTopic(topic):
            offer = f"offer-{topic}"
        case _:
            raise ValueError(f"{dict(row)}: a menu offers ring, menu, topic or number")
    return Choice(str(row["key"]), offer, target)


def _topic(id: str, row: Table) -> Topic:
    phrases = {
        code: tuple(keywords.normalise(word) for word in words(written))
        for code, written in row.items()
        if code != "voice"
    }
    interrupting = [
        word for code in phrases for place, word in enumerate(row[code]) if _interrupts(word, place)
    ]
    named = frozenset(keywords.normalise(word) for word in interrupting)
    return Topic(id, phrases, named, _target(row["voice"]) if "voice" in row else TellTopic(id))


def _interrupts(word: str, place: int) -> bool:
    # Chinese has no capitals: there the first word of a topic is its keyword.
    return word.isupper() or word.isdigit() or (place == 0 and word.upper() == word.lower())
