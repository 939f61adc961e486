"""What Twilio does with a text: signs it, asks the line, tries once more, and now and then asks twice.

TWILIO.md, "Webhooks in". Whether it tries again after a connection that broke in the middle is not
documented, so that both happen here.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random
from xml.etree import ElementTree

from ivr.simulator.signature import sign
from ivr.simulator.transport import Reply, http_transport

ACCOUNT = "AC" + "0123456789abcdef" * 2
SECONDS = 15.0  # that Twilio waits for an answer


@dataclass
class Text:
    """One text message, and what each copy of it was answered: the line's messages, joined."""

    sid: str
    sender: str
    body: str
    answers: list[str] = field(default_factory=list)
    copies: int = 0
    refusals: list[int] = field(default_factory=list)  # HTTP statuses that are no answer

    @property
    def form(self) -> tuple[tuple[str, str], ...]:
        return (
            ("MessageSid", self.sid),
            ("SmsSid", self.sid),
            ("AccountSid", ACCOUNT),
            ("From", self.sender),
            ("To", "+16175550100"),
            ("Body", self.body),
            ("NumMedia", "0"),
        )


@dataclass
class Carrier:
    """One line's carrier for one person; `doubled` of its webhooks come twice, for `dice` to choose."""

    url: str
    token: str
    dice: Random
    name: str  # begins its message ids
    doubled: float = 0.2
    asking: Callable[[Text], None] = lambda text: None
    answered: Callable[[Text], None] = lambda text: None
    _late: list[Text] = field(default_factory=list)
    _carried: int = 0

    def text(self, sender: str, body: str) -> Text:
        """Carry one text; its answers are in it. None of them: nobody answered."""
        self._carried += 1
        text = Text(f"SM{self.name}{self._carried:06d}", sender, body)
        late, self._late = self._late, []
        self.asking(text)
        self._carry(text)
        for earlier in late:
            self.ask(earlier)
        if text.answers:
            self.answered(text)
        return text

    def _carry(self, text: Text) -> None:
        if self.dice.random() >= self.doubled:
            self._try_twice(text)
            return
        match self.dice.choice(("at once", "after", "late")):
            case "at once":
                with ThreadPoolExecutor(2) as both:
                    first, second = both.submit(self.ask, text), both.submit(self._try_twice, text)
                first.result()
                second.result()
            case "after":
                self._try_twice(text)
                self.ask(text)
            case _:
                self._try_twice(text)
                self._late.append(text)

    def _try_twice(self, text: Text) -> None:
        failure = self.ask(text)
        if isinstance(failure, ConnectionRefusedError) or (failure and self.dice.random() < 0.5):
            self.ask(text)

    def ask(self, text: Text) -> OSError | None:
        """Ask the line once, and note its answer with the text; why there is none, otherwise."""
        text.copies += 1
        headers = {"X-Twilio-Signature": sign(self.token, self.url, text.form)}
        transport = http_transport(SECONDS)
        try:
            reply = transport("POST", self.url, text.form, headers)
        except OSError as failure:
            return failure
        finally:
            transport.close()
        self._read(text, reply)
        return None

    @staticmethod
    def _read(text: Text, reply: Reply) -> None:
        if reply.status == 200:
            text.answers.append(words(reply.body))
        else:
            text.refusals.append(reply.status)


def words(document: bytes) -> str:
    """The messages of an answer, one a line."""
    return "\n".join("".join(message.itertext()) for message in ElementTree.fromstring(document))  # noqa: S314
