"""Where deciding meets doing: a form comes in, a turn is taken, a document goes out.

voice   read ──► decide ──► render          nothing but what stands in memory: no socket, no file, no store
text    read ──► decide ──► render          a keyword alone
        read ──► load ──► decide ──► seal ──► commit ──► ring ──► render
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ivr import canary, twiml
from ivr.core import asking, call, report, text
from ivr.core.actions import Erase, Hangup, Keep, Say, Send, say
from ivr.core.callers import is_withheld
from ivr.core.events import Called, Texted
from ivr.core.keywords import Vocabulary
from ivr.core.line import Line
from ivr.core.session import BadSession, CallSession, Draft
from ivr.core.text import Answer
from ivr.hearing import Hearing
from ivr.keeping import Keeping
from ivr.tally import Tally

if TYPE_CHECKING:
    from ivr.store import Turn

Clock = Callable[[], datetime]
SHORT = 12  # characters: a word, misspelt


class Turns:
    """The line in action. `now` gives the time in UTC; tests bring their own."""

    def __init__(
        self,
        line: Line,
        vocabulary: Vocabulary,
        renderer: twiml.Renderer,
        now: Clock,
        keeping: Keeping,
        tally: Tally,
    ) -> None:
        self._line, self._vocabulary, self._renderer, self._now = line, Hearing(vocabulary), renderer, now
        self._keeping, self._tally = keeping, tally
        # Made before anything can go wrong, so that saying sorry needs nothing.
        start = CallSession(language=line.language)
        self.call_apology = renderer.call((say("apology"), Hangup()), start)
        self.text_apology = renderer.text((say("apology"),), line.language)
        self._greeting = self.greeting()  # nearly half of all requests

    def greet(self, caller: str = "") -> bytes:
        """Answer a call that begins."""
        if not self._is_canary(caller):
            self._tally.greeted()
        return self._greeting

    def greeting(self) -> bytes:
        session, replies = asking.greet(self._line)
        return self._renderer.call(replies, session)

    def call(self, state: str, query: Mapping[str, str], form: Mapping[str, str]) -> bytes:
        """Answer a voice webhook. An address it no longer knows starts at the menu."""
        event = twiml.read_call(form, state, self._now())
        try:
            session = CallSession.from_query(state, query, self._line)
        except BadSession:
            session, event = CallSession(language=self._line.language), Called(event.at)
        self._vocabulary.forget()
        after, replies = call.turn(session, event, self._line, self._vocabulary)
        if not self._is_canary(form.get("From", "")):
            self._tally.call(session, event, replies, self._vocabulary.meaning)
        return self._renderer.call(replies, after)

    def text(self, form: Mapping[str, str]) -> bytes:
        """Answer a message webhook. "Saved" is said only after the commit; a failing store is told."""
        event = twiml.read_text(form, self._now())
        sender = form.get("From", "")
        test = self._is_canary(sender)
        self._vocabulary.forget()
        answer, took = text.at_once(event, self._line, self._vocabulary), "keyword"
        if answer is None and is_withheld(sender) and not test:
            answer, took = self._without_draft(event), "withheld"
        if answer is None:
            answer, took = self._with_store(event, sender, form.get("MessageSid", ""), test=test)
        if not test:
            self._tally.text(took, self._vocabulary.meaning)
        if event.answered:  # the carrier has replied; whatever was to be kept is kept
            answer = replace(answer, says=())
        return self._renderer.text(answer.says, answer.language)

    def _is_canary(self, sender: str) -> bool:
        return canary.is_canary(self._keeping.secret, sender)

    def _without_draft(self, event: Texted) -> Answer:
        answer = text.turn(event, self._line, self._vocabulary)
        return replace(answer, says=(say("report-withheld"),)) if answer.begins_report else answer

    def _with_store(self, event: Texted, sender: str, sid: str, *, test: bool) -> tuple[Answer, str]:
        """The answer, and whether it was "stored" or "unsaved"."""
        from ivr.store import StoreError, message_key, sender_key  # SQLAlchemy, which no call needs

        keys = sender_key(self._keeping.secret, sender), message_key(self._keeping.secret, sid)
        try:
            if answer := self._without_turn(event, *keys):
                return answer, "stored"
            with self._keeping.store.turn(*keys, event.at, test=test) as turn:
                answer, sent = self._take(turn, event)
        except StoreError:
            return self._unsaved(event), "unsaved"
        if sent:
            self._keeping.ring(sent)
        return answer, "stored"

    def _without_turn(self, event: Texted, sender: str, message: str) -> Answer | None:
        """The answer, where one statement keeps all there is to keep: for most. None: it takes a turn."""
        if len(event.body) <= SHORT:
            answer = text.turn(event, self._line, self._vocabulary)
            if answer.begins_report:
                return None
            # A word that is no command is hardly of a report: whether it is, is found out in passing.
            if not self._vocabulary.command(event.body) and self._note(answer, event, sender, message):
                return answer
        known = self._keeping.store.look(sender, message, event.at)
        if known.repeated is not None:
            return _recall(known.repeated)
        if known.draft:
            return self._go_on(known.draft, event, sender, message)
        if known.language or known.expired:
            return None
        answer = text.turn(event, self._line, self._vocabulary)
        return answer if self._note(answer, event, sender, message) else None

    def _note(self, answer: Answer, event: Texted, sender: str, message: str) -> bool:
        """Whether this is the answer to somebody of whom nothing is kept, and to whom nothing happens.

        They wait for no disk. A copy that comes late gets the same answer, and does not act in a report that
        was begun in between.
        """
        if answer.begins_report or answer.language != self._line.language:
            return False
        return self._keeping.store.note(sender, message, _write(answer), event.at)

    def _go_on(self, draft: Draft, event: Texted, sender: str, message: str) -> Answer | None:
        """The answer to somebody who has a report open, where it goes on: not sent, and not erased."""
        told = report.turn(draft, event, self._line, self._vocabulary)
        sealed = None
        match told.jobs:
            case ():
                pass
            case (Keep(question, words),):
                sealed = question, self._keeping.seal(words)
            case _:
                return None
        answer = Answer(told.says, told.draft.language)
        after = replace(told.draft, touched=event.at)
        kept = self._keeping.store.answer(sender, message, draft, after, sealed=sealed, reply=_write(answer))
        return answer if kept else None

    def _unsaved(self, event: Texted) -> Answer:
        """The store is away, and whether a report is open is not known: say so, with the numbers.

        Talk of danger is answered with 911 all the same.
        """
        answer = text.turn(event, self._line, self._vocabulary)
        if self._vocabulary.keyword(event.body) and not answer.begins_report:
            return answer
        if say("danger") in answer.says:
            return replace(answer, says=(say("danger"), say("not-saved")))
        silent = not answer.says and not answer.begins_report  # what the carrier answers by itself
        return answer if silent else replace(answer, says=(say("not-saved"),))

    def _take(self, turn: "Turn", event: Texted) -> tuple[Answer, str | None]:
        """One turn inside the transaction: the answer, and the id of the report if this sent one."""
        if turn.repeated is not None:
            return _recall(turn.repeated), None
        if turn.draft is None:
            thread = turn.language or self._line.language
            answer = text.turn(event, self._line, self._vocabulary, thread)
            if answer.language != thread:
                turn.speak(answer.language)
            if not answer.begins_report:
                # A copy that comes late must not act in a report that was begun in between.
                turn.remember(_write(answer))
                return answer, None
            told = self._begin(turn, answer.language, event)
        else:
            told = report.turn(turn.draft, event, self._line, self._vocabulary)
        if told is None:
            refused = Answer((say("report-limit"),), answer.language)
            turn.remember(_write(refused))  # a copy that comes in the next hour must not begin a report
            return refused, None
        sent = self._do(turn, told, event)
        answer = Answer(told.says, told.draft.language)
        turn.remember(_write(answer))
        return answer, sent

    def _begin(self, turn: "Turn", language: str, event: Texted) -> report.Told | None:
        limits = self._line.reports
        if turn.begun_today >= limits.reports_per_sender or turn.begun_this_hour >= limits.reports_per_hour:
            return None
        first = report.QUESTIONS[0]
        draft = Draft(self._keeping.new_id(), language, first, began=event.at, touched=event.at)
        return report.begin(draft, hours=self._keeping.draft_hours)

    def _do(self, turn: "Turn", told: report.Told, event: Texted) -> str | None:
        draft = replace(told.draft, touched=event.at)
        for job in told.jobs:
            match job:
                case Keep(question, words):
                    turn.keep(draft, question, self._keeping.seal(words))
                case Erase():
                    turn.erase()
                    return None
                case Send():
                    turn.send(draft)
                    return draft.report
        turn.save(draft)
        return None


def _write(answer: Answer) -> str:
    """An answer as it is remembered: names of prompts and their values, never a word of the sender."""
    return json.dumps([answer.language, [[one.prompt, one.values, one.language] for one in answer.says]])


def _recall(written: str) -> Answer:
    language, says = json.loads(written)
    return Answer(
        tuple(
            Say(prompt, tuple((name, value) for name, value in values), spoken)
            for prompt, values, spoken in says
        ),
        language,
    )
