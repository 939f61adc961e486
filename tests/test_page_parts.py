"""The parts of the phone page that need no browser: what is marked, what is paused, what is streamed."""

import itertools
import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ivr import line as lines
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.simulator.page.pace import MOST_SECONDS, Pace
from ivr.simulator.page.parts import Switch
from ivr.simulator.page.pauses import breaths
from ivr.simulator.page.pretty import pretty
from ivr.simulator.page.stream import Stream
from ivr.simulator.page.switchboard import Switchboard
from ivr.simulator.speech import measure
from ivr.trial import HeldDatabase, first_texts, tell_languages
from tests.scripted import scripted


def wrong_in(document: str) -> list[str]:
    return [reason for line in pretty(document.encode(), "voice") for reason in line.wrong]


@pytest.mark.parametrize(
    ("document", "wrong"),
    [
        ("<Response><Say>Hello</Say></Response>", []),
        ("<Response><Shout>Hello</Shout></Response>", ["<Shout> is not a word of TwiML"]),
        ("<Response><Number>1</Number></Response>", ["<Number> may not stand in <Response>"]),
        ('<Response><Say loud="1">Hello</Say></Response>', ["<Say> has no attribute 'loud'"]),
        ('<Response><Pause length="x"/></Response>', ["<Pause> does not take this value for 'length'"]),
        ("<Response>Hello</Response>", ["<Response> may hold no text"]),
        ("<Response><Say>Hello", ["not XML"]),
        ("", ["not XML"]),
    ],
)
def test_what_twilio_would_not_take_is_marked(document: str, wrong: list[str]) -> None:
    found = wrong_in(document)

    assert len(found) == len(wrong)
    assert all(reason.startswith(start) for reason, start in zip(found, wrong, strict=True))


def test_a_document_is_written_with_a_line_for_each_element() -> None:
    lines = pretty(b'<Response><Gather timeout="6"><Say>Press 1.</Say></Gather></Response>', "voice")

    assert [(line.depth, "".join(text for _, text in line.spans)) for line in lines] == [
        (0, "<Response>"),
        (1, '<Gather timeout="6">'),
        (2, "<Say>Press 1.</Say>"),
        (1, "</Gather>"),
        (0, "</Response>"),
    ]


def test_a_voice_pauses_where_the_telephone_does_and_reads_numbers_slowly() -> None:
    say = ElementTree.fromstring(  # noqa: S314 (our own)
        '<Say>Dial 911.<break time="400ms"/>Or <prosody rate="slow">'
        '<say-as interpret-as="digits">617</say-as><break time="300ms"/>'
        '<say-as interpret-as="digits">253</say-as></prosody></Say>'
    )

    assert [(one.text, one.rate) for one in breaths(measure(say))] == [
        ("Dial 9 1 1.", 1.0),
        ("Or 6 1 7", 1.0),
        ("2 5 3", 0.75),
    ]


def test_a_browser_that_comes_back_gets_what_it_missed_and_how_things_stand() -> None:
    stream = Stream()
    stream.show({"caller": None})
    for number in (1, 2, 3):
        stream.tell({"number": number})

    frames = stream.listen(after=1)
    told = [next(frames) for _ in range(5)]

    assert told[0] == "event: history\ndata: 3\n\n"
    assert told[1].startswith("event: state\n")
    assert [json.loads(frame.split("data: ")[1])["number"] for frame in told[2:4]] == [2, 3]
    assert told[3].startswith("event: happened\nid: 3\n")
    stream.close()
    assert list(frames) == []


def test_a_switch_is_turned_once_and_stays_broken_when_it_cannot_be_mended() -> None:
    turned: list[str] = []

    def fail() -> None:
        turned.append("mend")
        raise OSError("it does not start")

    board = Switchboard((Switch("web", "Web", "", lambda: turned.append("break"), fail),))
    board.turn("web", broken=True)
    board.turn("web", broken=True)
    with pytest.raises(OSError, match="does not start"):
        board.turn("web", broken=False)

    assert turned == ["break", "mend"]
    assert board.stand()[0]["broken"] is True


def test_a_held_database_takes_no_writer_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "line.db"
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE kept (words TEXT)")
        held = HeldDatabase(file)

        held.hold()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer.execute("INSERT INTO kept VALUES ('no')")
        held.let_go()

        writer.execute("INSERT INTO kept VALUES ('yes')")
        assert writer.execute("SELECT words FROM kept").fetchall() == [("yes",)]


@pytest.fixture(scope="module")
def language_of(line: Line, prompts: Prompts) -> Callable[[str], str]:
    return tell_languages(line, prompts)


def test_the_language_of_every_text_is_told(
    language_of: Callable[[str], str], line: Line, prompts: Prompts
) -> None:
    wrong = [
        (code, one.prompt)
        for code in line.languages
        for one in prompts.every("text")
        # This one is written in every language at once.
        if one.prompt != "language" and language_of(prompts.text(one, code)) != code
    ]

    assert wrong == []


def test_the_first_texts_are_words_that_the_line_knows(line: Line, prompts: Prompts) -> None:
    campus = Path(__file__).parent / "campus"
    lakeside = lines.load(campus / "line.toml")  # without a topic of the police

    assert first_texts(line, prompts) == ("POLICE", "RIGHTS", "REPORT")
    assert first_texts(lakeside, Prompts(campus / "prompts", lakeside)) == ("RIGHTS", "REPORT", "EMERGENCY")


def test_time_passes_by_itself() -> None:
    twilio, _ = scripted({})
    passed = threading.Event()
    twilio.clock.at(0.1, passed.set)
    pace = Pace(twilio, lambda: None)

    pace.start()

    assert passed.wait(20)
    pace.stop()


def test_a_machine_that_stands_still_times_nobody_out() -> None:
    twilio, _ = scripted({})
    ticks: list[float] = []
    enough = threading.Event()

    def after_tick() -> None:
        ticks.append(twilio.clock.now)
        if len(ticks) == 3:
            enough.set()

    minutes = itertools.count(step=60)
    pace = Pace(twilio, after_tick, now=lambda: float(next(minutes)))
    pace.start()
    assert enough.wait(20)
    pace.stop()

    assert ticks[:3] == [MOST_SECONDS, 2 * MOST_SECONDS, 3 * MOST_SECONDS]
