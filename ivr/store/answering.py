"""A text of a report in one statement: its draft goes on, its answer and its reply are kept, or nothing is.

Nothing is where the draft is not any more as it was read, or the message was answered before.

Between two statements of a transaction any other thread may have the interpreter, while all who write wait.
Postgres is asked once instead of seven times: half as many answers more in a second (measured).
"""

from typing import Any

from sqlalchemy import BigInteger, LargeBinary, String, TextClause, bindparam, text

from ivr.core.session import Draft
from ivr.store.tables import DRAFTS, Instant

GOES_ON = ("language", "question", "touched", "danger", "answered", "texts")  # what a text may change
WAS, IS = {name: f"was_{name}" for name in ("report", *GOES_ON)}, {name: f"is_{name}" for name in GOES_ON}
ANSWER = ("of_question", "sealed")  # of none, where a text is no answer
REPLY = ("message", "at", "reply")
VALUES = ("of_sender", *WAS.values(), *IS.values(), *ANSWER, *REPLY)


def _sql(value: str) -> tuple[str, str]:
    """The two parts that both databases have; `value`: how a value is written, as %s."""
    changes = ", ".join(f"{name} = {value % new}" for name, new in IS.items())
    same = " AND ".join(f"{name} = {value % old}" for name, old in WAS.items())
    return changes, f"sender = {value % 'of_sender'} AND {same}"


def _sqlite() -> tuple[str, ...]:
    """SQLite knows several changes in one statement only as a trigger. It and its view are the connection's
    own (TEMP): nothing of it is in the file.
    """
    changes, unchanged = _sql("NEW.%s")
    return (
        f"CREATE TEMP VIEW answering AS SELECT {', '.join(f'NULL AS {name}' for name in VALUES)}",
        f"""CREATE TEMP TRIGGER answer INSTEAD OF INSERT ON answering BEGIN
            UPDATE drafts SET {changes} WHERE {unchanged};
            SELECT RAISE(ABORT, 'another text came first') WHERE changes() = 0;
            INSERT INTO answers (report, question, sealed)
                SELECT NEW.was_report, NEW.of_question, NEW.sealed WHERE NEW.sealed IS NOT NULL;
            INSERT INTO messages (id, at, reply) VALUES (NEW.message, NEW.at, NEW.reply);
        END""",  # noqa: S608  # names of ours, as below
    )


def _postgres() -> str:
    # The sender's lock, as a turn takes it: else an answer might be kept of a draft that is being erased.
    changes, unchanged = _sql(":%s")
    return f"""WITH
        mine AS MATERIALIZED (SELECT pg_advisory_xact_lock(:number)),
        draft AS (UPDATE drafts SET {changes} FROM mine WHERE {unchanged} RETURNING report),
        answer AS (
            INSERT INTO answers (report, question, sealed)
            SELECT report, :of_question, sealed FROM draft, (SELECT CAST(:sealed AS bytea) AS sealed) AS one
            WHERE sealed IS NOT NULL
        )
        INSERT INTO messages (id, at, reply) SELECT :message, :at, :reply FROM draft"""  # noqa: S608


def _typed(sql: str) -> TextClause:
    kinds: dict[str, Any] = dict.fromkeys(VALUES, String)
    for name in GOES_ON:
        kinds[WAS[name]] = kinds[IS[name]] = DRAFTS.c[name].type
    kinds |= {"sealed": LargeBinary, "at": Instant, "number": BigInteger}
    return text(sql).bindparams(
        *(bindparam(name, type_=kind) for name, kind in kinds.items() if f":{name}" in sql)
    )


MAKE_SQLITE = _sqlite()  # for each of its connections
STATEMENTS = {
    "sqlite": _typed(f"INSERT INTO answering VALUES ({', '.join(f':{name}' for name in VALUES)})"),  # noqa: S608
    "postgresql": _typed(_postgres()),
}


def values(was: Draft, now: Draft) -> dict[str, Any]:
    """The parameters that tell of the draft, as it was read and as it is to be."""
    before = {parameter: _value(was, name) for name, parameter in WAS.items()}
    return before | {parameter: _value(now, name) for name, parameter in IS.items()}


def _value(draft: Draft, name: str) -> Any:
    return " ".join(draft.answered) if name == "answered" else getattr(draft, name)
