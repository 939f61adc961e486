"""Texts that come at the same moment: one after the other in effect, and what was called kept is kept."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest

from tests.chaos.carrier import Text
from tests.chaos.person import delivered, people, person
from tests.chaos.standing import Standing, standing
from tests.chaos.wording import read

Given = TypeVar("Given")
SEVERAL = 10  # people; each is one chance for the order to be wrong


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    with standing(tmp_path_factory.mktemp("line")) as line:
        yield line


def test_two_sends_at_once_are_one_report(line: Standing) -> None:
    for one in people(line, SEVERAL):
        one.text("REPORT")
        one.text(f"of {one.number}")
        said = at_once(partial(one.text, "SEND"), partial(one.text, "Send it"))

        assert {answer.name for answer in said} == {"report-none", "report-sent"}
        [code] = {answer.code for answer in said} - {""}
        assert delivered(line, {code})[code].texts == [f"of {one.number}"]


def test_one_message_twenty_times_at_once_is_one_text(line: Standing) -> None:
    one = person(line)
    for body in ("REPORT", "said once", "SEND"):
        text = Text(f"SM-twenty-{body}", one.number, body)
        at_once(*[partial(one.carrier.ask, text)] * 20)

        assert len(text.answers) == 20, text.refusals
        assert len(set(text.answers)) == 1

    code = read(text.answers[0]).code
    assert delivered(line, {code})[code].texts == ["said once"]


def test_a_late_copy_changes_nothing_in_a_report_begun_since(line: Standing) -> None:
    one = person(line)
    early = [one.carrier.text(one.number, body) for body in ("SEND", "ERASE", "before the report")]
    one.text("REPORT")
    one.text("in the report")
    for text in early:
        first, copy = one.carried_again(text)
        assert copy == first

    code = one.sends()
    assert delivered(line, {code})[code].texts == ["in the report"]


def test_an_answer_during_send_is_in_the_report_if_it_was_called_kept(line: Standing) -> None:
    for one in people(line, SEVERAL):
        one.text("REPORT")
        one.text("first")
        answered, sent = at_once(partial(one.text, "at the last moment"), partial(one.text, "SEND"))

        texts = delivered(line, {sent.code})[sent.code].texts
        kept = ["at the last moment"] if answered.name == "report-kept" else []
        assert texts == ["first", *kept]


def test_erase_and_send_at_once_agree(line: Standing) -> None:
    for one in people(line, SEVERAL):
        one.text("REPORT")
        one.text("perhaps")
        erased, sent = at_once(partial(one.text, "ERASE"), partial(one.text, "SEND"))

        # Whoever comes second finds no report any more.
        assert (erased.name, sent.name) in {("report-erased", "report-none"), ("report-none", "report-sent")}
        if sent.code:
            delivered(line, {sent.code})


def at_once(*acts: Callable[[], Given]) -> list[Given]:
    """Do all of these at the same time; what each gave."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]
