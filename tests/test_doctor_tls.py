"""The doctor counts the days that a certificate is valid, as a client that verifies it does."""

import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from ivr.core.line import Line
from ivr.operate.finding import Finding, Level
from ivr.operate.flight import Fallen, Flight
from ivr.operate.look_outside import certificate
from ivr.operate.site import Site
from ivr.prompts import Prompts
from tests.conftest import made_up_settings

pytestmark = pytest.mark.skipif(
    not shutil.which("openssl"), reason="there is no openssl to make a certificate"
)


@contextmanager
def presenting(folder: Path, days: int) -> Iterator[tuple[str, ssl.SSLContext]]:
    """A TLS server on loopback with a certificate for so many days, and who trusts it."""
    key, made = folder / "key.pem", folder / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    named = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", str(days)]
    subprocess.run([*command, *named, "-keyout", key, "-out", made], check=True, stderr=subprocess.DEVNULL)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(made, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=greet, args=(server, listening), daemon=True)
        thread.start()
        yield f"https://localhost:{listening.getsockname()[1]}", ssl.create_default_context(cafile=str(made))
        thread.join()


def greet(server: ssl.SSLContext, listening: socket.socket) -> None:
    """Shake hands once."""
    with suppress(OSError):
        connection, _ = listening.accept()
        with connection, server.wrap_socket(connection, server_side=True) as secure:
            secure.recv(1)


def look(line: Line, prompts: Prompts, url: str, trusting: ssl.SSLContext | None) -> Finding:
    [finding] = certificate(Site(made_up_settings(public_url=url), line, prompts), trusting)
    return finding


@pytest.mark.parametrize(("days", "level"), [(90, Level.OK), (10, Level.WARNING), (2, Level.WRONG)])
def test_the_days_that_are_left_are_told(
    line: Line, prompts: Prompts, tmp_path: Path, days: int, level: Level
) -> None:
    with presenting(tmp_path, days) as (url, trusting):
        finding = look(line, prompts, url, trusting)

    assert finding.level is level
    # A second of the last day has passed when it is looked at.
    assert finding.found == f"valid for {days - 1} more days"


def test_a_certificate_that_nobody_trusts_is_wrong(line: Line, prompts: Prompts, tmp_path: Path) -> None:
    with presenting(tmp_path, 90) as (url, _):
        finding = look(line, prompts, url, None)

    assert finding.level is Level.WRONG
    assert "self-signed" in finding.found


def test_a_canary_says_the_same_of_it(line: Line, tmp_path: Path) -> None:
    with presenting(tmp_path, 90) as (url, _), pytest.raises(Fallen) as fallen:
        list(Flight(made_up_settings(public_url=url), line).fly())

    assert str(fallen.value).startswith(
        f"call: {url}/voice: does not answer (its certificate is refused: self"
    )


def test_an_address_on_this_machine_needs_none(line: Line, prompts: Prompts) -> None:
    assert look(line, prompts, "http://127.0.0.1:8000", None).level is Level.OK
