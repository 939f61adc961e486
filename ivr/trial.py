"""What the phone page is told of the line: its desks, its words, its failures and what to notice of each."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ivr import line as lines
from ivr.core.actions import say
from ivr.core.line import Line
from ivr.line import LineError
from ivr.prompts import PromptError, Prompts
from ivr.settings import HOUSE, line_config
from ivr.simulator import Switches
from ivr.simulator.page import Desk, SlowTransport, Switch
from ivr.stack import Stack

WORTH_TEXTING = ("police", "rights", "report")
CAMPUS_ERRORS = (LineError, PromptError)  # both hold a sentence for each thing that is wrong
SLOW_SECONDS = 3.0  # Twilio waits 15
LOCKED_SECONDS = 10.0  # for whoever is writing when the database goes
WORDS = re.compile(r"[\u3400-\u9fff]|[^\W\d_]+")  # a Chinese character is a word of its own


@dataclass(frozen=True)
class Campus:
    """What a line knows and says."""

    line: Line
    prompts: Prompts


def read_campus(environment: Mapping[str, str]) -> Campus:
    """The line that these settings name. Raises LineError or PromptError."""
    line = lines.load(line_config(environment))
    return Campus(line, Prompts(Path(environment.get("LINE_PROMPTS") or HOUSE / "prompts"), line))


def desks(line: Line, prompts: Prompts) -> tuple[Desk, ...]:
    """Every contact that takes transfers, as the first language calls it."""
    return tuple(
        Desk(contact.id, contact.number, prompts.text(say(f"contact-{contact.id}"), line.language))
        for contact in line.contacts.values()
        if contact.desk
    )


def first_texts(line: Line, prompts: Prompts) -> tuple[str, ...]:
    """Words worth texting first: a number, a right, and a report; else those of the most urgent topics."""
    known = [topic for topic in WORTH_TEXTING if topic in line.topics]
    others = [topic.id for topic in line.topics.values() if topic.keywords and topic.id not in known]
    return tuple(prompts.keyword(topic, line.language) for topic in (*known, *others)[: len(WORTH_TEXTING)])


def tell_languages(line: Line, prompts: Prompts) -> Callable[[str], str]:
    """A guess at the language of a text, by the words that only one language's prompts have."""
    words = {
        code: {word for one in prompts.every("text") for word in _words(prompts.text(one, code))}
        for code in line.languages
    }

    def language_of(text: str) -> str:
        said = _words(text)
        return max(words, key=lambda code: len(said & words[code]))

    return language_of


def _words(text: str) -> set[str]:
    return set(WORDS.findall(text.casefold()))


def switches(stack: Stack, network: Switches, transport: SlowTransport) -> tuple[Switch, ...]:
    """What can go wrong, and what a caller or a texter should notice of it."""
    database = HeldDatabase(stack.folder / "line.db")

    def process(name: str, label: str, notice: str) -> Switch:
        return Switch(name, label, notice, lambda: stack.kill(name), lambda: stack.relaunch(name))

    def setting(name: str, label: str, notice: str, holder: object, key: str, value: object) -> Switch:
        usual = getattr(holder, key)
        return Switch(
            name, label, notice, lambda: setattr(holder, key, value), lambda: setattr(holder, key, usual)
        )

    redis = process("redis", "Redis is down", "Nothing: the sweeper delivers a report a second later.")
    return (
        process(
            "web",
            "The web process is down",
            "The fallback documents: 911, a desk that is rung, every number.",
        ),
        Switch(
            "database",
            "The database is down",
            "Calls and keywords go on. A report says that it could not be saved, and gives the numbers.",
            database.hold,
            database.let_go,
        ),
        *([redis] if stack.redis else []),
        process("worker", "The worker is down", "Nothing: the sweeper delivers a report a second later."),
        setting(
            "rest",
            "Twilio’s REST API is down",
            "Nothing. Only the alarm of an unopened report waits until it is back.",
            network,
            "rest_down",
            True,
        ),
        setting(
            "slow",
            "The network is slow",
            f"{SLOW_SECONDS:.0f} seconds of silence before each answer.",
            transport,
            "seconds",
            SLOW_SECONDS,
        ),
        setting(
            "twice",
            "Every webhook comes twice",
            "Nothing: the second one gets the same answer and changes nothing.",
            network,
            "double_webhooks",
            1,
        ),
    )


@dataclass
class HeldDatabase:
    """SQLite's one write lock, held from outside: to the line the database is away, and comes back whole."""

    file: Path
    _held: list[sqlite3.Connection] = field(default_factory=list)

    def hold(self) -> None:
        connection = sqlite3.connect(
            self.file, timeout=LOCKED_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error:
            connection.close()
            raise
        self._held.append(connection)

    def let_go(self) -> None:
        while self._held:
            with closing(self._held.pop()) as connection:
                connection.execute("ROLLBACK")
