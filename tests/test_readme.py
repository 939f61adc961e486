"""The README tells the truth: the tests, settings and files that it names are there."""

import re

from ivr import settings
from ivr.settings import HOUSE

README = (HOUSE / "README.md").read_text("utf-8")
TESTS = HOUSE / "tests"
NAMED_TEST = re.compile(r"`(test_\w+\.py)::(test_\w+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_every_promise_names_tests_that_exist() -> None:
    promises = [row for row in README.splitlines() if re.match(r"\| \d \|", row)]

    assert len(promises) == 7
    for row in promises:
        named = NAMED_TEST.findall(row)
        assert named, row
        for file, test in named:
            assert f"def {test}(" in (TESTS / file).read_text("utf-8"), f"{file}::{test}"


def test_every_setting_is_listed() -> None:
    listed = set(re.findall(r"(?m)^\| `([A-Z_]+)`", README))

    assert {variable.name for variable in settings.VARIABLES} <= listed


def test_every_link_leads_to_a_file() -> None:
    links = LINK.findall(README)

    assert len(links) > 5
    for link in links:
        assert (HOUSE / link).exists(), link


def test_the_conversation_shown_is_one_of_the_files() -> None:
    shown = re.search(r"```\n(# VPR's voicemail.*?)```", README, re.DOTALL)
    assert shown
    played = (TESTS / "conversations" / "transfer-voicemail.txt").read_text("utf-8").splitlines()

    # An indented "…" stands for lines left out.
    lines = [line for line in shown[1].splitlines() if line.strip() != "…"]
    places = [played.index(line) for line in lines[:2]]
    assert places == sorted(places)
    assert set(lines) <= set(played)
