"""The static documents that stand in for the line while it is down: a file each, on another host.

    voice.xml --a key--> <desk>.xml --over--> voice.xml            whisper.xml --a key--> accept.xml: joined
              --a key before the first offer--> offers.xml                     --silence--> hung up
              --silence--> rings line.silent --> the numbers, goodbye

A static file cannot react to a key, except by naming another static file (Gather action). That is enough for
promise 3: whoever answers a ring hears whisper.xml, and is joined with the caller only after a key; a
voicemail box presses none. It cannot tell keys apart, so each question here offers one thing. The police are
rung only for a caller who pressed a key once they had been offered, never by themselves after the advocates:
a key before that (2, out of habit, for an advocate) leads to the offers alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from ivr.core.actions import Reply, Say, say
from ivr.core.line import MAIN, Line, RingDesk, TellTopic
from ivr.core.session import CallSession
from ivr.prompts import Prompts
from ivr.twiml import Renderer

VOICE, OFFERS, TEXT = "voice.xml", "offers.xml", "text.xml"
WHISPER, ACCEPT = "whisper.xml", "accept.xml"
NUMBERS = "numbers"  # a topic that a line may have
KEY = "1"  # what is said; any key does it
AT_ONCE = 1  # seconds: what is said goes on with the next question
METHODS = ("GET", "POST")


class Documents:
    """`number` is the line's own (E.164): the caller ID of every ring. `method`: how Twilio is to ask for the
    next document; every host answers a GET with a file, few answer a POST with one.
    """

    def __init__(self, line: Line, prompts: Prompts, *, number: str, method: str = "GET") -> None:
        self._line, self._number, self._method = line, number, method
        # No recordings: they lie on the host that is down.
        self._renderer = Renderer(line, prompts, url="", number=number, audio=lambda prompt, language: None)

    def all(self) -> Mapping[str, bytes]:
        """The documents by file name: UTF-8, to be served as text/xml."""
        rings = {f"{desk}.xml": self._ring(desk) for desk in offered(self._line)}
        return {
            VOICE: self._voice(),
            OFFERS: _written([*map(self._offer, offered(self._line)), *self._unanswered()]),
            **rings,
            WHISPER: self._whisper(),
            ACCEPT: _written(()),  # a whisper that ends without hanging up joins the two
            TEXT: self._text(),
        }

    def _voice(self) -> bytes:
        """An apology in each language, 911 first, and right after it the first offer in that language."""
        desks = offered(self._line)
        opening = self._gather(OFFERS, AT_ONCE)
        for code in [self._line.language] if desks else self._line.languages:
            opening.extend(self._spoken((say("apology"),), code))
        offers = [self._offer(desk, apologise=desk == desks[0]) for desk in desks]
        return _written([opening, *offers, *self._unanswered()])

    def _unanswered(self) -> Iterator[Element]:
        """What comes when no offer was taken."""
        silent = self._line.silent
        yield from self._said(say("transfer-ringing", contact=silent))
        yield self._dial(silent)
        yield from self._said(*self._numbers(), say("goodbye"))
        yield Element("Hangup")

    def _numbers(self) -> list[Say]:
        """All of them: in the words of the line's own topic if it is one that is told, else one by one."""
        if (topic := self._line.topics.get(NUMBERS)) and topic.voice == TellTopic(NUMBERS):
            return [say(NUMBERS)]
        return [
            say("emergency-numbers"),
            *(say("number", contact=contact) for contact in self._line.contacts),
        ]

    def _ring(self, desk: str) -> bytes:
        again = Element("Redirect", method=self._method)
        again.text = VOICE
        return _written([*self._said(say("transfer-ringing", contact=desk)), self._dial(desk), again])

    def _whisper(self) -> bytes:
        language = self._line.language
        ask = self._gather(ACCEPT, self._line.limits.whisper_seconds)
        said = (say("whisper", about=MAIN, spoken=language), say("whisper-any-key"))
        ask.extend(self._spoken(said, language))
        return _written([ask, Element("Hangup")])

    def _text(self) -> bytes:
        return _written(
            message
            for code in self._line.languages
            for message in fromstring(self._renderer.text((say("apology"),), code))  # noqa: S314 (our own)
        )

    def _offer(self, desk: str, *, apologise: bool = False) -> Element:
        """Ask whether this desk is wanted, in each language; silence goes on to what comes next. To
        `apologise` is for every language but the first, in which that was done before.
        """
        ask = self._gather(f"{desk}.xml", self._line.limits.answer_seconds)
        offer = say("offer-ring", contact=desk, key=KEY)
        for code in self._line.languages:
            late = apologise and code != self._line.language
            ask.extend(self._spoken((say("apology"), offer) if late else (offer,), code))
        return ask

    def _gather(self, action: str, seconds: int) -> Element:
        return Element(
            "Gather",
            action=action,
            method=self._method,
            input="dtmf",
            numDigits="1",
            finishOnKey="",
            timeout=str(seconds),
        )

    def _dial(self, desk: str) -> Element:
        """Ring a desk. Without an action, the caller comes back to what stands next, whatever happened."""
        seconds = str(self._line.limits.ring_seconds)
        dial = Element("Dial", callerId=self._number, hangupOnStar="true", timeout=seconds)
        SubElement(dial, "Number", url=WHISPER, method=self._method).text = self._line.contacts[desk].number
        return dial

    def _said(self, *prompts: Say) -> Iterator[Element]:
        for code in self._line.languages:
            yield from self._spoken(prompts, code)

    def _spoken(self, prompts: tuple[Reply, ...], language: str) -> Iterator[Element]:
        yield from fromstring(self._renderer.call(prompts, CallSession(language=language)))  # noqa: S314 (our own)


def offered(line: Line) -> list[str]:
    """The desks that a caller may choose: those of the main menu, without the one that silence leads to."""
    rung = [choice.target.contact for choice in line.menus[MAIN] if isinstance(choice.target, RingDesk)]
    return [desk for desk in rung if desk != line.silent]


def _written(verbs: Iterable[Element]) -> bytes:
    response = Element("Response")
    response.extend(verbs)
    written: bytes = tostring(response, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"
