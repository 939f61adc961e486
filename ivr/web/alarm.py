"""The webhook of the alarm's calls: signed like every other, and the only call that needs the store."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response

from ivr import twiml
from ivr.core import alarm
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.keeping import Keeping
from ivr.turns import Clock
from ivr.twiml import Renderer
from ivr.web.signature import Signature
from ivr.web.voice import xml
from ivr.web.webhook import webhook


def blueprint(
    line: Line, keeping: Keeping, renderer: Renderer, signature: Signature, now: Clock
) -> Blueprint:
    alarms = Blueprint("alarms", __name__)
    alarms.before_request(signature.check)

    @alarms.post("/voice/alarm")
    def answer() -> Response:
        session, event = _session(line, webhook.query), twiml.read_call(webhook.fields, "alarm", now())
        if alarm.confirms(event):
            replies = alarm.confirmed(recorded=_record(keeping, now))
        else:
            session, replies = alarm.turn(session, event, line)
        return xml(renderer.call(replies, session))

    return alarms


def _session(line: Line, query: Mapping[str, str]) -> CallSession:
    """The address is signed, so that this line wrote what is in it, in this version or an older one."""
    begun = alarm.session(line, stuck=query.get("subject") == alarm.STUCK)
    return replace(begun, misses=_count(query.get("misses", "")), rounds=_count(query.get("rounds", "")))


def _count(text: str) -> int:
    return int(text) if twiml.COUNT.fullmatch(text) else 0


def _record(keeping: Keeping, now: Clock) -> bool:
    from ivr.store import StoreError  # SQLAlchemy, which no caller's call needs

    try:
        keeping.store.alarms.confirm(now())
    except StoreError:
        return False
    return True
