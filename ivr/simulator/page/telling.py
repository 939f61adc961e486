"""Tell the browser what happened, and everything that the network panel shows of it."""

from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ivr.simulator.events import Event, Heard, Texted, Webhook
from ivr.simulator.narration import Names, narrate, narrate_act
from ivr.simulator.page.pauses import breaths
from ivr.simulator.page.pretty import pretty
from ivr.simulator.segments import BASIC, EXTENSION, count_segments

Told = dict[str, Any]


def tell(event: Event, names: Names, language_of: Callable[[str], str]) -> Told:
    """An event as JSON: its kind, its fields, its line in a conversation file, what belongs to its kind."""
    told: Told = {one.name: getattr(event, one.name) for one in fields(event) if one.name != "speech"}
    told |= {"kind": type(event).__name__, "line": narrate(event, names) or narrate_act(event, names)}
    match event:
        case Heard():
            told |= {"text": event.text, "breaths": [asdict(breath) for breath in breaths(event.speech)]}
        case Texted(body=body) if event.origin != "person":
            told |= {"language": language_of(body), "segments": count_segments(body)}
            told |= {"encoding": "GSM-7" if set(body) <= set(BASIC + EXTENSION) else "UCS-2"}
        case Webhook():
            told |= _webhook(event)
    return told


def _webhook(event: Webhook) -> Told:
    parts = urlsplit(event.url)
    told: Told = {
        "path": parts.path,
        "query": parse_qsl(parts.query, keep_blank_values=True),
        "purpose": _purpose(dict(event.form)),
        "reply": None,
    }
    if event.reply:
        told["reply"] = {
            "status": event.reply.status,
            "type": event.reply.content_type,
            "bytes": len(event.reply.body),
            "lines": [asdict(line) for line in _document(event)],
        }
    return told


def _purpose(form: dict[str, str]) -> str:
    if "CallbackSource" in form or "MessageStatus" in form:
        return "status"
    return "text" if "MessageSid" in form else "call"


def _document(event: Webhook) -> list[Any]:
    if event.reply is None or not event.reply.body:
        return []
    return pretty(event.reply.body, "message" if _purpose(dict(event.form)) == "text" else "voice")
