"""The counts and the daily log, on a page and as CSV files."""

from flask import Blueprint, Response, render_template

from ivr.desk import export, wording
from ivr.desk.here import this_desk

counts = Blueprint("counts", __name__)


@counts.get("/counts")
def show() -> str:
    records = this_desk().records.confirmed()
    return render_template(
        "counts.html",
        counts_head=export.COUNTS,
        counts=export.count_rows(records),
        # The code leads an officer to the report. It stays here: the log is public, and its reporter has it.
        log_head=("code", *export.LOG),
        log=[(wording.code(record.id), *export.log_row(record)) for record in records],
    )


@counts.get("/clery-counts.csv")
def clery_counts() -> Response:
    return _csv("clery-counts.csv", export.COUNTS, export.count_rows(this_desk().records.confirmed()))


@counts.get("/daily-log.csv")
def daily_log() -> Response:
    return _csv("daily-log.csv", export.LOG, map(export.log_row, this_desk().records.confirmed()))


def _csv(name: str, head: export.Row, rows: export.Rows) -> Response:
    # The mark at the start makes Excel read UTF-8, so that accents survive.
    response = Response("\ufeff" + export.csv_text(head, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
