"""Every situation that a call can get into: the conversation, followed along every key, word and outcome."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from ivr import line as lines
from ivr.core import asking, call
from ivr.core.actions import Ask, Reply, Ring, Say
from ivr.core.events import CallEvent, DeskAnswered, Input, NoInput, Outcome, RingEnded
from ivr.core.keywords import Vocabulary
from ivr.core.line import Line, RingDesk, SwitchLanguage
from ivr.core.session import CallSession
from ivr.settings import HOUSE

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
KEYS = "0123456789*#"
MOST = 20_000  # situations; a count that nothing bounds would make them endless
SILENCE = NoInput(NOON)
NO = {"en": "no", "es": "no", "zh": "不要"}


@dataclass(frozen=True)
class Step:
    """One turn: what was remembered, what happened, what is remembered then, and the answer."""

    before: CallSession
    event: CallEvent
    after: CallSession
    replies: tuple[Reply, ...]


@cache
def house() -> tuple[Line, Vocabulary]:
    line = lines.load(HOUSE / "config" / "line.toml")
    return line, Vocabulary(line)


def take(session: CallSession, event: CallEvent) -> Step:
    after, replies = call.turn(session, event, *house())
    return Step(session, event, after, replies)


@cache
def every_step() -> tuple[Step, ...]:
    """All turns that are reachable from the greeting, on the caller's leg and on a desk's."""
    start, _ = asking.greet(house()[0])
    seen, todo = {start}, deque([start])
    steps = []
    while todo:
        session = todo.popleft()
        assert len(seen) < MOST, f"there is no end to situations like {session}"
        for event in events(session):
            step = take(session, event)
            steps.append(step)
            for after in (*following(step), *whispers(step)):
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
    return tuple(steps)


def events(session: CallSession) -> Iterator[CallEvent]:
    """What can happen next to a leg in this state."""
    match session.state:
        case "ring":
            yield from (RingEnded(NOON, outcome) for outcome in Outcome)
        case "whisper":
            yield DeskAnswered(NOON)
            yield from _silence_and_keys()
        case _:
            yield from _silence_and_keys()
            yield from (Input(NOON, words=words) for words in _words(session.language))


def _silence_and_keys() -> Iterator[CallEvent]:
    yield SILENCE
    yield from (Input(NOON, key=key) for key in KEYS)


def following(step: Step) -> Iterator[CallSession]:
    """Where this leg goes on; an answer that neither asks nor rings was its last."""
    if any(isinstance(reply, Ask | Ring) for reply in step.replies):
        yield step.after


def whispers(step: Step) -> Iterator[CallSession]:
    """The desk's leg that a ring begins, as ivr/twiml.py addresses it."""
    for reply in step.replies:
        if isinstance(reply, Ring):
            yield CallSession(
                "whisper", desk=reply.desk, language=step.after.language, subject=step.after.subject
            )


@cache
def _words(language: str) -> tuple[str, ...]:
    """A phrase for danger, for what happened, for each ring, each language, each other kind of target; for
    two desks at once, for one that is refused, and for nothing.
    """
    topics = [topic for topic in house()[0].topics.values() if language in topic.phrases]
    kinds: dict[object, str] = {}
    for topic in topics:
        each = isinstance(topic.voice, RingDesk | SwitchLanguage) or topic.id in ("danger", "assault")
        kinds.setdefault(topic.id if each else type(topic.voice), topic.phrases[language][0])
    police, advocate = kinds["police"], kinds["vpr"]
    return (*kinds.values(), f"{police} {advocate}", f"{NO[language]} {police}", "zzz")


def says(replies: tuple[Reply, ...]) -> Iterator[Say]:
    """The prompts of an answer, in their order."""
    for reply in replies:
        if isinstance(reply, Say):
            yield reply
        elif isinstance(reply, Ask):
            yield from reply.says


def rings(step: Step) -> list[str]:
    return [reply.desk for reply in step.replies if isinstance(reply, Ring)]
