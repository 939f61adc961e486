"""What the line says: read strictly, the same in every language, nothing in it that the facts do not hold."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.core.actions import Say
from ivr.core.keywords import CARRIER, Understood, Vocabulary
from ivr.core.line import Line
from ivr.prompts import NUMBER_BEGINS, NUMBER_ENDS, PromptError, Prompts
from ivr.settings import HOUSE

DIGITS = re.compile(r"\d[\d-]*")
SMALL = re.compile(r"\d|24|168")  # keys, rights, questions, hours


def told(campus: Path, line: Line) -> str:
    with pytest.raises(PromptError) as caught:
        Prompts(campus / "prompts", line)
    assert str(caught.value).splitlines() == caught.value.errors
    return str(caught.value)


def edit(file: Path, old: str, new: str) -> int:
    """Write a prompt file with a change; the number of the line that changed."""
    source = file.read_text(encoding="utf-8")
    assert source.count(old) == 1
    file.write_text(source.replace(old, new), encoding="utf-8")
    return source[: source.index(old)].count("\n") + 1


def test_every_language_has_the_same_prompts_with_the_same_forms_and_variables(line: Line) -> None:
    written = {
        code: {
            name: dict(one.forms)
            for name, one in Prompts(HOUSE / "prompts", reordered(line, code)).written.items()
        }
        for code in line.languages
    }

    first, *others = written.values()
    assert others
    for other in others:
        assert other == first


def reordered(line: Line, first: str) -> Line:
    """The line with another language as its first: `Prompts.written` tells of that one."""
    languages = {first: line.languages[first], **line.languages}
    return replace(line, languages=languages)


def test_a_prompt_that_one_language_lacks_is_told(campus: Path, line: Line) -> None:
    edit(campus / "prompts" / "es.ftl", "\nhint-language =", "\nhint-idioma =")

    errors = told(campus, line)

    assert "es.ftl: hint-language.say is missing" in errors
    assert "hint-idioma" in errors


def test_a_form_that_one_language_lacks_is_told(campus: Path, line: Line) -> None:
    place = edit(campus / "prompts" / "es.ftl", "card =\n    .text", "card =\n    .say")

    errors = told(campus, line)

    assert "es.ftl: card.text is missing" in errors
    assert f"es.ftl:{place}: card" in errors


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_variable_that_nothing_fills_is_told_with_its_line(campus: Path, line: Line, code: str) -> None:
    file = campus / "prompts" / f"{code}.ftl"
    name = file.read_text(encoding="utf-8").index("\nboston =")
    place = file.read_text(encoding="utf-8")[: name + 1].count("\n") + 1
    source = file.read_text(encoding="utf-8")
    file.write_text(
        source[:name] + source[name:].replace("{ $boston-police }", "{ $bosston }", 1), encoding="utf-8"
    )

    errors = told(campus, line)

    assert f"{code}.ftl:{place}: boston: there is no $bosston" in errors


@pytest.mark.parametrize(
    ("junk", "row"),
    [
        ("goodbye\n", 1),
        ("= nothing\n", 1),
        ("goodbye2 = { $vpr\n", 1),
        ("bad name = words\n", 1),
        ("x =\n    .say = { }\n", 2),
    ],
)
def test_what_fluent_cannot_read_is_told_with_its_line(campus: Path, line: Line, junk: str, row: int) -> None:
    file = campus / "prompts" / "en.ftl"
    source = file.read_text(encoding="utf-8")
    file.write_text(source + junk, encoding="utf-8")

    errors = told(campus, line)

    assert f"{file}:{source.count(chr(10)) + row}: Expected" in errors


def test_a_prompt_that_is_there_twice_is_told(campus: Path, line: Line) -> None:
    file = campus / "prompts" / "en.ftl"
    source = file.read_text(encoding="utf-8")
    file.write_text(source + "\ngreeting =\n    .say = Hello.\n", encoding="utf-8")

    assert f"en.ftl:{source.count(chr(10)) + 2}: greeting is there twice" in told(campus, line)


@pytest.mark.parametrize("body", ["= Words.", "=\n    .sya = Words.", "= Words.\n    .say = Words."])
def test_a_prompt_has_a_form_to_be_said_or_read_and_nothing_else(campus: Path, line: Line, body: str) -> None:
    file = campus / "prompts" / "en.ftl"
    file.write_text(file.read_text(encoding="utf-8") + f"\nstrange {body}\n", encoding="utf-8")

    assert "strange should have .say, .text or both, and nothing else" in told(campus, line)


def test_a_language_without_a_file_is_told(campus: Path, line: Line) -> None:
    (campus / "prompts" / "es.ftl").unlink()

    assert "es.ftl: cannot be read" in told(campus, line)


def test_a_prompt_that_nothing_says_is_told(campus: Path, line: Line) -> None:
    for code in line.languages:
        file = campus / "prompts" / f"{code}.ftl"
        file.write_text(
            file.read_text(encoding="utf-8") + "\nwelcome =\n    .say = Hello.\n", encoding="utf-8"
        )

    assert "welcome.say is never said" in told(campus, line)


def test_everything_wrong_is_told_at_once(campus: Path, line: Line) -> None:
    edit(campus / "prompts" / "en.ftl", "\nhint-language =", "\nhint-langage =")
    edit(campus / "prompts" / "es.ftl", "\nmenu-main =", "\nmenu-mian =")

    errors = told(campus, line)

    assert all(name in errors for name in ("hint-language", "hint-langage", "menu-main", "menu-mian"))


def every(prompts: Prompts, line: Line) -> list[tuple[str, str, str]]:
    """All that can be said or read: language, prompt, words (a spoken number between two marks)."""
    return [
        (code, say.prompt, prompts.say(say, code) if form == "say" else prompts.text(say, code))
        for code in line.languages
        for form in ("say", "text")
        for say in prompts.every(form)
    ]


def test_no_prompt_holds_a_number_that_is_not_in_the_facts(prompts: Prompts, line: Line) -> None:
    facts = {"911", "100", *(contact.spoken for contact in line.contacts.values())}

    unknown = {
        (code, name, number)
        for code, name, words in every(prompts, line)
        for number in DIGITS.findall(words)
        if number.strip("-") not in facts and not SMALL.fullmatch(number.strip("-"))
    }

    assert unknown == set()


def test_no_prompt_file_writes_a_number_out(line: Line) -> None:
    written = {
        (code, number)
        for code in line.languages
        for number in re.findall(
            r"\d{3}[-. ]?\d{3}[-. ]?\d{4}", (HOUSE / "prompts" / f"{code}.ftl").read_text("utf-8")
        )
    }

    assert written == set()


def test_no_prompt_holds_an_address(prompts: Prompts, line: Line) -> None:
    found = [
        name
        for _, name, words in every(prompts, line)
        if re.search(r"https?:|www\.|@|\.(edu|com|org)", words)
    ]

    assert found == []


def test_a_spoken_number_is_marked_and_a_written_one_is_plain(prompts: Prompts) -> None:
    number = Say("number", (("contact", "vpr"),))

    assert f"{NUMBER_BEGINS}617-253-2300{NUMBER_ENDS}" in prompts.say(number, "en")
    assert "VPR 617-253-2300" in prompts.text(Say("card"), "en")


def test_nothing_is_left_to_fill_in(prompts: Prompts, line: Line) -> None:
    left = [
        (code, name)
        for code, name, words in every(prompts, line)
        if set("{}$") & set(words) or not words.strip()
    ]

    assert left == []


def test_what_is_heard_says_the_purpose_before_the_key(prompts: Prompts, line: Line) -> None:
    for say in prompts.every("say"):
        if say.prompt.startswith("offer-") and dict(say.values).get("key"):
            assert re.fullmatch(r"(To|For) .+, press \d\.", prompts.say(say, "en"))
            assert re.fullmatch(r"Para .+, oprima \d\.", prompts.say(say, "es"))


def test_no_prompt_is_named_like_a_word_of_the_carrier(prompts: Prompts) -> None:
    assert not CARRIER & prompts.written.keys()


def test_the_words_that_prompts_tell_people_to_text_are_understood(
    prompts: Prompts, line: Line, vocabulary: Vocabulary
) -> None:
    shown = {
        (code, word)
        for code, name, words in every(prompts, line)
        if name not in ("language", "unsure")  # words of both languages; phrases, which test_keywords.py has
        for word in re.findall(r"\b[A-Z]{4,}\b", words)
    }

    assert len(shown) > 20
    for code, word in shown:
        understood = isinstance(vocabulary.understand(word), Understood)
        assert understood or vocabulary.command(word), (code, word)


def test_911_is_the_first_number_in_every_text_that_is_no_part_of_a_report(
    prompts: Prompts, line: Line
) -> None:
    outside = [say for say in prompts.every("text") if not say.prompt.startswith(("report-", "ask-"))]

    assert len(outside) > 20
    for code in line.languages:
        for say in outside:
            assert DIGITS.findall(prompts.text(say, code))[0] == "911", (code, say.prompt)
