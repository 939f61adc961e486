"""A recorded voice replaces the synthetic one where there is a file; only the line hands out its address."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests.documents import check
from tests.recorded import VOICE, mp3, record
from tests.signed import MENU, Signed, signed, spoken


def line_of(campus: Path, **changes: Any) -> Signed:
    return signed(line_config=campus / "line.toml", line_prompts=campus / "prompts", **changes)


def plays(answer: Any) -> list[str]:
    check(answer.content_type, answer.data, "voice")
    return [play.text or "" for play in ElementTree.fromstring(answer.data).iter("Play")]  # noqa: S314 (our own)


def fetch(line: Signed, address: str) -> Any:
    parts = urlsplit(address)
    return line.app.test_client().get(f"{parts.path}?{parts.query}")


def test_a_recording_is_played_instead_of_the_voice(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    line = line_of(campus)

    answer = line.post(MENU)

    [address] = plays(answer)
    assert address.startswith("http://127.0.0.1:8000/audio/en/menu-main.mp3?token=")
    assert address.isascii()
    assert "Press a key, or say what you need." not in spoken(answer)
    assert "To talk to MIT Police, press 1." in spoken(answer)


def test_without_a_recording_everything_is_spoken(campus: Path) -> None:
    assert plays(line_of(campus).post(MENU)) == []


def test_another_language_keeps_its_own_voice(campus: Path) -> None:
    record(campus, "menu-main.mp3", language="es")
    line = line_of(campus)

    english, spanish = (line.post(f"/voice/menu?language={code}&subject=main") for code in ("en", "es"))

    assert plays(english) == []
    assert len(plays(spanish)) == 1


def test_the_greeting_is_recorded_under_its_own_name(campus: Path) -> None:
    record(campus, "greeting.mp3")

    assert len(plays(line_of(campus).post("/voice"))) == 1


def test_a_recording_can_be_of_a_prompt_with_its_values(campus: Path) -> None:
    record(campus, "number.vpr.mp3")
    line = line_of(campus)

    of_vpr, of_police = (
        line.post(f"/voice/number?desk={desk}&language=en&subject=main") for desk in ("vpr", "mit-police")
    )

    assert len(plays(of_vpr)) == 1
    assert plays(of_police) == []


def test_the_address_brings_the_recording_to_be_kept_by_caches(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    line = line_of(campus)
    [address] = plays(line.post(MENU))

    answer = fetch(line, address)

    assert (answer.status_code, answer.data, answer.content_type) == (200, VOICE, "audio/mpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("token", ["", "0" * 32, "ñ", "%FF", "a" * 5000])
def test_nobody_else_gets_it(campus: Path, token: str) -> None:
    record(campus, "menu-main.mp3")
    line = line_of(campus)

    answer = line.app.test_client().get("/audio/en/menu-main.mp3", query_string={"token": token})
    bare = line.app.test_client().get("/audio/en/menu-main.mp3")

    assert (answer.status_code, bare.status_code) == (403, 403)
    assert VOICE not in answer.data + bare.data


def test_the_token_of_one_recording_does_not_open_another(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    record(campus, "menu-after.mp3", sound=mp3(frames=7))
    line = line_of(campus)
    [address] = plays(line.post(MENU))

    answer = fetch(line, address.replace("menu-main", "menu-after"))

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/audio/en/greeting.mp3",
        "/audio/xx/menu-main.mp3",
        "/audio/en/..%2F..%2Fline.mp3",
        "/audio/en/menu-main.wav",
    ],
)
def test_what_is_not_recorded_is_not_found(campus: Path, path: str) -> None:
    record(campus, "menu-main.mp3")
    line = line_of(campus)

    assert line.app.test_client().get(path, query_string={"token": "0" * 32}).status_code == 404


def test_a_new_recording_has_a_new_address(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    [before] = plays(line_of(campus).post(MENU))
    record(campus, "menu-main.mp3", sound=mp3(frames=8))

    [after] = plays(line_of(campus).post(MENU))

    assert before != after


def test_every_process_gives_the_same_address(campus: Path) -> None:
    record(campus, "menu-main.mp3")

    addresses = [plays(line_of(campus).post(MENU)) for _ in range(2)]

    assert addresses[0] == addresses[1]


def test_another_secret_gives_another_token(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    [address] = plays(line_of(campus).post(MENU))

    answer = fetch(line_of(campus, secret_key=b"another secret of the tests, 32 long"), address)

    assert answer.status_code == 403


@pytest.mark.parametrize(("name", "sound"), [("menu-mian.mp3", VOICE), ("menu-main.mp3", b"")])
def test_a_process_that_starts_again_speaks_what_it_cannot_play(
    campus: Path, name: str, sound: bytes
) -> None:
    record(campus, name, sound=sound)
    line = line_of(campus)

    answer = line.post(MENU)

    assert plays(answer) == []
    assert "Press a key, or say what you need." in spoken(answer)


def test_a_recording_that_is_gone_is_still_played_until_the_next_start(campus: Path) -> None:
    record(campus, "menu-main.mp3")
    line = line_of(campus)
    (campus / "prompts" / "audio" / "en" / "menu-main.mp3").unlink()

    [address] = plays(line.post(MENU))

    assert fetch(line, address).data == VOICE
