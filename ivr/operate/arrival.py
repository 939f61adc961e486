"""How a test report arrives: delivered by the workers, whole in the inbox, its receipt seen by the server.

Nothing of it is left behind: an inbox full of tests would hide a report.
"""

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ivr.envelope import EnvelopeError, unpack
from ivr.inbox import DeliveryError, FolderInbox, Inbox
from ivr.operate.flight import Fallen
from ivr.store import Store, StoreError

LOOK_SECONDS = 0.2  # between two looks at whether it has arrived


@dataclass(frozen=True)
class Arrival:
    """`patience`: seconds for each thing that the workers have to do."""

    store: Store
    inbox: Inbox
    patience: float

    def follow(self, beginning: str) -> Iterator[str]:
        """The steps as they are passed, for the test whose id begins so. Raises Fallen."""
        report = self._await("delivered", beginning, ("delivered", "opened"), "look at the sweeper")
        yield "delivered"
        try:
            self._check_inbox(report)
            yield "in the inbox"
            if isinstance(self.inbox, FolderInbox):
                _acknowledge(self.inbox.folder, report)
                self._await("acknowledged", report, ("opened",), "the sweeper does not see receipts")
                yield "acknowledged"
        finally:
            self._tidy(report)

    def _await(self, step: str, beginning: str, states: tuple[str, ...], advice: str) -> str:
        """The report's id, once it is in one of these states."""
        deadline, state = time.monotonic() + self.patience, "nowhere in the database"
        while True:
            for report, state in self._tests(step, beginning).items():
                if state in states:
                    return report
            if time.monotonic() > deadline or state == "stuck":
                raise Fallen(step, f"after {self.patience:.0f} s it is {state}: {advice}")
            time.sleep(LOOK_SECONDS)

    def _tests(self, step: str, beginning: str) -> dict[str, str]:
        try:
            return self.store.tests(beginning)
        except StoreError as error:
            raise Fallen(step, f"the database does not answer ({error})") from None

    def _check_inbox(self, report: str) -> None:
        step = "in the inbox"
        try:
            if self.inbox.state(report) == "gone":
                raise Fallen(step, "the inbox does not have it: is REPORT_INBOX the same for the workers?")
            if isinstance(self.inbox, FolderInbox):
                header, _ = unpack((self.inbox.folder / f"{report}.zip").read_bytes())
                if not header.test:
                    raise Fallen(step, "it is not marked as a test")
        except (DeliveryError, EnvelopeError, OSError) as error:
            raise Fallen(step, str(error)) from None

    def _tidy(self, report: str) -> None:
        """Leave nothing behind: neither a file at the desk's folder nor a row that waits to be opened."""
        with suppress(StoreError):
            self.store.outbox.opened(report, datetime.now(UTC))
            if isinstance(self.inbox, FolderInbox):
                for ending in ("zip", "opened"):
                    with suppress(OSError):
                        (self.inbox.folder / f"{report}.{ending}").unlink(missing_ok=True)


def _acknowledge(folder: Path, report: str) -> None:
    """Write the receipt that the desk writes when a person opens a report (ivr/desk/inbox.py)."""
    receipt = {"id": report, "opened": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    try:
        (folder / f"{report}.opened").write_text(json.dumps(receipt) + "\n", "utf-8")
    except OSError as error:
        raise Fallen("acknowledged", f"the inbox cannot be written ({error.strerror})") from None
