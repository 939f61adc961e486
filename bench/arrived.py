"""What came of the reports: every code once and, opened with the desk's key, what was acknowledged."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bench.load import Run
from bench.webhooks import Request
from bench.wording import sent
from ivr import envelope
from ivr.envelope import EnvelopeError
from ivr.seal import SealError, open_sealed

CODE = re.compile(rb"\b([A-Z2-9]{3})-([A-Z2-9]{3})\b")
SENT = {sent("en"), sent("es")}


class Accepted:
    """What people were told: which of their words are kept, and under which code."""

    def __init__(self) -> None:
        self.words: dict[str, list[str]] = defaultdict(list)
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.answers = 0

    def hear(self, request: Request, answer: bytes, right: bool) -> None:
        self.answers += 1
        if not right:
            return
        if request.words and request.words not in self.words[request.who]:  # a copy keeps nothing more
            self.words[request.who].append(request.words)
        if request.expected in SENT and (found := CODE.search(answer)):
            self.codes[request.who].add((found[1] + found[2]).decode().lower())

    @property
    def expected(self) -> dict[str, list[str]]:
        """The words behind each code."""
        return {code: self.words[who] for who, codes in self.codes.items() for code in codes}


def wrong(accepted: Accepted, inbox: Path, identity: str) -> Iterator[str]:
    """A sentence for each report that is not there as it was promised; none when all are."""
    expected = accepted.expected
    files = sorted(inbox.glob("*.zip"))
    found = Counter(file.name[:6] for file in files)
    yield from (
        f"{len(codes)} codes were told to one person" for codes in accepted.codes.values() if len(codes) > 1
    )
    if len(expected) < sum(map(len, accepted.codes.values())):
        yield "one code was told to two people"
    yield from (f"{code} is not there" for code in expected.keys() - found.keys())
    yield from (f"{code} is there {times} times" for code, times in found.items() if times > 1)
    yield from (f"{code} is there, and nobody was told so" for code in found.keys() - expected.keys())
    for file in files:
        if (code := file.name[:6]) in expected and (words := _words(file, identity)) != expected[code]:
            yield f"{code} holds {len(words)} texts, {len(expected[code])} were acknowledged, or others"


def _words(file: Path, identity: str) -> list[str]:
    try:
        _, answers = envelope.unpack(file.read_bytes())
        return [open_sealed(identity, sealed) for texts in answers.values() for sealed in texts]
    except (EnvelopeError, SealError):
        return []


def missing(accepted: Accepted, inbox: Path) -> set[str]:
    """The codes that were told and have not arrived."""
    return accepted.expected.keys() - {file.name[:6] for file in inbox.glob("*.zip")}


def told(run: Run) -> dict[str, object]:
    """A run in figures."""
    return {
        "requests": len(run.times),
        "seconds": round(run.seconds, 1),
        "per_second": round(run.per_second),
        **run.milliseconds(),
        "without_a_right_answer": len(run.wrong),
        "like": run.wrong[:3],
    }
