"""What the doctor looks at on this machine: numbers, keys, database, Redis, inbox."""

import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from ivr import queue
from ivr.inbox import DeliveryError, FolderInbox, open_inbox
from ivr.operate.database import NoDatabase, file_of, require
from ivr.operate.finding import Finding, ok, warning, wrong
from ivr.operate.site import Site
from ivr.seal import Sealer, SealError
from ivr.store import StoreError, message_key, sender_key

NOBODY = "doctor"
LEAST_FREE = 0.05  # of the disk


def contacts(site: Site) -> Iterator[Finding]:
    limit, today = site.line.limits.verified_days, site.now.date()
    old = [
        f"{contact.id} ({(today - contact.verified).days} days)"
        for contact in site.line.contacts.values()
        if today - contact.verified > timedelta(days=limit)
    ]
    if old:
        advice = "Call each, and write today's date as its `verified` in line.toml."
        yield warning("contacts", f"not called to check for more than {limit} days: {', '.join(old)}", advice)
    else:
        yield ok("contacts", f"{len(site.line.contacts)} numbers, all checked within {limit} days")


def recipients(site: Site) -> Iterator[Finding]:
    try:
        Sealer(site.settings.recipients).seal("a test")
    except SealError as error:
        yield wrong("recipients", str(error), "Mend REPORT_RECIPIENTS: no report can be taken.")
    else:
        yield ok("recipients", f"a text was sealed to {len(site.settings.recipients)} keys")


def database(site: Site) -> Iterator[Finding]:
    """Write as a text does, and see it committed: to the disk, as the store sets its databases up."""
    secret = site.settings.secret_key
    try:
        require(site.settings.database_url)
        with site.store.turn(sender_key(secret, NOBODY), message_key(secret, NOBODY), site.now) as turn:
            turn.remember("[]")
    except NoDatabase as error:
        advice = "Make it, on a new line: python -m ivr release. Otherwise mend DATABASE_URL."
        yield wrong("database", str(error), advice)
        return
    except StoreError as error:
        advice = "No report can be taken: look at the disk, the server and DATABASE_URL."
        yield wrong("database", f"cannot be written ({error})", advice)
        return
    yield ok("database", "written, and on the disk")
    yield from _disk(site.settings.database_url)


def _disk(url: str) -> Iterator[Finding]:
    if file := file_of(url):
        usage = shutil.disk_usage(file.parent)
        if usage.free < usage.total * LEAST_FREE:
            yield warning("disk", f"{usage.free // 2**20} MB are free", "Make room before it is full.")


def redis(site: Site) -> Iterator[Finding]:
    match queue.listeners(site.settings.redis_url):
        case None:
            yield warning("redis", "does not answer", "Reports arrive a second later. Look at REDIS_URL.")
        case 0:
            advice = "Reports arrive a second later. Start: python -m workers worker"
            yield warning("redis", "answers, and no worker listens", advice)
        case listening:
            yield ok("redis", f"answers, and {listening} listen")


def inbox(site: Site) -> Iterator[Finding]:
    advice = "Reports are kept and wait: look at REPORT_INBOX, and at the desk."
    try:
        opened = open_inbox(site.settings.inbox, site.settings.inbox_token)
        if isinstance(opened, FolderInbox):
            _write(opened.folder)
        else:
            opened.state(
                secrets.token_hex(10)
            )  # a report that it cannot have: it answers, and knows our token
    except DeliveryError as error:
        yield wrong("inbox", str(error), advice)
    except OSError as error:
        yield wrong("inbox", f"the folder cannot be written ({error.strerror})", advice)
    else:
        yield ok("inbox", "takes reports")


def _write(folder: Path) -> None:
    draft = folder / f".doctor.{secrets.token_hex(4)}.tmp"
    try:
        with draft.open("xb") as file:
            file.write(b"a test\n")
            file.flush()
            os.fsync(file.fileno())
    finally:
        draft.unlink(missing_ok=True)
