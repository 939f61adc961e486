"""Turn what somebody texted or said into a meaning: exact words first, then misspelt ones.

Every keyword is filed under itself with one or two letters left out, and so is the word at hand; what meets
is measured (spelling.py). A look-up costs the length of the word, not of the list.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.core.line import Command, Line
from ivr.core.spelling import allowed, edits, is_han, normalise, with_letters_left_out

# Twilio acts on these itself when they are the whole text, and still asks the webhook (TWILIO.md, "Texts").
CARRIER_STOP = frozenset({"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"})
CARRIER_START = frozenset({"start", "yes", "unstop"})
CARRIER_HELP = frozenset({"help", "info"})
CARRIER = CARRIER_STOP | CARRIER_START | CARRIER_HELP

# Its topic has no rivals: somebody in danger types badly, and 911 said once too often harms nobody.
DANGER = "danger"
# A cry that names nothing else ("help me"): answered like danger, but whatever else is named goes before it.
CRY = "help"
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


@dataclass(frozen=True, slots=True)
class Heard:
    """What a caller said: the topics that they want, the most urgent first.

    `only`: beside topics nothing was said but words that ask ("I want to talk to") or refuse; `refused`: a
    topic was named and not wanted ("no police").
    """

    topics: tuple[str, ...] = ()
    language: str = ""
    only: bool = False
    refused: bool = False


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

    def __init__(self, line: Line) -> None:
        self._small, self._commands = line.small_words, line.commands
        self._phrases: dict[str, list[tuple[tuple[str, ...], _Filed]]] = {}
        self._near: dict[str, list[_Filed]] = {}
        self._keywords: dict[str, dict[str, _Filed]] = {}
        self._han = next((code for code in line.languages if _writes_han(line, code)), "")
        for rank, topic in enumerate(line.topics.values()):
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
            for key in with_letters_left_out(phrase):
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

    def hear(self, text: str, prefer: str = "") -> Heard:
        """What is wanted by somebody who speaks, and may be connected to a person for it.

        Stricter than `understand`: a refused topic is none, and neither is a near miss, since a recogniser
        writes words that exist ("office" is not "officer").
        """
        words = self._core(text)
        found = sorted(_outermost(list(self._exact(words))), key=lambda one: one.start)
        wanted = sorted(
            (one for one in found if not self._is_refused(one, found, words)),
            key=lambda one: (one.filed.rank, one.filed.language != prefer),
        )
        named = {place for one in found for place in range(one.start, one.end)}
        beside = {word for place, word in enumerate(words) if place not in named}
        return Heard(
            tuple(dict.fromkeys(one.filed.topic for one in wanted)),
            wanted[0].filed.language if wanted else prefer,
            only=beside <= self._small.asking | self._small.negating,
            refused=len(wanted) < len(found),
        )

    def _is_refused(self, one: "_Found", found: "list[_Found]", words: list[str]) -> bool:
        """Whether a "not" stands before it that no other topic has taken: "I do not want the police"."""
        begin = max((other.end for other in found if other.end <= one.start), default=0)
        return not self._small.negating.isdisjoint(words[begin : one.start])

    def key(self, text: str) -> str:
        """The key whose name is all that was said ("two", "press star"); empty when it is none."""
        return self._small.key(self._core(text))

    def cries(self, text: str) -> bool:
        """Whether "help" is all that was said, which in a text is the carrier's word."""
        return " ".join(self._core(text)) in CARRIER_HELP

    def is_no(self, text: str) -> bool:
        """Whether the text begins with a plain no: "No, he has moved away", and not "no idea"."""
        return self._small.is_no(normalise(text))

    def keyword(self, text: str, prefer: str = "") -> Understood | None:
        """The keyword, if the text is nothing but that, spelt right."""
        by_language = self._keywords.get(" ".join(self._core(text)))
        if not by_language:
            return None
        filed = by_language.get(prefer) or next(iter(by_language.values()))
        return Understood(filed.topic, filed.language, alone=True)

    def language_of(self, text: str, otherwise: str) -> str:
        """The language that most of the small words are of; `otherwise` where none or several are."""
        words = normalise(text).split()
        if self._han and any(is_han(word) for word in words):
            return self._han
        return self._small.language(words) or otherwise

    def is_shared(self, text: str) -> bool:
        """Whether the text is a keyword that several languages have: it does not tell which one is meant."""
        return len(self._keywords.get(" ".join(self._core(text)), ())) > 1

    def mentions(self, text: str) -> frozenset[str]:
        """The topics whose words, spelt right, are anywhere in the text."""
        return frozenset(one.filed.topic for one in self._exact(self._core(text)))

    def command(self, text: str, prefer: str = "") -> Command | None:
        """The command of a report (next, back, send, erase), if the text is nothing but that, spelt right."""
        commands = self._commands.get(" ".join(self._core(text)), ())
        return next((one for one in commands if one.language == prefer), commands[0] if commands else None)

    def _core(self, text: str) -> list[str]:
        words = normalise(text).split()
        return [word for word in words if word not in self._small.polite] or words

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
            if word not in CARRIER and (len(words) == 1 or word not in self._small.ordinary)
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
        near = {id(filed): filed for key in with_letters_left_out(word) for filed in self._near.get(key, ())}
        for filed in near.values():
            distance = edits(word, filed.word)
            if distance <= allowed(filed.word):
                yield distance, filed


def _writes_han(line: Line, code: str) -> bool:
    phrases = (phrase for topic in line.topics.values() for phrase in topic.phrases.get(code, ()))
    return any(is_han(char) for phrase in phrases for char in phrase)
