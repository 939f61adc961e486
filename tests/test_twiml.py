"""Twilio's words and ours: what comes in becomes an event, what is to be said becomes a document."""

from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.actions import Ask, Bridge, Hangup, Reply, Ring, Say, say
from ivr.core.events import Called, CallEvent, DeskAnswered, Input, NoInput, Outcome, RingEnded, Texted
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.prompts import NUMBER_BEGINS, NUMBER_ENDS, Prompts
from ivr.twiml import Renderer, Speech, UnknownWord, read_call, read_text, stretches
from tests.conftest import NUMBER
from tests.documents import check
from tests.exploring import NOON

URL = "https://line.example.edu"
MENU = CallSession(language="en")


@pytest.fixture(scope="module")
def renderer(line: Line, prompts: Prompts) -> Renderer:
    return Renderer(line, prompts, url=URL, number=NUMBER, audio=lambda *_: None)


def document(renderer: Renderer, *replies: Reply, session: CallSession = MENU) -> Any:
    body = renderer.call(replies, session)
    check("text/xml", body, "voice")
    return ElementTree.fromstring(body)  # noqa: S314 (our own)


@pytest.mark.parametrize(
    ("form", "state", "event"),
    [
        ({}, "menu", Called(NOON)),
        ({}, "whisper", DeskAnswered(NOON)),
        ({"Digits": "1"}, "menu", Input(NOON, key="1")),
        ({"Digits": "*"}, "menu", Input(NOON, key="*")),
        ({"Digits": "#", "FinishedOnKey": ""}, "menu", Input(NOON, key="#")),
        ({"Digits": "12"}, "menu", Input(NOON, key="1")),
        ({"Digits": "1", "SpeechResult": "two"}, "menu", Input(NOON, key="1")),
        ({"Digits": "", "SpeechResult": "police"}, "menu", Input(NOON, words="police")),
        ({"SpeechResult": "Police.", "Confidence": "0.01"}, "menu", Input(NOON, words="Police.")),
        ({"Digits": ""}, "menu", NoInput(NOON)),
        ({"Digits": "", "SpeechResult": ""}, "menu", NoInput(NOON)),
        ({"Digits": "", "msg": "Gather End"}, "whisper", NoInput(NOON)),
        ({"msg": "Gather End"}, "menu", NoInput(NOON)),
        ({"Digits": "1"}, "whisper", Input(NOON, key="1")),
        ({"DialCallStatus": "busy"}, "ring", RingEnded(NOON, Outcome.BUSY)),
        ({"DialCallStatus": "no-answer"}, "ring", RingEnded(NOON, Outcome.UNANSWERED)),
        ({"DialCallStatus": "failed"}, "ring", RingEnded(NOON, Outcome.FAILED)),
        ({"DialCallStatus": "canceled"}, "ring", RingEnded(NOON, Outcome.UNANSWERED)),
        # Someone or something answered, and was hung up by the whisper: nobody talked
        ({"DialCallStatus": "completed"}, "ring", RingEnded(NOON, Outcome.UNANSWERED)),
        (
            {"DialCallStatus": "completed", "DialBridged": "false"},
            "ring",
            RingEnded(NOON, Outcome.UNANSWERED),
        ),
        ({"DialCallStatus": "completed", "DialBridged": "true"}, "ring", RingEnded(NOON, Outcome.ENDED)),
        ({"DialCallStatus": "answered", "DialBridged": "true"}, "ring", RingEnded(NOON, Outcome.ENDED)),
        ({"DialCallStatus": "busy", "Digits": "1"}, "ring", RingEnded(NOON, Outcome.BUSY)),
    ],
)
def test_a_voice_webhook_is_an_event(form: dict[str, str], state: str, event: CallEvent) -> None:
    assert read_call(form, state, NOON) == event


@pytest.mark.parametrize("status", ["queued", "ringing", "COMPLETED", "strange", "no_answer"])
def test_a_dial_status_that_twilio_does_not_document_is_an_error_and_no_guess(status: str) -> None:
    with pytest.raises(UnknownWord) as caught:
        read_call({"DialCallStatus": status, "From": "+16175550101"}, "ring", NOON)

    assert status not in str(caught.value)


@pytest.mark.parametrize(
    ("form", "event"),
    [
        ({}, Texted(NOON, "")),
        ({"Body": "police"}, Texted(NOON, "police")),
        ({"Body": "", "NumMedia": "3"}, Texted(NOON, "", pictures=3)),
        ({"Body": "x", "NumMedia": ""}, Texted(NOON, "x")),
        ({"Body": "x", "NumMedia": "many"}, Texted(NOON, "x")),
        ({"Body": "x", "NumMedia": "-1"}, Texted(NOON, "x")),
        ({"Body": "x", "NumMedia": "²"}, Texted(NOON, "x")),
        ({"Body": "STOP", "OptOutType": "STOP"}, Texted(NOON, "STOP", answered=True)),
        ({"Body": "STOP", "OptOutType": ""}, Texted(NOON, "STOP")),
    ],
)
def test_a_message_webhook_is_an_event(form: dict[str, str], event: Texted) -> None:
    assert read_text(form, NOON) == event


@given(st.dictionaries(st.sampled_from(["Digits", "SpeechResult", "msg", "From", "x"]), st.text(max_size=9)))
def test_any_form_without_a_dial_status_is_an_event(form: dict[str, str]) -> None:
    event = read_call(form, "menu", NOON)

    assert isinstance(event, Called | Input | NoInput)
    assert not isinstance(event, Input) or len(event.key) == 1 or event.words


