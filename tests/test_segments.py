"""What a text costs: counted as Twilio counts it, and held to a budget for every prompt of every language."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.segments import BASIC, EXTENDED, measure
from tests.documents import ORACLES, needs_oracles, oracle

GSM7 = st.text(alphabet=sorted(BASIC | EXTENDED), max_size=700)
BUDGET = 2  # segments of a text; of 160 and 153, or 70 and 67 characters
# Twilio's "smart encoding" is a switch of the account; without it each of these makes a text UCS-2.
TYPOGRAPHIC = set("‘’“”‹›«»–—…\u00a0\u200b\u2009`´")


def vectors() -> list[Any]:
    return list(oracle("sms_segment_vectors.json")["vectors"]) if ORACLES.is_dir() else []


@needs_oracles
def test_all_vectors_are_here() -> None:
    assert len(vectors()) == 195


@needs_oracles
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["source"][:60])
def test_a_text_has_the_size_that_twilio_counts(vector: Any) -> None:
    size = measure(vector["body"], smart=vector["smart_encoding"])

    assert (size.encoding, size.segments) == (vector["encoding"], vector["segments"])


@needs_oracles
def test_the_alphabet_is_gsm_7s() -> None:
    alphabet = oracle("gsm7_alphabet.json")

    assert set(alphabet["basic"]) == BASIC
    assert set(alphabet["extension"]) == EXTENDED


@pytest.mark.parametrize(
    ("body", "encoding", "segments"),
    [
        ("", "GSM-7", 1),
        ("a" * 160, "GSM-7", 1),
        ("a" * 161, "GSM-7", 2),
        ("a" * 306, "GSM-7", 2),
        ("a" * 307, "GSM-7", 3),
        ("€" * 80, "GSM-7", 1),
        # 152 letters leave one place, an escape pair needs two: it goes to the next segment, whole
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3),
        ("a" * 151 + "€" + "a" * 153, "GSM-7", 2),
        ("é" * 160, "GSM-7", 1),
        ("á" * 70, "UCS-2", 1),
        ("á" * 71, "UCS-2", 2),
        ("á" * 134, "UCS-2", 2),
        ("á" * 135, "UCS-2", 3),
        # an emoji is two units of UCS-2, and never torn apart either
        ("á" * 66 + "😀" + "á" * 66, "UCS-2", 3),
        ("á" * 65 + "😀" + "á" * 67, "UCS-2", 2),
    ],
)
def test_a_segment_is_full_where_gsm_and_twilio_say(body: str, encoding: str, segments: int) -> None:
    size = measure(body)

    assert (size.encoding, size.segments) == (encoding, segments)


def packed(body: str) -> list[list[str]]:
    """The body, cut into segments of 153 places; an escaped character takes two."""
    segments: list[list[str]] = [[]]
    for char in body:
        cells = ["escape", char] if char in EXTENDED else [char]
        if len(segments[-1]) + len(cells) > 153:
            segments.append([])
        segments[-1] += cells
    return segments


@given(GSM7)
def test_escape_pairs_are_never_split(body: str) -> None:
    size = measure(body)
    segments = packed(body)

    assert size.encoding == "GSM-7"
    assert size.units == sum(map(len, segments))
    assert size.segments == (1 if size.units <= 160 else len(segments))
    assert all(segment[-1:] != ["escape"] for segment in segments)


@given(st.text(max_size=300), st.text(max_size=20))
def test_more_words_never_cost_less(body: str, more: str) -> None:
    assert measure(body + more).segments >= measure(body).segments
    assert measure(body + more).units >= measure(body).units


@given(st.text(max_size=300))
def test_a_text_is_gsm_7_exactly_if_every_character_is(body: str) -> None:
    assert (measure(body).encoding == "GSM-7") is (set(body) <= BASIC | EXTENDED)


def written(prompts: Prompts, line: Line) -> list[tuple[str, Say, str]]:
    """Every text of the line: its language, its prompt, its words; filled with all that can be in it."""
    return [
        (code, say, prompts.text(say, code)) for code in line.languages for say in every_text(prompts, line)
    ]


def every_text(prompts: Prompts, line: Line) -> list[Say]:
    """With the three longest keywords of each language, too, since `unsure` offers up to three."""
    offered = [Say("unsure", (("near", " ".join(longest(prompts, line, code))),)) for code in line.languages]
    return [*prompts.every("text"), *offered]


def longest(prompts: Prompts, line: Line, code: str) -> list[str]:
    return sorted(line.topics, key=lambda topic: -len(prompts.keyword(topic, code)))[:3]


def test_every_prompt_of_every_language_is_within_its_budget(prompts: Prompts, line: Line) -> None:
    over = [
        f"{code}: {say.prompt} takes {measure(text).segments} segments"
        for code, say, text in written(prompts, line)
        if measure(text).segments > BUDGET
    ]

    assert over == []


def test_every_prompt_in_latin_letters_is_gsm_7(prompts: Prompts, line: Line) -> None:
    ucs2 = {
        f"{code}: {say.prompt} has {''.join(sorted(set(text) - BASIC - EXTENDED))}"
        for code, say, text in written(prompts, line)
        if measure(text).encoding == "UCS-2" and is_latin(text)
    }

    assert ucs2 == set()


def is_latin(text: str) -> bool:
    return all(
        "LATIN" in unicodedata.name(char, "") for char in text if char.isalpha() and not char.isascii()
    )


def test_no_text_has_a_curly_quote_a_long_dash_or_an_ellipsis(prompts: Prompts, line: Line) -> None:
    found = {f"{code}: {say.prompt}" for code, say, text in written(prompts, line) if TYPOGRAPHIC & set(text)}

    assert found == set()
