"""What is measured: the eight things a line is asked most, each by different people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.load import Script
from bench.webhooks import Carrier, person

MENU = "/voice/menu?language=en&subject=main"
RING = "/voice/ring?desk=vpr&language=en&subject=main"
WORDS = "Last night somebody followed me from the station to the door of my building, for the third time."
ANSWERS = 5  # of each reporter


@dataclass(frozen=True)
class Situation:
    """`asks` makes the requests of the person with that number, `first` what they asked before, unmeasured.

    `goal` and `goal_bare` are the most CPU it may cost, in bare Flask requests under gunicorn and granian.
    """

    name: str
    goal: float | None
    goal_bare: float | None
    asks: Callable[[Carrier, str], Script]
    first: Callable[[Carrier, str], Script] | None = None
    is_kept: bool = False  # the line remembers it, so that nobody may ask the same twice

    def scripts(self, carrier: Carrier, count: int, begin: int = 0) -> Iterator[Script]:
        """`count` requests in all, by as many people as it takes."""
        people = max(1, count // len(self.asks(carrier, person(0))))
        return (self.asks(carrier, person(begin + place)) for place in range(people))

    def preparing(self, carrier: Carrier, count: int, begin: int = 0) -> Iterator[Script]:
        if self.first:
            people = max(1, count // len(self.asks(carrier, person(0))))
            yield from (self.first(carrier, person(begin + place)) for place in range(people))


def voice_menu(carrier: Carrier, who: str) -> Script:
    return [carrier.calls("/voice", who, marker="<Gather")]


def key_press(carrier: Carrier, who: str) -> Script:
    return [carrier.calls(MENU, who, *key("4"), marker="subject=learn")]


def transfer_ring(carrier: Carrier, who: str) -> Script:
    return [carrier.calls(MENU, who, *key("2"), marker="<Number")]


def keyword(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "Police please", marker="911")]


def misspelt(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "polcie", marker="911")]


def begin_report(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "REPORT", 0, marker="7 short questions")]


def answer_report(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, WORDS, place, marker="not sent yet") for place in range(1, ANSWERS + 1)]


def begin_and_answer(carrier: Carrier, who: str) -> Script:
    return [*begin_report(carrier, who), carrier.texts(who, WORDS, 1, marker="not sent yet")]


def send_report(carrier: Carrier, who: str) -> Script:
    return [carrier.texts(who, "SEND", 9, marker="Your code")]


def status_callback(carrier: Carrier, who: str) -> Script:
    return [carrier.calls("/status", who, ("CallDuration", "41"), marker="HTTP/1.1 204")]


def key(digits: str) -> tuple[tuple[str, str], ...]:
    return ("Digits", digits), ("FinishedOnKey", ""), ("msg", "Gather End")


SITUATIONS = (
    Situation("voice menu", 1.0, 2.2, voice_menu),
    Situation("key press", 1.0, 2.2, key_press),
    Situation("transfer ring", 1.0, 2.2, transfer_ring),
    Situation("keyword text", 1.2, 2.6, keyword),
    Situation("misspelt keyword", 1.4, 3.0, misspelt, is_kept=True),
    Situation("report answer", 3.0, 6.0, answer_report, first=begin_report, is_kept=True),
    Situation("SEND", None, None, send_report, first=begin_and_answer, is_kept=True),
    Situation("status callback", None, None, status_callback),
)
FLOOR = SITUATIONS[0]  # what the bare apps are asked
