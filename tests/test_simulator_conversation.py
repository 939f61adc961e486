"""Conversation files: read, played, written down again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.simulator import Twilio
from ivr.simulator.acts import read_act
from ivr.simulator.conversation import ConversationError, parse, play
from ivr.simulator.narration import escape_text
from ivr.simulator.recorder import Recorder
from tests.scripted import POLICE, VPR, Form, scripted

DESKS = {"vpr": VPR, "police": POLICE}


def menu(form: Form) -> str:
    if form.get("Digits") == "2":
        number = f'<Number url="whisper">{VPR}</Number>'
        return f'<Say>Connecting.</Say><Dial action="after" hangupOnStar="true">{number}</Dial>'
    return "<Say>Goodbye.</Say>"


def line() -> Twilio:
    prompts = "<Say>Welcome.</Say><Say>Press 2.</Say>"
    ask = f'<Gather action="menu" numDigits="1" input="dtmf speech">{prompts}</Gather>'
    twilio, _ = scripted(
        {
            "voice": f"{ask}<Say>Still there?</Say>{ask}<Say>Bye.</Say>",
            "menu": menu,
            "whisper": '<Gather action="accept" timeout="3"><Say>Press 1.</Say></Gather><Hangup/>',
            "accept": lambda form: "" if form.get("Digits") == "1" else "<Hangup/>",
            "after": lambda form: f"<Say>It was {form['DialCallStatus']}.</Say>",
            "sms": lambda form: (
                f"<Message>{form['Body'] or 'nothing'}\n{form['NumMedia']}</Message>"
                if form["Body"] != "hush"
                else ""
            ),
        }
    )
    return twilio


CALL = f"""\
# A desk takes the call
# and a second comment

> (calls as anonymous)
< Welcome.
# in between
< Press 2.

