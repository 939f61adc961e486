"""The vocabulary as turns use it: it answers as the whole one does, and remembers what it answered last."""

from threading import local

from ivr.core.keywords import Meaning, Understood, Vocabulary
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

    def is_shared(self, text: str) -> bool:
        return self._whole.is_shared(text)

    def mentions(self, text: str) -> frozenset[str]:
        return self._whole.mentions(text)

    def command(self, text: str) -> Command | None:
        return self._whole.command(text)
