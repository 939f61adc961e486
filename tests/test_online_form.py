"""The police's form on the web: its address is a setting, and while it is empty nothing is said of it."""

from pathlib import Path

import pytest

from ivr import line as lines
from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.segments import measure
from ivr.settings import HOUSE
from tests.signed import MENU, Signed, signed, spoken, texts
from tests.test_line import errors

LONGEST = "https://police.example.edu/" + "x" * 33
CONFIG = HOUSE / "config" / "line.toml"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The line's own configuration, with an address."""
    file = tmp_path_factory.mktemp("form") / "line.toml"
    source = CONFIG.read_text("utf-8")
    assert 'online_form = ""' in source
    file.write_text(source.replace('online_form = ""', f'online_form = "{LONGEST}"'), "utf-8")
    return file


@pytest.fixture
def with_form(config: Path, tmp_path: Path) -> Signed:
    return signed(line_config=config, database_url=f"sqlite:///{tmp_path / 'line.db'}")


@pytest.fixture
def without_form(tmp_path: Path) -> Signed:
    return signed(database_url=f"sqlite:///{tmp_path / 'line.db'}")


WORDS = {"FORM": "en", "online form please": "en", "Formulario": "es", "表格": "zh"}


@pytest.mark.parametrize("word", WORDS)
def test_its_word_is_answered_with_its_address(with_form: Signed, word: str) -> None:
    (answer,) = texts(with_form.text(word))

    assert LONGEST in answer
    assert "911" in answer


@pytest.mark.parametrize("word", WORDS)
def test_without_an_address_its_word_begins_the_report_by_text(
    without_form: Signed, prompts: Prompts, word: str
) -> None:
    answer = texts(without_form.text(word))

    assert answer[0] == prompts.text(Say("report-intro"), WORDS[word])


@pytest.mark.parametrize(("address", "reply"), [("with_form", "form"), ("without_form", "report-open")])
def test_in_a_report_its_word_keeps_the_place(
    request: pytest.FixtureRequest, config: Path, address: str, reply: str
) -> None:
    line: Signed = request.getfixturevalue(address)
    line.text("REPORT")

    told = texts(line.text("FORM"))

    prompts = Prompts(HOUSE / "prompts", lines.load(config))
    assert told[0] == prompts.text(Say(reply), "en")
    assert texts(line.text("a window was broken")) == [prompts.text(Say("report-kept"), "en")]


def test_every_text_keeps_its_budget_with_the_longest_address(config: Path) -> None:
    known = lines.load(config)
    prompts = Prompts(HOUSE / "prompts", known)

    told = {
        (code, prompt.prompt): prompts.text(prompt, code)
        for code in known.languages
        for prompt in prompts.every("text")
    }

    assert any(LONGEST in text for text in told.values())
    assert {name for name, text in told.items() if measure(text).segments > 2} == set()


@pytest.mark.parametrize("form", ["say", "text"])
def test_nothing_is_said_of_it_while_it_is_empty(line: Line, prompts: Prompts, form: str) -> None:
    speak = prompts.say if form == "say" else prompts.text

    for code in line.languages:
        for prompt in prompts.every(form):
            if prompt.prompt != "form":  # which nothing leads to then: see above
                assert "none" not in speak(prompt, code).lower().split()
                assert "FORM," not in speak(prompt, code)


def test_a_caller_hears_how_to_get_the_address(with_form: Signed, without_form: Signed) -> None:
    assert "text the word form" in spoken(with_form.press(MENU, "5"))
    assert "text the word form" not in spoken(without_form.press(MENU, "5"))


@pytest.mark.parametrize(
    "wrong",
    [
        "http://police.example.edu",
        "police.example.edu/form",
        LONGEST + "x",
        "https://a b.example",
        "https://é.example",
    ],
)
def test_an_address_that_would_not_work_is_refused_at_start(wrong: str) -> None:
    (told,) = errors("reports.online_form", wrong)

    assert told.startswith("reports.online_form: should be empty, or an https:// address")
