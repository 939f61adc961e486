"""A person who writes a report: texts again until somebody answers, and writes down what was promised."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.chaos.carrier import Carrier, Text
from tests.chaos.standing import PATIENCE
from tests.chaos.wording import ASKED, KEPT, NOT_KEPT, Said, read

COMMANDS = {
    "en": {"begin": "REPORT", "on": ("NEXT", "skip", "Next please"), "send": "SEND"},
    "es": {"begin": "Reporte", "on": ("SIGUIENTE", "saltar"), "send": "Enviar"},
}
SENTENCES = {
    "en": ("somebody I know followed me home", "it was near building 7", "he has a gun", "I said “no” 😢"),
    "es": (
        "me siguió hasta mi casa",
        "fue en la biblioteca, el sábado",
        "tiene una pistola",
        "dijo ¡cállate! 😢",
    ),
}


@dataclass
class Written:
    """One report as its writer knows it. `tried`: SEND was texted; `code`: what "Saved" came with.

    `texts` holds each answer that was texted, and whether any copy of it was answered with "kept";
    `smooth`: nothing had to be texted again.
    """

    language: str
    texts: list[tuple[str, bool]] = field(default_factory=list)
    danger: bool = False
    smooth: bool = True
    tried: bool = False
    code: str = ""

    @property
    def promised(self) -> list[str]:
        return [words for words, kept in self.texts if kept]


@dataclass
class Reporter:
    """One person with one phone. `name` is in each of their texts, so that none is like any other."""

    name: str
    number: str
    language: str
    carrier: Carrier
    dice: Random
    written: list[Written] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    def report(self) -> None:
        """Write until a report is answered with a code. Told that none is open, they begin another one."""
        while not (self.written and self.written[-1].code):
            self.written.append(Written(self.language))
            self._write(self.written[-1])

    def _write(self, report: Written) -> None:
        commands = COMMANDS[self.language]
        self._until(str(commands["begin"]), {"report-intro", "report-open"})
        for question in range(self.dice.randint(1, 7)):
            # The first has an answer; the others have one, or two, or none.
            for _ in range(self.dice.randint(not question, 2)):
                self._answer(report)
            if self._until(self.dice.choice(commands["on"]), ASKED).name == "ask-review":
                break  # a NEXT that was answered to nobody has moved it further
        report.tried = True
        report.code = self._until(str(commands["send"]), {"report-sent", "report-none"}).code

    def _answer(self, report: Written) -> None:
        """Text one answer; told that it was not kept, or nothing, they text it again in a new message."""
        sentence = self.dice.choice(SENTENCES[self.language])
        for attempt in self._attempts():
            words = f"[{self.name}/{len(self.written)}/{len(report.texts)}] {sentence} ({attempt})"
            said = self._text(words)
            kept = any(one.name in KEPT for one in said)
            report.texts.append((words, kept))
            report.danger |= any(one.name == "report-kept-danger" for one in said)
            if kept:
                return

    def _until(self, body: str, wanted: set[str] | frozenset[str]) -> Said:
        """Text this until it is answered with one of these."""
        for _ in self._attempts():
            for said in self._text(body):
                if said.name in wanted:
                    return said
        raise AssertionError("unreachable")

    def _text(self, body: str) -> list[Said]:
        text = self.carrier.text(self.number, body)
        self.texts.append(text)
        said = [read(answer) for answer in text.answers]
        strange = {one.name for one in said} - KEPT - NOT_KEPT - ASKED - ENDS
        assert not strange, f"{body!r} was answered: {strange}"
        return said

    def _attempts(self) -> Iterator[int]:
        deadline = time.monotonic() + PATIENCE
        attempt = 0
        while time.monotonic() < deadline:
            yield attempt
            attempt += 1
            self.written[-1].smooth = False
            time.sleep(self.dice.uniform(0.05, 0.5))  # a person looks at the phone, and texts again
        told = [answer[:80] for text in self.texts[-3:] for answer in text.answers]
        raise AssertionError(f"{self.name} got no good answer for {PATIENCE} s, at last: {told}")


ENDS = {"report-intro", "report-open", "report-sent", "report-none", "report-empty"}


def number(place: int) -> str:
    """The place-th test number: 555-01xx in one area code after the other."""
    return f"+1{201 + place // 100}55501{place % 100:02d}"
