"""Read config/line.toml into a Line, and refuse at start what would fail a caller later.

Every error names the key it stands under; all of them are told at once.
"""

import tomllib
from collections.abc import Callable, Iterable, Mapping
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
from ivr.core.small_words import SmallWords
from ivr.core.spelling import normalise
from ivr.line_checks import CHECKS
from ivr.line_shape import Table, WrongKey, each, made, one, only, under, words
from ivr.meant import place_in_toml, place_of_toml_error

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TARGETS = ("ring", "menu", "topic", "number", "again", "language")
SMALL = (
    "polite",
    "asking",
    "negating",
    "ordinary",
    "no",
    "unsure",
    "telling",
)  # tables of words that are no topic's
DIGITS = "0123456789"
KEYS = f"{DIGITS}*#"
TABLES = (
    *("line", "languages", "contacts", "limits", "reports", "commands", "menus", "topics", "keys"),
    *SMALL,
)


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
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise LineError([f"{path}:{row}: is not written in UTF-8"]) from None
    except tomllib.TOMLDecodeError as error:
        raise LineError([f"{path}{place_of_toml_error(source, str(error))}"]) from None
    try:
        return parse(table)
    except LineError as error:
        raise LineError(
            [f"{path}{place_in_toml(source, wrong)}: {wrong}" for wrong in error.errors]
        ) from None


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
    found["small_words"] = _small_words(table, errors)
    if errors:
        raise LineError(list(dict.fromkeys(errors)))
    line = Line(**found, told=_told(found["menus"], found["topics"]))
    if wrong := [error for check in CHECKS for error in check(line)]:
        raise LineError(wrong)
    return line


def _told(menus: Mapping[str, tuple[Choice, ...]], topics: Mapping[str, Topic]) -> frozenset[str]:
    """The topics that a key or a word leads to."""
    targets = [choice.target for menu in menus.values() for choice in menu]
    targets += [topic.voice for topic in topics.values() if topic.id not in (keywords.DANGER, keywords.CRY)]
    return frozenset(target.topic for target in targets if isinstance(target, TellTopic))


def _reports(row: Table) -> Reports:
    return made(Reports, {**row, "alarm": tuple(words(row["alarm"]))})


def _commands(table: Table) -> dict[str, tuple[Command, ...]]:
    found: dict[str, tuple[Command, ...]] = {}
    for name, row in table.items():
        for language, written in row.items():
            for word in map(normalise, words(written)):
                found[word] = (*found.get(word, ()), Command(name, language))
    return found


def _small_words(table: Table, errors: list[str]) -> SmallWords:
    """The tables of small words; each may be left out."""
    rows = {name: each(name, table, errors, _normalised) if name in table else {} for name in SMALL}
    spoken = each("keys", table, errors, _keys) if "keys" in table else {}
    keys = {word: key for names in spoken.values() for key in KEYS for word in names.get(key, ())}
    return SmallWords(
        **{name: frozenset(word for row in rows[name].values() for word in row) for name in SMALL[:-1]},
        keys={**{key: key for key in DIGITS}, **keys},
        keying=frozenset(word for names in spoken.values() for word in names.get("beside", ())),
        telling=_telling(rows.values()),
    )


def _telling(tables: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, str]:
    """The words that stand under one language alone, and which."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for code, row in table.items():
            for word in row:
                found.setdefault(word, set()).add(code)
    return {word: codes.pop() for word, codes in found.items() if len(codes) == 1}


def _normalised(_: str, row: Any) -> tuple[str, ...]:
    return tuple(normalise(word) for word in words(row))


def _keys(_: str, row: Table) -> dict[str, tuple[str, ...]]:
    only(row, (*KEYS, "beside"))
    return {key: _normalised(key, named) for key, named in row.items()}


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
    return Hours(_zone(row.get("timezone")), tuple(_opening(day, row.get(day)) for day in WEEKDAYS))


def _zone(name: object) -> ZoneInfo:
    """A time zone by its name; read from disk here, at start: a turn opens no file."""
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "America" is a folder there
        raise WrongKey("timezone", "should be one like America/New_York") from None


def _opening(day: str, hours: object) -> tuple[time, time] | None:
    if hours is None:
        return None
    try:
        start, end = (time.fromisoformat(part) for part in str(hours).replace("-24:00", "-00:00").split("-"))
    except ValueError:
        raise WrongKey(day, f"{hours!r} should look like 08:00-17:00, or 18:00-02:00 over midnight") from None
    if start == end != time(0):
        raise WrongKey(day, f"{hours!r} ends when it begins; all day is 00:00-24:00")
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
        code: tuple(normalise(word) for word in words(written))
        for code, written in row.items()
        if code != "voice"
    }
    interrupting = [
        word for code in phrases for place, word in enumerate(row[code]) if _interrupts(word, place)
    ]
    named = frozenset(normalise(word) for word in interrupting)
    return Topic(id, phrases, named, _target(row["voice"]) if "voice" in row else TellTopic(id))


def _interrupts(word: str, place: int) -> bool:
    # Chinese has no capitals: there the first word of a topic is its keyword.
    return word.isupper() or word.isdigit() or (place == 0 and word.upper() == word.lower())
