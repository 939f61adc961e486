"""Gather as TWILIO.md and Twilio's page describe it: https://www.twilio.com/docs/voice/twiml/gather."""

import pytest

from ivr.simulator import Twilio
from ivr.simulator.events import Interrupted
from ivr.simulator.speech import WORD_SECONDS
from tests.scripted import Page, ScriptedLine, scripted

THANKS = "<Say>Thank you.</Say>"


def gather(
    attributes: str, prompts: str = "<Say>Press a key.</Say>", **pages: Page
) -> tuple[Twilio, ScriptedLine]:
    """A line that asks once and then says goodbye; `heard` is its action."""
    voice = f"<Gather {attributes}>{prompts}</Gather><Say>Goodbye.</Say>"
    return scripted({"voice": voice, "heard": THANKS, **pages})


@pytest.mark.parametrize(
    ("attributes", "keys", "sent"),
    [
        ('numDigits="1"', "2", {"Digits": "2", "FinishedOnKey": ""}),
        ('numDigits="3"', "911", {"Digits": "911", "FinishedOnKey": ""}),
        # "Defaults: finishOnKey #, no numDigits"
        ("", "12#", {"Digits": "12", "FinishedOnKey": "#"}),
        ('finishOnKey="*"', "1#*", {"Digits": "1#", "FinishedOnKey": "*"}),
        # 'finishOnKey="" makes * and # ordinary keys.'
        ('finishOnKey="" numDigits="1"', "*", {"Digits": "*", "FinishedOnKey": ""}),
        ('finishOnKey="" numDigits="1"', "#", {"Digits": "#", "FinishedOnKey": ""}),
        ('input="dtmf speech" numDigits="1"', "0", {"Digits": "0", "FinishedOnKey": ""}),
    ],
)
def test_keys_reach_the_action(attributes: str, keys: str, sent: dict[str, str]) -> None:
    twilio, line = gather(f'action="heard" {attributes}')

    call = twilio.call()
    call.press(keys)
    call.listen()

    (form,) = line.forms("heard")
    assert {name: form.get(name) for name in ("Digits", "FinishedOnKey", "msg")} == {
        **sent,
        "msg": "Gather End",
    }
    assert "Goodbye." not in call.words


def test_a_key_stops_the_prompt() -> None:
    twilio, _ = gather('action="heard" numDigits="1"', "<Say>One two three four five.</Say><Say>Six.</Say>")

    call = twilio.call()
    twilio.advance(WORD_SECONDS)
    call.press("1")
    call.listen()

    assert call.words == "One two three four five.\nThank you."
    assert [event.at for event in twilio.transcript if isinstance(event, Interrupted)] == [WORD_SECONDS]


@pytest.mark.parametrize(("attributes", "seconds"), [("", 5), ('timeout="8"', 8)])
def test_the_timeout_runs_from_the_end_of_the_prompts(attributes: str, seconds: float) -> None:
    twilio, line = gather(attributes, "<Say>One two.</Say><Pause length='3'/>")

    call = twilio.call()
    call.stay_silent()

    # "Nothing pressed: no request, the next verb runs"
    assert call.heard[-1].text == "Goodbye."
    assert call.heard[-1].at == 2 * WORD_SECONDS + 3 + seconds
    assert [asked.path for asked in line.asked] == ["voice"]


def test_the_timeout_runs_from_each_key() -> None:
    twilio, line = gather('action="heard" timeout="4"')

    call = twilio.call()
    call.listen()
    twilio.advance(3)
    call.press("1")
    twilio.advance(3)
    call.press("2")
    twilio.advance(3.9)
    assert line.forms("heard") == []
    twilio.advance(0.2)

    assert line.forms("heard")[0]["Digits"] == "12"


@pytest.mark.parametrize("keys", ["", "#"])
def test_an_empty_result_is_asked_about_only_when_the_line_wants_it(keys: str) -> None:
    for attributes, asked in (("", 0), ('actionOnEmptyResult="true"', 1)):
        twilio, line = gather(f'action="heard" {attributes}')
        call = twilio.call()
        if keys:
            call.press(keys)
        else:
            call.stay_silent()
        call.listen()

        # "with actionOnEmptyResult the action is asked with empty Digits"
        assert [form["Digits"] for form in line.forms("heard")] == [""] * asked


def test_without_an_action_the_same_page_is_asked_again() -> None:
    """Defaults: `action` the current URL (a loop)."""
    twilio, line = scripted(
        {"voice": lambda form: f'<Gather numDigits="1"><Say>You pressed {form.get("Digits")}.</Say></Gather>'}
    )

    call = twilio.call()
    call.press("7")
    call.listen()

    assert call.words == "You pressed None.\nYou pressed 7."
    assert [asked.path for asked in line.asked] == ["voice", "voice"]


@pytest.mark.parametrize(
    ("attributes", "heard"),
    [
        ('input="speech"', "an advocate please"),
        ('input="dtmf speech" speechTimeout="auto" hints="advocate, police"', "an advocate please"),
    ],
)
def test_words_reach_the_action(attributes: str, heard: str) -> None:
    twilio, line = gather(f'action="heard" {attributes}')

    call = twilio.call()
    call.say("an advocate please")
    call.listen()

    (form,) = line.forms("heard")
    assert (form["SpeechResult"], form["Confidence"]) == (heard, "0.9")
    assert "Digits" not in form


def test_words_interrupt_the_prompt_and_the_pause_after_them_ends_them() -> None:
    twilio, line = gather('action="heard" input="speech" speechTimeout="2"')

    call = twilio.call()
    twilio.advance(0.5)
    call.say("help me")
    twilio.advance(2 * WORD_SECONDS + 1.9)
    assert line.forms("heard") == []
    twilio.advance(0.2)

    assert len(line.forms("heard")) == 1


@pytest.mark.parametrize(
    ("attributes", "act"),
    [('input="dtmf" numDigits="1"', "say"), ('input="speech" numDigits="1"', "press")],
)
def test_what_is_not_asked_for_goes_unheard(attributes: str, act: str) -> None:
    twilio, line = gather(f'action="heard" {attributes}')

    call = twilio.call()
    getattr(call, act)("1")
    call.stay_silent()

    assert line.forms("heard") == []


def test_a_key_wins_over_words() -> None:
    twilio, line = gather('action="heard" input="dtmf speech" numDigits="1"')

    call = twilio.call()
    call.say("well I think")
    call.press("0")
    call.listen()

    assert [form.get("Digits") for form in line.forms("heard")] == ["0"]
    assert "SpeechResult" not in line.forms("heard")[0]


@pytest.mark.parametrize(("attributes", "heard"), [("", "f*** off"), ('profanityFilter="false"', "fuck off")])
def test_the_profanity_filter_is_on_by_default(attributes: str, heard: str) -> None:
    twilio, line = gather(f'action="heard" input="speech" {attributes}')

    call = twilio.call()
    call.say("fuck off")
    call.listen()

    assert line.forms("heard")[0]["SpeechResult"] == heard


def test_a_key_in_the_middle_of_plain_speech_is_lost() -> None:
    twilio, line = scripted(
        {"voice": "<Say>Please hold.</Say><Gather timeout='1' action='heard'/>", "heard": ""}
    )

    call = twilio.call()
    call.press("1")
    call.stay_silent()

    assert line.forms("heard") == []
