"""What a report says is shown whole, in order, and cannot disguise itself."""

from datetime import datetime, timedelta

import pytest

from ivr import seal
from ivr.desk import wording
from ivr.desk.reading import Answer, read_answers, visible

DESK, DESK_RECIPIENT = seal.make_identity()
SEALER = seal.Sealer([DESK_RECIPIENT, seal.make_identity()[1]])


def test_the_texts_of_an_answer_are_joined_in_order() -> None:
    sealed = {"contact": [SEALER.seal("555-0142")], "what": [SEALER.seal("first"), SEALER.seal("second")]}

    assert read_answers(DESK, sealed) == [Answer("what", "first\nsecond"), Answer("contact", "555-0142")]


def test_one_text_that_does_not_open_leaves_the_others_readable() -> None:
    sealed = {"what": [SEALER.seal("first"), b"junk", SEALER.seal("third")], "kind": [SEALER.seal("theft")]}

    what, kind = read_answers(DESK, sealed)

    assert (what.text, kind.text) == ("first\nthird", "theft")
    assert "damaged" in what.problem
    assert not kind.problem


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, two\nlines\tand ¿qué?", "plain, two\nlines\tand ¿qué?"),
        ("\u202egpj.exe", "[U+202E]gpj.exe"),
        ("a\u2066b\u2069c", "a[U+2066]b[U+2069]c"),
        ("zero\u200bwidth\ufeff", "zero[U+200B]width[U+FEFF]"),
        ("\x1b[31mred\x07\x00", "[U+001B][31mred[U+0007][U+0000]"),
        ("over\rwritten", "over[U+000D]written"),
        ("windows\r\nline", "windows\nline"),
        ("para\u2029graph", "para[U+2029]graph"),
        ("👩\u200d🚒 می\u200cخواهم", "👩\u200d🚒 می\u200cخواهم"),
    ],
)
def test_what_could_hide_or_reorder_words_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-5, "under 1 min"),
        (0, "under 1 min"),
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h 00 min"),
        (47 * 60 + 59, "47 h 59 min"),
        (48 * 60, "2 days"),
    ],
)
def test_the_clock_says_how_long_a_report_has_waited(minutes: int, words: str) -> None:
    now = datetime.fromisoformat("2026-11-22T23:30:00+00:00")

    assert wording.since(now - timedelta(minutes=minutes), now) == words
