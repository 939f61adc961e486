"""A mistake in line.toml is refused at start, with the key that is wrong; all mistakes are told at once."""

import copy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import phonenumbers
import pytest

from ivr import line as lines
from ivr.core.keywords import CARRIER
from ivr.core.line import Line, OpenMenu
from ivr.line import LineError
from ivr.line_checks import LONGEST_EMERGENCY
from ivr.settings import HOUSE

DROP = object()  # instead of a value: the key is left out
FACTS = {
    "mit-police-emergency": ("+16172531212", "617-253-1212", True),
    "mit-police": ("+16172532996", "617-253-2996", True),
    "vpr": ("+16172532300", "617-253-2300", True),
    "boston-police": ("+16173434400", "617-343-4400", False),
    "cambridge-police": ("+16173493381", "617-349-3381", False),
}


def table() -> dict[str, Any]:
    return tomllib.loads((HOUSE / "config" / "line.toml").read_text(encoding="utf-8"))


def changed(key: str, value: object) -> dict[str, Any]:
    """The house's table, with another value at a dotted key."""
    *path, last = key.split(".")
    whole = inner = copy.deepcopy(table())
    for part in path:
        inner = inner.setdefault(part, {})
    if value is DROP:
        del inner[last]
    else:
        inner[last] = value
    return whole


def errors(key: str, value: object) -> list[str]:
    with pytest.raises(LineError) as caught:
        lines.parse(changed(key, value))
    return caught.value.errors


def test_the_contacts_are_those_of_the_facts(line: Line) -> None:
    known = {id: (one.number, one.spoken, one.desk) for id, one in line.contacts.items()}

    assert known == FACTS
    assert line.silent == "vpr"
    assert line.emergency == "mit-police-emergency"


def test_menus_have_two_levels_and_six_choices_at_most(line: Line) -> None:
    opened = {
        choice.target.menu
        for menu in line.menus.values()
        for choice in menu
        if isinstance(choice.target, OpenMenu)
    }

    assert opened
    assert all(len(menu) <= 6 for menu in line.menus.values())
    for name in opened:
        assert not any(isinstance(choice.target, OpenMenu) for choice in line.menus[name])


NUMBERS = {
    "911": "emergency number",
    "112": "emergency number",
    "999": "emergency number",
    "+911": "emergency number",
    "+1911": "too short",
    "+19005551212": "premium",
    "+449098790000": "premium",
    "+447012345678": "premium",
    "+16179761234": "premium",
    "+881612345678": "premium",
    "+19115551234": "nobody's",
    "6172531212": "E.164",
    "617-253-1212": "E.164",
    "+1 617 253 1212": "E.164",
    "+1617253": "too short",
    "+161725312121": "too short or too long",
    "": "E.164",
    "vpr": "E.164",
}


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_must_not_or_cannot_be_dialled_is_refused(number: str) -> None:
    [error] = errors("contacts.vpr.number", number)

    assert error.startswith("contacts.vpr.number: ")
    assert NUMBERS[number] in error


def test_no_country_has_a_longer_emergency_number_than_is_looked_for() -> None:
    kinds = [
        phonenumbers.PhoneMetadata.short_metadata_for_region(country)
        for country in phonenumbers.SUPPORTED_SHORT_REGIONS
    ]
    lengths = {
        length for kind in kinds if kind and kind.emergency for length in kind.emergency.possible_length
    }

    assert max(lengths) == LONGEST_EMERGENCY


def rows(*keys: str) -> list[dict[str, str]]:
    return [{"key": key, "topic": "rights"} for key in keys]


