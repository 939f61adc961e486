"""A recording that nothing would play is refused before it can take the line down, with what was meant."""

from pathlib import Path

import pytest

from ivr import check, mp3, recordings
from ivr import line as lines
from ivr.operate import doctor
from ivr.operate.finding import Level
from ivr.prompts import PromptError, Prompts
from ivr.web import server
from tests.conftest import made_up_settings
from tests.operating import environment
from tests.recorded import FRAME, VOICE, record
from tests.recorded import mp3 as made


def told(campus: Path) -> list[str]:
    """What is wrong with the recordings of a campus, without its folder."""
    audio, known = campus / "prompts" / "audio", lines.load(campus / "line.toml")
    with pytest.raises(PromptError) as caught:
        recordings.check(audio, Prompts(campus / "prompts", known), known)
    return [error.replace(f"{audio}/", "", 1) for error in caught.value.errors]


WRONG = {
    "en/greting.mp3": "the line has no prompt greting; did you mean greeting?",
    "en/welcom.mp3": "the line has no prompt welcom",
    "en/card.mp3": "the line has no prompt card",
    "en/number.nobody.mp3": "the line has no prompt number.nobody",
    "en/number.mp3": "the line has no prompt number; with its values it is named number.boston-police, "
    "number.cambridge-police, number.mit-police …",
    "en/greeting.wav": "is not named .mp3, and nothing else is played",
    "en/greeting.MP3": "is not named .mp3, and nothing else is played",
    "greeting.mp3": "belongs into the folder of its language",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_nothing_would_play_is_refused(campus: Path, name: str) -> None:
    record(campus, name, language=".")

    [error] = told(campus)

    assert error.startswith(f"{name}: {WRONG[name]}")


def test_the_folder_of_a_language_that_the_line_does_not_have_is_refused(campus: Path) -> None:
    record(campus, "greeting.mp3", language="ess")

    assert told(campus) == ["ess: there is no language ess; did you mean es?"]


@pytest.mark.parametrize("sound", [b"", b"RIFF$\0\0\0WAVEfmt ", b"ID3", b"\xff" * 5000, b"\xff\xfb\x90"])
def test_what_is_no_mp3_is_refused(campus: Path, sound: bytes) -> None:
    record(campus, "greeting.mp3", sound=sound)

    assert told(campus) == ["en/greeting.mp3: is no MP3, whatever its name says"]


def test_a_file_that_cannot_be_read_is_refused(campus: Path) -> None:
    record(campus, "greeting.mp3").unlink()
    (campus / "prompts" / "audio" / "en" / "greeting.mp3").mkdir()

    assert told(campus) == ["en/greeting.mp3: cannot be read (Is a directory)"]


def test_all_of_them_are_told_at_once(campus: Path) -> None:
    for name in ("welcom.mp3", "greeting.wav", "hint-language.mp3", ".DS_Store"):
        record(campus, name)

    assert [error.partition(":")[0] for error in told(campus)] == ["en/greeting.wav", "en/welcom.mp3"]


def test_the_web_processes_do_not_start_with_it_and_say_why(
    campus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = record(campus, "welcom.mp3")

    status = server.main(variables(campus))

    assert status == 2
    assert capsys.readouterr().err == f"{file}: the line has no prompt welcom\n"


def test_check_and_the_doctor_tell_of_it(campus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = record(campus, "welcom.mp3")

    status = check.main(variables(campus))
    *_, found = doctor.examine(variables(campus))

    sentence = f"{file}: the line has no prompt welcom"
    assert (status, capsys.readouterr().err) == (1, f"{sentence}\n")
    assert (found.check, found.level, found.found) == ("line", Level.WRONG, sentence)


def test_check_tells_how_long_a_recording_lasts(campus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(campus, "greeting.mp3", sound=made(frames=200))

    check.main(variables(campus))

    rows = [row.split() for row in capsys.readouterr().out.splitlines() if row.startswith("greeting ")]
    assert [(row[1], row[-1]) for row in rows] == [("5.2", "recorded"), (rows[1][1], "s"), (rows[2][1], "s")]


@pytest.mark.parametrize(
    ("sound", "seconds"),
    [
        (FRAME, 0.026),
        (VOICE, 2.612),
        (made(tag=b"a title" * 40), 2.612),
        (b"\0" * 700 + VOICE, 2.612),
        (VOICE + b"TAG" + b"\0" * 125, 2.612),
        (bytes.fromhex("fff32400").ljust(48, b"\0") * 50, 50 * 576 / 24_000),  # MPEG-2, 16 kbit/s
        (b"", None),
    ],
)
def test_the_frames_of_a_recording_tell_its_length(sound: bytes, seconds: float | None) -> None:
    assert mp3.seconds(sound) == (None if seconds is None else pytest.approx(seconds, abs=0.001))


def variables(campus: Path) -> dict[str, str]:
    return environment(made_up_settings(line_config=campus / "line.toml", line_prompts=campus / "prompts"))
