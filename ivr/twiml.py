"""Twilio's words and ours: a form becomes an event, replies become a TwiML document.

The carrier's words stop here; one that this page does not know is an error, not a guess.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from ivr.core.actions import Ask, Bridge, Hangup, Reply, Ring, Say
from ivr.core.events import Called, CallEvent, DeskAnswered, Input, NoInput, Outcome, RingEnded, Texted
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.prompts import COUNTLESS, NUMBER_BEGINS, NUMBER_ENDS, Prompts

# "A callee who answered and was hung up by the whisper still gives completed" (TWILIO.md, Dial): what tells a
# talk from a voicemail box is DialBridged alone.
DIAL_OUTCOMES = {
    "completed": Outcome.UNANSWERED,
    "answered": Outcome.UNANSWERED,
    "busy": Outcome.BUSY,
    "no-answer": Outcome.UNANSWERED,
    "failed": Outcome.FAILED,
    "canceled": Outcome.UNANSWERED,
}
SPEECH_HINTS = 40  # phrases; Twilio takes 500, but each one makes every document longer
NUMBER = re.compile(f"{NUMBER_BEGINS}([^{NUMBER_ENDS}]+){NUMBER_ENDS}")
COUNT = re.compile(r"[0-9]{1,9}")  # Python itself refuses to read a number of more than 4,300 digits
SHORT_NUMBER = re.compile(r"(\d{3,})")


class UnknownWord(ValueError):
    """The carrier said something that this page does not know."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of a spoken prompt: plain words, a phone number (slowly, twice), or a pause (end of line)."""

    kind: str
    text: str = ""


def read_call(form: Mapping[str, str], state: str, at: datetime) -> CallEvent:
    """A voice webhook as an event. Raises UnknownWord for a DialCallStatus that Twilio does not document."""
    if status := form.get("DialCallStatus"):
        return RingEnded(at, _outcome(status, bridged=form.get("DialBridged") == "true"))
    if digits := form.get("Digits"):
        return Input(at, key=digits[0])
    if words := form.get("SpeechResult"):
        return Input(at, words=words)
    if form.get("msg") == "Gather End" or "Digits" in form:
        return NoInput(at)
    return DeskAnswered(at) if state == "whisper" else Called(at)


def _outcome(status: str, *, bridged: bool) -> Outcome:
    if status not in DIAL_OUTCOMES:
        raise UnknownWord("DialCallStatus")
    return Outcome.ENDED if bridged else DIAL_OUTCOMES[status]


def read_text(form: Mapping[str, str], at: datetime) -> Texted:
    """A message webhook as an event. A missing body is an empty one; what is not a number of pictures is
    none.
    """
    pictures = form.get("NumMedia", "0")
    return Texted(
        at,
        body=form.get("Body", ""),
        pictures=int(pictures) if COUNT.fullmatch(pictures) else 0,
        answered=bool(form.get("OptOutType")),
    )


