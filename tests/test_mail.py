"""The notification reaches a real SMTP server, says nothing of the report, and fails in words."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from ivr.mail import MailError, notify

FROM, TO = "line@example.edu", ("desk@example.edu", "night@example.edu")
REFUSED = "nobody@example.edu"


class Kept:
    """What aiosmtpd asks about each e-mail, and where it leaves it."""

    def __init__(self) -> None:
        self.mails: list[Envelope] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == REFUSED:
            return "550 there is nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        self.mails.append(envelope)
        return "250 OK"


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def smtp(kept: Kept) -> Iterator[str]:
    yield from smtp_server(kept)


def smtp_server(kept: Kept, **options: Any) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as free:  # aiosmtpd does not say which one it would take
        port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port, **options)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_an_email_says_that_a_report_waits_and_nothing_else(smtp: str, kept: Kept) -> None:
    notify(smtp, FROM, TO)

    (mail,) = kept.mails
    assert (mail.mail_from, mail.rcpt_tos) == (FROM, list(TO))
    assert isinstance(mail.content, bytes)
    message: Message = message_from_bytes(mail.content)
    assert message["Subject"] == "A report is waiting at the desk"
    assert message["To"] == ", ".join(TO)
    assert "open the desk" in message.get_payload()


def test_a_server_that_takes_nobody_is_an_error(smtp: str, kept: Kept) -> None:
    with pytest.raises(MailError) as refused:
        notify(smtp, FROM, (REFUSED,))

    assert REFUSED not in str(refused.value)
    assert not kept.mails


def test_one_address_that_is_refused_does_not_keep_it_from_the_others(smtp: str, kept: Kept) -> None:
    notify(smtp, FROM, (REFUSED, *TO))

    assert kept.mails[0].rcpt_tos == list(TO)


def test_no_server_is_an_error() -> None:
    with pytest.raises(MailError):
        notify("smtp://127.0.0.1:1", FROM, TO)


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_a_server_that_cannot_prove_its_name_gets_nothing(kept: Kept, tmp_path: Path) -> None:
    names = ["-keyout", f"{tmp_path}/key", "-out", f"{tmp_path}/certificate", "-subj", "/CN=elsewhere"]
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names]
    subprocess.run(make, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")

    for url in smtp_server(kept, tls_context=context):
        with pytest.raises(MailError, match="SSL"):
            notify(url, FROM, TO)
    assert not kept.mails
