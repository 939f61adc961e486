"""Dial: ring telephones, let each hear its whisper, and join the first that accepts with the caller.

ringing --whisper ends--> talking --somebody leaves, or *--> action
ringing --busy, no answer, failed, whisper hung up--> action
"""

from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ivr.simulator.events import Bridged, Dialled
from ivr.simulator.exchange import Exchange, dialled_number
from ivr.simulator.leg import Leg, ProgressCallback
from ivr.simulator.pages import ApplicationError, Page
from ivr.simulator.parties import Parties
from ivr.simulator.script import (
    DeskAccepted,
    DeskEnded,
    Key,
    LegEnded,
    LegRedirected,
    Script,
    TimeUp,
    Wait,
)
from ivr.simulator.twiml import TwimlError, attribute, is_on, words_of
from ivr.simulator.webhooks import Fields

LONGEST_SECONDS = 4 * 60 * 60  # `timeLimit`, by default

Whisper = Callable[[Leg, Page | None, Callable[[], None]], Script[None]]
Desks = dict[str, Leg]


@dataclass(frozen=True)
class Outcome:
    """How the Dial went for the desk that it ended with."""

    desk: Leg
    status: str
    bridged: bool

    def fields(self) -> Fields:
        fields = [("DialCallStatus", self.status), ("DialCallSid", self.desk.sid)]
        if self.desk.answered_at is not None:
            fields.append(("DialCallDuration", str(self.desk.seconds)))
        return (*fields, ("DialBridged", "true" if self.bridged else "false"))


def dial(exchange: Exchange, leg: Leg, verb: Element, page: Page, whisper: Whisper) -> Script[Page | None]:
    """The page to go on with (the action, if there is one), or None: the next verb."""
    seconds = attribute(verb, "timeout", 30)
    if not 5 <= seconds <= 600:
        raise TwimlError(f"<Dial timeout> of {seconds} seconds, Twilio takes 5 to 600", 13212)
    if not is_on(verb, "answerOnBridge"):
        leg.pick_up()
    desks: Desks = {}
    joined: list[Leg] = []
    try:
        for noun in _nouns(verb):
            _ring(exchange, leg, verb, noun, page, whisper, desks)
        outcome = yield from _find_desk(leg, verb, desks, joined)
    except (LegEnded, LegRedirected) as left:
        _end_all(desks)
        _after_caller_left(leg, verb, page, desks, joined, left)
        raise
    except TwimlError:
        _end_all(desks)  # the first of two numbers already rings when the second turns out to be none
        raise
    _end_all(desks)
    leg.emit(Dialled(leg.network.clock.now, leg.sid, outcome.desk.who, outcome.status, outcome.bridged))
    return _action(verb, page, outcome)


def _nouns(verb: Element) -> list[Element]:
    """The Numbers to ring; the text of a Dial is one, too."""
    nouns = list(verb)
    if strange := [noun.tag for noun in nouns if noun.tag != "Number"]:
        raise TwimlError(f"the stand-in does not simulate <Dial><{strange[0]}>")
    return nouns or [verb]


def _ring(
    exchange: Exchange,
    leg: Leg,
    verb: Element,
    noun: Element,
    page: Page,
    whisper: Whisper,
    desks: Desks,
) -> None:
    parties = Parties(_caller_id(leg, verb), dialled_number(words_of(noun)), "outbound-dial", leg.sid)
    desk = exchange.add(Leg(exchange.pages, parties, callback=_callback(noun, page)))
    desks[desk.sid] = desk
    url = noun.get("url") if noun.tag == "Number" else None
    whispered = page.next(url, noun.get("method")) if url else None
    desk.on_answer = lambda: desk.play(whisper(desk, whispered, lambda: leg.deliver(DeskAccepted(desk.sid))))
    desk.on_end.append(lambda: leg.deliver(DeskEnded(desk.sid)))
    exchange.ring(desk, attribute(verb, "timeout", 30))


def _caller_id(leg: Leg, verb: Element) -> str:
    """What the desk sees: a number of the account, or, when none is named, the caller's own."""
    shown = verb.get("callerId")
    if shown is not None and shown not in (leg.network.line.number, leg.parties.from_):
        raise TwimlError(f"callerId {shown!r} is not a number of this account", 13214)
    return leg.parties.from_ if shown is None else shown


def _callback(noun: Element, page: Page) -> ProgressCallback | None:
    if noun.tag != "Number" or not (url := noun.get("statusCallback")):
        return None
    events = frozenset(noun.get("statusCallbackEvent", "completed").replace(",", " ").split())
    target = page.next(url, noun.get("statusCallbackMethod"))
    return ProgressCallback(target.url, target.method, events)


def _find_desk(leg: Leg, verb: Element, desks: Desks, joined: list[Leg]) -> Script[Outcome]:
    waiting = dict(desks)
    while True:
        match (yield Wait(None, "ringing")):
            case DeskAccepted(sid):
                joined.append(desks[sid])
                _end_all({other: desks[other] for other in waiting if other != sid})
                return (yield from _talk(leg, verb, desks[sid]))
            case DeskEnded(sid):
                desk = waiting.pop(sid)
                if not waiting:
                    return Outcome(desk, desk.status, bridged=False)
            case Key("*") if is_on(verb, "hangupOnStar"):
                if (ends_as := leg.network.switches.star_while_ringing) != "ignored":
                    return Outcome(next(iter(waiting.values())), ends_as, bridged=False)


def _talk(leg: Leg, verb: Element, desk: Leg) -> Script[Outcome]:
    leg.pick_up()
    leg.emit(Bridged(leg.network.clock.now, leg.sid, desk.who))
    until = leg.network.clock.now + attribute(verb, "timeLimit", LONGEST_SECONDS)
    while True:
        match (yield Wait(until, "talking")):
            case Key("*") if is_on(verb, "hangupOnStar"):
                break
            case TimeUp():
                break
            case DeskEnded(sid) if sid == desk.sid:
                break
    desk.end("completed", by="line")
    return Outcome(desk, "completed", bridged=True)


def _end_all(desks: Desks) -> None:
    for desk in desks.values():
        desk.end("canceled" if desk.answered_at is None else "completed", by="line")


def _after_caller_left(
    leg: Leg, verb: Element, page: Page, desks: Desks, joined: list[Leg], left: Exception
) -> None:
    """Twilio may still ask the action, and listens to nothing that it says."""
    desk = joined[0] if joined else next(iter(desks.values()), None)
    if desk is None:
        return
    outcome = Outcome(desk, desk.status, bridged=bool(joined))
    leg.emit(Dialled(leg.network.clock.now, leg.sid, desk.who, outcome.status, outcome.bridged))
    action = _action(verb, page, outcome)
    if action and isinstance(left, LegEnded) and leg.network.switches.asks_action_after_hangup:
        try:
            leg.pages.fetch(action, leg.fields(), "voice", leg.fallback_url)
        except ApplicationError:
            return


def _action(verb: Element, page: Page, outcome: Outcome) -> Page | None:
    action = verb.get("action")
    return None if action is None else page.next(action, verb.get("method"), outcome.fields())
