"""Words as they are compared: without case, accents and signs, and how far one is from another.

Neighbours are found the way SymSpell does: a word meets another where both have lost a letter or two.
"""

import unicodedata

LONGEST = 24  # letters; no keyword is that long, and the subsets would be many


def normalise(text: str) -> str:
    """Lower case, no accents, no punctuation, no emoji, single spaces: "¿POLICÍA?!" and "policia" are the
    same.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return " ".join(text.translate(_PLAIN).casefold().split())


def bare(text: str) -> str:
    """A text as the carrier compares it with words of its own: "Stop!" is none of them."""
    return text.strip().casefold()


class _Plain(dict[int, str]):
    """What is left of a character, found out once for each: a text is read several times in a turn."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


def _plain(char: str) -> str:
    # Mn: the accents that NFKD has split off. Cf: invisible joiners, which would tear a word apart.
    if char in "'’" or unicodedata.category(char) in ("Mn", "Cf"):
        return ""
    if not char.isalnum():
        return " "
    # Chinese has no spaces between words: each character is one, and a word of two is a phrase.
    return f" {char} " if is_han(char) else char


def is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


_PLAIN = _Plain()


def allowed(keyword: str) -> int:
    """How many slips a keyword survives.

    Short words have too many neighbours ("fire", "five"), and "warning" is two letters from "morning"; long
    ones survive two ("emergancey").
    """
    return 0 if len(keyword) < 5 else 1 if len(keyword) < 9 else 2


def with_letters_left_out(word: str) -> set[str]:
    """The word, and every word that is left of it without as many letters as it survives."""
    if len(word) > LONGEST:
        return set()
    left = found = {word}
    for _ in range(allowed(word)):
        left = {one[:place] + one[place + 1 :] for one in left for place in range(len(one))}
        found = found | left
    return found


def edits(a: str, b: str) -> int:
    """How many letters were added, lost, changed or swapped with a neighbour (optimal string alignment)."""
    a, b = _without_same_ends(a, b)
    above: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, above, row = above, row, [i]
        for j, right in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                row[j] = min(row[j], before[j - 2] + 1)
    return row[-1]


def _without_same_ends(a: str, b: str) -> tuple[str, str]:
    """What is left between the letters in which both begin and end: most slips leave one or two."""
    shorter = min(len(a), len(b))
    begin = next((place for place in range(shorter) if a[place] != b[place]), shorter)
    most = shorter - begin
    end = next((place for place in range(most) if a[-1 - place] != b[-1 - place]), most)
    return a[begin : len(a) - end], b[begin : len(b) - end]
