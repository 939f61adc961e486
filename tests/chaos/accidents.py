"""Things that go wrong while somebody's number and words are at hand. Each gives what it was answered."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random

from ivr.simulator.signature import sign
from ivr.simulator.transport import Fields, Reply, http_transport
from ivr.store import message_key, sender_key
from tests.chaos.carrier import Carrier
from tests.chaos.person import Person
from tests.chaos.standing import Standing
from tests.chaos.wording import read

# Refused, and small enough to be sent whole: the line hangs up on a larger one in the middle.
LARGEST_FORM = 64 * 1024


def texter(line: Standing, number: str) -> Person:
    """Somebody with that number and a report open."""
    one = Person(number, Carrier(line.sms_url, line.token, Random(number), number[-8:], doubled=0))
    one.text("REPORT")
    return one


def unreadable_draft(line: Standing, number: str, words: str) -> str:
    one = texter(line, number)
    with database(line) as rows:
        rows.execute("UPDATE drafts SET touched = 'soon' WHERE sender = ?", [_sender(line, number)])
    return one.text(words).name


def unknown_question(line: Standing, number: str, words: str) -> str:
    """The report is kept and sent, and cannot be packed: the worker has something to say as well."""
    one = texter(line, number)
    with database(line) as rows:
        rows.execute("UPDATE drafts SET question = 'why' WHERE sender = ?", [_sender(line, number)])
    one.text(words)
    said = one.text("NEXT").name
    one.sends()
    return said


def unreadable_reply(line: Standing, number: str, words: str) -> str:
    text = texter(line, number).carrier.text(number, words)
    with database(line) as rows:
        rows.execute("UPDATE messages SET reply = '[' WHERE id = ?", [message_key(line.secret, text.sid)])
    Carrier(line.sms_url, line.token, Random(), "").ask(text)
    return read(text.answers[-1]).name


def missing_table(line: Standing, number: str, words: str) -> str:
    one = texter(line, number)
    with database(line) as rows:
        rows.execute("ALTER TABLE answers RENAME TO gone")
    said = one.text(words).name
    with database(line) as rows:
        rows.execute("ALTER TABLE gone RENAME TO answers")
    return said


def locked_database(line: Standing, number: str, words: str) -> str:
    one = texter(line, number)
    with database(line) as rows:
        rows.execute("BEGIN EXCLUSIVE")
        said = one.text(words).name
        rows.execute("ROLLBACK")
    return said


def a_call(line: Standing, number: str, words: str) -> list[int]:
    """A whole call with an unknown word of the carrier's in it; the statuses of the answers."""
    caller = (("CallSid", f"CA{number[1:]}"), ("From", number), ("Caller", number))
    menu, ring = "/voice/menu?language=en&subject=main", "/voice/ring?desk=vpr&language=en&subject=main"
    return [
        _post(line, "/voice", caller).status,
        _post(line, menu, (*caller, ("SpeechResult", words))).status,
        _post(line, ring, (*caller, ("DialCallStatus", words))).status,
        _post(line, f"/voice/menu?language={number[1:]}", caller).status,
    ]


def strangers(line: Standing, number: str, words: str) -> list[int]:
    """Requests that are refused: unsigned, much too long, to an address that is none."""
    form = (("From", number), ("Body", words), ("MessageSid", f"SM{number[1:]}"))
    return [
        _post(line, "/sms", form, token="not the token").status,
        _post(line, "/sms", (*form, ("More", words * (LARGEST_FORM // len(words) + 1)))).status,
        _post(line, f"/sms/{number[1:]}", form).status,
        http_transport()("GET", f"{line.sms_url}?From={number[1:]}", (), {}).status,
    ]


@contextmanager
def database(line: Standing) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(line.folder / "line.db", isolation_level=None)) as connection:
        yield connection


def _sender(line: Standing, number: str) -> str:
    return sender_key(line.secret, number)


def _post(line: Standing, path: str, form: Fields, token: str = "") -> Reply:
    url = line.stack.environment["PUBLIC_URL"] + path
    transport = http_transport()
    try:
        return transport("POST", url, form, {"X-Twilio-Signature": sign(token or line.token, url, form)})
    finally:
        transport.close()
