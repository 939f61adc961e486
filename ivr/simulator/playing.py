"""Play the documents of a leg, verb by verb, until one of them ends the call or falls through its end."""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.dial import dial
from ivr.simulator.events import Broke
from ivr.simulator.exchange import Exchange
from ivr.simulator.gather import gather
from ivr.simulator.grammar import NOT_SIMULATED, WHISPER_VERBS
from ivr.simulator.leg import Leg
from ivr.simulator.pages import ApplicationError, Page
from ivr.simulator.script import LegEnded, LegHangsUp, LegRedirected, Script, Wait
from ivr.simulator.speaking import speak, utter
from ivr.simulator.speech import measure_text
from ivr.simulator.twiml import TwimlError, words_of

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
REJECTIONS = {"busy": "busy", "rejected": "no-answer"}
# Documents that lead from one to the next while no time passes lead nowhere.
MOST_PAGES_AT_ONCE = 25

SendText = Callable[[Leg, Element, Page], None]


@dataclass(frozen=True)
class Player:
    exchange: Exchange
    send_text: SendText

    def alone(self, leg: Leg, page: Page) -> Script[None]:
        """The script of a caller, and of a call made by REST: when the documents end, so does the call."""
        try:
            yield from self._pages(leg, page, whispers=False)
        except LegEnded:
            return
        except LegHangsUp as ending:
            leg.end(ending.status, ending.by)
            return
        leg.end("completed", by="line")

    def whisper(self, leg: Leg, page: Page | None, accepted: Callable[[], None]) -> Script[None]:
        """The script of a desk: when the whisper falls through its end, or there is none, the bridge."""
        try:
            if page:
                yield from self._pages(leg, page, whispers=True)
            accepted()
            while True:
                yield Wait(None, "talking")
        except LegEnded:
            return
        except LegHangsUp as ending:
            leg.end(ending.status, ending.by)

    def _pages(self, leg: Leg, first: Page, whispers: bool) -> Script[None]:
        page: Page | None = first
        visits = Visits()
        while page:
            try:
                visits.count(leg.network.clock.now, page)
                document, page = leg.pages.fetch(page, leg.fields(), "voice", leg.fallback_url)
                page = yield from self._verbs(leg, document, page, whispers)
            except LegRedirected as elsewhere:
                page = elsewhere.page
            except ApplicationError:
                yield from self._apologise(leg)
            except TwimlError as error:
                if leg.network.switches.strict:
                    raise (
                        error if error.has_transcript else leg.network.error(error.reason, error.code)
                    ) from error
                leg.emit(Broke(leg.network.clock.now, error.reason, error.code))
                yield from self._apologise(leg)

    def _apologise(self, leg: Leg) -> Script[None]:
        leg.pick_up()
        yield from speak(leg, measure_text(APOLOGY))
        raise LegHangsUp("completed", by="network")

    def _verbs(self, leg: Leg, document: Element, page: Page, whispers: bool) -> Script[Page | None]:
        """Play one document; the page to go on with, or None when it falls through its end."""
        for verb in document:
            if whispers and verb.tag not in WHISPER_VERBS:
                raise TwimlError(f"<{verb.tag}> may not stand in a whisper")
            _refuse_unsimulated(verb)
            if following := (yield from self._verb(leg, verb, page)):
                return following
        return None

    def _verb(self, leg: Leg, verb: Element, page: Page) -> Script[Page | None]:
        match verb.tag:
            case "Say" | "Play":
                leg.pick_up()
                yield from utter(leg, verb)
            case "Pause":
                yield from utter(leg, verb)
            case "Gather":
                return (yield from gather(leg, verb, page))
            case "Dial":
                return (yield from dial(self.exchange, leg, verb, page, self.whisper))
            case "Redirect":
                return page.next(words_of(verb), verb.get("method"))
            case "Hangup":
                leg.pick_up()
                raise LegHangsUp
            case "Reject":
                if leg.answered_at is not None:
                    raise TwimlError("<Reject> after the call was answered")
                raise LegHangsUp(REJECTIONS[verb.get("reason", "rejected")])
            case "Message" | "Sms":
                self.send_text(leg, verb, page)
            case other:
                raise TwimlError(f"the stand-in does not simulate <{other}>")
        return None


def _refuse_unsimulated(verb: Element) -> None:
    for element in verb.iter():
        for name in element.attrib:
            if (element.tag, name) in NOT_SIMULATED:
                raise TwimlError(f"the stand-in does not simulate <{element.tag} {name}>")


@dataclass
class Visits:
    """Counts documents at one moment."""

    now: float = -1.0
    pages: int = 0

    def count(self, now: float, page: Page) -> None:
        self.pages = self.pages + 1 if now == self.now else 1
        self.now = now
        if self.pages > MOST_PAGES_AT_ONCE:
            raise TwimlError(
                f"{page.url}: documents lead to documents in a circle, and nothing is heard", 12200
            )
