"""What the doctor looks at: the settings, the line, its prompts, its store, opened when needed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ivr.carrier import Carrier
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.settings import Settings
from ivr.store import Store


@dataclass(frozen=True)
class Site:
    settings: Settings
    line: Line
    prompts: Prompts

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @cached_property
    def store(self) -> Store:
        chosen = self.settings
        return Store(chosen.database_url, draft_expires=chosen.draft_expires, alarm_after=chosen.alarm_after)

    def carrier(self) -> Carrier:
        """A new one for each check: a connection that hangs is nobody else's."""
        chosen = self.settings
        return Carrier(chosen.account_sid, chosen.auth_tokens[0], chosen.number, api_base=chosen.api_base)
