"""The counts outlive the report, leave tests out, and run no formula in a spreadsheet."""

import csv
import io
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ivr.desk import export
from ivr.desk.clery import CATEGORIES, Decision, DecisionError, read_decision
from ivr.desk.records import Records
from ivr.envelope import Header

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)
STALKING = Decision(category="stalking", geography="residence", place="West hall", month="2026-06")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "desk.db")


def confirmed(records: Records, number: int, decision: Decision, test: bool = False) -> None:
    id = f"report{number:020}"
    records.note_arrival(Header(id, NOON, test=test), NOON)
    records.decide(id, decision, NOON)


def test_a_second_delivery_does_not_set_the_clock_back(records: Records) -> None:
    records.note_arrival(Header(ID, NOON), NOON)

    later = records.note_arrival(Header(ID, NOON), NOON.replace(hour=18))

    assert later.arrived == NOON


def test_the_counts_stay_when_the_report_is_deleted(records: Records) -> None:
    confirmed(records, 1, STALKING)
    records.mark_deleted(f"report{1:020}", NOON)

    assert [record.decision for record in records.confirmed()] == [STALKING]


def test_tests_of_the_line_are_not_counted(records: Records) -> None:
    confirmed(records, 1, STALKING, test=True)

    assert records.confirmed() == []


def test_what_nobody_confirmed_is_not_counted(records: Records) -> None:
    records.note_arrival(Header(ID, NOON), NOON)

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
