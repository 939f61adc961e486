"""Requests as Twilio, Prometheus and a browser send them, of every kind, in parts that can be spoilt."""

from dataclasses import dataclass
from itertools import count
from random import Random
from urllib.parse import parse_qsl, urlencode

from ivr.core.alarm import STUCK, WAITING
from ivr.core.events import Outcome
from ivr.core.line import MAIN
from ivr.core.session import SILENT, STATES, CallSession
from tests.exploring import KEYS, house
from tests.hostile import FORM, Hostile, Pairs
from tests.hostile_words import ANSWERS, DIALLED, KEYWORDS, OPEN, REPORTS, SAID, SENDERS, STEPS, WITHHELD

LINE, _ = house()
SIDS = count()
DESKS = [contact.id for contact in LINE.contacts.values() if contact.desk]
TOLD = sorted(LINE.told)
CALL: Pairs = (("CallSid", "CA" + "1" * 32), ("ApiVersion", "2010-04-01"), ("ToZip", ""))
SILENCE: Pairs = (("Digits", ""), ("msg", "Gather End"))


@dataclass(frozen=True)
class Parts:
    """A request before it is bytes."""

    method: str
    path: str
    query: Pairs = ()
    form: Pairs = ()
    kind: str = FORM
    headers: Pairs = ()
    body: bytes | None = None  # instead of the form

    def hostile(self, *spoilt: str) -> Hostile:
        body = urlencode(self.form).encode() if self.body is None else self.body
        return Hostile(self.method, self.path, urlencode(self.query), body, self.kind, self.headers, spoilt)


@dataclass(frozen=True)
class Doors:
    """What opens the two pages behind a token: the token of /metrics, and where a recording is."""

    metrics: str
    recording: str
    token: str


def decent(dice: Random, doors: Doors) -> Parts:
    """One request of any kind: calls and texts most, since most is behind them."""
    return dice.choice([call] * 5 + [text] * 5 + [greeting, status, alarm, opened])(dice, doors)


def call(dice: Random, doors: Doors) -> Parts:
    session = situation(dice)
    query = tuple(parse_qsl(session.to_query()))
    return Parts("POST", f"/voice/{session.state}", query, (*CALL, *caller(dice), *happened(dice)))


def situation(dice: Random) -> CallSession:
    """Any that this line knows, whether a call ever gets there or not."""
    state = dice.choice(STATES)
    subjects = {"menu": [*LINE.menus], "topic": TOLD}
    named = state in ("ring", "choice", "whisper", "number")
    return CallSession(
        state=state,
        desk=dice.choice([*LINE.contacts, *DESKS, *DESKS]) if named else "",
        language=dice.choice([*LINE.languages]),
        misses=dice.randrange(4),
        outcome=dice.choice([*Outcome]) if state == "choice" else "",
        rounds=dice.choice([0, 0, 1, 2, 8, 9]),
        subject=dice.choice(subjects.get(state, [MAIN, SILENT, *TOLD])),
    )


def happened(dice: Random) -> Pairs:
    bridged = dice.choice([(), (), (("DialBridged", "true"),), (("DialBridged", "false"),)])
    key = (("Digits", dice.choice(KEYS + "111111222")), ("FinishedOnKey", ""), ("msg", "Gather End"))
    words = (("SpeechResult", dice.choice(SAID)), ("Confidence", "0.9"))
    ring = (("DialCallStatus", dice.choice(DIALLED)), ("DialCallDuration", "7"), *bridged)
    return dice.choice([(), SILENCE, key, words, ring, key, ring])


def caller(dice: Random) -> Pairs:
    number = dice.choice(SENDERS + WITHHELD)
    return ("From", number), ("Caller", number)


def text(dice: Random, doors: Doors) -> Parts:
    sid = ("MessageSid", f"SM{next(SIDS):032d}")  # another one each time: a copy would change nothing
    sender = ("From", dice.choice(SENDERS[:2] * 8 + SENDERS + WITHHELD))  # few, so that their reports go on
    body = ("Body", dice.choice(dice.choice([REPORTS, STEPS, STEPS, ANSWERS, ANSWERS, KEYWORDS])))
    more = dice.choice([("NumMedia", "0")] * 8 + [("NumMedia", "2"), ("OptOutType", "STOP")])
    return Parts("POST", "/sms", (), (sid, sender, ("To", "+16175550100"), body, more))


def greeting(dice: Random, doors: Doors) -> Parts:
    return Parts("POST", "/voice", (), (*CALL, *caller(dice)))


def status(dice: Random, doors: Doors) -> Parts:
    ended = dice.choice([("CallStatus", "completed"), ("MessageStatus", "delivered")])
    return Parts("POST", "/status", (), (*CALL, ended))


def alarm(dice: Random, doors: Doors) -> Parts:
    subject = dice.choice([WAITING, STUCK])
    query = (("misses", dice.choice("0123")), ("rounds", dice.choice("08")), ("subject", subject))
    event = dice.choice([(), SILENCE, (("Digits", "1"),), (("Digits", dice.choice(KEYS)),)])
    return Parts("POST", "/voice/alarm", query, (*CALL, *event))


def opened(dice: Random, doors: Doors) -> Parts:
    """What is not a webhook."""
    recording = Parts("GET", doors.recording, (("token", doors.token),), kind="")
    metrics = Parts("GET", "/metrics", headers=(("Authorization", f"Bearer {doors.metrics}"),), kind="")
    return dice.choice([recording, metrics, *(Parts("GET", path, kind="") for path in OPEN)])
