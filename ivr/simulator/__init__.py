"""A stand-in for Twilio, for tests and for trying a line without an account; it knows nothing of it."""

from ivr.simulator.call import Call
from ivr.simulator.network import Switches
from ivr.simulator.phone import Phone
from ivr.simulator.stand_in import Twilio
from ivr.simulator.texting import Sent
from ivr.simulator.transport import Reply, Transport, http_transport
from ivr.simulator.twiml import TwimlError

__all__ = [
    "Call",
    "Phone",
    "Reply",
    "Sent",
    "Switches",
    "Transport",
    "Twilio",
    "TwimlError",
    "http_transport",
]
