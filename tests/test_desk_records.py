"""The counts outlive the report, leave tests out, and run no formula in a spreadsheet."""

import csv
import io
import sqlite3
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.desk import export
from ivr.desk.clery import CATEGORIES, Decision, DecisionError, read_decision
from ivr.desk.inbox import Arrival
from ivr.desk.records import Record, Records, RecordsError
from ivr.envelope import Header

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
STALKING = Decision(category="stalking", geography="residence", place="West hall", month="2026-06")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "desk.db")


def seen(records: Records, id: str, arrived: datetime = NOON, test: bool = False) -> Record:
    return records.note([Arrival(id, arrived, None, Header(id, NOON, test=test))])[id]


def confirmed(records: Records, number: int, decision: Decision, test: bool = False) -> None:
    id = f"report{number:020}"
    seen(records, id, test=test)
    records.decide(id, decision, NOON)


def test_a_second_delivery_does_not_set_the_clock_back(records: Records) -> None:
    seen(records, ID)

    later = seen(records, ID, NOON.replace(hour=18))

    assert later.arrived == NOON


def test_what_was_deleted_is_known_as_well_and_so_is_a_damaged_one(records: Records) -> None:
    seen(records, ID)
    records.mark_deleted(ID, NOON)

    assert records.known()[ID].deleted == NOON
    assert records.note([Arrival(ID, NOON.replace(hour=18), None)])[ID].arrived == NOON


def test_a_commit_is_on_the_disk_and_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    """Whatever the SQLite at hand is compiled to do: Debian's overwrites by itself, others do not."""

    def careless(path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA secure_delete = OFF")
        return connection

    with Records(tmp_path / "desk.db", connect=careless).opened() as file:
        told = [file.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "secure_delete")]
    assert told == [2, 1]  # FULL, ON


@pytest.mark.parametrize("path", ["/proc/nowhere/desk.db", "/proc/self/status", "/"])
def test_a_file_that_cannot_be_used_is_one_kind_of_error(path: str) -> None:
    with pytest.raises(RecordsError):
        Records(Path(path)).known()


def test_the_counts_stay_when_the_report_is_deleted(records: Records) -> None:
    confirmed(records, 1, STALKING)
    records.mark_deleted(f"report{1:020}", NOON)

    assert [record.decision for record in records.confirmed()] == [STALKING]


def test_tests_of_the_line_are_not_counted(records: Records) -> None:
    confirmed(records, 1, STALKING, test=True)

    assert records.confirmed() == []


def test_what_nobody_confirmed_is_not_counted(records: Records) -> None:
    seen(records, ID)

    assert records.confirmed() == []


def test_a_later_confirmation_replaces_the_earlier(records: Records) -> None:
    confirmed(records, 1, STALKING)
    confirmed(records, 1, replace(STALKING, category="rape"))

    assert [record.decision.category for record in records.confirmed()] == ["rape"]


def test_the_file_is_for_its_owner_alone(records: Records) -> None:
    records.confirmed()

    assert stat.S_IMODE(records.path.stat().st_mode) == 0o600


def test_counts_are_by_year_reported_category_and_geography(records: Records) -> None:
    confirmed(records, 1, STALKING)
    confirmed(records, 2, replace(STALKING, disposition="unfounded"))
    confirmed(records, 3, replace(STALKING, geography="public"))

    assert export.count_rows(records.confirmed()) == [
        ("2026", "2026-06", "Stalking", "No evidence of bias", "On campus, in a student residence", "2", "1"),
        ("2026", "2026-06", "Stalking", "No evidence of bias", "Public property", "1", "0"),
    ]


@pytest.mark.parametrize(
    ("decision", "row"),
    [
        (STALKING, ("Stalking", "2026-06", "West hall, On campus, in a student residence", "Open")),
        (
            Decision(category="not-clery", nature="Lost bicycle", place="Gate"),
            ("Lost bicycle", "", "Gate", "Open"),
        ),
        (
            Decision(category="arson", occurred="3 June, 22:00", month="2026-06", disposition="closed"),
            ("Arson", "3 June, 22:00", "", "Closed"),
        ),
    ],
)
def test_the_daily_log_has_the_five_things_the_regulation_asks_for(
    records: Records, decision: Decision, row: tuple[str, ...]
) -> None:
    confirmed(records, 1, decision)

    (record,) = records.confirmed()

    assert export.log_row(record) == ("2026-07-15", *row)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("x")']
)
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    written = export.csv_text(("a",), [(cell,)])

    assert list(csv.reader(io.StringIO(written, newline=""))) == [["a"], [f"'{cell}"]]


GOOD_FORM = {"category": "rape", "bias": "none", "geography": "residence", "disposition": "open"}


def test_a_form_becomes_a_decision() -> None:
    form = GOOD_FORM | {"place": "  West\n hall ", "month": "2026-06", "nature": "", "occurred": ""}

    assert read_decision(form) == Decision(
        "rape", "none", "residence", "West hall", "2026-06", "", "", "open"
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "none-such"),
        ("category", ""),
        ("bias", "x"),
        ("geography", "mars"),
        ("disposition", ""),
        ("place", "x" * 121),
        ("month", "June"),
        ("month", "2026-13"),
        ("month", "2026-06-01"),
    ],
)
def test_a_form_that_is_not_ours_is_refused_with_the_name_of_the_field(field: str, value: str) -> None:
    with pytest.raises(DecisionError, match=field):
        read_decision(GOOD_FORM | {field: value})


def test_one_may_leave_it_undecided_or_say_that_it_is_no_clery_crime() -> None:
    assert {"undecided", "not-clery"} <= set(CATEGORIES["Not counted"])
