"""The phones in a browser: call and text a line, be the desks that it rings, and watch the network.

browser  ──►  page  ──►  stand-in Twilio  ──signed HTTP──►  the line
         ◄── events as they happen ──┘
"""

from ivr.simulator.page.opening import Page, open_page
from ivr.simulator.page.parts import Desk, Given, Switch
from ivr.simulator.page.slow import SlowTransport

__all__ = ["Desk", "Given", "Page", "SlowTransport", "Switch", "open_page"]
