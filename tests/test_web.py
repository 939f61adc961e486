"""What Twilio gets over HTTP: a document it can use, whatever it sends, and an apology when we fail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.line import Line
from tests.conftest import TOKEN, Running
from tests.documents import ORACLES, check, needs_oracles, oracle
from tests.hostile import Hostile, put, signature_for
from tests.signed import MENU, RINGING, WHISPER, Signed, signed, spoken, texts

LINE = signed()
CALLER = "+16175550101"
WORDS = "my name is Cleo and he has hurt me"


def captures() -> list[Any]:
    return list(oracle("captured_webhooks.json")["captures"]) if ORACLES.is_dir() else []


@needs_oracles
def test_all_captured_requests_are_here() -> None:
    assert len(captures()) == 9


@needs_oracles
@pytest.mark.parametrize("capture", captures(), ids=lambda capture: capture["name"][:40])
def test_a_request_that_twilio_really_sent_is_taken(capture: Any) -> None:
    places = {"gather-action": MENU, "dial-action": RINGING, "call status": "/status", "inbound SMS": "/sms"}
    path = next(place for words, place in places.items() if capture["name"].startswith(words))

    answer = LINE.post(path, [tuple(pair) for pair in capture["params_in_wire_order"]])

    assert answer.status_code == (204 if path == "/status" else 200)
    if answer.status_code == 200:
        check(answer.content_type, answer.data, "messaging" if path == "/sms" else "voice")


@needs_oracles
def test_what_was_captured_is_understood() -> None:
    heard = [
        spoken(LINE.post(RINGING, [tuple(pair) for pair in capture["params_in_wire_order"]]))
        for capture in captures()
        if capture["name"].startswith("dial-action")
    ]

    # `completed` of 2011 has no DialBridged: that is no talk
    assert [words.split(" at ")[0] for words in heard] == ["Nobody could take the call"] * 2


@pytest.mark.parametrize(
    "path", ["/voice", MENU, RINGING, WHISPER, "/sms", "/voice/gone", "/voice/menu?language=xx"]
)
def test_every_answer_is_xml_and_never_plain_text(path: str) -> None:
    answer = LINE.post(path)

    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    check(answer.content_type, answer.data, "messaging" if path == "/sms" else "voice")


def test_a_status_callback_is_taken_and_answered_with_nothing() -> None:
    answer = LINE.post("/status", {"CallSid": "CA1", "CallStatus": "completed", "New": "field"})

    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/voice/gone?language=en",
        "/voice/menu?language=xx&subject=main",
        "/voice/menu?language=en&subject=gone",
        "/voice/topic?language=en&subject=main",
        "/voice/ring?language=en&subject=main",
        "/voice/choice?desk=nobody&language=en&subject=main",
        "/voice/menu?language=en&misses=many&subject=main",
        "/voice/menu?language=en&outcome=strange&subject=main",
    ],
)
@pytest.mark.parametrize("form", [{}, {"Digits": "1"}, {"Digits": "", "msg": "Gather End"}])
def test_an_address_of_an_older_line_starts_at_the_menu(path: str, form: dict[str, str]) -> None:
    menu = LINE.post(MENU).data

    assert LINE.post(path, form).data == menu


@pytest.mark.parametrize("path", ["/voice", MENU, RINGING])
def test_a_form_without_any_field_is_answered(path: str) -> None:
    assert "617" in spoken(LINE.post(path)) or "press 1" in spoken(LINE.post(path))


def test_a_failure_is_an_apology_with_the_numbers_and_no_error_to_twilio(
    capfd: pytest.CaptureFixture[str], line: Line
) -> None:
    form = {"DialCallStatus": "strange", "From": CALLER, "Caller": CALLER, "SpeechResult": WORDS}

    answer = LINE.post(RINGING, form)

    assert answer.status_code == 200
    check(answer.content_type, answer.data, "voice")
    words = spoken(answer)
    assert "Sorry" in words
    assert "911" in words
    for contact in (line.emergency, "vpr"):
        assert line.contacts[contact].spoken.replace("-", "") in words.replace(" ", "")
    assert "Hangup" in answer.data.decode()


def test_the_record_of_a_failure_says_where_and_holds_nothing_of_the_caller(
    capfd: pytest.CaptureFixture[str],
) -> None:
    form = {"DialCallStatus": WORDS, "From": CALLER, "Caller": CALLER, "SpeechResult": WORDS}

    LINE.post(RINGING, form)

    told = "".join(capfd.readouterr())
    assert "UnknownWord" in told
    assert "read_call" in told
    assert not [word for word in (CALLER, CALLER[2:], "Cleo", "hurt", "strange") if word in told]


def test_nothing_is_logged_about_a_call_or_a_text_that_goes_well(capfd: pytest.CaptureFixture[str]) -> None:
    LINE.post("/voice", {"From": CALLER})
    LINE.press(MENU, "2")
    LINE.text("RIGHTS", From=CALLER)

    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize("path", ["/", "/robots.txt", "/voice/menu/more", "/static/x.css", "/admin", "//sms"])
def test_there_is_nothing_else(path: str) -> None:
    answers = [LINE.post(path), LINE.app.test_client().get(path)]

    assert all(answer.status_code in (403, 404, 405) for answer in answers)


def addresses() -> list[str]:
    """A webhook each, as its route says, with a state where it has one."""
    rules = [rule for rule in LINE.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return [rule.rule.replace("<state>", "menu") for rule in rules]


@pytest.mark.parametrize("path", addresses())
def test_no_webhook_is_ever_redirected(path: str) -> None:
    # TWILIO.md: "A 3xx on a Gather action loses the digits."
    doubled = [f"{path[:place]}/{path[place:]}" for place, letter in enumerate(path) if letter == "/"]
    spellings = [path, f"{path}/", f"{path}//", *doubled, path.replace("/", "//"), f"/.{path}", path.upper()]

    statuses = {one: put(LINE.app, *signed_press(one)).status for one in spellings}

    assert statuses[path] in (200, 204)
    assert set(statuses.values()) <= {200, 204, 403, 404}


def signed_press(path: str) -> tuple[Hostile, str]:
    """A key that was pressed, sent to exactly this path."""
    press = Hostile("POST", path, "", b"Digits=1")
    return press, signature_for(press, TOKEN, LINE.settings.public_url)


@pytest.mark.parametrize("size", [63_000, 66_000, 5_000_000])
@pytest.mark.parametrize("path", [MENU, "/sms"])
def test_a_body_that_no_webhook_has_is_refused_and_breaks_nothing(path: str, size: int) -> None:
    answer = LINE.post(path, {"From": "anonymous", "Body": "x" * size, "SpeechResult": "x" * size})

    assert answer.status_code == (200 if size * 2 < 64 * 1024 else 413)


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health_says_ok_and_nothing_else(path: str) -> None:
    answer = LINE.app.test_client().get(path)

    assert (answer.status_code, answer.data) == (200, b"ok\n")


@given(
    st.sampled_from(["/voice", MENU, RINGING, WHISPER, "/voice/bye?language=es&subject=silent", "/status"]),
    st.dictionaries(
        st.sampled_from(
            ["Digits", "SpeechResult", "msg", "From", "DialCallStatus", "DialBridged", "CallSid"]
        ),
        st.text(max_size=40),
    ),
)
def test_whatever_is_signed_is_answered(path: str, form: dict[str, str]) -> None:
    answer = LINE.post(path, form)

    assert answer.status_code in (200, 204)
    if answer.status_code == 200:
        check(answer.content_type, answer.data, "voice")


def test_the_same_request_gets_the_same_answer_over_a_real_connection(running: Running) -> None:
    line = Signed(running.app, running.settings)

    answers = {line.press(MENU, "4").data for _ in range(3)}

    assert len(answers) == 1


def test_a_text_that_cannot_be_kept_is_told_so_with_the_numbers() -> None:
    answer = LINE.text("it began a long time ago", From=CALLER)

    # The database of this line is nowhere
    assert answer.status_code == 200
    assert "could not be saved" in texts(answer)[0]
    assert "911" in texts(answer)[0]
