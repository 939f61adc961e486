"""What a leg hears: Say, Play and Pause, and what can cut them short."""

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from ivr.simulator.events import Interrupted
from ivr.simulator.leg import Leg
from ivr.simulator.script import Script, Stimulus, TimeUp, Wait
from ivr.simulator.speech import Speech, measure
from ivr.simulator.twiml import attribute, words_of

PLAY_SECONDS = 5.0  # the stand-in does not listen to recordings
TONE_SECONDS = 0.5
ENDLESS = 1000  # `loop="0"`: Twilio repeats a thousand times at most

Interrupts = Callable[[Stimulus], bool]


def nothing_interrupts(_: Stimulus) -> bool:
    return False


def utter(leg: Leg, verb: Element, interrupts: Interrupts = nothing_interrupts) -> Script[Stimulus | None]:
    """Let the leg hear one Say, Play or Pause; the answer is what interrupted it, or None."""
    for speech in _speeches(verb):
        if speech.text:
            leg.hear(speech, verb.get("language", "en-US"))
        if stimulus := (yield from _last(leg, speech.seconds, interrupts)):
            leg.emit(Interrupted(leg.network.clock.now, leg.sid, leg.who, speech.text))
            return stimulus
    return None


def speak(leg: Leg, speech: Speech) -> Script[None]:
    leg.hear(speech, "en-US")
    yield from _last(leg, speech.seconds, nothing_interrupts)


def _last(leg: Leg, seconds: float, interrupts: Interrupts) -> Script[Stimulus | None]:
    """Let that much time pass, unless something interrupts; what does not, goes unheard."""
    until = leg.network.clock.now + seconds
    while True:
        stimulus = yield Wait(until, "speaking")
        if isinstance(stimulus, TimeUp):
            return None
        if interrupts(stimulus):
            return stimulus


def _speeches(verb: Element) -> Iterator[Speech]:
    if verb.tag == "Pause":
        yield Speech("", attribute(verb, "length", 1))
        return
    for _ in range(attribute(verb, "loop", 1) or ENDLESS):
        if verb.tag == "Say":
            yield measure(verb)
        elif tones := verb.get("digits"):
            yield Speech(f"[tones {tones}]", TONE_SECONDS * len(tones))
        else:
            yield Speech(f"[play {words_of(verb)}]", PLAY_SECONDS)
