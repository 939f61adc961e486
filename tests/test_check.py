"""`ivr check` and `ivr map` tell what the line says and how it is built; English stays at grade 6."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from ivr import check, map, reading
from ivr.core.line import MAIN, Line
from ivr.prompts import Prompts

HARDEST = 6.0  # years of school
LISTS = {"menu"}  # of words to text back, which are no sentences


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("The cat sat on the mat. The dog ran off.", -2, 1),
        ("Take your time. You can press a key.", -3, 2),
        ("Institutional obligations necessitate comprehensive administrative documentation.", 20, 50),
    ],
)
def test_the_grade_tells_plain_words_from_hard_ones(text: str, least: float, most: float) -> None:
    grade = reading.grade(text)

    assert grade is not None
    assert least <= grade <= most


def test_a_text_without_words_has_no_grade() -> None:
    assert reading.grade("617-253-2300 911 你好") is None


def test_english_asks_for_six_years_of_school_at_most(line: Line, prompts: Prompts) -> None:
    rows = [row for row in check.rows("en", line, prompts, {}) if row.name not in LISTS]

    hard = {row.name: row.grade for row in rows if row.grade is not None and row.grade > HARDEST}
    assert len(rows) > 80
    assert hard == {}


def test_check_shows_every_prompt_of_every_language_with_its_review(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = check.main({})

    told = capsys.readouterr()
    assert status == 0
    assert told.err.strip() == ""
    for name in ("greeting", "transfer-ringing", "report-sent", "not-saved"):
        assert told.out.count(f"\n{name} ") == 3
    assert told.out.count(".ftl: review: pending. ") == 3
    assert told.out.count("A native speaker has still to read this file.") == 2
    assert "UCS-2" in told.out


def test_check_names_file_line_and_what_was_meant(campus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english = campus / "prompts" / "en.ftl"
    english.write_text(english.read_text("utf-8").replace("offer-rights =", "offer-rigths ="), "utf-8")
    place = english.read_text("utf-8").splitlines().index("offer-rigths =") + 1

    status = check.main({"LINE_CONFIG": str(campus / "line.toml"), "LINE_PROMPTS": str(campus / "prompts")})

    assert status == 1
    told = capsys.readouterr().err
    assert f"en.ftl:{place}: offer-rigths.say is never said; did you mean offer-rights?" in told
    assert "offer-rights.say is missing" in told


def test_check_refuses_a_text_that_costs_too_much(campus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    english = campus / "prompts" / "en.ftl"
    longer = english.read_text("utf-8").replace(
        "Kept, and not sent yet.", "Kept, and not sent yet." + " Yes." * 80
    )
    english.write_text(longer, "utf-8")

    status = check.main({"LINE_CONFIG": str(campus / "line.toml"), "LINE_PROMPTS": str(campus / "prompts")})

    assert status == 1
    assert "report-kept is 3 segments long" in capsys.readouterr().err


def test_the_map_has_every_choice_of_every_menu(line: Line) -> None:
    drawn = map.text(line)

    assert drawn.splitlines()[0] == "call"
    for choice in line.menus[MAIN]:
        assert f"\n  {choice.key}  " in drawn
    assert "      4  read boston-police (617-343-4400)" in drawn
    assert "  0  ring mit-police-emergency (617-253-1212), at any point" in drawn
    assert "\n  …  after something was read out\n      1  ring mit-police (617-253-2996)\n" in drawn
    assert drawn.endswith("\n  …  silent or not understood 3 times: ring vpr (617-253-2300)")


def test_the_picture_of_the_map_says_the_same(line: Line) -> None:
    picture = ElementTree.fromstring(map.svg(line))  # noqa: S314 (our own picture)

    texts = ["".join(part.itertext()) for part in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [text.split("  ", 1)[1] for text in texts[1:]] == [branch.words for branch in map.branches(line)]
