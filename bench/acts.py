"""What texts and reports do to the store, one after the other, by somebody whom nobody has seen before."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from statistics import median

from bench import BenchError
from bench.load import Run
from ivr.core.session import Draft
from ivr.keeping import new_id
from ivr.store import Known, Store, message_key, sender_key

SECRET = b"a secret of the measurement alone"
SEALED = bytes(912)  # as large as a text of one segment, sealed to two keys
SAID = '["en", [["%s", [], ""]]]'


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Person:
    """Somebody who reports."""

    report: str = field(default_factory=new_id)
    now: datetime = field(default_factory=_now)

    @property
    def sender(self) -> str:
        return sender_key(SECRET, self.report)

    @property
    def begun(self) -> Draft:
        return Draft(self.report, "en", "what", self.now, self.now)

    @property
    def draft(self) -> Draft:
        return replace(self.begun, answered=("what",), texts=1)

    def message(self, place: int) -> str:
        return message_key(SECRET, f"{self.report} {place}")


def note(store: Store, person: Person) -> bool:
    """A text that changes nothing, of somebody of whom nothing is kept."""
    known = store.look(person.sender, person.message(0), person.now)
    return known == Known() and store.note(person.sender, person.message(0), SAID % "police", person.now)


def note_again(store: Store, person: Person) -> bool:
    """The same text once more: what it was answered is known."""
    return store.look(person.sender, person.message(0), person.now).repeated == SAID % "police"


def begin(store: Store, person: Person) -> bool:
    """REPORT, with the counters of the sender and of the hour."""
    with store.turn(person.sender, person.message(1), person.now) as turn:
        new = turn.draft is None and turn.begun_today == 0 and turn.begun_this_hour >= 0
        turn.save(person.begun)
        turn.remember(SAID % "report-first")
    return new


def answer(store: Store, person: Person) -> bool:
    message, reply = person.message(2), SAID % "report-kept"
    begun = store.look(person.sender, message, person.now).draft
    if begun is None:
        return False
    return store.answer(person.sender, message, begun, person.draft, sealed=("what", SEALED), reply=reply)


def send(store: Store, person: Person) -> bool:
    with store.turn(person.sender, person.message(3), person.now) as turn:
        turn.send(person.draft)
        turn.remember(SAID % "report-sent")
    return True


def claim_any(store: Store, person: Person) -> bool:
    """The sweeper's: what is due longest, which here is this report alone."""
    return _is_its(store.outbox.claim(person.now), person)


def claim_named(store: Store, person: Person) -> bool:
    """The worker's: the one that the doorbell named."""
    return _is_its(store.outbox.claim(person.now, person.report), person)


def _is_its(claimed: object, person: Person) -> bool:
    return getattr(claimed, "id", None) == person.report and getattr(claimed, "answers", None) == {
        "what": [SEALED]
    }


def delivered(store: Store, person: Person) -> bool:
    store.outbox.delivered(person.report, person.now)
    return True


Act = Callable[[Store, Person], bool]
BEFORE: dict[str, Act] = {
    "a text, noted": note,
    "the same text again": note_again,
    "REPORT": begin,
    "an answer": answer,
    "SEND": send,
}
# A report is claimed by one of the two.
CLAIMS: dict[str, Act] = {"the sweeper's claim": claim_any, "the worker's claim": claim_named}
ACTS: dict[str, Act] = BEFORE | CLAIMS | {"delivered": delivered}


Times = dict[str, Run]  # of each act


def timed(stores: Mapping[int, Store], number: int) -> dict[int, Times]:
    """The times of each act in each store, `number` times at least; person by person in turn, so that a busy
    moment of the machine meets all stores. Raises BenchError when an act did not do its work.
    """
    times = {rows: {name: Run() for name in ACTS} for rows in stores}
    for _ in range(number):
        for claim in CLAIMS:
            for rows, store in stores.items():
                _live(store, Person(), claim, times[rows])
    return times


def _live(store: Store, person: Person, claim: str, runs: Times) -> None:
    for name, act in (BEFORE | {claim: CLAIMS[claim], "delivered": delivered}).items():
        began = time.perf_counter()
        did = act(store, person)
        runs[name].times.append(time.perf_counter() - began)
        if not did:
            raise BenchError(f"{name}: the store did something else")


def costs(rounds: Sequence[Times]) -> dict[str, dict[str, float]]:
    """Microseconds of each act: the median, and the p99, each the middle one of the rounds, since a busy
    moment of the machine makes one of them worse.
    """
    return {name: {"median": _middle(rounds, name, 0.5), "p99": _middle(rounds, name, 0.99)} for name in ACTS}


def _middle(rounds: Sequence[Times], name: str, share: float) -> float:
    return round(median(runs[name].percentile(share) for runs in rounds) * 1e6)
