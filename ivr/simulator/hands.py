"""What anybody on a call can do with it: press keys, speak, stay silent."""

from ivr.simulator.events import Answered, Bridged, Dialled, Event, Pressed, Silent, Spoke
from ivr.simulator.leg import Leg
from ivr.simulator.script import Key, Words

KEY_SECONDS = 0.3  # between two keys that somebody presses one after the other


def press_keys(leg: Leg, keys: str) -> None:
    """Press them one after the other, with a moment in between."""
    if not keys or not set(keys) <= set("0123456789*#"):
        raise ValueError(f"{keys!r} are not keys of a telephone")
    clock = leg.network.clock
    leg.emit(Pressed(clock.now, leg.sid, leg.who, keys))
    for number, key in enumerate(keys):
        if number:
            clock.advance(KEY_SECONDS)
        leg.deliver(Key(key))


def say_words(leg: Leg, words: str) -> None:
    leg.emit(Spoke(leg.network.clock.now, leg.sid, leg.who, words))
    leg.deliver(Words(words))


def stay_silent(leg: Leg) -> None:
    """Let time pass until a question to this leg has timed out, a ring has changed, or it is over."""
    transcript = leg.network.transcript
    seen = len(transcript)
    leg.network.run_until(lambda: leg.ended or any(_is_news(event, leg) for event in transcript[seen:]))


def _is_news(event: Event, leg: Leg) -> bool:
    if isinstance(event, Silent | Dialled):
        return event.call == leg.sid
    return isinstance(event, Answered | Bridged)
