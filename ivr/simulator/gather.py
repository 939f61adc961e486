"""Gather: let a person press keys or speak, and ask the action what that means.

prompts --key or voice--> input --finish key, enough digits, pause--> action
prompts --end--> waiting --timeout--> the next verb (or the action, with actionOnEmptyResult)
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.events import Silent
from ivr.simulator.leg import Leg
from ivr.simulator.pages import Page
from ivr.simulator.script import Key, Script, Stimulus, TimeUp, Wait, Words
from ivr.simulator.speaking import utter
from ivr.simulator.speech import measure_text
from ivr.simulator.twiml import attribute, is_on
from ivr.simulator.webhooks import Fields

AUTO_SPEECH_TIMEOUT = 1.0  # seconds; Twilio does not say how long "auto" waits
PROFANITY = re.compile(r"\b([fs])(?:uck|hit)(\w*)", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """What the attributes of a Gather ask for; times in seconds."""

    dtmf: bool
    speech: bool
    timeout: int
    speech_timeout: float
    finish: str
    most: int | None
    on_empty: bool
    profanity_filter: bool

    @classmethod
    def read(cls, verb: Element) -> "Order":
        takes = verb.get("input", "dtmf")
        timeout = attribute(verb, "timeout", 5)
        pause = verb.get("speechTimeout", str(timeout))
        return cls(
            dtmf="dtmf" in takes,
            speech="speech" in takes,
            timeout=timeout,
            speech_timeout=AUTO_SPEECH_TIMEOUT if pause == "auto" else float(pause),
            finish=verb.get("finishOnKey", "#"),
            most=attribute(verb, "numDigits", 0) or None,
            on_empty=is_on(verb, "actionOnEmptyResult"),
            profanity_filter=verb.get("profanityFilter") != "false",
        )

    def takes(self, stimulus: Stimulus) -> bool:
        return (self.dtmf and isinstance(stimulus, Key)) or (self.speech and isinstance(stimulus, Words))


@dataclass(frozen=True)
class Input:
    digits: str = ""
    finished_on: str = ""
    speech: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.digits and not self.speech


def gather(leg: Leg, verb: Element, page: Page) -> Script[Page | None]:
    """The page to go on with, or None: the next verb."""
    leg.pick_up()
    order = Order.read(verb)
    first = yield from _prompt(leg, verb, order)
    given = yield from _listen(leg, order, first)
    if given.is_empty and not given.finished_on:
        leg.emit(Silent(leg.network.clock.now, leg.sid, leg.who))
    if given.is_empty and not order.on_empty:
        return None
    return page.next(verb.get("action", ""), verb.get("method"), _fields(given, order))


def _prompt(leg: Leg, verb: Element, order: Order) -> Script[Stimulus | None]:
    for child in verb:
        if interruption := (yield from utter(leg, child, order.takes)):
            return interruption
    return None


def _listen(leg: Leg, order: Order, first: Stimulus | None) -> Script[Input]:
    clock = leg.network.clock
    digits, speech = "", ""
    # The timeout runs from the end of the prompts, and anew from each key.
    until = clock.now + order.timeout
    stimulus = first or (yield Wait(until, "listening"))
    while not isinstance(stimulus, TimeUp):
        match stimulus:
            case Key(key) if order.dtmf and key in order.finish:
                return Input(digits, key)
            case Key(key) if order.dtmf:
                # A key wins over words that are still being listened to.
                digits, speech = digits + key, ""
                until = clock.now + order.timeout
                if len(digits) == order.most:
                    return Input(digits)
            case Words(text) if order.speech and not digits:
                speech = f"{speech} {text}".strip()
                until = clock.now + measure_text(text).seconds + order.speech_timeout
        # Somebody who has begun is not waiting for a person any more, but for the pause that ends it.
        stimulus = yield Wait(until, "speaking" if digits or speech else "listening")
    return Input(digits, "", speech)


def _fields(given: Input, order: Order) -> Fields:
    if given.speech:
        heard = PROFANITY.sub(r"\1***\2", given.speech) if order.profanity_filter else given.speech
        return (("SpeechResult", heard), ("Confidence", "0.9"), ("msg", "Gather End"))
    return (("Digits", given.digits), ("FinishedOnKey", given.finished_on), ("msg", "Gather End"))
