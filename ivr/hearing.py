"""The vocabulary as turns use it: it answers as the whole one does, and remembers what it answered last."""

from threading import local

from ivr.core.keywords import Heard, Meaning, Understood, Unknown, Vocabulary
from ivr.core.line import Command


class Hearing(Vocabulary):
    """Each thread takes one turn at a time: `forget` begins one, and `meaning` is for counting it.

    A Vocabulary by its type only: every public method is its own (a test holds that), and none files a word.
    """

    def __init__(self, whole: Vocabulary) -> None:
        self._whole, self._turn = whole, local()

    def forget(self) -> None:
        self._turn.meaning = None

    @property
    def meaning(self) -> Meaning | None:
        """What the words of this turn meant; None when none were looked up."""
        return getattr(self._turn, "meaning", None)

    def understand(self, text: str, prefer: str = "") -> Meaning:
        self._turn.meaning = meaning = self._whole.understand(text, prefer)
        return meaning

    def keyword(self, text: str, prefer: str = "") -> Understood | None:
        found = self._whole.keyword(text, prefer)
        self._turn.meaning = found or self.meaning
        return found

    def hear(self, text: str, prefer: str = "") -> Heard:
        heard = self._whole.hear(text, prefer)
        self._turn.meaning = (
            Understood(heard.topics[0], heard.language, heard.only) if heard.topics else Unknown()
        )
        return heard

    def key(self, text: str) -> str:
        return self._whole.key(text)

    def cries(self, text: str) -> bool:
        return self._whole.cries(text)

    def is_no(self, text: str) -> bool:
        return self._whole.is_no(text)

    def language_of(self, text: str, otherwise: str) -> str:
        return self._whole.language_of(text, otherwise)

    def is_shared(self, text: str) -> bool:
        return self._whole.is_shared(text)

    def mentions(self, text: str) -> frozenset[str]:
        return self._whole.mentions(text)

    def command(self, text: str, prefer: str = "") -> Command | None:
        return self._whole.command(text, prefer)
