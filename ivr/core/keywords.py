"""Turn what somebody texted or said into a meaning: exact words first, then misspelt ones.

Misspelt words are found the way SymSpell does: every keyword is filed under itself with one or two letters
left out, and so is the word at hand; what meets is measured. A look-up costs the length of the word, not of
the list.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ivr.core.line import Command, Topic

# Twilio acts on these itself when they are the whole text, and still asks the webhook (TWILIO.md, "Texts").
CARRIER_STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
CARRIER_START = frozenset({"start", "yes", "unstop"})
CARRIER_HELP = frozenset({"help", "info"})
CARRIER = CARRIER_STOP | CARRIER_START | CARRIER_HELP

# Its topic has no rivals: somebody in danger types badly, and 911 said once too often harms nobody.
DANGER = "danger"
LONGEST_FUZZY = (
    6  # words; in a longer text a near miss is more often a word of its own than a keyword misspelt
)


@dataclass(frozen=True, slots=True)
class Understood:
    """`alone`: the keyword was all there was, but for politeness; only then may it interrupt a report."""

    topic: str
    language: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Unsure:
    """Nothing fits exactly; these topics, at most three, are equally near. The most urgent stands first."""

    topics: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Unknown:
    pass


Meaning = Understood | Unsure | Unknown


def normalise(text: str) -> str:
    """Lower case, no accents, no punctuation, no emoji, single spaces: "¿POLICÍA?!" and "policia" are the
    same.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return " ".join(text.translate(_PLAIN).casefold().split())


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
    return f" {char} " if "\u3400" <= char <= "\u9fff" else char


_PLAIN = _Plain()


@dataclass(frozen=True, slots=True)
class _Filed:
    rank: int
    topic: str
    language: str
    word: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase in a text: words `start` to `end`, the end not included."""

    start: int
    end: int
    filed: _Filed

    def covers(self, other: "_Found") -> bool:
        return (
            self.start <= other.start
            and other.end <= self.end
            and self.end - self.start > other.end - other.start
        )


def _outermost(found: list[_Found]) -> list[_Found]:
    """Without phrases inside of longer ones: "Boston police" is about Boston, not about the police."""
    return [one for one in found if not any(other.covers(one) for other in found)]


class Vocabulary:
    """All the words of a line, filed for looking up. Build once at start; `understand` keeps nothing."""

    def __init__(
        self,
        topics: Mapping[str, Topic],
        polite: Iterable[str] = (),
        commands: Mapping[str, Command] | None = None,
    ) -> None:
        self._polite = frozenset(polite)
        self._commands = dict(commands or {})
        self._phrases: dict[str, list[tuple[tuple[str, ...], _Filed]]] = {}
        self._near: dict[str, list[_Filed]] = {}
        self._keywords: dict[str, dict[str, _Filed]] = {}
        for rank, topic in enumerate(topics.values()):
            for language, phrases in topic.phrases.items():
                for phrase in phrases:
                    # "quitarme la vida" is looked for without "la", which no text keeps either
                    plain = " ".join(self._core(phrase))
                    filed = _Filed(rank, topic.id, language, plain)
                    self._file(plain, filed)
                    if phrase in topic.keywords:
                        self._keywords.setdefault(plain, {}).setdefault(language, filed)

    def _file(self, phrase: str, filed: _Filed) -> None:
        words = tuple(phrase.split())
        self._phrases.setdefault(words[0], []).append((words, filed))
        if len(words) == 1:
            for key in _with_letters_left_out(phrase):
                self._near.setdefault(key, []).append(filed)

    def understand(self, text: str, prefer: str = "") -> Meaning:
        """The meaning of `text`. `prefer` is a language code: it wins where a word is the same in several."""
        core = self._core(text)
        if found := _outermost(list(self._exact(core))):
            best = min(
                found, key=lambda one: (one.filed.rank, one.filed.language != prefer, one.start - one.end)
            )
            alone = best.end - best.start == len(core)
            return Understood(best.filed.topic, best.filed.language, alone)
        return self._misspelt(core, prefer) if len(core) <= LONGEST_FUZZY else Unknown()

    def keyword(self, text: str, prefer: str = "") -> Understood | None:
        """The keyword, if the text is nothing but that, spelt right."""
        by_language = self._keywords.get(" ".join(self._core(text)))
        if not by_language:
            return None
        filed = by_language.get(prefer) or next(iter(by_language.values()))
        return Understood(filed.topic, filed.language, alone=True)

    def is_shared(self, text: str) -> bool:
        """Whether the text is a keyword that several languages have: it does not tell which one is meant."""
        return len(self._keywords.get(" ".join(self._core(text)), ())) > 1

    def mentions(self, text: str) -> frozenset[str]:
        """The topics whose words, spelt right, are anywhere in the text."""
        return frozenset(one.filed.topic for one in self._exact(self._core(text)))

    def command(self, text: str) -> Command | None:
        """The command of a report (next, back, send, erase), if the text is nothing but that, spelt right."""
        return self._commands.get(" ".join(self._core(text)))

    def _core(self, text: str) -> list[str]:
        words = normalise(text).split()
        return [word for word in words if word not in self._polite] or words

    def _exact(self, words: list[str]) -> Iterator["_Found"]:
        for start, word in enumerate(words):
            for phrase, filed in self._phrases.get(word, ()):
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield _Found(start, start + len(phrase), filed)

    def _misspelt(self, words: list[str], prefer: str) -> Meaning:
        near = sorted(
            (
                filed.topic != DANGER,
                distance,
                filed.rank,
                filed.language != prefer,
                filed.topic,
                filed.language,
            )
            for word in words
            if word not in CARRIER
            for distance, filed in self._nearest(word)
        )
        if not near:
            return Unknown()
        *_, topic, language = near[0]
        rivals = dict.fromkeys(row[4] for row in near if row[:2] == near[0][:2])
        if len(rivals) == 1:
            return Understood(topic, language, alone=len(words) == 1)
        return Unsure(tuple(rivals)[:3], language)

    def _nearest(self, word: str) -> Iterator[tuple[int, _Filed]]:
        for key in _with_letters_left_out(word):
            for filed in self._near.get(key, ()):
                distance = edits(word, filed.word)
                if distance <= _allowed(filed.word):
                    yield distance, filed


def _allowed(keyword: str) -> int:
    # Short words have too many neighbours ("fire", "five"); long ones survive two slips ("emergancey").
    return 0 if len(keyword) < 5 else 1 if len(keyword) < 7 else 2


def _with_letters_left_out(word: str) -> set[str]:
    if len(word) > 24:  # no keyword is that long, and the subsets would be many
        return set()
    return {
        "".join(char for place, char in enumerate(word) if place not in gone)
        for count in range(_allowed(word) + 1)
        for gone in combinations(range(len(word)), count)
    }


def edits(a: str, b: str) -> int:
    """How many letters were added, lost, changed or swapped with a neighbour (optimal string alignment)."""
    above: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        before, above, row = above, row, [i]
        for j, right in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (left != right)))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                row[j] = min(row[j], before[j - 2] + 1)
    return row[-1]
