"""What is in the inbox, opened with a private key, held against what the line has said."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ivr import envelope
from ivr.core.report import code
from ivr.seal import open_sealed
from tests.chaos.reporter import Written


@dataclass(frozen=True)
class Opened:
    """A report as the desk reads it: its texts by question, each in the order of the texts."""

    id: str
    language: str
    danger: bool
    answers: dict[str, list[str]]

    @property
    def texts(self) -> list[str]:
        return [text for texts in self.answers.values() for text in texts]

    @property
    def code(self) -> str:
        return code(self.id)


def arrived(inbox: Path, key: str) -> list[Opened]:
    """Every report of the inbox. Raises EnvelopeError or SealError for one that does not open."""
    return [open_report(file, key) for file in sorted(inbox.glob("*.zip"))]


def open_report(file: Path, key: str) -> Opened:
    header, answers = envelope.unpack(file.read_bytes())
    assert header.id == file.stem
    texts = {name: [open_sealed(key, sealed) for sealed in answers[name]] for name in answers}
    return Opened(header.id, header.language, header.danger, texts)


def wrong(written: Iterable[Written], opened: Iterable[Opened]) -> Iterator[str]:
    """A sentence for each promise that was not kept; none when all is as it was said."""
    by_text = {text: report for report in opened for text in report.texts}
    left = Counter(report.id for report in opened)
    for report in written:
        found = {by_text[text].id: by_text[text] for text, _ in report.texts if text in by_text}
        if len(found) != 1:
            yield f"{report.code or 'a report without a code'} arrived {len(found)} times"
        for one in found.values():
            left[one.id] -= 1
            yield from _differs(report, one)
    yield from (f"{id} arrived, and nobody wrote it" for id, count in left.items() if count > 0)
    yield from (f"{id} is of several people" for id, count in left.items() if count < 0)


def _differs(report: Written, one: Opened) -> Iterator[str]:
    if report.code and report.code != one.code:
        yield f"{one.id} was promised as {report.code}"
    if not report.tried:
        yield f"{one.id} was sent, and nobody said SEND"
    if len(set(one.texts)) != len(one.texts):
        yield f"{one.id} holds a text twice"
    if set(one.texts) - {words for words, _ in report.texts}:
        yield f"{one.id} holds a text of somebody else"
    if not _in_order(report, one):
        yield f"{one.id} holds texts in another order"
    if lost := set(report.promised) - set(one.texts):
        yield f"{one.id} has lost {len(lost)} texts that were acknowledged as kept"
    if report.danger and not one.danger:
        yield f"{one.id} was answered as danger, and is not marked so"
    if report.language != one.language:
        yield f"{one.id} is in {one.language}"


def _in_order(report: Written, one: Opened) -> bool:
    """Whether the texts are in the order of their acknowledgements.

    A NEXT that was kept and answered to nobody moves the question on, unknown to who texts it again: in such
    a report the order is that within each question. A text whose answer was lost may be there as well.
    """
    if report.smooth:
        return one.texts == report.promised
    groups = [[text for text in texts if text in report.promised] for texts in one.answers.values()]
    return all(texts == [text for text in report.promised if text in texts] for texts in groups)
