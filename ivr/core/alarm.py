"""The alarm call: a report is waiting at the desk, and a person has to say that they will look.

    alarm --1--> confirmed, hung up   --another key--> again   --third silence--> hung up, rings again later

A voicemail box presses nothing, so it confirms nothing. What the report says is not in the call.
"""

from dataclasses import replace

from ivr.core.actions import Ask, Hangup, Reply, say
from ivr.core.events import CallEvent, Input, NoInput
from ivr.core.line import Line
from ivr.core.session import CallSession

CONFIRM = "1"
HEARINGS = 9  # how often it is said again after a wrong key
WAITING, STUCK = "waiting", "stuck"


def session(line: Line, *, stuck: bool = False) -> CallSession:
    """A call that begins. `stuck`: some report cannot even reach the desk."""
    return CallSession(state="alarm", language=line.language, subject=STUCK if stuck else WAITING)


def confirms(event: CallEvent) -> bool:
    return isinstance(event, Input) and event.key == CONFIRM


def confirmed(*, recorded: bool) -> tuple[Reply, ...]:
    """What is said after the key; unrecorded, the alarm goes on ringing, and the person should know why."""
    return (say("alarm-confirmed" if recorded else "alarm-unrecorded"), Hangup())


def turn(session: CallSession, event: CallEvent, line: Line) -> tuple[CallSession, tuple[Reply, ...]]:
    """Answer any event but the confirmation."""
    match event:
        case NoInput():
            session = replace(session, misses=session.misses + 1)
        case Input():
            session = replace(session, misses=0, rounds=session.rounds + 1)
    if session.misses >= line.limits.misses or session.rounds >= HEARINGS:
        return session, (Hangup(),)
    return session, (Ask((say(f"alarm-{session.subject}"), say("alarm-keys")), keys_only=True),)
