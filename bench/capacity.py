"""What limits the line on the day: segments of the carrier's numbers, cores, and the one Postgres.

texts      seconds until the last reply = max(300, segments of all replies / segments a second)
machines   requests a second = min(cores of the web, cores of the database, commits of its disk)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from bench import crowd
from bench.webhooks import Carrier
from bench.wording import Expected
from ivr.segments import measure
from ivr.stack import NUMBER

PEOPLE, SECONDS = 25_000, 300
# Segments a second of one number (Twilio, "Queueing and latency"; a short code's is agreed upon with each).
RATES = {"long code": 1, "toll-free": 3, "short code, least": 10, "short code, most": 100}
QUEUE_SECONDS = 36_000  # ten hours of a number's rate; what is queued beyond fails (Twilio, error 21611)
BUSY = 0.7  # of a core; beyond it what waits grows faster than what is done
MACHINES = (1, 3, 10)
PROCESSES = 2  # of the web, on each machine
WAITING = ("texts_that_wait", "deliveries")  # commits that wait for the disk
NOBODY = Carrier("AC" + "0" * 32, "nobody's", NUMBER, "http://127.0.0.1:1")


@dataclass(frozen=True)
class Sort:
    """People of one sort of the hundred: how many, and what goes back and forth for each."""

    name: str
    of_hundred: int
    texts: int
    replies: int
    segments: int


def segments(expected: Expected) -> int:
    return sum(measure(reply).segments for reply in expected.replies)


def sorts() -> list[Sort]:
    """Everybody who texts, by what they do, with the replies that the prompts really make."""
    named = {
        "keywords, English": range(crowd.SPANISH_CALLS, crowd.TEXTS),
        "keywords, Spanish": range(crowd.TEXTS, crowd.SPANISH_TEXTS),
        "report, English": range(crowd.SPANISH_TEXTS, crowd.REPORTS),
        "report, Spanish": range(crowd.REPORTS, crowd.HUNDRED),
    }
    asked = {place * 37 % crowd.HUNDRED: crowd.ask(NOBODY, place) for place in range(crowd.HUNDRED)}
    found = []
    for name, turns in named.items():
        expected = [request.expected for request in asked[turns.start]]
        replies = sum(len(one.replies) for one in expected)
        found.append(Sort(name, len(turns), len(expected), replies, sum(map(segments, expected))))
    return found


@dataclass(frozen=True)
class Number:
    """What one number of a kind does for PEOPLE. `lost`: segments that do not fit into its queue."""

    name: str
    rate: int
    last_reply: float
    people: int
    numbers: int
    lost: int


def numbers(a_person: float, people: int = PEOPLE) -> Iterator[Number]:
    """For so many segments a person of the mix, those who only call included."""
    total = a_person * people
    for name, rate in RATES.items():
        yield Number(
            name,
            rate,
            last_reply=max(float(SECONDS), total / rate),
            people=int(SECONDS * rate / a_person),
            numbers=ceil(total / (SECONDS * rate)),
            # It sends while people text, and what then waits is to be sent within QUEUE_SECONDS.
            lost=max(0, round(total - rate * (SECONDS + QUEUE_SECONDS))),
        )


def a_person(some: Sequence[Sort]) -> float:
    """Segments of the replies to one person of the mix."""
    return sum(sort.segments * sort.of_hundred for sort in some) / crowd.HUNDRED


@dataclass(frozen=True)
class Costs:
    """Of one request of the mix, from the surge on Postgres: seconds of CPU, and how often a commit waits."""

    requests_a_person: float
    web: float
    database: float  # Postgres, and all that stands beside it: Redis, worker, sweeper
    commits: float
    fsync: float  # seconds of one

    @classmethod
    def of(cls, surge: Mapping[str, Any], fsync_us: float) -> "Costs":
        """From the parts of results.json."""
        requests = surge["as_fast_as_it_can"]["requests"]
        cpu = {name: one["cpu_seconds"] / requests for name, one in surge["processes"].items()}
        return cls(
            requests_a_person=requests / surge["people"],
            web=cpu.pop("web"),
            database=sum(cpu.values()),
            commits=sum(surge["commits"][name] for name in WAITING) / requests,
            fsync=fsync_us / 1e6,
        )


@dataclass(frozen=True)
class Machines:
    """Requests a second that each part allows, on `machines` of `cores`, of which one has the database."""

    machines: int
    web: float
    database: float
    disk: float
    requests_a_person: float

    @property
    def requests(self) -> float:
        return min(self.web, self.database, self.disk)

    @property
    def limit(self) -> str:
        found = {"web": self.web, "database's cores": self.database, "database's disk": self.disk}
        return min(found, key=lambda name: found[name])

    @property
    def people(self) -> int:
        """In SECONDS."""
        return int(self.requests * SECONDS / self.requests_a_person)


def machines(costs: Costs, cores: int) -> Iterator[Machines]:
    """One machine carries everything; of several, one carries the database and what stands beside it."""
    disk = 1 / (costs.fsync * costs.commits)
    for number in MACHINES:
        if number == 1:
            web = database = cores * BUSY / (costs.web + costs.database)
        else:
            web, database = (number - 1) * cores * BUSY / costs.web, cores * BUSY / costs.database
        yield Machines(number, web, database, disk, costs.requests_a_person)
