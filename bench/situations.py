"""What is measured: the eight things a line is asked most, each by different people."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.load import Script
from bench.people import ANYBODY, People, person
from bench.webhooks import Carrier
from bench.wording import DONE, Expected, first_reply, heard, sent, texted

MENU = "/voice/menu?language=en&subject=main"
RING = "/voice/ring?desk=vpr&language=en&subject=main"
WORDS = "Last night somebody followed me from the station to the door of my building, for the third time."
ANSWERS = 5  # of each reporter


@dataclass(frozen=True)
class Situation:
    """`asks` makes the requests of a person, `first` what they asked before, unmeasured.

    `goal` and `goal_bare` are the most CPU it may cost, in bare Flask requests under gunicorn and granian.
    """

    name: str
    goal: float | None
    goal_bare: float | None
    asks: Callable[[Carrier, str], Script]
    first: Callable[[Carrier, str], Script] | None = None
    is_stored: bool = False  # the line remembers it, so that nobody may ask the same twice

    def crowd(self, carrier: Carrier, count: int, people: People) -> Sequence[int]:
        """As many people as it takes for `count` requests."""
        number = max(1, -(-count // len(self.asks(carrier, person(0)))))
        return people.take(number) if self.is_stored else ANYBODY[:number]

    def scripts(self, carrier: Carrier, crowd: Sequence[int]) -> Iterator[Script]:
        return (self.asks(carrier, person(place)) for place in crowd)

    def preparing(self, carrier: Carrier, crowd: Sequence[int]) -> Iterator[Script]:
        if self.first:
            yield from (self.first(carrier, person(place)) for place in crowd)


def constant(carrier: Carrier, who: str) -> Script:
    """The voice menu's request, to an app of bench/floor.py."""
    return [carrier.calls("/voice", who, expects=Expected(b"For an advocate, press 2."))]


def voice_menu(carrier: Carrier, who: str) -> Script:
    return [carrier.calls("/voice", who, expects=heard("greeting", contact="mit-police-emergency"))]


def key_press(carrier: Carrier, who: str) -> Script:
    return [carrier.calls(MENU, who, *key("4"), expects=heard("menu-learn"))]


def transfer_ring(carrier: Carrier, who: str) -> Script:
    return [carrier.calls(MENU, who, *key("2"), expects=heard("transfer-ringing", contact="vpr"))]


def keyword(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "Police please", expects=texted("police"))]


def misspelt(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "polcie", expects=texted("police"))]


def begin_report(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "REPORT", 0, expects=first_reply())]


def answer_report(carrier: Carrier, who: str) -> Script:
    kept = texted("report-kept")
    return [carrier.texts(who, WORDS, place, expects=kept, kept=True) for place in range(1, ANSWERS + 1)]


def begin_and_answer(carrier: Carrier, who: str) -> Script:
    return [*begin_report(carrier, who), answer_report(carrier, who)[0]]


def send_report(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "SEND", 9, expects=sent())]


def status_callback(carrier: Carrier, who: str) -> Script:
    return [carrier.calls("/status", who, ("CallDuration", "41"), expects=DONE)]


def key(digits: str) -> tuple[tuple[str, str], ...]:
    return ("Digits", digits), ("FinishedOnKey", ""), ("msg", "Gather End")


SITUATIONS = (
    Situation("voice menu", 1.0, 2.2, voice_menu),
    Situation("key press", 1.0, 2.2, key_press),
    Situation("transfer ring", 1.0, 2.2, transfer_ring),
    Situation("keyword text", 1.2, 2.6, keyword),
    Situation("misspelt keyword", 1.4, 3.0, misspelt, is_stored=True),
    Situation("report answer", 3.0, 6.0, answer_report, first=begin_report, is_stored=True),
    Situation("SEND", None, None, send_report, first=begin_and_answer, is_stored=True),
    Situation("status callback", None, None, status_callback),
)
BY_NAME = {situation.name: situation for situation in SITUATIONS}
FLOOR = Situation("a constant document", None, None, constant)  # what the bare apps are asked
WITHOUT_STORE = tuple(situation for situation in SITUATIONS if not situation.is_stored)
ON_POSTGRES = tuple(BY_NAME[name] for name in ("keyword text", "misspelt keyword", "report answer", "SEND"))
# Of fifty requests: about what 25,000 people would send (bench/crowd.py).
MIX = {
    "voice menu": 14,
    "key press": 9,
    "transfer ring": 5,
    "keyword text": 7,
    "misspelt keyword": 3,
    "report answer": 5,
    "SEND": 1,
    "status callback": 6,
}