def marked(number: str) -> str:
    return f"{NUMBER_BEGINS}{number}{NUMBER_ENDS}"


@pytest.mark.parametrize(
    ("spoken", "parts"),
    [
        ("Hello.", [Speech("words", "Hello.")]),
        ("One.\nTwo.", [Speech("words", "One."), Speech("pause"), Speech("words", "Two.")]),
        ("Dial 911 now", [Speech("words", "Dial "), Speech("digits", "911"), Speech("words", " now")]),
        ("Press 1.", [Speech("words", "Press 1.")]),
        ("open 24 hours", [Speech("words", "open 24 hours")]),
        (f"Call {marked('617-253-2300')}", [Speech("words", "Call "), Speech("number", "617-253-2300")]),
        (marked("617-253-2300"), [Speech("number", "617-253-2300")]),
        ("", []),
    ],
)
def test_a_spoken_prompt_is_cut_into_words_pauses_and_numbers(spoken: str, parts: list[Speech]) -> None:
    assert stretches(spoken) == parts


def test_a_number_is_read_digit_by_digit_slowly_and_twice(renderer: Renderer) -> None:
    root = document(renderer, say("number", contact="vpr"))

    slow = root.findall("Say/prosody")
    assert [one.get("rate") for one in slow] == ["slow", "slow"]
    for one in slow:
        groups = one.findall("say-as")
        assert [group.text for group in groups] == ["617", "253", "2300"]
        assert {group.get("interpret-as") for group in groups} == {"digits"}
    assert root.find("Say/break[@time='1s']") is not None


def test_911_is_read_as_three_digits(renderer: Renderer) -> None:
    root = document(renderer, say("danger"))

    assert [one.text for one in root.findall("Say/say-as[@interpret-as='digits']")] == ["911"]


def test_a_question_takes_one_key_or_words(renderer: Renderer, line: Line) -> None:
    [gather] = document(renderer, Ask((say("menu-main"),)))

    hints = gather.attrib.pop("hints").split(", ")
    assert gather.attrib == {
        "input": "dtmf speech",
        "action": f"{URL}/voice/menu?language=en&subject=main",
        "method": "POST",
        "timeout": str(line.limits.answer_seconds),
        "numDigits": "1",
        "finishOnKey": "",
        "actionOnEmptyResult": "true",
        "language": "en-US",
        "profanityFilter": "false",
        "speechTimeout": gather.get("speechTimeout"),
    }
    assert {"police", "emergency", "vpr", "gun"} <= set(hints)


def test_a_question_to_a_desk_takes_a_key_alone(renderer: Renderer, line: Line) -> None:
    session = CallSession("whisper", desk="vpr", language="es")

    [gather] = document(renderer, Ask((say("whisper-keys"),), keys_only=True), session=session)

    assert gather.get("input") == "dtmf"
    assert gather.get("timeout") == str(line.limits.whisper_seconds)
    assert gather.get("hints") is None


def test_a_ring_is_one_number_with_a_whisper(renderer: Renderer, line: Line) -> None:
    session = CallSession("ring", desk="vpr", language="es", subject="order", misses=2, rounds=1)

    [dial] = document(renderer, Ring("vpr"), session=session)

    [number] = dial
    assert dial.attrib == {
        "action": f"{URL}/voice/ring?desk=vpr&language=es&misses=2&rounds=1&subject=order",
        "method": "POST",
        "timeout": str(line.limits.ring_seconds),
        "callerId": NUMBER,
        "hangupOnStar": "true",
    }
    assert number.attrib == {
        "url": f"{URL}/voice/whisper?desk=vpr&language=es&subject=order",
        "method": "POST",
    }
    assert number.text == "+16172532300"


def test_an_end_hangs_up_and_a_bridge_says_nothing(renderer: Renderer) -> None:
    assert [verb.tag for verb in document(renderer, Hangup())] == ["Hangup"]
    assert [verb.tag for verb in document(renderer, Bridge())] == []


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_prompt_is_spoken_in_the_voice_of_its_language(renderer: Renderer, line: Line, code: str) -> None:
    other = next(one for one in line.languages if one != code)
    session = CallSession(language=other)

    [spoken] = document(renderer, say("hint-language", language=code), session=session)

    assert spoken.get("language") == line.languages[code].locale
    assert spoken.get("voice") == line.languages[code].voice


def test_a_text_is_one_message_for_each_prompt(renderer: Renderer, prompts: Prompts) -> None:
    body = renderer.text((Say("card"), Say("menu")), "en")

    check("text/xml", body, "messaging")
    messages = list(ElementTree.fromstring(body))  # noqa: S314 (our own)
    assert [message.tag for message in messages] == ["Message", "Message"]
    assert [message.text for message in messages] == [
        prompts.text(Say(name), "en") for name in ("card", "menu")
    ]


def test_no_text_is_an_empty_document(renderer: Renderer) -> None:
    body = renderer.text((), "en")

    check("text/xml", body, "messaging")
    assert list(ElementTree.fromstring(body)) == []  # noqa: S314 (our own)


@pytest.mark.parametrize("prompt", [say("report-sent", code="ABC-DEF"), say("unsure", near="vpr police")])
def test_a_text_with_the_code_of_a_report_is_not_kept_in_memory(renderer: Renderer, prompt: Say) -> None:
    documents = [renderer.text((prompt,), "en") for _ in range(2)]

    # What is kept is the same object; the card is, since it is always the same.
    assert documents[0] == documents[1]
    assert documents[0] is not documents[1]
    assert renderer.text((say("card"),), "en") is renderer.text((say("card"),), "en")
