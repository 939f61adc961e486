"""How long words take to say, so that the clock can tell when somebody hears what.

The rate is constant: 160 words a minute. A digit is a word ("911" is three), a Chinese character is two
thirds of one, a break lasts as long as it says, and `prosody rate` stretches what is inside.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

WORD_SECONDS = 60 / 160
HAN_SECONDS = WORD_SECONDS * 2 / 3
BREAKS = {"none": 0.0, "x-weak": 0.0, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.0}
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}
SPELLED = ("characters", "spell-out", "digits", "telephone")
_HAN = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_TOKENS = re.compile(rf"\s+|\d|[{_HAN}]|[^\s\d{_HAN}]+")


@dataclass(frozen=True)
class Word:
    text: str
    offset: float  # seconds after the speech began
    place: int  # index of its first character in the whole text


@dataclass(frozen=True)
class Speech:
    """`text` is what is said, on one line; `seconds` how long it takes."""

    text: str
    seconds: float
    words: tuple[Word, ...] = ()

    def offset_of(self, phrase: str) -> float:
        """Seconds from the beginning to the first character of the phrase; ValueError when it is not said."""
        place = self.text.index(phrase)
        spoken = [word for word in self.words if word.place <= place]
        return spoken[-1].offset if spoken else 0.0


def measure(say: Element) -> Speech:
    """The words of a `Say` (or of any element of speech) and their times."""
    text, clock, words = "", 0.0, []
    for piece, seconds in _pieces(say, rate=1.0, spelled=False):
        if piece and not piece.isspace():
            words.append(Word(piece, clock, len(text)))
        if piece and not (piece.isspace() and (not text or text.endswith(" "))):
            text += piece
        clock += seconds
    return Speech(text.rstrip(), clock, tuple(words))


def measure_text(text: str) -> Speech:
    """The same for words without markup."""
    say = Element("Say")
    say.text = text
    return measure(say)


def _pieces(element: Element, rate: float, spelled: bool) -> Iterator[tuple[str, float]]:
    """Words, characters and spaces with their seconds; a break is a space that takes time."""
    if element.tag == "break":
        yield " ", _break_seconds(element)
    elif element.tag == "sub":
        yield from _said(element.get("alias", ""), rate, spelled)
    else:
        rate *= _rate(element.get("rate", "medium")) if element.tag == "prosody" else 1.0
        spelled = spelled or element.get("interpret-as") in SPELLED
        yield from _said(element.text or "", rate, spelled)
        for child in element:
            yield from _pieces(child, rate, spelled)
            # Paragraphs and sentences stand apart, other markup sits in the middle of the words.
            yield from _said((" " if child.tag in ("p", "s") else "") + (child.tail or ""), rate, spelled)


def _said(text: str, rate: float, spelled: bool) -> Iterator[tuple[str, float]]:
    for token in _TOKENS.findall(text):
        if token.isspace():
            yield " ", 0.0
        elif spelled:
            yield from ((letter, WORD_SECONDS * letter.isalnum() / rate) for letter in token)
        elif re.match(f"[{_HAN}]", token):
            yield token, HAN_SECONDS / rate
        else:
            yield token, WORD_SECONDS * any(c.isalnum() for c in token) / rate


def _break_seconds(element: Element) -> float:
    if amount := element.get("time"):
        return float(amount[:-2]) / 1000 if amount.endswith("ms") else float(amount.removesuffix("s"))
    return BREAKS[element.get("strength", "medium")]


def _rate(value: str) -> float:
    return RATES[value] if value in RATES else float(value.removesuffix("%")) / 100
