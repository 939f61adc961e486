"""Every document that the line answers with during the tests is held against Twilio's own descriptions."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema

from ivr.simulator import Reply, Transport

ORACLES = Path(__file__).parent.parent.parent / "shared" / "oracles"
needs_oracles = pytest.mark.skipif(not ORACLES.is_dir(), reason="the oracles in ../shared are not here")
LARGEST = 64 * 1024  # bytes; "TwiML over 64 kB is refused"
SSML = {"break", "prosody", "say-as"}


def oracle(name: str) -> Any:
    return json.loads((ORACLES / name).read_text(encoding="utf-8"))


@cache
def _schema() -> xmlschema.XMLSchema:
    folder = ORACLES / "twiml-xsd"
    return xmlschema.XMLSchema(folder / "twiml_v20100401_twilioRealtimeCallSchema.xsd", base_url=str(folder))


@cache
def _nodes() -> dict[str, Any]:
    return dict(oracle("twiml_attributes_twilio_node.json"))


def watched(transport: Transport) -> Transport:
    """The same transport, which fails the test at hand when the line answers with something invalid."""

    def send(method: str, url: str, form: Any, headers: Any) -> Reply:
        reply = transport(method, url, form, headers)
        assert reply.status < 500, f"{method} {url} was answered with {reply.status}"
        if reply.status == 200:
            check(reply.content_type, reply.body, "messaging" if "/sms" in url else "voice")
        return reply

    return send


@cache
def check(content_type: str, body: bytes, kind: str) -> None:
    """Assert that Twilio would take this answer. Cached: the line says the same things again and again."""
    assert content_type.split(";")[0] == "text/xml"
    assert len(body) < LARGEST
    root = ElementTree.fromstring(body)  # noqa: S314 (our own answer)
    assert root.tag == "Response"
    if ORACLES.is_dir():
        _check_attributes(root, _nodes()[kind])
        if kind == "voice":
            _check_schema(body)


def _check_schema(body: bytes) -> None:
    # The schema is older than the Neural voices (oracles/README.md); it knows the names without the ending.
    errors = list(_schema().iter_errors(body.decode().replace("-Neural", "")))
    assert not errors, f"{errors[0].reason} in {body.decode()}"


def _check_attributes(element: ElementTree.Element, known: dict[str, Any]) -> None:
    for child in element:
        if child.tag in SSML:
            continue
        allowed = known["attributes"].get(child.tag, {})
        for name, value in child.attrib.items():
            assert name in allowed, f"{child.tag} has no attribute {name}"
            _check_value(child.tag, name, value, allowed[name])
        _check_attributes(child, known)


def _check_value(tag: str, name: str, value: str, rule: dict[str, Any]) -> None:
    words = value.split() if rule["list"] else [value]
    if rule["type"] == "enum" and name not in ("voice", "language"):
        assert set(words) <= set(rule["enum"]), f"{tag} {name}={value}"
    if rule["type"] == "boolean":
        assert value in ("true", "false"), f"{tag} {name}={value}"
