"""The file in which a report travels from the server to the desk: one zip, for any zip tool and `age`.

    <report id>.zip
        report.json     nothing of what was said: format, id, hour received, language, danger, test, answered
        1-what.age      the first text of the first answer, sealed
        1-what.2.age    a further text of the same answer
        7-contact.age   …

It is made the same, byte for byte, each time: a report delivered twice is then one file, and not a conflict.
"""

import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

FORMAT = 1
QUESTIONS = ("what", "kind", "where", "when", "danger", "more", "contact")
HEADER_NAME = "report.json"

MAX_BYTES = 4 * 1024 * 1024  # of the whole file
MAX_TEXTS = 1000  # in one report
MAX_TEXT_BYTES = 64 * 1024  # of one sealed text; a text message makes less than 1,500

REPORT_ID = re.compile(r"[a-z0-9]{16,32}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
MEMBER = re.compile(r"([1-7])-([a-z]{1,16})(?:\.([1-9][0-9]{0,3}))?\.age")
HOUR = "%Y-%m-%dT%H:00Z"
KEYS = {"format", "id", "received", "language", "danger", "test", "answered"}

Answers = Mapping[str, Sequence[bytes]]


class EnvelopeError(Exception):
    """Why a file is not a report that we take, in a sentence without the file's content."""


@dataclass(frozen=True)
class Header:
    """What is known of a report without opening it. `received` is UTC; only its hour is written.

    `test` marks a report that the line sent to itself: shown by the desk, never counted.
    """

    id: str
    received: datetime
    language: str = "en"
    danger: bool = False
    test: bool = False


def pack(header: Header, answers: Answers) -> bytes:
    """The zip file of a report; `answers` are sealed texts in the order they came, by question name.

    The same input gives the same bytes. Raises EnvelopeError for what `unpack` would refuse.
    """
    members = {HEADER_NAME: _write_header(header, answers), **_members(answers)}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as file:
        for name, content in members.items():
            file.writestr(_entry(name), content)
    unpack(packed.getvalue())  # what the desk would refuse is found here, while the report is still kept
    return packed.getvalue()


def unpack(data: bytes) -> tuple[Header, dict[str, list[bytes]]]:
    """The header and the sealed texts by question, in order. Raises EnvelopeError for anything unexpected.

    The file may come from anyone, so nothing in it is believed: sizes, names, order and types are checked.
    """
    members = _read_members(data)
    if HEADER_NAME not in members:
        raise EnvelopeError("It has no report.json.")
    header, answered = _read_header(members.pop(HEADER_NAME))
    answers = _read_answers(members)
    if list(answers) != answered:
        raise EnvelopeError("report.json names other answers than the file holds.")
    return header, answers


def is_report_id(text: str) -> bool:
    """Whether it can name a report: 16 to 32 of a-z and 0-9, and so also a safe file name."""
    return REPORT_ID.fullmatch(text) is not None


def _members(answers: Answers) -> dict[str, bytes]:
    if unknown := set(answers) - set(QUESTIONS):
        raise EnvelopeError(f"There is no question {min(unknown)}.")
    return {
        _member_name(number, question, place): text
        for number, question in enumerate(QUESTIONS, 1)
        for place, text in enumerate(answers.get(question, ()), 1)
    }


def _member_name(number: int, question: str, place: int) -> str:
    return f"{number}-{question}.age" if place == 1 else f"{number}-{question}.{place}.age"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.create_system = 3  # else Windows and Unix write different bytes
    entry.external_attr = 0o600 << 16
    return entry


def _write_header(header: Header, answers: Answers) -> bytes:
    if header.received.tzinfo is None:
        raise EnvelopeError("The time received has no time zone.")
    written = {
        "format": FORMAT,
        "id": header.id,
        "received": header.received.astimezone(UTC).strftime(HOUR),
        "language": header.language,
        "danger": header.danger,
        "test": header.test,
        "answered": [question for question in QUESTIONS if answers.get(question)],
    }
    return json.dumps(written, indent=2).encode() + b"\n"


def _read_members(data: bytes) -> dict[str, bytes]:
    if len(data) > MAX_BYTES:
        raise EnvelopeError(f"It is larger than {MAX_BYTES} bytes.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            _check_entries(file.infolist(), len(data))
            return {entry.filename: file.read(entry) for entry in file.infolist()}
    except EnvelopeError:
        raise
    except Exception:  # zipfile raises half a dozen kinds for a broken file, and none of them helps a person
        raise EnvelopeError("It is not a whole zip file.") from None


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [
        entry.orig_filename for entry in entries
    ]  # filename is cut at a NUL, and would hide what follows
    if len(set(names)) != len(names):
        raise EnvelopeError("It holds a name twice.")
    if len(names) > MAX_TEXTS + 1:
        raise EnvelopeError(f"It holds more than {MAX_TEXTS} texts.")
    if not all(name == HEADER_NAME or MEMBER.fullmatch(name) for name in names):
        raise EnvelopeError("It holds a name that is not of a report.")
    if any(entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1 for entry in entries):
        raise EnvelopeError("It is compressed or has a zip password.")
    if any(entry.file_size > MAX_TEXT_BYTES for entry in entries):
        raise EnvelopeError(f"It holds a text larger than {MAX_TEXT_BYTES} bytes.")
    if sum(entry.file_size for entry in entries) > size:  # members that overlap: the stored kind of zip bomb
        raise EnvelopeError("It claims to hold more than it does.")


def _read_header(content: bytes) -> tuple[Header, list[str]]:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        raise EnvelopeError("report.json is not JSON.") from None
    if not isinstance(read, dict) or not isinstance(read.get("format"), int):
        raise EnvelopeError("report.json names no format.")
    if read["format"] != FORMAT or isinstance(read["format"], bool):
        raise EnvelopeError(f"Its format is not {FORMAT}: it may need a newer desk.")
    return _checked(read), list(read["answered"])


def _checked(read: dict[str, Any]) -> Header:
    match read:
        case {
            "id": str(id),
            "received": str(received),
            "language": str(language),
            "danger": bool(danger),
            "test": bool(test),
            "answered": list(),
        } if set(read) == KEYS and is_report_id(id) and LANGUAGE.fullmatch(language):
            return Header(id, _hour(received), language, danger, test)
    raise EnvelopeError("report.json is not as format 1 says.")


def _hour(text: str) -> datetime:
    try:
        hour = datetime.strptime(text, HOUR).replace(tzinfo=UTC)
    except ValueError:
        hour = None
    if hour is None or hour.strftime(HOUR) != text:  # strptime also takes 2026-1-2T3:00Z
        raise EnvelopeError("The hour received is not a UTC hour like 2026-11-22T23:00Z.")
    return hour


def _read_answers(members: Mapping[str, bytes]) -> dict[str, list[bytes]]:
    answers: dict[str, list[bytes]] = {}
    for number, question in enumerate(QUESTIONS, 1):
        while (name := _member_name(number, question, len(answers.get(question, ())) + 1)) in members:
            answers.setdefault(question, []).append(members[name])
    if not answers:
        raise EnvelopeError("It holds no answer.")
    if sum(map(len, answers.values())) != len(members):
        raise EnvelopeError("It holds a name that is not of a report.")
    return answers
