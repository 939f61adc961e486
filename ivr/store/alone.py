"""Texts that need no turn: what is to be written is one statement.

Each says whether it was done. It was not when something else came first; then the text takes a turn.
"""

from datetime import datetime
from functools import cache

from sqlalchemy import String, bindparam, exists, literal_column, select

from ivr.core.session import Draft
from ivr.store import answering
from ivr.store.database import Database, number
from ivr.store.errors import StoreError
from ivr.store.known import MESSAGE, SENDER
from ivr.store.prepared import Prepared
from ivr.store.tables import DRAFTS, MESSAGES, THREADS, Instant, hour
from ivr.store.upsert import inserting

TAKEN = ("SQLITE_CONSTRAINT", "23505")  # how the code of an error begins that says so of a key
# database.HASTY as a part of the one statement that it is said of.
HASTILY = select(literal_column("set_config('synchronous_commit', 'off', true)").label("said")).cte("hasty")
ANSWERING = {kind: Prepared(statement) for kind, statement in answering.STATEMENTS.items()}


def answer(
    database: Database,
    sender: str,
    message: str,
    was: Draft,
    now: Draft,
    *,
    sealed: tuple[str, bytes] | None,
    reply: str,
) -> bool:
    """The draft goes on, from as it was read to as it is now; `sealed`: the question and the answer.

    On the disk once it returns, like a turn.
    """
    question, words = sealed or (None, None)
    values = answering.values(was, now) | {
        "of_sender": sender,
        "of_question": question,
        "sealed": words,
        "message": message,
        "at": hour(now.touched),
        "reply": reply,
    }
    if database.is_postgres:
        values["number"] = number(sender)
    try:
        rows = database.run_alone(ANSWERING[database.kind], **values)
    except StoreError as error:
        if str(error).startswith(TAKEN):
            return False
        raise
    return rows == 1 or not database.is_postgres  # SQLite counts no row of a view


def note(database: Database, sender: str, message: str, reply: str, now: datetime) -> bool:
    """Remember the reply to a message, unless anything is kept of it or of its sender.

    It waits for no disk.
    """
    values = {"of_sender": sender, "of_message": message, "of_hour": hour(now), "of_reply": reply}
    return database.run_alone(_noting(database.kind), durable=False, **values) == 1


@cache
def _noting(kind: str) -> Prepared:
    row = select(MESSAGE, bindparam("of_hour", type_=Instant), bindparam("of_reply", type_=String))
    if kind == "postgresql":
        row = row.select_from(HASTILY)
    of_nobody = row.where(*(~exists().where(table.c.sender == SENDER) for table in (DRAFTS, THREADS)))
    insert = inserting(kind, MESSAGES).from_select(["id", "at", "reply"], of_nobody)
    return Prepared(insert.on_conflict_do_nothing())
