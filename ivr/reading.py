"""How many years of school a text asks for: the Flesch-Kincaid grade of English prompts.

Source: Kincaid et al. 1975, 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are pyphen's.
"""

import re
from functools import cache

import pyphen

SENTENCE_ENDS = re.compile(r"[.!?:;\n]+")
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")


def grade(text: str) -> float | None:
    """The grade, or None for a text without words. Numbers do not count."""
    words = WORD.findall(text)
    if not words:
        return None
    sentences = [part for part in SENTENCE_ENDS.split(text) if WORD.search(part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * _syllables(words) / len(words) - 15.59


def _syllables(words: list[str]) -> int:
    return sum(len(_hyphens().positions(word.lower())) + 1 for word in words)


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
