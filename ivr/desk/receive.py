"""The https inbox: the server's worker posts a report, and asks later whether a person has opened it.

    POST /inbox/<id>   Idempotency-Key: <id>, the zip   ──►  201 kept, 200 had it, 409 has another
    GET  /inbox/<id>                                    ──►  {"state": "waiting" | "opened"}, 404 deliver it

Both carry "Authorization: Bearer …". Refusals: 401 token, 400 not a report, 413 too large, 503 try again.

It has a port of its own, behind the police's own TLS proxy, so that the page is never reached through that.
"""

import sys

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from ivr.desk.guard import harden, same
from ivr.desk.inbox import Inbox, Kept
from ivr.envelope import MAX_BYTES, EnvelopeError, is_report_id, unpack

receiver = Blueprint("receiver", __name__)

STATUS = {Kept.NEW: 201, Kept.SAME: 200, Kept.DIFFERENT: 409}


def make_receiver(inbox: Inbox, bearer: str) -> Flask:
    """The application that takes reports into the inbox from whoever knows the bearer token."""
    app = Flask("ivr.desk.receive", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BYTES
    app.extensions["inbox"] = inbox
    app.before_request(lambda: _check(bearer))
    app.after_request(harden)
    app.register_blueprint(receiver)
    app.register_error_handler(Exception, _refuse)
    return app


@receiver.post("/inbox/<id>")
def receive(id: str) -> tuple[Response, int]:
    """Answer 2xx only when the report is on the disk: the server then takes it for delivered."""
    if request.headers.get("Idempotency-Key") != id:
        abort(400, "The Idempotency-Key is not the report id.")
    data = request.get_data()
    _check_report(id, data)
    kept = _inbox().keep(id, data)
    return jsonify(kept=kept.value), STATUS[kept]


@receiver.get("/inbox/<id>")
def state(id: str) -> Response:
    """Whether a person has opened the report, also one that was deleted since. A damaged file is none."""
    if not is_report_id(id) or not _inbox().knows(id):
        abort(404, "There is no such report.")
    return jsonify(state="opened" if _inbox().opened_at(id) else "waiting")


def _check(bearer: str) -> None:
    if not same(request.headers.get("Authorization"), f"Bearer {bearer}"):
        abort(401, "The bearer token is missing or wrong.")


def _check_report(id: str, data: bytes) -> None:
    try:
        header, _ = unpack(data)
    except EnvelopeError as error:
        abort(400, str(error))
    if header.id != id:
        abort(400, "The file holds a report of another name.")


def _inbox() -> Inbox:
    inbox: Inbox = current_app.extensions["inbox"]
    return inbox


def _refuse(error: Exception) -> tuple[Response, int]:
    if isinstance(error, HTTPException):
        return jsonify(error=error.description), error.code or 500
    # A full disk is the likely one: not the sender's fault, so it will try again.
    print(f"ivr desk: could not keep a report ({type(error).__name__})", file=sys.stderr)
    return jsonify(error="The report could not be kept. Try again later."), 503
