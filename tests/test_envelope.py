"""The file that is delivered: the same each time, and nothing but a report is taken for one."""

import io
import json
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.envelope import MAX_BYTES, QUESTIONS, EnvelopeError, Header, is_report_id, pack, unpack

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
HEADER = Header(ID, datetime(2026, 11, 22, 23, tzinfo=UTC), language="es", danger=True)
ANSWERS = {"what": [b"one", b"two"], "contact": [b"three"]}


def test_a_report_comes_out_as_it_went_in() -> None:
    assert unpack(pack(HEADER, ANSWERS)) == (HEADER, ANSWERS)


def test_the_same_report_makes_the_same_bytes() -> None:
    backwards = dict(reversed(ANSWERS.items()))

    assert pack(HEADER, ANSWERS) == pack(HEADER, backwards)


def test_any_zip_tool_finds_the_names_that_the_documentation_gives() -> None:
    answers = {question: [b"x"] for question in QUESTIONS} | {"what": [b"x"] * 3}

    with zipfile.ZipFile(io.BytesIO(pack(HEADER, answers))) as file:
        assert file.namelist() == [
            "report.json",
            "1-what.age",
            "1-what.2.age",
            "1-what.3.age",
            "2-kind.age",
            "3-where.age",
            "4-when.age",
            "5-danger.age",
            "6-more.age",
            "7-contact.age",
        ]


def test_report_json_says_the_hour_and_no_more() -> None:
    boston = timezone(timedelta(hours=-5))
    header = replace(HEADER, received=datetime(2026, 11, 22, 18, 47, 31, tzinfo=boston))

    with zipfile.ZipFile(io.BytesIO(pack(header, ANSWERS))) as file:
        assert json.loads(file.read("report.json")) == {
            "format": 1,
            "id": ID,
            "received": "2026-11-22T23:00Z",
            "language": "es",
            "danger": True,
            "test": False,
            "answered": ["what", "contact"],
        }


@pytest.mark.parametrize(
    ("header", "answers"),
    [
        (HEADER, {}),
        (HEADER, {"what": []}),
        (HEADER, {"who": [b"x"]}),
        (HEADER, {"what": [b"x" * 70_000]}),
        (HEADER, {"what": [b"x"] * 1001}),
        (HEADER, {"what": [b"x" * 60_000] * 80}),
        (replace(HEADER, id="../../etc/passwd-x"), ANSWERS),
        (replace(HEADER, language="<b>"), ANSWERS),
        (replace(HEADER, received=datetime(2026, 11, 22, 23)), ANSWERS),
    ],
)
def test_what_the_desk_would_refuse_is_not_packed(header: Header, answers: Mapping[str, list[bytes]]) -> None:
    with pytest.raises(EnvelopeError):
        pack(header, answers)


GOOD = {
    "format": 1,
    "id": ID,
    "received": "2026-11-22T23:00Z",
    "language": "en",
    "danger": False,
    "test": False,
    "answered": ["what"],
}


def zipped(members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as file:
        for name, content in members:
            file.writestr(name, content)
    return packed.getvalue()


def report(**changed: object) -> bytes:
    return zipped([("report.json", json.dumps(GOOD | changed).encode()), ("1-what.age", b"x")])


def test_the_report_that_the_hostile_ones_are_made_from_is_good() -> None:
    assert unpack(report())[1] == {"what": [b"x"]}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"format": 2}, "format is not 1"),
        ({"format": True}, "format is not 1"),
        ({"format": "1"}, "names no format"),
        ({"id": "../../../../tmp/x"}, "not as format 1"),
        ({"id": "SHOUTING12345678"}, "not as format 1"),
        ({"language": "en\n"}, "not as format 1"),
        ({"danger": "no"}, "not as format 1"),
        ({"extra": 1}, "not as format 1"),
        ({"received": "2026-11-22T23:59Z"}, "not a UTC hour"),
        ({"received": "2026-1-2T3:00Z"}, "not a UTC hour"),
        ({"answered": ["what", "kind"]}, "other answers"),
        ({"answered": []}, "other answers"),
        ({"answered": [[]]}, "other answers"),
    ],
)
def test_a_strange_header_is_refused(changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(EnvelopeError, match=sentence):
        unpack(report(**changed))


HEAD = ("report.json", json.dumps(GOOD).encode())


@pytest.mark.parametrize(
    "members",
    [
        [],
        [HEAD],
        [("1-what.age", b"x")],
        [HEAD, ("../1-what.age", b"x")],
        [HEAD, ("/1-what.age", b"x")],
        [HEAD, ("C:\\1-what.age", b"x")],
        [HEAD, ("1-what.age", b"x"), ("folder/", b"")],
        [HEAD, ("1-what.age", b"x"), ("1-what.3.age", b"x")],
        [HEAD, ("1-what.1.age", b"x")],
        [HEAD, ("1-what.age", b"x"), ("2-what.age", b"x")],
        [HEAD, ("1-what.age", b"x"), ("run.exe", b"x")],
        [HEAD, ("1-what.age\n", b"x")],
        [("report.json", b"[" * 60_000), ("1-what.age", b"x")],
        [("report.json", b"[]"), ("1-what.age", b"x")],
        [("report.json", b"\xff"), ("1-what.age", b"x")],
    ],
)
def test_strange_members_are_refused(members: list[tuple[str, bytes]]) -> None:
    with pytest.raises(EnvelopeError):
        unpack(zipped(members))


def test_a_compressed_bomb_is_refused_unopened() -> None:
    bomb = zipped([HEAD, ("1-what.age", b"\0" * 50_000_000)], zipfile.ZIP_DEFLATED)

    with pytest.raises(EnvelopeError, match="compressed"):
        unpack(bomb)


def test_two_members_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        doubled = zipped([HEAD, ("1-what.age", b"x"), ("1-what.age", b"y")])

    with pytest.raises(EnvelopeError, match="twice"):
        unpack(doubled)


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="larger"):
        unpack(b"x" * (MAX_BYTES + 1))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sentence_and_not_a_traceback(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        unpack(data)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_a_report_or_a_sentence(place: int, change: int) -> None:
    spoiled = bytearray(pack(HEADER, ANSWERS))
    spoiled[place % len(spoiled)] ^= change

    with suppress(EnvelopeError):  # and with no other error
        header, answers = unpack(bytes(spoiled))
        assert is_report_id(header.id)
        assert answers


@pytest.mark.parametrize(
    ("text", "good"),
    [
        (ID, True),
        ("a" * 16, True),
        ("a" * 15, False),
        ("a" * 33, False),
        ("A" * 20, False),
        (ID + "\n", False),
    ],
)
def test_only_a_plain_name_is_a_report_id(text: str, good: bool) -> None:
    assert is_report_id(text) is good
