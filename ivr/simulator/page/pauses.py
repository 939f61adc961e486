"""Cut what is said into breaths, so that a browser's voice pauses where the telephone's does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ivr.simulator.speech import HAN_SECONDS, WORD_SECONDS, Speech, Word

BREATH_SECONDS = 0.2  # a gap beyond the word's own time that is a pause and not slowness
SLOWEST = 0.75  # rate at which the line reads its numbers
FIRST_HAN = "\u3040"
DIGITS = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Breath:
    """`text` is for the voice; it begins `offset` seconds after the speech, at `rate` times its speed."""

    text: str
    offset: float
    rate: float


def breaths(speech: Speech) -> list[Breath]:
    """Nothing for a recording or for tones: those are not said by a voice."""
    return [_breath(speech, words) for words in _cut(speech.words)]


def _cut(words: tuple[Word, ...]) -> Iterator[list[Word]]:
    held = list(words[:1])
    for word, following in pairwise(words):
        if following.offset - word.offset > _own_seconds(word) / SLOWEST + BREATH_SECONDS:
            yield held
            held = []
        held.append(following)
    if held:
        yield held


def _own_seconds(word: Word) -> float:
    if not any(character.isalnum() for character in word.text):
        return 0.0  # the full stop after a number
    return HAN_SECONDS if word.text >= FIRST_HAN else WORD_SECONDS


def _breath(speech: Speech, words: list[Word]) -> Breath:
    last = words[-1]
    text = speech.text[words[0].place : last.place + len(last.text)]
    steps = [following.offset - word.offset for word, following in pairwise(words)]
    slow = bool(steps) and all(word.text.isdigit() for word in words) and min(steps) > WORD_SECONDS * 1.1
    # A voice reads 911 as a quantity unless its digits stand apart.
    spoken = DIGITS.sub(lambda match: " ".join(match[0]), text)
    return Breath(spoken, words[0].offset, SLOWEST if slow else 1.0)
