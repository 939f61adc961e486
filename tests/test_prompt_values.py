"""A prompt that lost its key, its number or its code is refused, in the file that lost it and at its line."""

import re
from pathlib import Path

import pytest

from ivr.core.actions import Ask, Say
from ivr.core.line import Line
from ivr.prompt_checks import CONTACT, given
from ivr.prompts import PromptError, Prompts
from tests.exploring import every_step

PLACE = re.compile(r"(?P<file>[^:]+\.ftl)(:(?P<line>\d+))?: ")


def without(campus: Path, code: str, name: str, old: str, new: str = "it") -> int:
    """Take something out of one prompt of a language; the line on which the prompt begins."""
    file = campus / "prompts" / f"{code}.ftl"
    before, head, after = file.read_text("utf-8").partition(f"\n{name} =\n")
    assert old in after
    file.write_text(before + head + after.replace(old, new, 1), "utf-8")
    return before.count("\n") + 2


def told(campus: Path, line: Line) -> list[str]:
    with pytest.raises(PromptError) as caught:
        Prompts(campus / "prompts", line)
    return [error.replace(f"{campus / 'prompts'}/", "", 1) for error in caught.value.errors]


ESSENTIAL = [
    ("offer-ring", "say", "key"),
    ("offer-ring", "say", "contact"),
    ("offer-number", "say", "key"),
    ("offer-retry", "say", "contact"),
    ("offer-learn", "say", "key"),
    ("offer-language", "say", "key"),
    ("number", "say", "number"),
    ("transfer-ringing", "say", "contact"),
    ("transfer-closed", "say", "contact"),
    ("report-first", "text", "hours"),
    ("report-sent", "text", "code"),
    ("unsure", "text", "near"),
    ("emergency-numbers", "say", "mit-police-emergency"),
    ("apology", "say", "mit-police-emergency"),
    ("not-saved", "text", "mit-police-emergency"),
]


@pytest.mark.parametrize(("name", "form", "value"), ESSENTIAL)
@pytest.mark.parametrize("code", ["en", "es", "zh"])
def test_what_a_prompt_is_nothing_without_is_missed_where_it_was_lost(
    campus: Path, line: Line, code: str, name: str, form: str, value: str
) -> None:
    place = without(campus, code, name, f"{{ ${value} }}")

    [error] = told(campus, line)

    assert error.startswith(f"{code}.ftl:{place}: {name}.{form} lacks {{ ${value} }}")


def test_it_is_missed_in_every_language_that_lost_it(campus: Path, line: Line) -> None:
    places = {code: without(campus, code, "offer-report", "{ $key }") for code in line.languages}

    assert told(campus, line) == [
        f"{code}.ftl:{place}: offer-report.say lacks {{ $key }}" for code, place in places.items()
    ]


def test_it_is_missed_in_every_variant(campus: Path, line: Line) -> None:
    place = without(campus, "en", "offer-ring", "day or night, press { $key }", "day or night")

    assert told(campus, line) == [f"en.ftl:{place}: offer-ring.say lacks {{ $key }} in one of its variants"]


def test_a_variant_for_one_value_tells_it_in_words(campus: Path, line: Line) -> None:
    choosing = "{ $key ->\n        [1] press the first key \n       *[other] press { $key }\n    }"
    without(campus, "en", "offer-report", "press { $key }", choosing)
    Prompts(campus / "prompts", line)

    place = without(campus, "en", "offer-report", "*[other] press { $key }", "*[other] press it")

    [error] = told(campus, line)
    assert error.startswith(f"en.ftl:{place}: offer-report.say lacks {{ $key }} in one of its variants")


@pytest.mark.parametrize(("code", "others"), [("en", "es"), ("es", "en"), ("zh", "en")])
def test_a_number_that_another_language_tells_is_missed(
    campus: Path, line: Line, code: str, others: str
) -> None:
    place = without(campus, code, "police", "{ $mit-police }")
    elsewhere = without(campus, others, "police", "{ $vpr }", "{ $vpr }")

    assert told(campus, line) == [
        f"{code}.ftl:{place}: police.text lacks {{ $mit-police }}; {others}.ftl:{elsewhere} has it"
    ]