class Renderer:
    """Turns replies into documents. `url` is the line's public address, `audio` finds the recording of a
    prompt.
    """

    def __init__(
        self, line: Line, prompts: Prompts, *, url: str, number: str, audio: Callable[[Say, str], str | None]
    ) -> None:
        self._line, self._prompts, self._url, self._number, self._audio = line, prompts, url, number, audio
        self._hints = {code: _hints(line, code) for code in line.languages}
        # The replies of a line are few (menus, topics, misses, languages), so nearly every turn is a look-up.
        self.call = lru_cache(maxsize=4096)(self._call)
        self._known_text = lru_cache(maxsize=4096)(self._text)

    def _call(self, replies: tuple[Reply, ...], session: CallSession) -> bytes:
        document = VoiceResponse()
        for reply in replies:
            match reply:
                case Say():
                    self._speak(document, reply, session.language)
                case Ask():
                    document.append(self._gather(reply, session))
                case Ring(desk):
                    document.append(self._dial(desk, session))
                case Hangup():
                    document.hangup()
                case Bridge():
                    pass  # the whisper's document ends, and Twilio joins the two (TWILIO.md, Dial)
        return _xml(document)

    def _gather(self, ask: Ask, session: CallSession) -> Gather:
        limits = self._line.limits
        gather = Gather(
            input="dtmf" if ask.keys_only else "dtmf speech",
            action=self._address(session),
            method="POST",
            timeout=ask.seconds or (limits.whisper_seconds if ask.keys_only else limits.answer_seconds),
            num_digits=1,
            finish_on_key="",  # * and # are keys like any other here
            action_on_empty_result=True,
            **({} if ask.keys_only else self._speech(session.language)),
        )
        for prompt in ask.says:
            self._speak(gather, prompt, session.language)
        return gather

    def _speech(self, language: str) -> dict[str, object]:
        spoken = self._line.languages[language]
        return {
            "language": spoken.hears or spoken.locale,
            "hints": self._hints[language],
            "profanity_filter": False,  # it would turn words that matter here into f***
            "speech_timeout": "2",
        }

    def _dial(self, desk: str, session: CallSession) -> Dial:
        dial = Dial(
            action=self._address(session),
            method="POST",
            timeout=self._line.limits.ring_seconds,
            caller_id=self._number,  # the caller's own number is never shown to a desk
            hangup_on_star=True,
        )
        whisper = replace(session, state="whisper", misses=0, rounds=0, outcome="")
        dial.number(self._line.contacts[desk].number, url=self._address(whisper), method="POST")
        return dial

    def _address(self, session: CallSession) -> str:
        return f"{self._url}/voice/{session.state}?{session.to_query()}"

    def _speak(self, parent: TwiML, prompt: Say, language: str) -> None:
        language = prompt.language or language
        if recording := self._audio(prompt, language):
            parent.append(VoiceResponse().play(recording))
            return
        spoken = self._line.languages[language]
        say = SayVerb(voice=spoken.voice, language=spoken.locale)
        for stretch in stretches(self._prompts.say(prompt, language)):
            _add(say, stretch)
        parent.append(say)

    def text(self, replies: tuple[Say, ...], language: str) -> bytes:
        """The document of these texts; one with the code of a report is not kept in memory."""
        countless = any(name in COUNTLESS for reply in replies for name, _ in reply.values)
        return (self._text if countless else self._known_text)(replies, language)

    def _text(self, replies: Sequence[Say], language: str) -> bytes:
        document = MessagingResponse()
        for reply in replies:
            document.message(self._prompts.text(reply, language))
        return _xml(document)


def stretches(spoken: str) -> list[Speech]:
    """Cut a spoken prompt: phone numbers apart, 911 and 100 as digits, and a pause where a line ends."""
    found = []
    for place, part in enumerate(NUMBER.split(spoken)):
        if place % 2:
            found.append(Speech("number", part))
            continue
        for row, text in enumerate(part.split("\n")):
            if row:
                found.append(Speech("pause"))
            for turn, piece in enumerate(SHORT_NUMBER.split(text)):
                if piece.strip():
                    found.append(Speech("digits" if turn % 2 else "words", piece))
    return found


def _add(say: SayVerb, stretch: Speech) -> None:
    match stretch.kind:
        case "pause":
            say.break_(time="400ms")
        case "digits":
            say.say_as(stretch.text, interpret_as="digits")
        case "number":
            # Twice, with time between to write it down.
            _add_slowly(say, stretch.text)
            say.break_(time="1s")
            _add_slowly(say, stretch.text)
        case _:
            say.append(stretch.text)


def _add_slowly(say: SayVerb, number: str) -> None:
    slow = say.prosody(rate="slow")
    for place, group in enumerate(number.split("-")):
        if place:
            slow.break_(time="300ms")
        slow.say_as(group, interpret_as="digits")


def _hints(line: Line, language: str) -> str:
    phrases = [phrase for topic in line.topics.values() for phrase in topic.phrases.get(language, ())[:3]]
    return ", ".join(phrases[:SPEECH_HINTS])


def _xml(document: TwiML) -> bytes:
    return str(document).encode()
