"""One handler turns any exception into an apology with the numbers: a webhook never answers with a 5xx.

A 5xx would cut the caller off, and Twilio would store the request, words of a report included, in its
debugger.
"""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from ivr import log
from ivr.tally import Tally
from ivr.turns import Turns
from ivr.web.measuring import kind_of
from ivr.web.voice import xml


def apologise(app: Flask, turns: Turns, tally: Tally) -> None:
    @app.errorhandler(Exception)
    def sorry(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException) and (error.code or 500) < 500:
            return error
        kind = kind_of(request.endpoint)
        tally.failed(kind)
        log.write("error", place=kind, **log.failure(error))
        if kind != "other":
            return xml(turns.text_apology if kind == "text" else turns.call_apology)
        return Response("error\n", status=500, content_type="text/plain")
