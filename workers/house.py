"""What the duties work with: settings, line, store, inbox and carrier, opened once a process."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ivr import line, settings
from ivr.carrier import Carrier
from ivr.core.line import Line
from ivr.inbox import Inbox, open_inbox
from ivr.settings import Settings
from ivr.store import Store


@dataclass(frozen=True)
class House:
    settings: Settings
    line: Line
    store: Store
    inbox: Inbox
    carrier: Carrier

    def close(self) -> None:
        self.store.close()
        self.carrier.close()


def open_house(environment: Mapping[str, str] = os.environ) -> House:
    """Raises SettingsError, LineError or DeliveryError when the workers could not work."""
    return furnish(settings.load(environment))


def furnish(given: Settings) -> House:
    return House(
        settings=given,
        line=line.load(given.line_config),
        store=Store(given.database_url, draft_expires=given.draft_expires, alarm_after=given.alarm_after),
        inbox=open_inbox(given.inbox, given.inbox_token),
        carrier=Carrier(given.account_sid, given.auth_tokens[0], given.number, api_base=given.api_base),
    )


def utc_now() -> datetime:
    return datetime.now(UTC)
