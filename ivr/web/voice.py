"""The number's two addresses, and the states of a call."""

from flask import Blueprint, Response

from ivr.turns import Turns
from ivr.web.signature import Signature
from ivr.web.webhook import webhook


def blueprint(turns: Turns, signature: Signature) -> Blueprint:
    webhooks = Blueprint("webhooks", __name__)
    webhooks.before_request(signature.check)

    @webhooks.post("/voice")
    def greet() -> Response:
        return xml(turns.greet(webhook.fields.get("From", "")))

    @webhooks.post("/voice/<state>")
    def turn(state: str) -> Response:
        return xml(turns.call(state, webhook.query, webhook.fields))

    @webhooks.post("/status")
    def status() -> Response:
        # Twilio tells how a call or a reply ended. Nothing is kept of it.
        return Response(status=204)

    @webhooks.post("/sms")
    def text() -> Response:
        return xml(turns.text(webhook.fields))

    return webhooks


def xml(document: bytes) -> Response:
    """Always text/xml: Twilio would speak text/plain aloud, or text it."""
    return Response(document, content_type="text/xml; charset=utf-8")
