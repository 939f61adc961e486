"""The static documents: valid, in step with the line, and enough for a caller while the line is dead."""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ivr import line as lines
from ivr.core.line import Line
from ivr.operate import fallback
from ivr.operate.documents import ACCEPT, OFFERS, TEXT, VOICE, WHISPER, Documents, offered
from ivr.prompts import Prompts
from ivr.segments import measure
from ivr.simulator import Call, Phone, Twilio, http_transport
from ivr.simulator.events import Bridged
from tests.conftest import ACCOUNT, NUMBER, TOKEN, made_up_settings
from tests.documents import check
from tests.operating import environment, static_host

CLEO = "+16175550101"
CAMPUS = Path(__file__).parent / "campus"


@pytest.fixture
def documents(line: Line, prompts: Prompts) -> dict[str, bytes]:
    return dict(Documents(line, prompts, number=NUMBER).all())


def read(document: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314 (our own)


@pytest.fixture
def host(documents: dict[str, bytes], tmp_path: Path) -> Iterator[str]:
    for name, document in documents.items():
        (tmp_path / name).write_bytes(document)
    with static_host(tmp_path) as url:
        yield url


@pytest.fixture
def down(host: str) -> Twilio:
    """A number whose line is dead, and whose fallback stands on that host."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        dead = f"http://127.0.0.1:{held.getsockname()[1]}"
    twilio = Twilio(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        voice_url=f"{dead}/voice",
        sms_url=f"{dead}/sms",
        voice_fallback_url=f"{host}/{VOICE}",
        sms_fallback_url=f"{host}/{TEXT}",
        transport=http_transport(),
    )
    twilio.network.line.voice_fallback_method = twilio.network.line.sms_fallback_method = "GET"
    return twilio


def desk(twilio: Twilio, line: Line, contact: str) -> Phone:
    phone = twilio.phone(line.contacts[contact].number)
    phone.await_person()
    return phone


def call(twilio: Twilio) -> Call:
    """A caller who has been asked, in every language, whether the police are wanted."""
    return press_nothing(twilio.call(CLEO).listen())


def silent_call(twilio: Twilio) -> Call:
    return press_nothing(call(twilio))


def press_nothing(cleo: Call) -> Call:
    cleo.stay_silent()
    return cleo.listen()


def bridged(twilio: Twilio) -> list[str]:
    return [event.who for event in twilio.transcript if isinstance(event, Bridged)]


def test_every_document_is_one_that_twilio_takes(documents: dict[str, bytes]) -> None:
    for name, document in documents.items():
        check("text/xml", document, "messaging" if name == TEXT else "voice")


def test_they_name_only_each_other(documents: dict[str, bytes]) -> None:
    """A webhook of ours would be dead, too."""
    named = set()
    for document in documents.values():
        root = read(document)
        for element in root.iter():
            named |= {element.get(name) for name in ("action", "url", "statusCallback") if element.get(name)}
            named |= {element.text for _ in [0] if element.tag == "Redirect"}

    assert named <= documents.keys()
    assert {WHISPER, ACCEPT, VOICE, OFFERS, "mit-police.xml"} <= named


def test_they_are_in_step_with_the_numbers_of_the_line(documents: dict[str, bytes], line: Line) -> None:
    said = "".join(read(documents[VOICE]).itertext())
    texts = [each.text or "" for each in read(documents[TEXT])]

    assert said.index("911") < 80
    for contact in line.contacts.values():
        assert contact.spoken.replace("-", "") in said
    for text in texts:
        assert line.contacts[line.emergency].spoken in text
        assert line.contacts[line.silent].spoken in text
    rung = [each.text for name in documents for each in read(documents[name]).iter("Number")]
    assert rung == [line.contacts[contact].number for contact in (line.silent, line.silent, *offered(line))]


def test_a_changed_number_changes_the_documents(campus: Path) -> None:
    config = campus / "line.toml"
    config.write_text(config.read_text("utf-8").replace("+16172532300", "+16175550177"), "utf-8")

    settings = made_up_settings(line_prompts=campus / "prompts")
    documents = fallback.written(settings, lines.load(config), method="GET")

    assert b"+16175550177" in documents[VOICE]
    assert b"617-555-0177" in documents[TEXT]
    assert not any(b"2532300" in document for document in documents.values())


def test_every_language_is_there_and_each_text_has_two_segments_at_most(
    documents: dict[str, bytes], line: Line
) -> None:
    spoken = {each.get("language") for each in read(documents[VOICE]).iter("Say")}
    texts = list(read(documents[TEXT]))

    assert spoken == {language.locale for language in line.languages.values()}
    assert len(texts) == len(line.languages)
    assert all(measure(text.text or "").segments <= 2 for text in texts)


def test_each_language_says_911_first_and_its_own_offer_right_after_its_apology(
    documents: dict[str, bytes], line: Line, prompts: Prompts
) -> None:
    asked = [each for gather in read(documents[VOICE]).iter("Gather") for each in gather]

    assert [each.get("language") for each in asked] == [
        language.locale for language in line.languages.values() for _ in ("apology", "offer")
    ]
    for apology, offer in zip(asked[::2], asked[1::2], strict=True):
        spoken = "".join(apology.itertext())
        assert min(map(spoken.index, re.findall(r"\d{3}", spoken))) == spoken.index("911")
        assert "".join(offer.itertext()).rstrip(".。").endswith("1")


def test_a_key_works_from_the_first_word_and_never_rings_what_was_not_offered_yet(
    down: Twilio, line: Line
) -> None:
    police, vpr = desk(down, line, "mit-police"), desk(down, line, "vpr")
    cleo = down.call(CLEO)
    down.advance(2)

    cleo.press("2")
    assert cleo.heard[-1].text == "To talk to MIT Police, press 1."
    assert not police.is_ringing
    assert not vpr.is_ringing

    cleo.press("1")
    cleo.listen()
    assert police.is_ringing


def test_an_offer_can_be_taken_while_the_next_language_speaks(down: Twilio, line: Line) -> None:
    police = desk(down, line, "mit-police")
    cleo = down.call(CLEO)
    down.advance_until(lambda: cleo.heard[-1].language == "es-US")

    cleo.press("1")
    cleo.listen()

    assert police.is_ringing


def test_the_documents_of_another_campus_read_its_numbers_one_by_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = CAMPUS / "line.toml"
    settings = made_up_settings(line_config=config, line_prompts=CAMPUS / "prompts")

    assert fallback.main([str(tmp_path)], environment(settings)) == 0

    said = "".join(read((tmp_path / VOICE).read_bytes()).itertext())
    assert "counseling.xml" in capsys.readouterr().out
    for contact in lines.load(config).contacts.values():
        assert contact.spoken.replace("-", "") in said


def test_a_caller_who_does_nothing_hears_911_and_is_connected_to_the_advocates(
    down: Twilio, line: Line
) -> None:
    vpr = desk(down, line, "vpr")
    cleo = silent_call(down)

    assert "9 1 1" in cleo.words or "911" in cleo.words
    assert vpr.is_ringing
    vpr.answer(then="5")
    cleo.listen()
    assert bridged(down) == [vpr.number]


def test_a_voicemail_box_is_never_bridged(down: Twilio, line: Line) -> None:
    vpr = desk(down, line, "vpr")
    cleo = silent_call(down)
    vpr.be_voicemail()
    cleo.listen()

    assert bridged(down) == []
    assert cleo.ended
    assert "Goodbye" in cleo.words


def test_the_police_are_rung_for_a_key_alone(down: Twilio, line: Line) -> None:
    police, vpr = desk(down, line, "mit-police"), desk(down, line, "vpr")
    vpr.be_busy()
    assert silent_call(down).ended
    assert not police.is_ringing

    vpr.await_person()
    cleo = call(down)
    cleo.press("1")
    cleo.listen()
    assert police.is_ringing
    assert not vpr.is_ringing
    police.answer(then="1")
    cleo.listen()
    assert bridged(down) == [police.number]


def test_who_is_not_helped_by_the_police_comes_back_to_the_start(down: Twilio, line: Line) -> None:
    police, vpr = desk(down, line, "mit-police"), desk(down, line, "vpr")
    police.be_busy()
    cleo = call(down)
    cleo.press("1")
    press_nothing(press_nothing(cleo.listen()))

    assert vpr.is_ringing
    assert cleo.words.count("Sorry, something went wrong") == 2


def test_a_text_is_told_that_nothing_was_saved(down: Twilio, line: Line) -> None:
    sent = down.text(CLEO, "REPORT")

    assert len(sent) == len(line.languages)
    assert "nothing was saved" in sent[0].body
    assert "617-253-1212" in sent[0].body


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fallback.main([str(tmp_path / "made")], environment(made_up_settings())) == 0

    assert {file.name for file in (tmp_path / "made").iterdir()} >= {VOICE, TEXT, WHISPER, ACCEPT}
    assert "--voice-fallback" in capsys.readouterr().out


def test_without_settings_the_command_says_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fallback.main([str(tmp_path)], {}) == 2
    assert "TWILIO_NUMBER is missing" in capsys.readouterr().err
