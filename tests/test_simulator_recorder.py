"""What was done by hand is written down as a conversation file, and plays as it went."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ivr.simulator import Call, Twilio
from ivr.simulator.conversation import parse, play
from ivr.simulator.page.parts import Desk
from ivr.simulator.page.people import People
from ivr.simulator.page.tape import Tape
from ivr.simulator.recorder import Recorder
from ivr.simulator.rest import rest_app
from tests.scripted import ACCOUNT, NUMBER, POLICE, TOKEN, VPR, Form, scripted

DESKS = {"vpr": VPR, "police": POLICE}
CLEO, BEN = "+16175550101", "+16175550102"
ASK = '<Gather action="menu" numDigits="1" input="dtmf speech"><Say>Welcome to the line.</Say></Gather>'
PRESS_1 = '<Gather action="accept" timeout="3"><Say>Somebody calls. Press 1.</Say></Gather>'


def menu(form: Form) -> str:
    if form.get("Digits") != "2":
        return f"<Say>No.</Say>{ASK}"
    number = f'<Number url="whisper">{VPR}</Number>'
    return f'<Say>Connecting.</Say><Dial timeout="20" action="after" hangupOnStar="true">{number}</Dial>'


def line() -> Twilio:
    twilio, _ = scripted(
        {
            "voice": f"{ASK}{ASK}<Say>Bye.</Say>",
            "menu": menu,
            "whisper": f"{PRESS_1}{PRESS_1}<Hangup/>",
            "accept": lambda form: "" if form.get("Digits") == "1" else "<Hangup/>",
            "after": lambda form: f"<Say>The call is over: {form['DialCallStatus']}.</Say>{ASK}",
            "sms": lambda form: f"<Message>You said {form['Body']}.</Message>",
        }
    )
    return twilio


def call_vpr(twilio: Twilio) -> Call:
    cleo = twilio.call(CLEO).listen()
    cleo.press("2")
    return cleo.listen()


def replayed(text: str) -> str:
    return play(parse(text), line(), DESKS)


def test_to_hang_up_in_the_middle_of_a_prompt_has_its_moment() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    cleo = twilio.call(CLEO)
    twilio.advance(0.5)
    cleo.hang_up()

    assert recorder.text == "> (calls)\n< Welcome to the line.\n> (after 0.5 s) (hangs up)\n"
    assert replayed(recorder.text) == recorder.text


def test_a_desk_that_hangs_up_on_the_whisper_has_its_moment() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    call_vpr(twilio)
    twilio.phone(VPR).answer()
    twilio.advance(0.25)
    twilio.phone(VPR).hang_up()
    twilio.settle()

    assert "> (after 0.25 s) (vpr: hangs up)\n= dial completed, not bridged\n" in recorder.text
    assert replayed(recorder.text) == recorder.text


def test_a_text_in_the_middle_of_a_call_stands_after_it() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    cleo = twilio.call(CLEO).listen()
    twilio.text(CLEO, "hello")
    cleo.press("3")
    cleo.listen()
    twilio.text(BEN, "hello, too")
    cleo.hang_up()

    call, _, texts = recorder.text.partition("> (texts)\n")

    assert call.endswith("> 3\n< No.\n< Welcome to the line.\n> (hangs up)\n")
    assert texts.startswith("> hello\n< You said hello.\n> (texts as +16175550102)\n> hello, too\n")
    assert replayed(recorder.text) == recorder.text


def test_what_both_say_while_they_are_connected_is_kept() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    cleo = call_vpr(twilio)
    vpr = twilio.phone(VPR)
    vpr.answer()
    twilio.settle()
    vpr.press("1#")
    cleo.say("Is somebody there?")
    vpr.say('Yes. They call me "Ana" (at VPR).\nI am listening.')

    assert '= bridged\n> "Is somebody there?"\n> (vpr: "Yes. They' in recorder.text
    assert replayed(recorder.text) == recorder.text


@pytest.mark.parametrize("manner", ["busy", "no-answer", "unreachable", "voicemail"])
def test_a_key_right_after_a_ring_that_nobody_took_has_its_moment(manner: str) -> None:
    twilio = line()
    people, recorder = People(twilio, (Desk("vpr", VPR, "VPR"),)), Recorder(twilio, DESKS)
    people.at_caller("dial", {})
    twilio.settle()
    people.at_caller("press", {"keys": "2"})
    twilio.settle()
    twilio.advance(3)
    people.at_desk(VPR, manner, {})
    twilio.settle()
    people.at_caller("press", {"keys": "3"})
    twilio.advance(0.25)
    people.at_caller("press", {"keys": "3"})
    twilio.settle()

    assert "> (after 0.25 s) 3\n" in recorder.text
    assert replayed(recorder.text) == recorder.text


def test_the_tape_holds_the_last_call_alone_and_texts_if_they_came_with_it() -> None:
    twilio = line()
    tape = Tape(twilio, DESKS)
    twilio.text(CLEO, "before")
    twilio.call(CLEO).hang_up()
    twilio.call("anonymous").hang_up()
    alone = tape.text
    twilio.text(CLEO, "after")
    together = tape.text

    assert alone == "> (calls as anonymous)\n< Welcome to the line.\n> (after 0 s) (hangs up)\n"
    # A thread of texts is kept whole: the line remembers what came before.
    assert together.count("(calls") == 1
    assert "> before\n" in together
    assert "> after\n" in together
    assert replayed(together) == together


def test_a_tape_that_is_rewound_keeps_the_call_that_goes_on() -> None:
    twilio = line()
    tape = Tape(twilio, DESKS)
    twilio.call(CLEO).hang_up()
    twilio.text(CLEO, "before")
    cleo = twilio.call(CLEO).listen()

    tape.rewind()
    cleo.hang_up()

    assert tape.text == "> (calls)\n< Welcome to the line.\n> (hangs up)\n"
    tape.rewind()
    assert tape.text == ""


def test_a_call_that_is_copied_in_the_middle_of_a_prompt_ends_there() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    twilio.call(CLEO)
    twilio.advance(0.5)

    assert recorder.text == "> (calls)\n< Welcome to the line.\n> (after 0.5 s) (stops here)\n"
    assert replayed(recorder.text) == recorder.text


def test_a_call_of_the_lines_own_is_no_part_of_what_people_did() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    cleo = twilio.call(CLEO).listen()
    twilio.phone(POLICE).answer()
    rung = (
        rest_app(twilio)
        .test_client()
        .post(
            f"/2010-04-01/Accounts/{ACCOUNT}/Calls.json",
            auth=(ACCOUNT, TOKEN),
            data={"To": POLICE, "From": NUMBER, "Twiml": "<Response><Say>A report waits.</Say></Response>"},
        )
    )
    twilio.settle()
    cleo.hang_up()

    assert rung.status_code == 201

    assert recorder.text == "> (calls)\n< Welcome to the line.\n> (hangs up)\n"


CALLER = [("dial", ""), ("hang-up", ""), ("wait", ""), ("press", "2"), ("press", "3"), ("press", "*")]
DESK = ["answer", "busy", "voicemail", "no-answer", "unreachable", "hang-up", "press", "say"]
ACTS = [
    *(("caller", act, words) for act, words in [*CALLER, ("press", "2"), ("say", "hello")]),
    *(("vpr", act, "1" if act == "press" else "I am here") for act in [*DESK, "answer", "press"]),
    *(("text", who, "hello") for who in (CLEO, BEN)),
]
PRESS_2 = ("caller", "press", "2")
VOICEMAIL = ("vpr", "voicemail", "")


def perform(people: People, who: str, act: str, words: str) -> None:
    said = {"keys": words, "words": words}
    if who == "caller":
        people.at_caller(act, said)
    elif who == "vpr":
        people.at_desk(VPR, act, said)
    else:
        people.text(act, words, 0)


# Seconds that are the end of nothing that is said.
@given(st.lists(st.tuples(st.integers(0, 300).map(lambda n: n * 0.0371 + 0.0113), st.sampled_from(ACTS))))
@example([(0.01, PRESS_2), (0.4, VOICEMAIL), (10.0, PRESS_2), (5.02, ("vpr", "hang-up", ""))])
@settings(deadline=None)
def test_whatever_people_do_plays_as_it_went(acts: list[tuple[float, tuple[str, str, str]]]) -> None:
    twilio = line()
    people, tape = People(twilio, (Desk("vpr", VPR, "VPR"),)), Tape(twilio, DESKS)
    people.at_caller("dial", {})
    for seconds, act in acts:
        twilio.advance(seconds)
        with suppress(LookupError):  # cannot be done now
            perform(people, *act)

    assert replayed(tape.text) == tape.text
