"""Find a person for the caller: ring one desk, and come back to the caller whatever happens.

    ringing --accepted--> talking --ended--> choice
    ringing --busy, no answer, passed, failed, voicemail--> choice

The desk's own leg runs beside it, and ends without a person unless a key was pressed:

    whisper --1--> joined        --2, third silence--> hung up        --3, wrong key--> whisper again
"""

from dataclasses import replace

from ivr.core.actions import Ask, Bridge, Hangup, Reply, Ring, Say, say
from ivr.core.events import DeskAnswered, Input, NoInput, Outcome
from ivr.core.line import Choice, Line, ReadNumber, RingDesk, Target
from ivr.core.session import CallSession

ACCEPT, PASS = "1", "2"
HEARINGS = 9  # how often a desk may ask to hear the whisper again before the caller has waited enough


def ring(session: CallSession, desk: str, line: Line) -> tuple[CallSession, tuple[Reply, ...]]:
    session = replace(session, state="ring", desk=desk, outcome="")
    # Seconds count for whoever wants the emergency desk: no word more than needed before it rings.
    words = "transfer-emergency" if desk == line.emergency else "transfer-ringing"
    return session, (say(words, contact=desk), Ring(desk))


def ended(session: CallSession, outcome: Outcome) -> CallSession:
    """The caller is back, and has a choice; where no desk was rung there is none, and the menu begins."""
    if not session.desk:
        return CallSession(language=session.language)
    return replace(session, state="choice", outcome=outcome.value, misses=0)


def opening(session: CallSession, line: Line) -> tuple[Say, ...]:
    told = say(f"transfer-{session.outcome or Outcome.FAILED}", contact=session.desk)
    if session.desk == line.emergency and session.outcome != Outcome.ENDED:
        return (
            told,
            say("danger"),
        )  # who could not reach the police here is told once more who always answers
    return (told,)


def choices(desk: str, line: Line) -> tuple[Choice, ...]:
    """Try again, every other desk (the emergency desk has its 0 already), the number."""
    others = [
        other for other in line.contacts.values() if other.desk and other.id not in (desk, line.emergency)
    ]
    targets: list[tuple[str, Target]] = [
        ("offer-retry", RingDesk(desk)),
        *(("offer-ring", RingDesk(other.id)) for other in others),
        ("offer-number", ReadNumber(desk)),
    ]
    return tuple(Choice(str(key), offer, target) for key, (offer, target) in enumerate(targets, 1))


def whisper(
    session: CallSession, event: DeskAnswered | Input | NoInput, line: Line
) -> tuple[CallSession, tuple[Reply, ...]]:
    """The desk's leg. Silence declines: a voicemail box is silent, and must never be joined with a caller."""
    match event:
        case Input(key=key) if key == ACCEPT:
            return session, (Bridge(),)
        case Input(key=key) if key == PASS:
            return session, (Hangup(),)
        case NoInput():
            session = replace(session, misses=session.misses + 1)
        case Input():
            session = replace(session, misses=0, rounds=session.rounds + 1)
    if session.misses >= line.limits.misses or session.rounds >= HEARINGS:
        return session, (Hangup(),)
    return session, (Ask(_introduction(session, line), keys_only=True),)


def _introduction(session: CallSession, line: Line) -> tuple[Say, ...]:
    """Who is calling: the language and the topic, never the number. A desk hears it in the line's first
    language.
    """
    keys = say("whisper-keys", language=line.language)
    if session.misses:
        return (keys,)
    return (say("whisper", language=line.language, about=session.subject, spoken=session.language), keys)
