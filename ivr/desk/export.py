"""What leaves the desk as a table: the Clery counts of a year, and the daily crime log."""

import csv
import io
from collections import Counter
from collections.abc import Iterable

from ivr.desk import clery
from ivr.desk.clery import UNFOUNDED, Decision
from ivr.desk.records import Record

COUNTS = ("year reported", "month occurred", "category", "bias", "geography", "reports", "of these unfounded")
LOG = ("date reported", "nature", "date and time occurred", "general location", "disposition")
# A spreadsheet takes a cell that starts so for a formula: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Row = tuple[str, ...]
Rows = Iterable[Row]


def count_rows(records: Iterable[Record]) -> list[Row]:
    """One row for each kind of report in each year reported, the year that the Clery Act counts by."""
    found: Counter[Row] = Counter()
    unfounded: Counter[Row] = Counter()
    for record in records:
        found[_counted_as(record)] += 1
        unfounded[_counted_as(record)] += record.decision.disposition == UNFOUNDED
    return [(*row, str(found[row]), str(unfounded[row])) for row in sorted(found)]


def log_row(record: Record) -> Row:
    """The line of one report in the daily log; its date is the local one, when the line took the report."""
    decided = record.decision
    return (
        record.received.astimezone().date().isoformat(),
        decided.nature or clery.NAMES[decided.category],
        decided.occurred or decided.month,
        _location(decided),
        clery.DISPOSITIONS[decided.disposition],
    )


def csv_text(head: Row, rows: Rows) -> str:
    """A CSV file (RFC 4180) that a spreadsheet shows as it is, without taking any cell for a formula."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_ALL)
    table.writerow(head)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return written.getvalue()


def _counted_as(record: Record) -> Row:
    decided = record.decision
    return (
        str(record.received.astimezone().year),
        decided.month,
        clery.NAMES[decided.category],
        clery.BIASES[decided.bias],
        clery.GEOGRAPHIES[decided.geography],
    )


def _location(decided: Decision) -> str:
    if decided.geography == clery.UNDECIDED:
        return decided.place
    return ", ".join(filter(None, [decided.place, clery.GEOGRAPHIES[decided.geography]]))


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