WRONG: dict[str, list[Any]] = {
    "line.emergency": ["nobody", "boston-police"],
    "line.silent": ["nobody", "boston-police", ""],
    "menus.after": [DROP, rows("2"), rows("1", "1"), rows("1", "3"), rows("2", "1"), rows("0"), rows("9")],
    "menus.learn": [
        rows(*"1234567"),
        [{"key": "1", "menu": "contacts"}],
        [{"key": "1", "menu": "main"}],
        [{"key": "1", "menu": "gone"}],
        [{"key": "1", "topic": "gone"}],
        [{"key": "1", "number": "gone"}],
        [{"key": "1", "ring": "gone"}],
        [{"key": "1", "ring": "boston-police"}],
    ],
    "menus.rights": [rows("1")],
    "topics.danger": [DROP],
    "topics.rights.en": [["rights", "help"], ["STOP"], ["Unsubscribe"], ["¡yes!"], [""], ["!!"]],
    "topics.rights.xx": [["rights"]],
    "topics.rights.es": [["policia"]],
    "topics.police.voice": [{"ring": "boston-police"}, {"menu": "gone"}, {"language": "xx"}],
    "limits.ring_seconds": [0, 4, 21, 60],
    "limits.answer_seconds": [0, 16],
    "limits.whisper_seconds": [1, 30],
    "limits.misses": [0, 6],
    "limits.silent_rings": [0, 6],
    "reports.alarm": [["nobody"], []],
    "reports.texts_per_report": [0],
    "reports.reports_per_sender": [0],
    "reports.reports_per_hour": [-1],
    "commands.send": [{"en": ["yes"]}, {"en": ["police"]}, {"en": []}],
    "commands.burn": [{"en": ["burn"]}],
}


@pytest.mark.parametrize(
    ("key", "value"), [(key, value) for key, values in WRONG.items() for value in values]
)
def test_a_mistake_is_refused_under_its_key(key: str, value: object) -> None:
    told = errors(key, value)

    assert any(error.startswith(key) for error in told), told


@pytest.mark.parametrize("word", sorted(CARRIER))
@pytest.mark.parametrize("written", [str.lower, str.upper])
def test_no_word_of_the_carrier_can_become_one_of_ours(word: str, written: Any) -> None:
    [error] = errors("topics.rights.en", ["rights", written(word)])

    assert error.startswith("topics.rights.en: ")
    assert "belongs to the carrier" in error


SHAPES: dict[str, tuple[Any, str]] = {
    "contacts.vpr.number": (DROP, "contacts.vpr.number"),
    "contacts.vpr.desk": (DROP, "contacts.vpr.desk"),
    "contacts.vpr.verified": ("yesterday", "contacts.vpr.verified"),
    "contacts.vpr.opens": ("08:00", "contacts.vpr.opens"),
    "contacts.mit-police.desk": ("no", "contacts.mit-police.desk"),
    "contacts.boston-police": ("+16173434400", "contacts.boston-police"),
    "contacts": (DROP, "contacts"),
    "languages": (DROP, "languages"),
    "languages.en.voice": (DROP, "languages.en.voice"),
    "languages.en.vioce": ("Polly.Joanna", "languages.en.vioce"),
    "limits.misses": (DROP, "limits.misses"),
    "limits.mises": (3, "limits.mises"),
    "limits.ring_seconds": ("20", "limits.ring_seconds"),
    "limits.silent_rings": (1.5, "limits.silent_rings"),
    "limit": ({"misses": 3}, "limit"),
    "reports": (DROP, "reports"),
    "reports.alarm": (DROP, "reports.alarm"),
    "commands": (DROP, "commands"),
    "line": (DROP, "line"),
    "contacts.mit-police.hours": (
        {"timezone": "America/New_York", "moonday": "08:00-17:00"},
        "contacts.mit-police.hours",
    ),
    "menus.after": ([{"key": "1", "ring": "vpr", "topic": "rights"}], "menus.after"),
    "menus.learn": ([{"key": "1"}], "menus.learn"),
    "topics.rights.voice": ({"sing": "aria"}, "topics.rights"),
    "topics.rights.en": ("rights", "topics.rights"),
    "topics.options.en": ([1, 2], "topics.options"),
    "polite.en": ("please", "polite.en"),
    "reports.erase": ("yes", "reports.erase"),
}


@pytest.mark.parametrize("key", SHAPES)
def test_what_is_missing_or_misspelt_is_named(key: str) -> None:
    value, named = SHAPES[key]

    told = errors(key, value)

    assert any(named in error for error in told), told


