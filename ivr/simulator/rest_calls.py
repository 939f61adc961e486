"""Calls over REST: begin one, look at them, change one that goes on, delete one that is over.

https://www.twilio.com/docs/voice/api/call-resource
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from ivr.simulator.leg import Leg, ProgressCallback
from ivr.simulator.network import API_VERSION
from ivr.simulator.pages import Page
from ivr.simulator.parties import Parties
from ivr.simulator.rest_answers import (
    Json,
    RestError,
    account_path,
    formatted,
    missing,
    page,
    rfc_2822,
    wanted,
)
from ivr.simulator.stand_in import Twilio

LONGEST_TWIML = 4000  # characters
CALLS_PER_SECOND = 1.0
OWN_TEST_NUMBER = "+15005550006"
# Twilio's test numbers: https://www.twilio.com/docs/iam/test-credentials
BAD_FROM = {"+15005550001": 21212}
BAD_TO = {
    "+15005550001": 21217,
    "+15005550002": 21214,
    "+15005550003": 21215,
    "+15005550004": 21216,
}


@dataclass
class Calls:
    twilio: Twilio
    next_start: float = 0.0

    def blueprint(self) -> Blueprint:
        routes = Blueprint("calls", __name__)
        routes.post("/Calls.json")(self.create)
        routes.get("/Calls.json")(self.list)
        routes.get("/Calls/<sid>.json")(self.fetch)
        routes.post("/Calls/<sid>.json")(self.update)
        routes.delete("/Calls/<sid>.json")(self.delete)
        return routes

    def create(self) -> ResponseReturnValue:
        """Queued: Twilio starts one call a second, and the first when the clock moves next."""
        form = request.form
        _check_numbers(form.get("From", ""), form.get("To", ""), self.twilio.network.line.number)
        start = _document()
        callback = _callback()
        parties = Parties(form["From"], form["To"], "outbound-api")
        exchange, player = self.twilio.exchange, self.twilio.player
        leg = exchange.add(
            Leg(exchange.pages, parties, callback=callback, fallback_url=form.get("FallbackUrl"))
        )
        leg.on_answer = lambda: leg.play(player.alone(leg, start))
        clock = self.twilio.clock
        at = max(clock.now, self.next_start)
        self.next_start = at + 1 / CALLS_PER_SECOND
        seconds = form.get("Timeout", 60, type=int)
        clock.at(at, lambda: None if leg.ended else exchange.ring(leg, seconds))
        return self._show(leg), 201

    def list(self) -> Json:
        args = request.args
        legs = [
            leg
            for leg in self.twilio.exchange.legs.values()
            if args.get("To", leg.parties.to) == leg.parties.to
            and args.get("From", leg.parties.from_) == leg.parties.from_
            and args.get("Status", leg.status) == leg.status
            and args.get("ParentCallSid", leg.parties.parent) == leg.parties.parent
            and wanted("StartTime", self._moment(leg.created_at))
            and wanted("EndTime", self._moment(_completed_at(leg)))
        ]
        return page(self.twilio.network, "calls", legs, self._show)

    def fetch(self, sid: str) -> Json:
        return self._show(self._leg(sid))

    def update(self, sid: str) -> Json:
        leg = self._leg(sid)
        if leg.ended:
            raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
        if status := request.form.get("Status"):
            self._finish(leg, status)
        else:
            leg.fallback_url = request.form.get("FallbackUrl", leg.fallback_url)
            if leg.answered_at is None and leg.parties.direction != "inbound":
                raise RestError(400, 21220, "Call is not in-progress. Cannot redirect.")
            leg.redirect(_document())
        return self._show(leg)

    def delete(self, sid: str) -> ResponseReturnValue:
        leg = self._leg(sid)
        if not leg.ended:
            raise RestError(409, 20009, "Cannot delete this resource before it is complete")
        del self.twilio.exchange.legs[sid]
        return "", 204

    def _leg(self, sid: str) -> Leg:
        if sid not in self.twilio.exchange.legs:
            raise missing()
        return self.twilio.exchange.legs[sid]

    def _finish(self, leg: Leg, status: str) -> None:
        if status not in ("completed", "canceled"):
            raise RestError(400, 20001, f"Status {status!r} is neither completed nor canceled")
        if leg.status == "queued":
            leg.callback = None  # a call canceled while queued gives no callback
        if leg.answered_at is None:
            leg.end("canceled", by="line")
        elif status == "completed":
            leg.end("completed", by="line")

    def _moment(self, seconds: float | None) -> datetime | None:
        if seconds is None:
            return None
        return self.twilio.clock.wall() + timedelta(seconds=seconds - self.twilio.clock.now)

    def _show(self, leg: Leg) -> Json:
        network, parties = self.twilio.network, leg.parties
        uri = f"{account_path(network)}/Calls/{leg.sid}"
        created, ended = self._moment(leg.created_at), self._moment(leg.ended_at)
        completed = self._moment(_completed_at(leg))
        return {
            "sid": leg.sid,
            "account_sid": network.account_sid,
            "api_version": API_VERSION,
            "answered_by": None,
            "caller_name": None,
            "date_created": rfc_2822(created),
            "date_updated": rfc_2822(ended or created),
            "direction": parties.direction,
            "duration": str(leg.seconds) if completed else None,
            "end_time": rfc_2822(completed),
            "forwarded_from": None,
            "from": parties.from_,
            "from_formatted": formatted(parties.from_),
            "group_sid": None,
            "parent_call_sid": parties.parent,
            "phone_number_sid": network.line.sid,
            "price": None,
            "price_unit": "USD",
            "queue_time": "0",
            "start_time": None if leg.status == "queued" else rfc_2822(created),
            "status": "ringing" if leg.status == "initiated" else leg.status,
            "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
            "to": parties.to,
            "to_formatted": formatted(parties.to),
            "trunk_sid": None,
            "uri": f"{uri}.json",
        }


def _completed_at(leg: Leg) -> float | None:
    """The end of a call as Twilio shows it: "Empty if the call did not complete successfully"."""
    return leg.ended_at if leg.status == "completed" else None


def _check_numbers(from_: str, to: str, own: str) -> None:
    if not to:
        raise RestError(400, 21201, "No 'To' number is specified")
    if to in BAD_TO:
        raise RestError(400, BAD_TO[to], f"The phone number {to} cannot be called")
    if from_ in BAD_FROM:
        raise RestError(400, BAD_FROM[from_], f"The 'From' number {from_} is not a valid phone number")
    if from_ not in (own, OWN_TEST_NUMBER):
        raise RestError(400, 21210, f"The source phone number {from_!r} is not yet verified for your account")


def _document() -> Page:
    """What the call is to play; a Url wins over Twiml."""
    form = request.form
    if url := form.get("Url"):
        if not url.startswith(("http://", "https://")):
            raise RestError(400, 21205, f"Url is not a valid URL: {url}")
        return Page(url, form.get("Method", "POST").upper())
    twiml = form.get("Twiml")
    if not twiml:
        raise RestError(400, 21205, "Url or Twiml parameter is required")
    if len(twiml) > LONGEST_TWIML:
        raise RestError(400, 20001, f"Twiml has {len(twiml)} characters, the most are {LONGEST_TWIML}")
    return Page("", twiml=twiml)


def _callback() -> ProgressCallback | None:
    form = request.form
    if not (url := form.get("StatusCallback")):
        return None
    events = frozenset(form.getlist("StatusCallbackEvent") or ["completed"])
    return ProgressCallback(url, form.get("StatusCallbackMethod", "POST").upper(), events)