def test_a_choice_of_words_that_another_language_makes_is_missed(campus: Path, line: Line) -> None:
    place = without(campus, "es", "whisper", "$spoken ->", "$about ->")

    [error] = told(campus, line)

    assert error.startswith(f"es.ftl:{place}: whisper.say lacks {{ $spoken }}; en.ftl:")


def test_a_language_may_choose_other_words_for_a_contact(campus: Path, line: Line) -> None:
    choosing = "{ $id ->\n        [vpr] { $contact } \n       *[other] { $contact }\n    }"
    without(campus, "es", "transfer-busy", "{ $contact }", choosing)

    Prompts(campus / "prompts", line)


@pytest.mark.parametrize(
    ("name", "value"), [("card", "key"), ("menu-main", "contact"), ("contact-vpr", "emergency")]
)
def test_a_value_that_this_prompt_is_not_filled_with_is_refused(
    campus: Path, line: Line, name: str, value: str
) -> None:
    places = {code: without(campus, code, name, " = ", f" = {{ ${value} }} ") for code in line.languages}

    errors = told(campus, line)

    assert [error.partition(f": {name}: there is no ${value}")[0] for error in errors] == [
        f"{code}.ftl:{place}" for code, place in places.items()
    ]


def test_every_prompt_is_filled_with_what_the_checks_count_on() -> None:
    said = {
        prompt
        for step in every_step()
        for reply in step.replies
        for prompt in (reply.says if isinstance(reply, Ask) else [reply] if isinstance(reply, Say) else [])
    }

    filled = {prompt.prompt: {name for name, _ in prompt.values} for prompt in said}
    for name, values in filled.items():
        assert given(name) == (values | CONTACT if "contact" in values else values), name
    assert len(filled) > 40


MISTAKES = [
    ("goodbye", "goodbye =", "good bye ="),
    ("greeting", "greeting =", "greetings ="),
    ("offer-ring", "{ $key }", "{ $kye }"),
    ("police", "{ $mit-police }", "them"),
    ("card", " = In danger", " = { -danger } In danger"),
    ("card", " = In danger", " = { DANGER() } In danger"),
    ("rights", ".text", ".txet"),
    ("offer-ring", "[vpr]", "vpr]"),
]


@pytest.mark.parametrize(("name", "old", "new"), MISTAKES)
def test_a_mistake_is_told_with_the_path_and_the_line(
    campus: Path, line: Line, name: str, old: str, new: str
) -> None:
    file = campus / "prompts" / "en.ftl"
    before, head, after = file.read_text("utf-8").partition(f"\n{name} =")
    file.write_text(before + (head + after).replace(old, new, 1), "utf-8")

    with pytest.raises(PromptError) as caught:
        Prompts(campus / "prompts", line)

    places = [PLACE.match(error) for error in caught.value.errors]
    assert all(place and Path(place["file"]) == file for place in places), caught.value.errors
    lines = {int(place["line"]) for place in places if place and place["line"]}
    assert min(lines) in range(before.count("\n") + 1, before.count("\n") + 5)


def test_a_file_that_is_not_there_is_named_once(campus: Path, line: Line) -> None:
    (campus / "prompts" / "es.ftl").unlink()

    assert told(campus, line) == ["es.ftl: cannot be read (No such file or directory)"]


def test_a_file_that_is_not_utf_8_is_told_with_its_line(campus: Path, line: Line) -> None:
    (campus / "prompts" / "es.ftl").write_bytes(
        "### En español\n\ngreeting =\n  .say = ¡Sí!\n".encode("latin-1")
    )

    assert told(campus, line) == ["es.ftl:1: is not written in UTF-8"]
