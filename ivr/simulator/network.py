"""What every leg and every text of the stand-in shares: the clock, the number, the switches, the events."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ivr.simulator.clock import Clock
from ivr.simulator.events import Event, Listener
from ivr.simulator.identifiers import Identifiers
from ivr.simulator.narration import narrate
from ivr.simulator.twiml import TwimlError

API_VERSION = "2010-04-01"
# Longer than the longest Dial, four hours: whoever waits more than this waits for ever.
LONGEST_WAIT_SECONDS = 5 * 60 * 60.0


@dataclass
class Switches:
    """What Twilio may do one way or the other; a test turns them at any time."""

    # A broken answer raises TwimlError. False: what a real caller would get, the fallback or an apology.
    strict: bool = True
    # Not documented: is a Dial's action asked when it was the caller who hung up?
    asks_action_after_hangup: bool = False
    # Not documented: what `*` does with hangupOnStar while the desk still rings.
    star_while_ringing: Literal["ignored", "no-answer", "canceled"] = "ignored"
    # Twilio itself answers STOP, START and HELP either way; with this it also tells the line (OptOutType).
    advanced_opt_out: bool = False
    # Every nth webhook comes twice, as after a lost answer; 0: none does.
    double_webhooks: int = 0
    # Twilio's REST API answers 503.
    rest_down: bool = False


@dataclass
class LineNumber:
    """The number that the account owns, and where Twilio asks what to do."""

    sid: str
    number: str
    voice_url: str
    sms_url: str
    voice_fallback_url: str | None = None
    sms_fallback_url: str | None = None
    status_callback: str | None = None
    voice_method: str = "POST"
    sms_method: str = "POST"
    voice_fallback_method: str = "POST"
    sms_fallback_method: str = "POST"
    status_callback_method: str = "POST"
    voice_application_sid: str | None = None
    sms_application_sid: str | None = None
    trunk_sid: str | None = None
    voice_caller_id_lookup: bool = False
    voice_receive_mode: str = "voice"
    emergency_status: str = "Inactive"
    friendly_name: str = "the line"
    order: int = 0


@dataclass
class MessagingService:
    """A group of senders, which may answer texts in place of its numbers. No campaign: an empty status."""

    sid: str
    name: str = "a service"
    holds_the_number: bool = True
    use_inbound_webhook_on_number: bool = True
    inbound_request_url: str | None = None
    campaign_status: str = "VERIFIED"


@dataclass
class AccountState:
    status: Literal["active", "suspended", "closed"] = "active"
    type: Literal["Full", "Trial"] = "Full"
    services: list[MessagingService] = field(default_factory=list)


@dataclass
class Network:
    account_sid: str
    auth_token: str
    api_base: str
    line: LineNumber
    switches: Switches
    ids: Identifiers
    clock: Clock = field(default_factory=Clock)
    account: AccountState = field(default_factory=AccountState)
    transcript: list[Event] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)
    # One thread at a time: a test or a front end here, Twilio's REST API in a thread of its own there.
    lock: threading.RLock = field(default_factory=threading.RLock)

    def emit(self, event: Event) -> None:
        self.transcript.append(event)
        for listener in list(self.listeners):
            listener(event)

    def error(self, reason: str, code: int) -> TwimlError:
        """The error to raise, with the last things that happened."""
        told = [line for event in self.transcript[-40:] if (line := narrate(event, {}))]
        return TwimlError(reason, code, "\n".join(told))

    def run_until(self, happened: Callable[[], bool]) -> bool:
        """Let time pass until it has happened; False when nothing more can happen."""
        latest = self.clock.now + LONGEST_WAIT_SECONDS
        while not happened():
            if not self.clock.step():
                return False
            if self.clock.now > latest:
                raise self.error(
                    "hours have passed: the line goes round in a circle and nobody can act", 12200
                )
        return True
