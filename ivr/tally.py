"""What the line counts of itself: turns, transfers, words understood, refusals, errors, and how long it took.

Every series is known at the start and made of the names in line.toml and in our sources: nothing that anybody
says, presses or sends can make a new one. Adding costs about a microsecond and touches nothing but memory.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from ivr.cells import Cells
from ivr.core.actions import Bridge, Hangup, Reply
from ivr.core.events import Called, CallEvent, DeskAnswered, Input, NoInput, Outcome, RingEnded
from ivr.core.keywords import Meaning, Understood, Unsure
from ivr.core.line import Line
from ivr.core.session import STATES, CallSession

KINDS = ("call", "text", "alarm")  # of webhooks
EVENTS = ("called", "key", "words", "silence", "desk", "ring")
GREETING = "greeting"
# A text that goes on with a report is not told from any other: the minute would lead to its sender.
TEXTS = ("keyword", "withheld", "stored", "unsaved")
WHISPERS = ("accepted", "declined")
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
Series = tuple[str, ...]  # the name of a family, and the values of its labels


@dataclass(frozen=True)
class Family:
    """A metric that only grows: what it is called, what it counts, and the labels of its series."""

    name: str
    help: str
    labels: tuple[str, ...]


TURNS = Family("line_turns", "Turns of calls by what happened and in which state.", ("event", "state"))
TEXT_TURNS = Family("line_texts", "Texts answered, by what the answer took.", ("took",))
TRANSFERS = Family("line_transfers", "Rings of a desk that ended, by outcome.", ("desk", "outcome"))
WHISPERED = Family("line_whispers", "What a desk that picked up did.", ("desk", "result"))
MEANINGS = Family("line_meanings", "Words said or texted, by what was understood.", ("result", "topic"))
REFUSED = Family("line_signature_refusals", "Webhooks that Twilio had not signed.", ("kind",))
ERRORS = Family("line_errors", "Errors that were answered with an apology.", ("kind",))
SECONDS = Family("line_answer_seconds", "Seconds from a signed webhook to its answer.", ("kind",))
COUNTED = (TURNS, TEXT_TURNS, TRANSFERS, WHISPERED, MEANINGS, REFUSED, ERRORS)
SUM = "line_answer_seconds_sum"


def series_of(line: Line) -> Iterator[Series]:
    """Every series that this line can have."""
    desks = [contact.id for contact in line.contacts.values() if contact.desk]
    yield (TURNS.name, "called", GREETING)
    yield from product([TURNS.name], EVENTS, STATES)
    yield from product([TEXT_TURNS.name], TEXTS)
    yield from product([TRANSFERS.name], desks, Outcome)
    yield from product([WHISPERED.name], desks, WHISPERS)
    yield from product([MEANINGS.name], ["understood"], line.topics)
    yield from ((MEANINGS.name, result, "") for result in ("unsure", "unknown"))
    yield from product([ERRORS.name], (*KINDS, "other"))
    for kind in KINDS:
        yield from ((REFUSED.name, kind), (SUM, kind))
        yield from ((SECONDS.name, kind, bound) for bound in (*map(str, BOUNDS), "+Inf"))


class Tally:
    """Counts for all web processes of a line: made before they are forked (`shared`), claimed in each."""

    def __init__(self, line: Line, *, shared: bool = False) -> None:
        self._places = {series: place for place, series in enumerate(series_of(line))}
        self._cells = Cells(len(self._places), **({} if shared else {"rows": 1}))
        self.claim = self._cells.claim

    def greeted(self) -> None:
        self._add(TURNS.name, "called", GREETING)

    def call(
        self, session: CallSession, event: CallEvent, replies: tuple[Reply, ...], meaning: Meaning | None
    ) -> None:
        """One turn of a call, in the state of this session; `meaning` of what was said, if anything was."""
        self._add(TURNS.name, _name(event), session.state)
        self._heard(meaning)
        if isinstance(event, RingEnded):
            self._add(TRANSFERS.name, session.desk, event.outcome)
        elif session.state == "whisper":
            for reply in replies:
                if isinstance(reply, Bridge | Hangup):
                    self._add(WHISPERED.name, session.desk, WHISPERS[isinstance(reply, Hangup)])

    def text(self, took: str, meaning: Meaning | None) -> None:
        """One text, by what its answer took: TEXTS."""
        self._add(TEXT_TURNS.name, took)
        self._heard(meaning)

    def _heard(self, meaning: Meaning | None) -> None:
        match meaning:
            case Understood(topic=topic):
                self._add(MEANINGS.name, "understood", topic)
            case Unsure():
                self._add(MEANINGS.name, "unsure", "")
            case None:
                pass
            case _:
                self._add(MEANINGS.name, "unknown", "")

    def refused(self, kind: str) -> None:
        self._add(REFUSED.name, kind)

    def failed(self, kind: str) -> None:
        self._add(ERRORS.name, kind)

    def took(self, kind: str, seconds: float) -> None:
        place = bisect_left(BOUNDS, seconds)
        self._add(SECONDS.name, kind, str(BOUNDS[place]) if place < len(BOUNDS) else "+Inf")
        self._add(SUM, kind, amount=seconds)

    def totals(self) -> dict[Series, float]:
        """Every series and its sum over all processes."""
        return {series: self._cells.total(place) for series, place in self._places.items()}

    def _add(self, *series: str, amount: float = 1) -> None:
        # A contact that came into line.toml after the start has no place, and no turn fails for that.
        if (place := self._places.get(series)) is not None:
            self._cells.add(place, amount)


def _name(event: CallEvent) -> str:
    match event:
        case Called():
            return "called"
        case Input(key=""):
            return "words"
        case Input():
            return "key"
        case NoInput():
            return "silence"
        case DeskAnswered():
            return "desk"
        case _:
            return "ring"
