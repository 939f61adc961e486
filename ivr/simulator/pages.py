"""Get a document from the line, with everything that can go wrong on the way."""

from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, SubElement

from ivr.simulator.events import Broke
from ivr.simulator.network import Network
from ivr.simulator.transport import Reply
from ivr.simulator.twiml import Kind, TwimlError, parse
from ivr.simulator.webhooks import UNREACHABLE, Fields, Webhooks

XML = ("text/xml", "application/xml", "text/html")


@dataclass(frozen=True)
class Page:
    """A document to ask for: its URL and what is sent besides the usual fields; or the document itself."""

    url: str
    method: str = "POST"
    extra: Fields = ()
    twiml: str | None = None

    def next(self, target: str, method: str | None = None, extra: Fields = ()) -> "Page":
        """A page named in this one; without a name it is the same page again."""
        url = urljoin(self.url, target)
        if not url.startswith(("http://", "https://")):
            raise TwimlError(f"{target!r} is not a whole URL, and the document has none of its own", 11100)
        return Page(url, (method or "POST").upper(), extra)


class ApplicationError(Exception):
    """The line failed, and so did the fallback, if there is one: a caller hears an apology and is cut off."""


@dataclass(frozen=True)
class Pages:
    network: Network
    webhooks: Webhooks

    def fetch(self, page: Page, form: Fields, kind: Kind, fallback_url: str | None) -> tuple[Element, Page]:
        """The `Response`, and the page that it came from in the end."""
        try:
            return self._read(page, form, kind), page
        except (OSError, TwimlError) as failure:
            error = _as_error(page, failure)
            # To be out of reach is for Twilio to mend (the fallback); a broken answer is the line's fault.
            if self.network.switches.strict and (isinstance(failure, TwimlError) or not fallback_url):
                raise self.network.error(error.reason, error.code) from failure
        self.network.emit(Broke(self.network.clock.now, error.reason, error.code))
        if not fallback_url:
            raise ApplicationError from error
        extra = (("ErrorCode", str(error.code)), ("ErrorUrl", page.url))
        fallback = Page(fallback_url, self._fallback_method(fallback_url), extra)
        try:
            return self._read(fallback, form, kind), fallback
        except (OSError, TwimlError) as failure:
            error = _as_error(fallback, failure)
            self.network.emit(Broke(self.network.clock.now, error.reason, error.code))
            raise ApplicationError from error

    def _fallback_method(self, url: str) -> str:
        line = self.network.line
        chosen = {
            line.voice_fallback_url: line.voice_fallback_method,
            line.sms_fallback_url: line.sms_fallback_method,
        }
        return chosen.get(url, "POST")

    def _read(self, page: Page, form: Fields, kind: Kind) -> Element:
        if page.twiml is not None:
            return parse(page.twiml, kind)
        reply = self.webhooks.ask(page.url, form + page.extra, page.method)
        if not 200 <= reply.status < 300:
            raise TwimlError(f"{page.url} answered {reply.status}", UNREACHABLE)
        content_type = reply.content_type.partition(";")[0].strip().lower()
        if content_type in XML[: 2 if self.network.switches.strict else 3]:
            return parse(reply.body, kind)
        if content_type == "text/plain" and not self.network.switches.strict:
            return _spoken(reply, kind)
        raise TwimlError(f"{page.url} answered with {content_type or 'no content type'}, not text/xml", 12300)


def _spoken(reply: Reply, kind: Kind) -> Element:
    """Twilio reads plain text aloud, or texts it: whatever it says, an error page too."""
    response = Element("Response")
    SubElement(response, "Say" if kind == "voice" else "Message").text = reply.body.decode(errors="replace")
    return response


def _as_error(page: Page, failure: OSError | TwimlError) -> TwimlError:
    if isinstance(failure, TwimlError):
        return failure
    return TwimlError(f"{page.url} cannot be reached: {failure!r}", UNREACHABLE)
