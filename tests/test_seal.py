"""What is sealed opens with its keys, exactly, with nothing else; and its size says little."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # a compiled module without type information
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import seal
from ivr.seal import Sealer, SealError, open_sealed

DESK, DESK_RECIPIENT = seal.make_identity()
RECOVERY, RECOVERY_RECIPIENT = seal.make_identity()
SEALER = Sealer([DESK_RECIPIENT, RECOVERY_RECIPIENT])

needs_age = pytest.mark.skipif(
    shutil.which("age") is None, reason="the reference tool `age` is not on the PATH"
)


@given(st.text())
def test_either_key_opens_exactly_what_was_sealed(text: str) -> None:
    sealed = SEALER.seal(text)

    assert open_sealed(DESK, sealed) == text
    assert open_sealed(RECOVERY, sealed) == text


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "ends in spaces   ", "ends in lines\n\n", "¿dónde?", "在哪里"]
)
def test_padding_comes_off_exactly(text: str) -> None:
    assert seal.unpad(seal.pad(text.encode())).decode() == text


@pytest.mark.parametrize(
    ("length", "size"),
    [(0, 512), (1, 512), (511, 512), (512, 1024), (1023, 1024), (1024, 2048), (6400, 8192), (65535, 65536)],
)
def test_a_text_takes_the_next_size_of_the_series(length: int, size: int) -> None:
    assert seal.padded_size(length) == size
    assert len(seal.pad(b"x" * length)) == size


def test_a_short_and_a_long_answer_look_alike() -> None:
    # age adds a random stanza of its own, so the sizes vary, but not with the text
    short = {len(SEALER.seal("no")) // 512 for _ in range(20)}
    long = {len(SEALER.seal("x" * 480)) // 512 for _ in range(20)}

    assert short & long


def test_another_key_does_not_open_it() -> None:
    stranger, _ = seal.make_identity()

    with pytest.raises(SealError, match="sealed to other keys"):
        open_sealed(stranger, SEALER.seal("words"))


@pytest.mark.parametrize(
    "spoil", [lambda d: d[:-1], lambda d: d[:60], lambda d: d[:-1] + bytes([d[-1] ^ 1]), lambda d: b""]
)
def test_a_damaged_file_is_refused_in_a_sentence(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SealError, match="damaged"):
        open_sealed(DESK, spoil(SEALER.seal("words")))


def test_an_error_holds_no_word_of_the_report() -> None:
    key = pyrage.x25519.Recipient.from_str(DESK_RECIPIENT)
    foreign = pyrage.encrypt(b"secret words \xff\n", [key])

    with pytest.raises(SealError) as caught:
        open_sealed(DESK, foreign)

    assert "secret" not in repr(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize(
    ("recipients", "sentence"),
    [
        ([], "Two recipients are needed .* there are 0"),
        ([DESK_RECIPIENT], "there are 1"),
        ([DESK_RECIPIENT, DESK_RECIPIENT], "Recipient 2 repeats recipient 1"),
        ([DESK_RECIPIENT, "age1nonsense"], "Recipient 2 is not an age recipient"),
        (["", DESK_RECIPIENT], "Recipient 1 is not an age recipient"),
        ([DESK_RECIPIENT, "ssh-ed25519 AAAA"], "Recipient 2 is not an age recipient"),
    ],
)
def test_bad_recipients_are_named_by_position(recipients: list[str], sentence: str) -> None:
    with pytest.raises(SealError, match=sentence):
        Sealer(recipients)


def test_a_secret_key_among_the_recipients_is_refused_and_not_echoed() -> None:
    secret = DESK.splitlines()[-1]

    with pytest.raises(SealError, match="Recipient 2 is a secret key") as caught:
        Sealer([RECOVERY_RECIPIENT, secret])

    assert secret not in str(caught.value)


@pytest.mark.parametrize("identity", ["", "# only a comment\n", "not a key\n", "age1notasecret"])
def test_a_file_without_a_secret_key_is_refused(identity: str) -> None:
    with pytest.raises(SealError, match="identity file holds"):
        seal.recipients_of(identity)


@pytest.fixture(scope="module")
def protected() -> bytes:
    return seal.protect(DESK, "correct horse")  # once: a passphrase costs seconds, on purpose


def test_a_wrong_passphrase_is_refused_in_a_sentence(protected: bytes) -> None:
    assert seal.is_protected(protected)
    assert not seal.is_protected(DESK.encode())
    with pytest.raises(SealError, match="passphrase is wrong"):
        seal.unlock(protected, "wrong horse")


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(SealError, match="empty"):
        seal.protect(DESK, "")


@needs_age
def test_the_reference_tool_opens_what_we_seal(tmp_path: Path) -> None:
    (tmp_path / "desk.key").write_text(DESK)
    (tmp_path / "1-what.age").write_bytes(SEALER.seal("Someone followed me. ¿Qué hago?"))

    done = subprocess.run(
        ["age", "-d", "-i", "desk.key", "1-what.age"], cwd=tmp_path, capture_output=True, check=True
    )

    assert done.stdout.decode().rstrip() == "Someone followed me. ¿Qué hago?"


@needs_age
def test_the_reference_tool_and_we_read_each_others_keys(tmp_path: Path) -> None:
    made = subprocess.run(["age-keygen"], capture_output=True, check=True, text=True).stdout
    (tmp_path / "ours.key").write_text(DESK)
    named = subprocess.run(
        ["age-keygen", "-y", "ours.key"], cwd=tmp_path, capture_output=True, check=True, text=True
    )
    recipient = next(line.split()[-1] for line in made.splitlines() if line.startswith("# public key"))

    assert named.stdout.strip() == DESK_RECIPIENT
    assert open_sealed(made, Sealer([recipient, RECOVERY_RECIPIENT]).seal("words")) == "words"


@needs_age
def test_the_reference_tool_and_we_read_each_others_passphrases(tmp_path: Path, protected: bytes) -> None:
    (tmp_path / "plain.key").write_text(DESK)
    (tmp_path / "ours.key").write_bytes(protected)

    _at_a_terminal(["age", "-p", "-o", "theirs.key", "plain.key"], "correct horse", tmp_path)
    _at_a_terminal(["age", "-d", "-o", "opened.key", "ours.key"], "correct horse", tmp_path)

    assert seal.unlock((tmp_path / "theirs.key").read_bytes(), "correct horse") == DESK
    assert (tmp_path / "opened.key").read_text() == DESK


# A session leader that opens a terminal gets it as its own: `age` reads a passphrase from /dev/tty only.
AT_A_TERMINAL = "import os, sys; os.open(os.ttyname(0), os.O_RDWR); os.execvp(sys.argv[1], sys.argv[1:])"


def _at_a_terminal(command: list[str], passphrase: str, folder: Path) -> None:
    ours, theirs = os.openpty()
    wrapped = [sys.executable, "-c", AT_A_TERMINAL, *command]
    with subprocess.Popen(wrapped, cwd=folder, stdin=theirs, stderr=theirs, start_new_session=True) as tool:
        os.close(theirs)
        _answer_prompts(ours, passphrase)
    assert tool.returncode == 0


def _answer_prompts(terminal: int, passphrase: str) -> None:
    try:
        while said := os.read(terminal, 1024):
            if b"passphrase" in said:
                os.write(terminal, passphrase.encode() + b"\n")
    except OSError:  # how Linux says that the other end of a terminal is closed
        os.close(terminal)
