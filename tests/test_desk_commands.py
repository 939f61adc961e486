"""`ivr desk`, `ivr open` and `ivr keygen`, as a person at a terminal meets them."""

import argparse
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from ivr import seal, settings
from ivr.desk import keygen, serve, terminal
from ivr.desk.identity import load_identity
from ivr.desk.inbox import Inbox
from ivr.envelope import Header, pack
from ivr.settings import SettingsError
from tests.test_settings import GOOD

ROOT = Path(__file__).parents[1]
ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
CODE = "K3V-9Q2"
HOUR = datetime(2026, 11, 22, 23, tzinfo=UTC)
BEARER = "a-token-for-tests-only-32-or-more"
RUN_DESK = "import sys; from ivr.desk import serve; sys.exit(serve.main(sys.argv[1:]))"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with desk.key, and an inbox with one report for it."""
    key, recipient = seal.make_identity()
    (tmp_path / "desk.key").write_text(key)
    (tmp_path / "desk.key").chmod(0o600)
    (tmp_path / "inbox").mkdir()
    sealer = seal.Sealer([recipient, seal.make_identity()[1]])
    answers = {"what": ["first \x1b[31m", "second ¿dónde?"], "contact": ["call 617-555-0142"]}
    sealed = {question: [sealer.seal(text) for text in texts] for question, texts in answers.items()}
    Inbox(tmp_path / "inbox").keep(ID, pack(Header(ID, HOUR, language="es", danger=True), sealed))
    return tmp_path


def test_open_prints_the_report_without_contact(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = terminal.main([str(desk / "inbox" / f"{ID}.zip"), "--identity", str(desk / "desk.key")])

    printed = capsys.readouterr().out
    assert code == 0
    assert printed.startswith(f"Report {CODE} (full name {ID})\n")
    assert "SOMEONE MAY STILL BE IN DANGER" in printed
    assert "What happened\n  first [U+001B][31m\n  second ¿dónde?\n" in printed
    assert "Spanish" in printed
    assert "0142" not in printed
    assert Inbox(desk / "inbox").opened_at(ID) is None


def test_open_prints_contact_and_acknowledges_when_told_to(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, key = str(desk / "inbox" / f"{ID}.zip"), str(desk / "desk.key")

    code = terminal.main([path, "--identity", key, "--contact", "--acknowledge"])

    assert code == 0
    assert "call 617-555-0142" in capsys.readouterr().out
    assert Inbox(desk / "inbox").opened_at(ID) is not None


def test_open_with_another_key_says_so_and_does_not_acknowledge(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "desk.key").write_text(seal.make_identity()[0])

    code = terminal.main(
        [str(desk / "inbox" / f"{ID}.zip"), "--identity", str(desk / "desk.key"), "--acknowledge"]
    )

    assert code == 1
    assert "sealed to other keys" in capsys.readouterr().out
    assert Inbox(desk / "inbox").opened_at(ID) is None


@pytest.mark.parametrize(
    ("file", "identity", "sentence"),
    [
        ("inbox/none.zip", "desk.key", "No such file"),
        ("desk.key", "desk.key", "not a whole zip file"),
        (f"inbox/{ID}.zip", "none.key", "No such file"),
        (f"inbox/{ID}.zip", f"inbox/{ID}.zip", "identity file"),
    ],
)
def test_open_says_what_is_wrong(
    desk: Path, capsys: pytest.CaptureFixture[str], file: str, identity: str, sentence: str
) -> None:
    code = terminal.main([str(desk / file), "--identity", str(desk / identity)])

    assert code == 1
    assert sentence in capsys.readouterr().err


def test_a_terminal_without_such_letters_is_no_reason_to_fail(desk: Path) -> None:
    script = "import sys; from ivr.desk import terminal; sys.exit(terminal.main(sys.argv[1:]))"
    command = [
        sys.executable,
        "-c",
        script,
        str(desk / "inbox" / f"{ID}.zip"),
        "--identity",
        str(desk / "desk.key"),
    ]
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii:strict", "PYTHONPATH": str(ROOT)}

    opened = subprocess.run(command, env=ascii_only, capture_output=True, text=True)

    assert opened.returncode == 0
    assert "\\xbfd" in opened.stdout


def test_keygen_makes_a_key_that_only_its_owner_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "desk.key"

    code = keygen.main(["--out", str(path), "--no-passphrase"])

    printed = capsys.readouterr()
    assert code == 0
    assert printed.out.splitlines() == seal.recipients_of(path.read_text())
    assert "AGE-SECRET-KEY" not in printed.out + printed.err
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_keygen_never_overwrites_a_key(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (desk / "desk.key").read_bytes()

    code = keygen.main(["--out", str(desk / "desk.key"), "--no-passphrase"])

    assert code == 1
    assert "never overwritten" in capsys.readouterr().err
    assert (desk / "desk.key").read_bytes() == before


def test_a_protected_key_opens_with_its_passphrase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environ = {"DESK_PASSPHRASE": "correct horse"}
    path = tmp_path / "desk.key"

    assert keygen.main(["--out", str(path)], environ) == 0
    recipient = capsys.readouterr().out.strip()

    assert seal.is_protected(path.read_bytes())
    assert seal.recipients_of(load_identity(path, environ)) == [recipient]


def test_the_desk_warns_of_a_key_that_others_can_read(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "desk.key").chmod(0o644)

    terminal.main([str(desk / "inbox" / f"{ID}.zip"), "--identity", str(desk / "desk.key")])

    assert "chmod 600 desk.key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("--inbox {desk}/nowhere", "There is no folder"),
        ("--inbox {desk}/inbox --identity {desk}/none.key", "No such file"),
        ("--inbox {desk}/inbox --identity {desk}/desk.key --records {desk}/desk.key", "not a database"),
        ("--inbox {desk}/inbox --receive", "set DESK_BEARER_TOKEN to 32 characters"),
    ],
)
def test_the_desk_says_why_it_cannot_start(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    sentence: str,
) -> None:
    code = serve.main(arguments.format(desk=desk).split(), {"DESK_BEARER_TOKEN": "short"})

    assert code == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("token", ["t" * 31, "t" * 16 + " " + "t" * 16, "é" * 32])
def test_the_desk_takes_no_token_that_the_server_would_refuse(desk: Path, token: str) -> None:
    with pytest.raises(SettingsError):
        settings.load({**GOOD, "REPORT_INBOX_TOKEN": token})

    args = argparse.Namespace(inbox=desk / "inbox", receive=free_port(), receive_only=True)
    with pytest.raises(serve.DeskError):
        serve.start(args, {"DESK_BEARER_TOKEN": token})


def test_a_desk_that_runs_opens_receives_and_stops(desk: Path) -> None:
    page, receiver = free_port(), free_port()

    with running(desk, "--port", str(page), "--receive", str(receiver)) as process:
        address = read_address(process)
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        listed = browser.open(address).read().decode()
        status = deliver(receiver)

        process.send_signal(signal.SIGINT)
        said = process.communicate()[0]

    assert CODE in listed
    assert status == 201
    assert process.returncode == 0
    assert ID not in said  # no access log


def test_the_page_is_not_reached_through_the_port_of_the_receiver(desk: Path) -> None:
    port = free_port()

    with running(desk, "--receive-only", "--receive", str(port)) as process:
        process.stdout and process.stdout.readline()
        with pytest.raises(HTTPError, match="401"):
            urlopen(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGINT)
        process.communicate()


@pytest.mark.skipif(shutil.which("age") is None, reason="the reference tool `age` is not on the PATH")
def test_a_report_opens_with_unzip_and_age_alone(desk: Path) -> None:
    shutil.unpack_archive(desk / "inbox" / f"{ID}.zip", desk / "out")

    opened = subprocess.run(
        ["age", "-d", "-i", "desk.key", "out/7-contact.age"],
        cwd=desk,
        capture_output=True,
        check=True,
        text=True,
    )

    assert opened.stdout.strip() == "call 617-555-0142"
    assert sorted(path.name for path in (desk / "out").iterdir()) == [
        "1-what.2.age",
        "1-what.age",
        "7-contact.age",
        "report.json",
    ]


@contextmanager
def running(desk: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The desk as a process of its own, killed at the end if it did not stop by itself."""
    command = [
        sys.executable,
        "-c",
        RUN_DESK,
        "--inbox",
        str(desk / "inbox"),
        "--identity",
        str(desk / "desk.key"),
    ]
    environment = os.environ | {"DESK_BEARER_TOKEN": BEARER, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def read_address(process: subprocess.Popen[str]) -> str:
    """The address that the desk prints, as soon as it does."""
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            process.stdout.readline()
            return found[0]
    raise AssertionError("the desk printed no address")


def deliver(port: int) -> int:
    other = "other9q2m7x4t8c5n6b1z0w7r3"
    body = pack(Header(other, HOUR), {"what": [b"sealed"]})
    headers = {"Authorization": f"Bearer {BEARER}", "Idempotency-Key": other}
    with urlopen(Request(f"http://127.0.0.1:{port}/inbox/{other}", data=body, headers=headers)) as answer:
        return int(answer.status)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
