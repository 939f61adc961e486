"""What an officer does with a report: see the list, open one, read it, confirm what it is, delete it."""

from contextlib import suppress

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ivr.desk.clery import Decision, DecisionError, read_decision
from ivr.desk.entries import Entry, entries, find
from ivr.desk.here import this_desk
from ivr.desk.reading import CONTACT, Answer, read_answers
from ivr.desk.records import RecordsError
from ivr.envelope import EnvelopeError

pages = Blueprint("pages", __name__)

NOT_RECORDED = (
    "The opening could not be written to the inbox folder. Is the disk full, or the folder read-only?"
)
NOT_KEPT = "This could not be kept in the desk’s own records. Is the disk full? Nothing was changed."


@pages.get("/")
def index() -> str:
    listed = entries()
    return render_template(
        "list.html",
        waiting=[entry for entry in listed if not entry.arrival.opened],
        opened=[entry for entry in listed if entry.arrival.opened],
        unnoted=any(entry.unnoted for entry in listed),
        strays=this_desk().inbox.strays(),
        now=this_desk().clock(),
        done=request.args.get("done"),
    )


@pages.get("/waiting")
def waiting() -> Response:
    """What the script on the list asks now and then: which reports wait. Names only."""
    arrivals = this_desk().inbox.arrivals()
    return jsonify(sorted(arrival.id for arrival in arrivals if not arrival.opened))


@pages.get("/report/<id>")
def report(id: str) -> str:
    found = find(id)
    if found.arrival.opened:
        return show(found)
    return render_template("sealed.html", entry=found, now=this_desk().clock())


@pages.post("/report/<id>/open")
def open_report(id: str) -> AnyResponse | str:
    shown = show(find(id))
    opened = this_desk().inbox.opened_at(id)
    return redirect(url_for(".report", id=id), 303) if opened else shown


@pages.post("/report/<id>/contact")
def contact(id: str) -> str:
    return show(find(id), with_contact=True)


@pages.post("/report/<id>/confirm")
def confirm(id: str) -> AnyResponse | tuple[str, int]:
    found = find(id)
    if found.unnoted:
        return show(found, NOT_KEPT), 503
    if not found.record or found.record.test:
        abort(409, "This report is not counted: it is damaged, or a test of the line.")
    try:
        this_desk().records.decide(id, read_decision(request.form), this_desk().clock())
    except DecisionError as error:
        return show(found, str(error)), 400
    except RecordsError:
        return show(found, NOT_KEPT), 503
    return redirect(url_for(".report", id=id, done="confirmed"), 303)


@pages.get("/report/<id>/delete")
def ask_delete(id: str) -> str:
    return render_template("delete.html", entry=find(id))


@pages.post("/report/<id>/delete")
def delete(id: str) -> AnyResponse:
    if request.form.get("sure") != "yes":
        return redirect(url_for(".ask_delete", id=id), 303)
    found = find(id)
    if request.form.get("damaged") and not found.comes_again:  # a whole one came meanwhile, which nobody read
        return redirect(url_for(".report", id=id), 303)
    if not found.comes_again:
        finish(id)
    this_desk().inbox.discard(id)
    return redirect(url_for(".index", done="discarded" if found.comes_again else "deleted"), 303)


def finish(id: str) -> None:
    """Say that the report is dealt with: else the server would deliver it, and ring, again."""
    desk = this_desk()
    desk.inbox.record_opening(id, desk.clock())
    with suppress(RecordsError):  # the receipt says enough, and deleting is what makes room on a full disk
        desk.records.mark_deleted(id, desk.clock())


def opened_answers(found: Entry) -> list[Answer]:
    """The answers in the clear; none when the file is damaged."""
    try:
        return read_answers(this_desk().identity, this_desk().inbox.answers(found.arrival.id))
    except EnvelopeError:
        return []


def acknowledge(found: Entry, answers: list[Answer]) -> str:
    """Write the receipt, and say why not if it cannot be written: then the alarm goes on.

    A report that could not be read whole gets none either, so that the server keeps its copy.
    """
    if not answers or any(answer.problem for answer in answers):
        return found.arrival.problem
    try:
        this_desk().inbox.record_opening(found.arrival.id, this_desk().clock())
    except OSError:  # the person at the desk still needs to read it
        return NOT_RECORDED
    return ""


def show(found: Entry, problem: str = "", with_contact: bool = False) -> str:
    """The report in the clear: opening is acknowledging, so the receipt is on the disk before this returns.

    Contact details reach the page only when they were asked for.
    """
    answers = opened_answers(found)
    unacknowledged = acknowledge(found, answers)
    return render_template(
        "report.html",
        entry=find(found.arrival.id),
        answers=[answer for answer in answers if answer.question != CONTACT],
        contact=next((answer for answer in answers if answer.question == CONTACT and with_contact), None),
        has_contact=any(answer.question == CONTACT for answer in answers),
        readable=any(answer.text for answer in answers),
        broken=any(answer.problem for answer in answers),
        wrote={answer.question: answer.text for answer in answers if answer.question != CONTACT},
        decision=found.record.decision if found.record else Decision(),
        problem=problem or unacknowledged,
        now=this_desk().clock(),
        done=request.args.get("done"),
    )
