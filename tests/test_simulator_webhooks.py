"""Webhooks as Twilio sends them: https://www.twilio.com/docs/usage/webhooks."""

import pytest
from twilio.request_validator import RequestValidator

from ivr.simulator import Reply
from ivr.simulator.events import Webhook
from tests.documents import needs_oracles, oracle
from tests.scripted import NUMBER, TOKEN, VPR, scripted

SAY = "<Say>Hello.</Say>"
APOLOGY = "We are sorry, an application error has occurred. Goodbye."
GATHER = '<Gather action="menu?b=2&amp;a=1" numDigits="1"><Say>Press.</Say></Gather>'


def names(capture: str) -> set[str]:
    captures = [
        one for one in oracle("captured_webhooks.json")["captures"] if one["name"].startswith(capture)
    ]
    return {name for name, _ in captures[0]["params_in_wire_order"]}


@needs_oracles
def test_a_calls_requests_have_at_least_the_names_that_were_captured() -> None:
    twilio, line = scripted(
        {
            "voice": GATHER,
            "menu": f'<Dial action="after">{VPR}</Dial>',
            "after": "",
            "status": Reply(204, "", b""),
        },
        status_callback="status",
    )
    twilio.phone(VPR).be_busy()

    call = twilio.call()
    call.press("1")
    call.listen()

    every = set(oracle("webhook_params.json")["voice_every_request"])
    assert every <= line.forms("voice")[0].keys()
    assert names("gather-action inbound, three") <= line.forms("menu")[0].keys()
    assert names("dial-action no-answer") <= line.forms("after")[0].keys()
    assert names("call status callback, inbound") <= line.forms("status")[0].keys()


@needs_oracles
def test_a_texts_request_has_at_least_the_names_that_were_captured() -> None:
    twilio, line = scripted({"sms": ""})

    twilio.text("+16175550101", "hello", ["image/jpeg"])

    assert names("inbound SMS") <= line.forms("sms")[0].keys()
    assert line.forms("sms")[0]["MediaContentType0"] == "image/jpeg"


@needs_oracles
@pytest.mark.parametrize("withheld", ["anonymous", "", "+266696687", "+17378742833", "+464"])
def test_geo_fields_are_present_and_empty_when_unknown(withheld: str) -> None:
    twilio, line = scripted({"voice": SAY})

    twilio.call(withheld)

    (form,) = line.forms("voice")
    assert form["From"] == form["Caller"] == withheld
    assert (form["FromCity"], form["FromZip"]) == ("", "")


def test_every_request_is_signed_over_the_url_as_it_was_given() -> None:
    """TWILIO.md: Twilio sorts when sending, signs the original."""
    twilio, line = scripted({"voice": GATHER, "menu": SAY, "sms": ""})
    twilio.call().press("1")
    twilio.text("+16175550101", "ñ & é")

    given = [f"{line.url}/voice", f"{line.url}/menu?b=2&a=1", f"{line.url}/sms"]
    for asked, url in zip(line.asked, given, strict=True):
        signature = asked.headers["X-Twilio-Signature"]
        assert RequestValidator(TOKEN).validate(url, asked.form, signature)
        assert asked.headers["User-Agent"] == "TwilioProxy/1.1"
    assert line.asked[1].query == "a=1&b=2"


def test_a_get_carries_the_fields_in_its_query() -> None:
    twilio, line = scripted({"voice": '<Redirect method="GET">next?z=1</Redirect>', "next": SAY})

    twilio.call()

    asked = line.asked[1]
    assert (asked.method, asked.form["z"], asked.form["To"]) == ("GET", "1", NUMBER)
    url = f"{line.url}/next?{asked.query}"
    assert RequestValidator(TOKEN).validate(url, {}, asked.headers["X-Twilio-Signature"])


def test_the_last_webhook_can_come_again_the_same_in_every_byte() -> None:
    answers = iter(["<Message>first</Message>", "<Message>second</Message>"])
    twilio, line = scripted({"sms": lambda _: next(answers)})
    sent = twilio.text("+16175550101", "hello")

    reply = twilio.repeat_last_webhook()

    first, second = line.asked
    assert first.form == second.form
    assert first.headers["I-Twilio-Idempotency-Token"] == second.headers["I-Twilio-Idempotency-Token"]
    assert (sent[0].body, b"second" in reply.body) == ("first", True)
    assert [event.repeated for event in twilio.transcript if isinstance(event, Webhook)] == [False, True]


def test_nothing_can_come_again_before_anything_came() -> None:
    twilio, _ = scripted({})

    with pytest.raises(LookupError, match="no webhook"):
        twilio.repeat_last_webhook()


def test_every_nth_webhook_can_be_doubled() -> None:
    twilio, line = scripted({"sms": "<Message>once</Message>"})
    twilio.switches.double_webhooks = 2

    sent = [twilio.text("+16175550101", body) for body in "abcd"]

    assert [form["Body"] for form in line.forms("sms")] == ["a", "b", "b", "c", "d", "d"]
    assert [len(messages) for messages in sent] == [1, 1, 1, 1]
