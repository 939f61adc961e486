"""Who calls whom: the two numbers of a leg, and the parameters that tell them in every request."""

from dataclasses import dataclass
from typing import Literal

from ivr.simulator.events import CALLER
from ivr.simulator.places import place_fields
from ivr.simulator.webhooks import Fields


@dataclass(frozen=True)
class Parties:
    """`from_` and `to` as Twilio tells them; `who` is the person on the leg."""

    from_: str
    to: str
    direction: Literal["inbound", "outbound-api", "outbound-dial"]
    parent: str | None = None

    @property
    def who(self) -> str:
        return CALLER if self.direction == "inbound" else self.to

    def fields(self) -> Fields:
        fields = [("From", self.from_), ("To", self.to), ("Caller", self.from_), ("Called", self.to)]
        fields.append(("Direction", self.direction))
        if self.parent:
            fields.append(("ParentCallSid", self.parent))
        for role, number in fields[:4]:
            fields += place_fields(role, number)
        return tuple(fields)