> 2
< Connecting.
= rings {VPR} as anonymous
> (vpr: answers)
< (vpr) Press 1.
> (vpr: 1#)
= bridged
> (waits 2 min)
> (webhook comes again)
= same answer
> *
= dial completed, bridged
< It was completed.
= hung up
# the end
"""
SILENCE = """\
> (calls)
< Welcome.
< Press 2.
> (silence)
< Still there?
< Welcome.
> (after 1 s) "an advocate"
< Goodbye.
= hung up
"""
TEXTS = """\
> (texts as +16175550102)
> hello\\nthere
< hello\\nthere\\n0
> ()
< nothing\\n0
> (picture) look
< look\\n1
> (picture) (picture)
< nothing\\n2
> hush
= texted nothing
> (waits 2 h)
> (cleo) \\(me)
< (cleo) (me)\\n0
> HELP
= twilio texts: Reply STOP to unsubscribe. Msg&Data Rates May Apply.
< HELP\\n0
"""


@pytest.mark.parametrize("text", [CALL, SILENCE, TEXTS])
def test_a_file_that_is_right_stays_as_it_is(text: str) -> None:
    assert play(parse(text), line(), DESKS) == text


@pytest.mark.parametrize("text", [CALL, SILENCE, TEXTS])
def test_a_file_without_expectations_is_filled_in(text: str) -> None:
    acts = "".join(f"{one}\n" for one in text.splitlines() if not one.startswith(("<", "=")))

    happened = play(parse(acts), line(), DESKS).replace("# in between\n", "")

    assert happened == text.replace("# in between\n", "")


def test_wrong_expectations_are_replaced_and_comments_stay() -> None:
    wrong = "# title\n> (calls)\n< Welcome.\n# why\n< Something else.\n< And more.\n\n# end\n"

    happened = play(parse(wrong), line(), DESKS)

    assert happened == "# title\n> (calls)\n< Welcome.\n# why\n< Press 2.\n\n# end\n"
    assert parse(wrong).title == "title"


@pytest.mark.parametrize(
    ("act", "happens"),
    [
        ("busy", "= dial busy, not bridged"),
        ("declines", "= dial busy, not bridged"),
        ("unreachable", "= dial failed, not bridged"),
        ("lets it ring", "= dial no-answer, not bridged"),
        ("voicemail answers", "= dial completed, not bridged"),
    ],
)
def test_a_desk_may_not_take_the_call(act: str, happens: str) -> None:
    happened = play(parse(f"> (calls)\n> 2\n> (vpr: {act})\n"), line(), DESKS)

    assert happens in happened.splitlines()


def test_a_desk_may_be_silent_speak_and_leave() -> None:
    file = "> (calls)\n> 2\n> (vpr: answers)\n> (vpr: {})\n"
    for act in ("silence", "hangs up", "2#"):
        assert "= dial completed, not bridged" in play(parse(file.format(act)), line(), DESKS)
    words = play(parse('> (calls)\n> 2\n> (vpr: answers)\n> (vpr: "hello?")\n> (hangs up)\n'), line(), DESKS)
    assert "bridged\n" not in words.partition("hello?")[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("hello", "line 1: 'hello' begins with none of"),
        ("# a\n< hello", "line 2: nobody has called or texted yet"),
        ("> (calls)\n> two", "line 2: 'two' is nothing that a caller does"),
        ("> (calls)\n> (dances)", "line 2: '(dances)' is nothing that a caller does"),
        ("> (calls)\n> (vpr: dances)", "line 2: 'dances' is nothing that a desk does"),
        ("> (texts)\n> (what now", "line 2: '(what now' is nothing that a texter does"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(ConversationError) as mistake:
        parse(text)

    assert str(mistake.value).startswith(reason)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("> 2", "line 1: > 2: nobody has called"),
        ("> (calls)\n> (hangs up)\n> 2", "line 3: > 2: the call is over"),
        ("> (calls)\n> (calls)", "line 2: > (calls): the first call is still going on"),
        ("> (calls)\n\n> (vpr: answers)", f"line 3: > (vpr: answers): the phone at {VPR} does not ring"),
        ("> (calls)\n> (vpr: 1)", f"line 2: > (vpr: 1): nobody is on the phone at {VPR}"),
        (
            "> (calls)\n> (dean: answers)",
            "line 2: > (dean: answers): there is no desk 'dean', only vpr, police",
        ),
        ("> (webhook comes again)", "line 1: > (webhook comes again): no webhook"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_line(text: str, reason: str) -> None:
    conversation = parse(text)

    with pytest.raises(ConversationError) as mistake:
        play(conversation, line(), DESKS)
    assert str(mistake.value).startswith(reason)


def test_an_interactive_session_is_written_down_and_can_be_played_again() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS, "Tried by hand")
    call = twilio.call()
    call.stay_silent()
    call.listen()
    twilio.advance(1)
    call.press("2")
    call.listen()
    twilio.phone(VPR).answer()
    twilio.advance(2)
    twilio.phone(VPR).press("1#")
    twilio.advance(30)
    twilio.phone(VPR).hang_up()
    twilio.settle()
    twilio.text("+16175550101", "(hello)")
    twilio.advance(600)
    twilio.text("+16175550102", "again", ["image/jpeg"])
    recorder.stop()
    twilio.call()

    text = recorder.text

    assert text.startswith("# Tried by hand\n> (calls)\n< Welcome.\n< Press 2.\n> (silence)\n")
    assert "> (waits 600 s)\n> (texts as +16175550102)\n> (picture) again\n" in text
    assert play(parse(text), line(), DESKS) == text


def test_a_voicemail_box_and_an_interruption_are_written_down() -> None:
    twilio = line()
    recorder = Recorder(twilio, DESKS)
    twilio.phone(VPR).be_voicemail()
    call = twilio.call("+266696687")
    twilio.advance(0.2)
    call.press("2")
    call.listen()

    assert "> (after 0.2 s) 2\n" in recorder.text
    assert "> (vpr: voicemail answers)\n" in recorder.text
    assert play(parse(recorder.text), line(), DESKS) == recorder.text


@given(st.text(min_size=1).filter(lambda body: body == body.strip() and "\0" not in body))
def test_any_text_can_be_written_and_read(body: str) -> None:
    written = escape_text(body)

    assert "\n" not in written
    assert read_act(written, texting=True).words == body
