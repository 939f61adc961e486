"""The page of the desk as a web application: what it works on, its words, and what it says when it fails."""

import sys
import traceback
from datetime import datetime

from flask import Flask, render_template
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, InternalServerError

from ivr.desk import clery, counts, finding, pages, wording
from ivr.desk.here import Desk
from ivr.desk.records import RecordsError

MAX_FORM_BYTES = 16 * 1024


def make_page(desk: Desk) -> Flask:
    """The page on which reports are listed and opened. It answers this machine's browser only."""
    app = Flask("ivr.desk")
    app.config["MAX_CONTENT_LENGTH"] = MAX_FORM_BYTES
    app.extensions["desk"] = desk
    desk.guard.protect(app)
    app.register_blueprint(pages.pages)
    app.register_blueprint(counts.counts)
    app.register_blueprint(finding.finding)
    app.register_error_handler(Exception, show_error)
    app.jinja_env.globals.update(clery=clery, wording=wording, moment=time_element, since=since_element)
    return app


def show_error(error: Exception) -> tuple[str, int]:
    """Any error as one calm page; its kind, and nothing that was in hand, is named on the terminal."""
    if not isinstance(error, HTTPException):
        print(f"ivr desk: {_where(error)}", file=sys.stderr)
        error = InternalServerError(_sentence(error))
    return render_template("error.html", error=error), error.code or 500


def time_element(moment: datetime) -> Markup:
    """A moment in local words, exact for machines."""
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), wording.local(moment))


def since_element(then: datetime, now: datetime) -> Markup:
    """The time since, as of now; the script on the page keeps it going."""
    words = escape(wording.since(then, now))
    return Markup('<time class="since" datetime="{}" data-now="{}">{}</time>').format(
        then.isoformat(), now.isoformat(), words
    )


def _sentence(error: Exception) -> str:
    match error:
        case RecordsError():
            return "The desk’s own records cannot be used. Is the disk full? Reports can be read without."
        case OSError(strerror=str(reason)):
            return f"The inbox folder cannot be used ({reason}). Reports may be waiting in it all the same."
    return "The desk could not do this, and changed nothing that it did not say."


def _where(error: Exception) -> str:
    # The error's own text may quote a report: only its kind and the line of code are printed.
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno}"
