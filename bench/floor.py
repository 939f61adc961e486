"""The least that a Flask app could do, to measure the line against: a constant document.

`constant` trusts everybody. `checked` asks Twilio's own library first, as its documentation shows.
"""

import os

from flask import Flask, Response, abort, request

DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/menu" numDigits="1">'
    "<Say>Welcome. For the police, press 1. For an advocate, press 2.</Say></Gather></Response>"
)


def constant() -> Flask:
    app = Flask("floor", static_folder=None)

    @app.post("/voice")
    def voice() -> Response:
        return Response(DOCUMENT, content_type="text/xml")

    return app


def checked() -> Flask:
    from twilio.request_validator import RequestValidator

    app = constant()
    validator = RequestValidator(os.environ["TWILIO_AUTH_TOKEN"])
    address = os.environ["PUBLIC_URL"]

    @app.before_request
    def check() -> None:
        url, signature = (
            address + request.full_path.rstrip("?"),
            request.headers.get("X-Twilio-Signature", ""),
        )
        if not validator.validate(url, request.form, signature):
            abort(403)

    return app
