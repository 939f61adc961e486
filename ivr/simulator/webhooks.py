"""Ask the line over HTTP as Twilio does: signed, with one retry when no connection can be made.

https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
"""

import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from ivr.simulator.events import Broke, Webhook
from ivr.simulator.network import Network
from ivr.simulator.signature import sign
from ivr.simulator.transport import Reply, Transport

Fields = tuple[tuple[str, str], ...]
UNREACHABLE = 11200  # Twilio's code for "HTTP retrieval failure"


@dataclass(frozen=True)
class Request:
    method: str
    url: str
    form: Fields
    headers: dict[str, str]


class Webhooks:
    def __init__(self, network: Network, transport: Transport) -> None:
        self._network = network
        self._transport = transport
        self._count = 0
        self.last: Request | None = None

    def ask(self, url: str, form: Fields, method: str = "POST") -> Reply:
        """The line's answer; OSError when it cannot be reached, not even at the second try."""
        self.last = request = self._signed(url, form, method)
        try:
            reply = self._send(request, repeated=False)
        except TimeoutError:
            # Only a connection that could not be made is tried again: the line may have done what was asked.
            raise
        except OSError:
            return self._send(request, repeated=True)
        every = self._network.switches.double_webhooks
        self._count += 1
        if every and self._count % every == 0:
            self._send(request, repeated=True)
        return reply

    def notify(self, url: str, form: Fields, method: str = "POST") -> None:
        """A status callback: Twilio wants 2xx and reads nothing."""
        try:
            reply = self.ask(url, form, method)
        except OSError as failure:
            self._network.emit(Broke(self._network.clock.now, f"{url}: {failure}", UNREACHABLE))
            return
        if not 200 <= reply.status < 300:
            reason = f"{url} answered a status callback with {reply.status}"
            if self._network.switches.strict:
                raise self._network.error(reason, UNREACHABLE)
            self._network.emit(Broke(self._network.clock.now, reason, UNREACHABLE))

    def repeat_last(self) -> Reply:
        """Send the last request once more, byte for byte."""
        if self.last is None:
            raise LookupError("no webhook has been sent yet")
        return self._send(self.last, repeated=True)

    def _signed(self, url: str, form: Fields, method: str) -> Request:
        network = self._network
        if method == "GET":
            query = urlencode(form)
            url, form = f"{url}{'&' if '?' in url else '?'}{query}", ()
            # What Twilio signs when a GET's query is not sorted is not documented: here, what is sent.
            url = _sorted(url)
        headers = {
            "X-Twilio-Signature": sign(network.auth_token, url, form),
            "I-Twilio-Idempotency-Token": network.ids.new("")[:36],
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
        }
        return Request(method, url, form, headers)

    def _send(self, request: Request, repeated: bool) -> Reply:
        started = time.perf_counter()
        reply: Reply | None = None
        try:
            # Twilio sorts the query when it sends, and has signed the URL as it was given.
            reply = self._transport(request.method, _sorted(request.url), request.form, request.headers)
        finally:
            seconds = time.perf_counter() - started
            now = self._network.clock.now
            self._network.emit(
                Webhook(now, request.method, request.url, request.form, reply, seconds, repeated)
            )
        return reply


def _sorted(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query="&".join(sorted(parts.query.split("&"))), fragment=""))
