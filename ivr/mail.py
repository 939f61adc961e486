"""Tell somebody by e-mail that a report is waiting; nothing of the report is in it."""

import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from urllib.parse import unquote, urlsplit

ANSWER_SECONDS = 10
LOOPBACK = ("127.0.0.1", "::1", "localhost")

SUBJECT = "A report is waiting at the desk"
BODY = """\
A report has arrived by the campus line. Please open the desk to read it.

Nothing of the report is in this message, and an answer to it reaches nobody.
"""


class MailError(Exception):
    """Why an e-mail was not taken, as the server's code or the error's kind."""


def notify(url: str, from_: str, to: Sequence[str]) -> None:
    """Send the notification. Raises MailError.

    `smtp://[user:password@]host[:587]` turns to TLS before anything else is said, except to this machine;
    `smtps://…[:465]` begins with it.
    """
    try:
        _send(url, _written(from_, to))
    except smtplib.SMTPResponseException as error:
        raise MailError(f"{type(error).__name__} {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(type(error).__name__) from None


def _written(from_: str, to: Sequence[str]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = SUBJECT, from_, ", ".join(to)
    message["Date"], message["Message-ID"] = localtime(), make_msgid(domain=from_.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message.set_content(BODY)
    return message


def _send(url: str, message: EmailMessage) -> None:
    parts = urlsplit(url)
    server = _connect(parts.scheme, parts.hostname or "", parts.port)
    try:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
        server.close()


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=ANSWER_SECONDS, context=context)
    server = smtplib.SMTP(host, port or 587, timeout=ANSWER_SECONDS)
    try:
        server.ehlo()
        if host not in LOOPBACK or server.has_extn("starttls"):
            server.starttls(context=context)
    except (OSError, smtplib.SMTPException):
        server.close()
        raise
    return server
