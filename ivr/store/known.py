"""What is kept of a message and of its sender, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import String, bindparam, literal_column, select

from ivr.core.session import Draft
from ivr.store.prepared import Prepared
from ivr.store.tables import DRAFTS, MESSAGES, THREADS

COLUMNS = Draft.__slots__  # of drafts, beside the sender

SENDER, MESSAGE = bindparam("of_sender", type_=String), bindparam("of_message", type_=String)
# One row, even where nothing is kept.
READ = Prepared(
    select(
        MESSAGES.c.reply,
        THREADS.c.language,
        THREADS.c.touched,
        *(DRAFTS.c[name] for name in COLUMNS),
    ).select_from(
        select(literal_column("1").label("one"))
        .subquery("asked")
        .outerjoin(DRAFTS, DRAFTS.c.sender == SENDER)
        .outerjoin(THREADS, THREADS.c.sender == SENDER)
        .outerjoin(MESSAGES, MESSAGES.c.id == MESSAGE)
    )
)


@dataclass(frozen=True, slots=True)
class Known:
    """`repeated`: the reply that this very message got before; `draft`: the sender's, and `expired`: one that
    nobody went on with in time; `language`: of the sender's thread, where another than the line's first one
    was spoken lately.
    """

    repeated: str | None = None
    draft: Draft | None = None
    expired: Draft | None = None
    language: str | None = None


def known(row: Sequence[Any], oldest: datetime) -> Known:
    """The row of READ. `oldest`: what nobody touched since is expired."""
    repeated, language, spoken, *kept = row
    draft = _draft(*kept) if kept[0] else None
    is_old = draft is not None and draft.touched <= oldest
    return Known(
        repeated,
        None if is_old else draft,
        draft if is_old else None,
        language if language and spoken > oldest.timestamp() else None,
    )


def _draft(
    report: str,
    language: str,
    question: str,
    began: float,
    touched: float,
    danger: bool,
    answered: str,
    texts: int,
) -> Draft:
    """A draft from its COLUMNS."""
    times = (datetime.fromtimestamp(began, UTC), datetime.fromtimestamp(touched, UTC))
    return Draft(report, language, question, *times, bool(danger), tuple(answered.split()), texts)
