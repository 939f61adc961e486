"""Put reports into the inbox of the police, a folder or an https address, and ask whether they were opened.

A report is one zip file named by its id: putting it there twice is putting it there once.
"""

import json
import os
import secrets
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from ivr.https import Exchange

State = Literal["waiting", "opened", "gone"]

ANSWER_SECONDS = 4  # all in all: less than a report is claimed for, LEASE in ivr/store/outbox.py
MODE = 0o640  # of a file: the desk may be another account of this machine, in the folder's group
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# The desk says: not a report, it has another one of that name, too large, unreadable. A person must look.
# A wrong token or address is a mistake that somebody will mend, so it is tried again.
REFUSED_FOR_GOOD = (400, 409, 413, 422)


class DeliveryError(Exception):
    """Why a report is not in the inbox, without anything of it. Permanent: tell a person."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Inbox(Protocol):
    def put(self, report: str, data: bytes) -> None:
        """Return only when the file is on the inbox's disk. Raises DeliveryError."""

    def state(self, report: str) -> State:
        """What became of a report that was put there; "gone": the inbox knows nothing of it.

        Raises DeliveryError when the inbox cannot be asked.
        """


def open_inbox(url: str, token: str) -> Inbox:
    """The inbox at `file:///folder` or `https://…`, which wants a token. Raises DeliveryError if neither."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderInbox(Path(unquote(parts.path)))
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise DeliveryError("the inbox is neither a folder nor an https address", permanent=True)
    if not token:
        raise DeliveryError("an https inbox needs REPORT_INBOX_TOKEN", permanent=True)
    return HttpsInbox(url.rstrip("/"), token)


@dataclass(frozen=True)
class FolderInbox:
    """A folder that the desk reads; its receipts are `<id>.opened` (ivr/desk/inbox.py)."""

    folder: Path

    def put(self, report: str, data: bytes) -> None:
        """A damaged file of that name gives way, unless a person has opened it: then all is done."""
        with self._told():
            state, there = self.state(report), self._read(report)
            if there != data and _is_whole(there):
                raise DeliveryError("the inbox has another file of that name", permanent=True)
            if state == "gone":
                self._write(report, data)
            self._sync()  # an earlier try may have died between writing and this

    def state(self, report: str) -> State:
        """A damaged file is "gone" too, so that the report is delivered again."""
        if not self.folder.is_dir():
            raise DeliveryError("the folder is not there")
        with self._told():
            if self._path(report, "opened").exists():
                return "opened"
            return "waiting" if _is_whole(self._read(report)) else "gone"

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise DeliveryError(f"the folder: {error.strerror}") from None

    def _path(self, report: str, ending: str) -> Path:
        return self.folder / f"{report}.{ending}"

    def _read(self, report: str) -> bytes:
        try:
            return self._path(report, "zip").read_bytes()
        except FileNotFoundError:  # never there, or an officer has deleted it
            return b""

    def _write(self, report: str, data: bytes) -> None:
        """Whole or not at all: a file of another name, on the disk, and then its name in one step."""
        draft = self.folder / f".{report}.{secrets.token_hex(4)}.tmp"
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                os.fchmod(file.fileno(), MODE)  # whatever the umask: a service's is 077
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path(report, "zip"))
        finally:
            draft.unlink(missing_ok=True)
        self._sweep(report)

    def _sweep(self, report: str) -> None:
        # What workers that were killed in the middle left behind.
        for left in self.folder.glob(f".{report}.*.tmp"):
            left.unlink(missing_ok=True)

    def _sync(self) -> None:
        number = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _is_whole(data: bytes) -> bool:
    """Whether it is a zip file in which every member is as it was written."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            return file.testzip() is None
    except Exception:  # zipfile raises half a dozen kinds for a broken file
        return False


@dataclass(frozen=True)
class HttpsInbox:
    """A desk that receives reports (ivr/desk/receive.py). `http` only to this machine, for tests."""

    url: str
    token: str = field(repr=False)
    seconds: float = ANSWER_SECONDS

    def put(self, report: str, data: bytes) -> None:
        headers = {"Content-Type": "application/zip", "Idempotency-Key": report}
        status, _ = self._ask("POST", report, data, headers)
        if not 200 <= status < 300:
            raise DeliveryError(f"the inbox answered {status}", permanent=status in REFUSED_FOR_GOOD)

    def state(self, report: str) -> State:
        status, answer = self._ask("GET", report)
        if status == 404:
            return "gone"
        with suppress(ValueError, AttributeError):
            match json.loads(answer).get("state"):
                case "waiting":
                    return "waiting"
                case "opened" if status == 200:
                    return "opened"
        raise DeliveryError(f"the inbox answered {status}")

    def _ask(
        self, method: str, report: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        # No redirect is followed: the token goes to this address and no other.
        authorized = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        try:
            return Exchange(method, f"{self.url}/{report}", body, authorized, self.seconds).answer()
        except (OSError, HTTPException) as error:
            raise DeliveryError(f"the inbox does not answer ({type(error).__name__})") from None
