"""The stand-in reads every document that Twilio prints, and refuses what Twilio would not understand."""

import re
from typing import Any

import pytest

from ivr.simulator import TwimlError
from ivr.simulator.grammar import BOOLEAN, MESSAGE_ELEMENTS, NUMBER, VOICE_ELEMENTS
from ivr.simulator.twiml import parse
from tests.documents import ORACLES, needs_oracles, oracle

# twilio-node's classes, where their names differ from the elements'.
CLASSES = {
    "break": "SsmlBreak",
    "emphasis": "SsmlEmphasis",
    "lang": "SsmlLang",
    "p": "SsmlP",
    "phoneme": "SsmlPhoneme",
    "prosody": "SsmlProsody",
    "s": "SsmlS",
    "say-as": "SsmlSayAs",
    "sub": "SsmlSub",
    "w": "SsmlW",
    "Response": "VoiceResponse",
}
# In twilio-node's schema, and not simulated in any way: the stand-in refuses them as unknown.
UNKNOWN_HERE = {
    *("Connect", "Echo", "Pay", "Prompt", "Refer", "Start", "Stop"),
    *("Application", "Headers", "Identity", "Parameter", "Sim", "Task", "Uri", "WhatsApp"),
}
# In Twilio's documents (twiml_samples.json), and not in twilio-node's schema for calls.
ONLY_IN_SAMPLES = {"Message"}


def samples() -> dict[str, str]:
    return oracle("twiml_samples.json")["documents"] if ORACLES.is_dir() else {}


@needs_oracles
@pytest.mark.parametrize("name", samples())
def test_every_document_that_twilio_prints_is_read(name: str) -> None:
    document = samples()[name]
    is_message = "/message/" in name or ("/sms/" in name and "Say" not in document and "Sms" not in document)

    assert parse(document, "message" if is_message else "voice").tag == "Response"


@needs_oracles
@pytest.mark.parametrize("element", sorted(set(VOICE_ELEMENTS) - {"Message", "Body", "Media"}))
def test_the_grammar_of_calls_is_twilios(element: str) -> None:
    theirs, ours = oracle("twiml_attributes_twilio_node.json")["voice"], VOICE_ELEMENTS[element]
    name = CLASSES.get(element, element)

    attributes = theirs["attributes"].get(name, {})
    children = set(theirs["children"].get(name, []))

    assert set(ours.attributes) == set(attributes)
    assert ours.children - ONLY_IN_SAMPLES == children - UNKNOWN_HERE
    for attribute, described in attributes.items():
        _check_rule(ours.attributes[attribute], described)


def _check_rule(rule: re.Pattern[str], described: Any) -> None:
    """Every value that Twilio lists is taken, and no other, where it lists them all here."""
    if isinstance(values := described.get("enum"), list):
        assert all(rule.fullmatch(value) for value in values)
        assert not rule.fullmatch("another")
        assert bool(rule.fullmatch(" ".join(values))) is (described["list"] or len(values) == 1)
    elif described["type"] == "boolean":
        assert rule is BOOLEAN
    elif described["type"] == "number":
        assert rule is NUMBER


@needs_oracles
@pytest.mark.parametrize("element", sorted(set(MESSAGE_ELEMENTS) - {"Response"}))
def test_the_grammar_of_texts_is_twilios(element: str) -> None:
    theirs, ours = oracle("twiml_attributes_twilio_node.json")["messaging"], MESSAGE_ELEMENTS[element]

    assert set(ours.attributes) == set(theirs["attributes"].get(element, {}))
    assert ours.children == set(theirs["children"][element])


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("<Yell>hello</Yell>", "not a word of TwiML"),
        ("<say>hello</say>", "not a word of TwiML"),
        ('<Say volume="high">hello</Say>', "no attribute 'volume'"),
        ('<Say voice="polly.joanna">hello</Say>', "not a value"),
        ('<Say loop="often">hello</Say>', "not a value"),
        ("<Say>hello <b>you</b></Say>", "not a word of TwiML"),
        ("<Say><Pause/></Say>", "may not stand in <Say>"),
        ("<Gather><Dial>+16172532300</Dial></Gather>", "may not stand in <Gather>"),
        ("<Gather>press one</Gather>", "may hold no text"),
        ('<Gather input="keys"/>', "not a value"),
        ('<Gather timeout="auto"/>', "not a value"),
        ('<Gather numdigits="1"/>', "no attribute 'numdigits'"),
        ('<Dial record="true">+16172532300</Dial>', "not a value"),
        ("<Number>+16172532300</Number>", "may not stand in <Response>"),
        ("hello", "may hold no text"),
        ('<Pause length="1.5"/>', "not a value"),
        ('<Redirect method="PUT">x</Redirect>', "not a value"),
    ],
)
def test_what_twilio_would_not_understand_is_refused(inside: str, reason: str) -> None:
    with pytest.raises(TwimlError, match=re.escape(reason)):
        parse(f"<Response>{inside}</Response>")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("<Response><Say>hello</Response>", 12100),
        ("", 12100),
        ("<html/>", 12100),
        # "TwiML over 64 kB is refused."
        (f"<Response><Say>{'a' * 65_536}</Say></Response>", 11750),
    ],
)
def test_what_is_no_document_is_refused(document: str, code: int) -> None:
    with pytest.raises(TwimlError) as refused:
        parse(document)

    assert refused.value.code == code


def test_a_text_may_not_be_answered_with_speech() -> None:
    with pytest.raises(TwimlError, match="not a word of TwiML"):
        parse("<Response><Say>hello</Say></Response>", "message")
