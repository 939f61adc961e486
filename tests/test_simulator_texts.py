"""Texts in and out, and what Twilio does with STOP, START and HELP by itself."""

import pytest

from ivr.simulator import TwimlError
from ivr.simulator.events import Refused, Texted
from ivr.simulator.texting import TWILIO_SAYS
from tests.scripted import NUMBER, scripted, told

CLEO = "+16175550101"


def test_a_reply_is_sent_in_as_many_messages_as_the_document_has() -> None:
    twilio, _ = scripted({"sms": "<Message>One.</Message><Message><Body>Two.\nThree.</Body></Message>"})

    sent = twilio.text(CLEO, "hello")

    assert [(message.to, message.body) for message in sent] == [(CLEO, "One."), (CLEO, "Two.\nThree.")]
    assert told(twilio) == ["> hello", "< One.", "< Two.\\nThree."]


def test_an_empty_document_sends_nothing() -> None:
    twilio, _ = scripted({"sms": ""})

    assert twilio.text(CLEO, "hello") == []
    assert told(twilio) == ["> hello", "= texted nothing"]


def test_a_redirect_leads_to_the_answer() -> None:
    twilio, line = scripted({"sms": "<Redirect>card</Redirect>", "card": "<Message>911</Message>"})

    assert [message.body for message in twilio.text(CLEO, "hello")] == ["911"]
    assert line.forms("card")[0]["Body"] == "hello"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        # "At most 1600 characters and ten Message verbs in a reply."
        (f"<Message>{'a' * 1601}</Message>", 21617),
        ("<Message>a</Message>" * 11, 14104),
        ("<Message></Message>", 14103),
        ("<Redirect>sms</Redirect>", 12200),
        ("<Say>hello</Say>", 12200),
    ],
)
def test_a_reply_that_the_carrier_cannot_send_fails(document: str, code: int) -> None:
    twilio, _ = scripted({"sms": document})

    with pytest.raises(TwimlError) as failure:
        twilio.text(CLEO, "hello")

    assert failure.value.code == code


def test_the_most_that_can_be_sent_is_sent() -> None:
    twilio, _ = scripted({"sms": f"<Message>{'a' * 1600}</Message>" * 10})

    assert len(twilio.text(CLEO, "hello")) == 10


@pytest.mark.parametrize("attribute", ["action", "statusCallback"])
def test_the_fate_of_a_reply_is_told(attribute: str) -> None:
    """TWILIO.md: Message action (or statusCallback) is how the id of a reply becomes known."""
    twilio, line = scripted({"sms": f'<Message {attribute}="status">Hi.</Message>', "status": ""})

    (sent,) = twilio.text(CLEO, "hello")
    assert line.forms("status") == []
    twilio.advance(5)

    forms = line.forms("status")
    assert [form["MessageStatus"] for form in forms] == ["sent", "delivered"]
    assert {form["MessageSid"] for form in forms} == {sent.message}


@pytest.mark.parametrize(
    "word", ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT", "stop"]
)
def test_after_stop_nothing_can_be_sent(word: str) -> None:
    """TWILIO.md: handled by Twilio and still reaches the webhook. After STOP nothing can be sent (21610)."""
    twilio, line = scripted({"sms": "<Message>Hi.</Message>"})

    assert twilio.text(CLEO, f" {word} ") == []

    assert line.forms("sms")[0]["Body"] == f" {word} "
    assert "OptOutType" not in line.forms("sms")[0]
    assert [event.code for event in twilio.transcript if isinstance(event, Refused)] == [21610]
    assert [event.body for event in twilio.transcript if isinstance(event, Texted)][1:] == [
        TWILIO_SAYS["STOP"]
    ]
    assert twilio.text(CLEO, "hello") == []
    assert len(twilio.text("+16175550102", "hello")) == 1


@pytest.mark.parametrize("word", ["START", "YES", "UNSTOP"])
def test_after_start_texts_arrive_again(word: str) -> None:
    twilio, _ = scripted({"sms": "<Message>Hi.</Message>"})
    twilio.text(CLEO, "STOP")

    assert len(twilio.text(CLEO, word)) == 1

    assert f"= twilio texts: {TWILIO_SAYS['START']}" in told(twilio)


@pytest.mark.parametrize("word", ["HELP", "info"])
def test_twilio_answers_help_by_itself(word: str) -> None:
    twilio, _ = scripted({"sms": ""})

    twilio.text(CLEO, word)

    assert told(twilio)[1] == f"= twilio texts: {TWILIO_SAYS['HELP']}"


@pytest.mark.parametrize("body", ["stop it", "please help", "the end", "yes!", "information"])
def test_only_a_whole_message_is_a_word_of_twilios(body: str) -> None:
    twilio, _ = scripted({"sms": "<Message>Hi.</Message>"})

    assert len(twilio.text(CLEO, body)) == 1
    assert not [
        event for event in twilio.transcript if isinstance(event, Texted) and event.origin == "twilio"
    ]


@pytest.mark.parametrize(
    ("body", "kind"), [("STOP", "STOP"), ("unstop", "START"), ("INFO", "HELP"), ("hi", None)]
)
def test_advanced_opt_out_tells_the_line(body: str, kind: str | None) -> None:
    """TWILIO.md: OptOutType is present only with Advanced Opt-Out."""
    twilio, line = scripted({"sms": ""})
    twilio.switches.advanced_opt_out = True

    twilio.text(CLEO, body)

    assert line.forms("sms")[0].get("OptOutType") == kind


def test_a_call_can_send_a_text() -> None:
    twilio, _ = scripted({"voice": "<Sms>The number is 617-253-2300.</Sms><Say>Sent.</Say>"})

    twilio.call(CLEO).listen()

    (text,) = [event for event in twilio.transcript if isinstance(event, Texted)]
    assert (text.from_, text.to, text.origin) == (NUMBER, CLEO, "line")
