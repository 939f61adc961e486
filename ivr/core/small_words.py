"""Words that are no topic's and still say something: please, I want, not, two, no, hola."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Words that are no topic's, normalised, of all languages.

    `polite` ones carry no meaning; `asking` ones ask for what is named beside them, `negating` ones refuse
    it; `ordinary` ones look like a misspelt keyword and are none; `no` and `unsure` begin an answer to "is
    anyone still in danger?". `keys`: what a key is called; `keying`: what may be said with it ("press").
    `telling`: words of any of these kinds, and others, that one language alone has, and which.
    """

    polite: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    negating: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    keys: Mapping[str, str] = field(default_factory=dict)
    keying: frozenset[str] = frozenset()
    telling: Mapping[str, str] = field(default_factory=dict)

    def key(self, words: Sequence[str]) -> str:
        """The key whose name these are, beside words like "press"; empty when it is none."""
        return self.keys.get(" ".join(word for word in words if word not in self.keying), "")

    def is_no(self, text: str) -> bool:
        """Whether a normalised text begins with a plain no, and not with "no idea"."""
        begins = [word for word in (*self.no, *self.unsure) if f"{text} ".startswith(f"{word} ")]
        return bool(begins) and max(begins, key=len) in self.no

    def language(self, words: Sequence[str]) -> str:
        """The language that most of these words are of; empty where none or several are."""
        votes = Counter(self.telling[word] for word in words if word in self.telling).most_common(2)
        return "" if not votes or (len(votes) == 2 and votes[0][1] == votes[1][1]) else votes[0][0]
