"""One text message's transaction: the reply it got before, the draft of its sender, the answers of that."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import bindparam, delete, func, insert, select

from ivr.core.session import Draft
from ivr.store.errors import StoreError
from ivr.store.keys import sender_counter
from ivr.store.known import COLUMNS, READ, SENDER, known
from ivr.store.prepared import Direct, Prepared
from ivr.store.tables import (
    ANSWERS,
    AT_ONCE,
    COUNTERS,
    DRAFTS,
    MESSAGES,
    REPORTS,
    THREADS,
    WAITING,
    hour,
)
from ivr.store.upsert import upsert

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
KEEP_ANSWER = Prepared(insert(ANSWERS).inline())  # nobody asks for its place
PUT_REPORT = Prepared(insert(REPORTS).inline())
COUNT_ANSWERS = Prepared(
    select(func.count()).select_from(ANSWERS).where(ANSWERS.c.report == bindparam("of_report"))
)
ERASE_ANSWERS = Prepared(delete(ANSWERS).where(ANSWERS.c.report == bindparam("of_report")))
DROP = tuple(Prepared(delete(table).where(table.c.sender == SENDER)) for table in (DRAFTS, THREADS))
BEGUN = Prepared(select(COUNTERS.c.begun).where(COUNTERS.c.name == bindparam("counter")))


class Turn:
    """`repeated`: the reply that this very message got before; `draft`: the sender's, unless it expired;
    `language`: of the sender's thread, where another than the line's first one was spoken.
    """

    def __init__(
        self,
        connection: Direct,
        sender: str,
        message: str,
        now: datetime,
        *,
        alarm_after: int,
        test: bool = False,
    ) -> None:
        self._connection, self._sender, self._message = connection, sender, message
        self._now, self._alarm_after = now.astimezone(UTC), timedelta(seconds=alarm_after)
        self._test = test
        self.repeated: str | None = None
        self.draft: Draft | None = None
        self.language: str | None = None

    def load(self, draft_expires: int) -> None:
        """Read what is kept of this message and its sender; an expired draft is erased here."""
        oldest = self._now - timedelta(seconds=draft_expires)
        row = READ.run(self._connection, of_sender=self._sender, of_message=self._message).fetchone()
        found = known(row, oldest)
        self.repeated, self.language, self.draft = found.repeated, found.language, found.draft
        if found.expired:
            self.draft = found.expired
            self.erase()

    @property
    def begun_today(self) -> int:
        """How many drafts this sender began on this day (UTC)."""
        return self._begun(self._sender_counter)

    @property
    def begun_this_hour(self) -> int:
        """How many drafts all senders together began in this hour (UTC)."""
        return self._begun(self._hour_counter)

    def speak(self, language: str) -> None:
        """Remember the language of the thread, for as long as a draft."""
        upsert(
            self._connection, THREADS, {"sender": self._sender, "language": language, "touched": self._now}
        )

    def save(self, draft: Draft) -> None:
        """Keep the draft as the sender's. One that is new is counted; another one is erased for it."""
        if self.draft and self.draft.report != draft.report:
            self.erase()
        if self.draft is None and not self._test:
            self._count()
        row = {name: getattr(draft, name) for name in COLUMNS}
        row |= {"sender": self._sender, "answered": " ".join(draft.answered)}
        upsert(self._connection, DRAFTS, row)
        self.draft = draft

    def keep(self, draft: Draft, question: str, sealed: bytes) -> None:
        """Add a sealed text to the answers of the draft; the order of calls is the order of texts."""
        KEEP_ANSWER.run(self._connection, report=draft.report, question=question, sealed=sealed)

    def erase(self) -> None:
        """Erase the sender's draft, if there is one, with its answers."""
        if self.draft:
            ERASE_ANSWERS.run(self._connection, of_report=self.draft.report)
        self._drop_draft()

    def send(self, draft: Draft) -> None:
        """Put the report into the outbox and let go of its sender: no row leads from one to the other.

        A test is delivered like a report, and rings nobody. Raises StoreError unless every answer is there.
        """
        (kept,) = COUNT_ANSWERS.run(self._connection, of_report=draft.report).fetchone()
        if kept != draft.texts:
            raise StoreError("answers are missing")
        ring_at = None if self._test else self._now if draft.danger else self._now + self._alarm_after
        PUT_REPORT.run(
            self._connection,
            id=draft.report,
            received=hour(self._now),
            sent_at=self._now,
            language=draft.language,
            danger=draft.danger,
            test=self._test,
            state=WAITING,
            attempts=0,
            next_try=AT_ONCE,
            ring_at=ring_at,
            mails=0,
        )
        self._drop_draft()

    def remember(self, reply: str) -> None:
        """What this message is answered if it comes again: names of prompts, never a word of the sender."""
        # To the hour only: the minute would lead from a message of the carrier's to a report.
        row = {"id": self._message, "at": hour(self._now), "reply": reply}
        upsert(self._connection, MESSAGES, row)

    def _drop_draft(self) -> None:
        for statement in DROP:
            statement.run(self._connection, of_sender=self._sender)
        self.draft = self.language = None

    def _begun(self, counter: str) -> int:
        if self._test:
            return 0
        found = BEGUN.run(self._connection, counter=counter).fetchone()
        return found[0] if found else 0

    def _count(self) -> None:
        midnight = datetime.combine(self._now.date(), time(), UTC)
        # The sender's first: all turns take these rows in one order, so none waits for one that waits for it.
        for name, expires in (
            (self._sender_counter, midnight + DAY),
            (self._hour_counter, hour(self._now) + HOUR),
        ):
            row = {"name": name, "begun": 1, "expires": expires}
            upsert(self._connection, COUNTERS, row, adding="begun")

    @property
    def _sender_counter(self) -> str:
        return sender_counter(self._sender, self._now.date().isoformat())

    @property
    def _hour_counter(self) -> str:
        return f"hour:{self._now:%Y-%m-%dT%H}"
