"""How long words take: the clock of the stand-in says when somebody hears what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator.clock import Clock
from ivr.simulator.segments import count_segments
from ivr.simulator.speech import WORD_SECONDS, measure, measure_text
from ivr.simulator.twiml import parse
from tests.documents import needs_oracles, oracle


@pytest.mark.parametrize(
    ("say", "words", "seconds"),
    [
        ("Hello there.", "Hello there.", 2 * WORD_SECONDS),
        ("Dial 911", "Dial 911", 4 * WORD_SECONDS),
        ("617-253-2300", "617-253-2300", 10 * WORD_SECONDS),
        ("one<break time='500ms'/>two", "one two", 2 * WORD_SECONDS + 0.5),
        ("one <break strength='x-strong'/> two", "one two", 2 * WORD_SECONDS + 1),
        ("<prosody rate='50%'>very slow</prosody> now", "very slow now", 5 * WORD_SECONDS),
        ("<say-as interpret-as='characters'>VPR</say-as>", "VPR", 3 * WORD_SECONDS),
        ("<sub alias='Violence Prevention'>VP</sub>.", "Violence Prevention.", 2 * WORD_SECONDS),
        ("<p>One.</p><p>Two.</p>", "One. Two.", 2 * WORD_SECONDS),
        ("请拨打911", "请拨打911", 5 * WORD_SECONDS),
        ("\n   spread\n   over lines ", "spread over lines", 3 * WORD_SECONDS),
        ("", "", 0),
    ],
)
def test_words_and_seconds(say: str, words: str, seconds: float) -> None:
    speech = measure(parse(f"<Response><Say>{say}</Say></Response>")[0])

    assert speech.text == words
    assert speech.seconds == pytest.approx(seconds)


def test_a_phrase_begins_when_what_stands_before_it_has_been_said() -> None:
    speech = measure_text("If you are in danger, hang up and dial 911 now.")

    assert speech.offset_of("911") == pytest.approx(9 * WORD_SECONDS)
    with pytest.raises(ValueError, match="not found"):
        speech.offset_of("nobody says this")


@given(st.lists(st.text("abc 19请é.,-", max_size=8), max_size=8).map(" ".join))
def test_words_come_in_order_and_within_the_time(text: str) -> None:
    speech = measure_text(text)

    offsets = [word.offset for word in speech.words]
    assert offsets == sorted(offsets)
    assert all(speech.text[word.place :].startswith(word.text) for word in speech.words)
    assert not offsets or offsets[-1] <= speech.seconds


def test_time_moves_only_when_told_and_things_happen_in_order() -> None:
    clock, happened = Clock(), list[str]()
    clock.at(2, lambda: happened.append("second"))
    clock.at(1, lambda: happened.append("first"))
    clock.at(1, lambda: happened.append("first, too"))
    clock.at(1.5, lambda: happened.append("never")).cancel()

    assert happened == []
    clock.advance(2)

    assert happened == ["first", "first, too", "second"]
    assert (clock.now, clock.wall().second) == (2, 2)


@needs_oracles
def test_segments_are_counted_as_twilio_counts_them() -> None:
    vectors = oracle("sms_segment_vectors.json")["vectors"]

    wrong = [vector for vector in vectors if count_segments(vector["body"]) != max(vector["segments"], 1)]

    assert wrong == []