@pytest.mark.parametrize(
    "hours",
    [
        {"monday": "08:00-17:00"},
        {"timezone": "America/Atlantis", "monday": "08:00-17:00"},
        {"timezone": "America/New_York", "monday": "8-17"},
        {"timezone": "America", "monday": "08:00-17:00"},
        {"timezone": 5, "monday": "08:00-17:00"},
        {"timezone": "America/New_York", "monday": 8},
        {"timezone": "America/New_York", "monday": "08:00-08:00"},
        {"timezone": "America/New_York", "monday": "08:00"},
        {"timezone": "America/New_York", "monday": "day and night"},
        {"timezone": "America/New_York", "someday": "08:00-17:00"},
    ],
)
def test_hours_that_cannot_be_meant_are_refused(hours: dict[str, object]) -> None:
    told = errors("contacts.mit-police.hours", hours)

    assert any("contacts.mit-police.hours" in error for error in told), told


def test_all_mistakes_are_told_at_once() -> None:
    wrong = changed("contacts.vpr.number", "911")
    wrong["limits"]["misses"] = 0
    wrong["line"]["silent"] = "nobody"
    wrong["topics"]["rights"]["en"] = ["stop"]
    wrong["menus"]["learn"] = rows(*"1234567")

    with pytest.raises(LineError) as caught:
        lines.parse(wrong)

    keys = {error.split(":")[0] for error in caught.value.errors}
    assert keys >= {"contacts.vpr.number", "limits.misses", "line.silent", "topics.rights.en", "menus.learn"}
    assert str(caught.value).splitlines() == caught.value.errors


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        (b"[line]\nemergency = \n", ":2: Invalid value, at character 13"),
        (b"[line\nemergency = 'vpr'\n", ":1: Expected ']' at the end of a table declaration, at character 6"),
        (b"[line]\n\nemergency = [\n", ":3: Invalid value, at the end of the file"),
        (b"[line]\nsilent = 'x'\nsilent = 'y'\n", ":3: Cannot overwrite a value, at character 13"),
        (b"[line]\nsilent = '\xff'\n", ":2: is not written in UTF-8"),
        (None, ": cannot be read (No such file or directory)"),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(
    tmp_path: Path, source: bytes | None, wrong: str
) -> None:
    file = tmp_path / "line.toml"
    if source is not None:
        file.write_bytes(source)

    with pytest.raises(LineError) as caught:
        lines.load(file)

    assert caught.value.errors == [f"{file}{wrong}"]


def test_a_number_is_spoken_as_its_own_country_writes_it() -> None:
    known = changed("contacts.vpr.number", "+442071838750")

    line = lines.parse(known)

    assert line.contacts["vpr"].spoken == "020-7183-8750"


def test_every_number_says_when_it_was_last_checked(line: Line) -> None:
    assert all(isinstance(contact.verified, date) for contact in line.contacts.values())


def test_a_menu_that_offers_nothing_is_refused() -> None:
    assert "menus.main: is missing or empty" in errors("menus.main", [])


def test_talk_of_danger_is_understood_in_every_language() -> None:
    whole = changed("topics.danger.zh", DROP)

    with pytest.raises(LineError) as caught:
        lines.parse(whole)

    assert caught.value.errors == [
        "topics.danger.zh: is missing; talk of danger is answered with 911 first",
    ]


def test_there_are_no_more_languages_than_keys() -> None:
    languages = {f"x{number}": {"locale": "en-US", "voice": "Polly.Joanna-Neural"} for number in range(7)}

    assert any(error.startswith("languages: 7 are more than 6") for error in errors("languages", languages))


def test_a_line_without_a_word_for_no_is_refused() -> None:
    assert any(error.startswith("no: is missing") for error in errors("no", DROP))


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("keys.en", {"12": ["twelve"]}, "keys.en.12: means nothing here"),
        ("keys.en", {"2": "two"}, "keys.en: 'two' should be words in brackets"),
        ("negating.en", "no", "negating.en: 'no' should be words in brackets"),
    ],
)
def test_small_words_that_nothing_reads_are_refused(key: str, value: object, named: str) -> None:
    assert any(error.startswith(named) for error in errors(key, value))
