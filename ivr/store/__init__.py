"""What the line keeps, in SQL: drafts and sealed answers, reports on their way, and nothing that can be read.

known.py         what is kept of a message and its sender
alone.py         most texts: one statement (answering.py)
turn (turn.py)   every other text: its reply, its draft, its answer, in one transaction
together.py      that of several texts which come at the same time: they wait for the disk together
around.py        what stands around every use of the database: its tables, its errors, a place in line
lending.py       connections, lent to one thread at a time
outbox.py        reports that were sent: claimed, delivered, opened, or stuck
alarms.py        whom to ring while a report waits, and until when somebody has confirmed
forget.py        what has expired is erased, from the write-ahead log too
figures.py       how many reports are where, for the metrics
pulses.py        when each duty of the workers last ran
watch.py         single reports, for who runs the line: stuck ones, and tests
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from ivr.core.session import Draft
from ivr.store import alone, figures, pulses, watch
from ivr.store.alarms import Alarms, Ring
from ivr.store.database import Database
from ivr.store.errors import StoreError
from ivr.store.figures import Figures
from ivr.store.forget import forget
from ivr.store.keys import message_key, sender_key
from ivr.store.known import READ, Known, known
from ivr.store.outbox import Outbox, Report
from ivr.store.pulses import Pulse
from ivr.store.turn import Turn
from ivr.store.watch import Stuck

__all__ = [
    "Alarms",
    "Figures",
    "Known",
    "Outbox",
    "Pulse",
    "Report",
    "Ring",
    "Store",
    "StoreError",
    "Stuck",
    "Turn",
    "message_key",
    "sender_key",
]


class Store:
    """The line's database. Nothing is opened before the first use; every method may raise StoreError.

    Takes `sqlite:///path` or `postgresql://…`. `draft_expires`: seconds without a text after which a draft is
    gone; `alarm_after`: seconds after SEND, and after a confirmed alarm, that a report may wait unopened.
    """

    def __init__(self, url: str, *, draft_expires: int = 86_400, alarm_after: int = 900) -> None:
        self._database = Database(url)
        self._draft_expires, self._alarm_after = draft_expires, alarm_after
        self.outbox = Outbox(self._database)
        self.alarms = Alarms(self._database, quiet_seconds=alarm_after)

    def prepare(self) -> None:
        """Make the tables that are not there yet. The first use of a process does it too."""
        self._database.prepare()

    @contextmanager
    def turn(self, sender: str, message: str, now: datetime, *, test: bool = False) -> Iterator[Turn]:
        """Everything that one text message changes: committed when the block ends, undone when it raises.

        `sender` and `message` are keys of keys.py. Turns of one sender wait for each other. `test`: the line
        texts itself, which no limit counts.
        """
        with self._database.turn() as connection:
            self._database.await_turn(connection, sender)
            turn = Turn(connection, sender, message, now, alarm_after=self._alarm_after, test=test)
            turn.load(self._draft_expires)
            yield turn

    def look(self, sender: str, message: str, now: datetime) -> Known:
        """What is kept of this very message and of its sender; asking waits for no writer."""
        row = self._database.read(READ, of_sender=sender, of_message=message)
        return known(row, now - timedelta(seconds=self._draft_expires))

    def answer(
        self,
        sender: str,
        message: str,
        was: Draft,
        now: Draft,
        *,
        sealed: tuple[str, bytes] | None,
        reply: str,
    ) -> bool:
        """Go on with a draft that `look` found; `sealed`: of which question, and the answer.

        False, and nothing was done, when something else came first: then it takes a turn.
        """
        return alone.answer(self._database, sender, message, was, now, sealed=sealed, reply=reply)

    def note(self, sender: str, message: str, reply: str, now: datetime) -> bool:
        """Remember the reply to a text that changes nothing, if nothing is kept of its sender and it is new.

        False otherwise: then it takes a turn. The commit waits for no disk: what a power cut takes away here
        is that a copy of the text, coming later, gets the same reply.
        """
        return alone.note(self._database, sender, message, reply, now)

    def forget(self, now: datetime) -> None:
        """Erase what has expired, and mend times that a wrong clock wrote. Meant for every minute."""
        forget(self._database, now, self._draft_expires)
        self.outbox.mend_times(now)

    def beat(self, pulse: Pulse) -> None:
        """Note that a duty of the workers ran."""
        pulses.beat(self._database, pulse)

    def pulses(self) -> list[Pulse]:
        return pulses.read(self._database)

    def figures(self, now: datetime) -> Figures:
        return figures.read(self._database, now, quiet_seconds=self._alarm_after)

    def stuck(self) -> list[Stuck]:
        """The reports that could not be delivered, the oldest first."""
        return watch.stuck(self._database)

    def tests(self, beginning: str = "") -> dict[str, str]:
        """The states of the line's own tests whose ids begin so, by id."""
        return watch.tests(self._database, beginning)

    def close(self) -> None:
        self._database.close()
