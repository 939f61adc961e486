"""Replace the web processes again and again while calls and texts keep coming: whoever was read is answered.

reload    SIGHUP: the processes are replaced one after the other
restart   a new version: SIGTERM, and another server on the socket that systemd holds meanwhile

A text leaves a trace in the database: one that is there was read, and must have been answered. A call leaves
none; the metrics count them as long as the server is the same.
"""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from ivr.core.report import code
from ivr.settings import HOUSE
from ivr.simulator.signature import sign
from ivr.stack import Ports, made_up
from ivr.store import message_key
from tests.chaos.carrier import Carrier, Text
from tests.chaos.reporter import number
from tests.chaos.standing import limits_raised
from tests.chaos.telling import Tell, silent
from tests.chaos.wording import read

PATIENCE = 30  # seconds; then it is given up
CALLERS, ASKERS, REPORTERS = 3, 3, 2  # at a time
WORKERS = 2
FAR = 50_000  # a number that no reporter has
CALLS_BETWEEN, TEXTS_BETWEEN = 50, 5  # from one replacement to the next
COUNTING = threading.Lock()
MENU = "/voice/menu?language=en&subject=main"
PRESSED = [("Digits", "4"), ("msg", "Gather End")]
TOKEN = "a-token-of-the-tests-and-of-nobody-else"
REPORT = (
    ("REPORT", "report-intro"),
    ("first", "report-kept"),
    ("second", "report-kept"),
    ("SEND", "report-sent"),
)
ASKED = ("what is this about", "card")  # a text that is no report leaves its id
# What systemd does with the socket of a .socket unit, in the process that becomes the service.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", "ivr", "web"])
"""


@dataclass
class Web:
    """The web processes of a line of its own."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def of(cls, folder: Path) -> "Web":
        folder.mkdir(parents=True, exist_ok=True)
        more = {
            "LINE_CONFIG": str(limits_raised(folder)),
            "WEB_WORKERS": str(WORKERS),
            "METRICS_TOKEN": TOKEN,
        }
        return cls(folder, {**made_up(folder, Ports.free()), "PATH": os.environ["PATH"], **more})

    def start(self, *command: str, pass_fds: tuple[int, ...] = ()) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *(command or ("-m", "ivr", "web"))],
                env=self.environment,
                cwd=HOUSE,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
            )

    @property
    def port(self) -> int:
        return int(self.environment["PORT"])

    @property
    def token(self) -> str:
        return self.environment["TWILIO_AUTH_TOKEN"]

    @property
    def secret(self) -> bytes:
        return self.environment["SECRET_KEY"].encode()

    @property
    def log(self) -> Path:
        return self.folder / "web.log"

    def said(self, words: str) -> int:
        """How often the log has these words."""
        return self.log.read_text("utf-8").count(words)

    def has_stopped(self, processes: int) -> bool:
        """Whether so many have ended in reloads."""
        return self.said("Stopped old worker-") == processes

    def call(self) -> str:
        """Press a key in the menu, on a connection of its own: the status, or what went wrong."""
        path = self.environment["PUBLIC_URL"] + MENU
        signature = sign(self.token, path, PRESSED)
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("POST", MENU, urlencode(PRESSED), headers)
            return str(connection.getresponse().status)
        except OSError as error:
            return type(error).__name__
        finally:
            connection.close()

    def turns(self) -> float:
        """How many keys were pressed in the menu, as /metrics tells it."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            found = re.search(r'line_turns_total{event="key",state="menu"} (\S+)', answer.read().decode())
        assert found
        return float(found[1])

    def kept(self) -> tuple[set[str], set[str]]:
        """The ids of the texts that were taken, as keys, and the codes of the reports that were sent."""
        with closing(sqlite3.connect(self.folder / "line.db")) as database:
            messages = {id for (id,) in database.execute("SELECT id FROM messages")}
            return messages, {code(id) for (id,) in database.execute("SELECT id FROM reports")}


@dataclass
class Stream:
    """Calls and texts that keep coming. `calls`: how many were answered; `failed`: the others, by how."""

    web: Web
    calls: int = 0
    texts: list[Text] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    failed: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    lost: int = 0  # texts that were read and never answered
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Until the block ends; everything is counted then."""
        people = [threading.Thread(target=self._keep_calling) for _ in range(CALLERS)]
        people += [threading.Thread(target=self._keep_asking, args=[place]) for place in range(ASKERS)]
        people += [threading.Thread(target=self._keep_reporting, args=[place]) for place in range(REPORTERS)]
        for one in people:
            one.start()
        try:
            yield
        finally:
            self._over.set()
            for one in people:
                one.join()

    def go_on(self) -> None:
        """Wait until more calls were answered, more texts, and another report was sent."""
        calls, texts, sent = self.calls + CALLS_BETWEEN, len(self.texts) + TEXTS_BETWEEN, len(self.codes)
        until(lambda: self.calls > calls and len(self.texts) > texts and len(self.codes) > sent)

    def _keep_calling(self) -> None:
        while not self._over.is_set():
            answer = self.web.call()
            with COUNTING:
                if answer == "200":
                    self.calls += 1
                else:
                    self.failed[answer] += 1

    def _keep_asking(self, place: int) -> None:
        self._keep_texting((number(FAR + place), *ASKED) for _ in count())

    def _keep_reporting(self, place: int) -> None:
        self._keep_texting((number(one), *step) for one in count(place, REPORTERS) for step in REPORT)

    def _keep_texting(self, texts: Iterator[tuple[str, str, str]]) -> None:
        """One after the other; what nobody answered is texted again, in a new message."""
        carrier = Carrier(f"{self.web.environment['PUBLIC_URL']}/sms", self.web.token, Random(), "")
        for sender, body, wanted in texts:
            while not self._over.is_set() and not self._text(carrier, sender, body, wanted):
                pass
            if self._over.is_set():
                return

    def _text(self, carrier: Carrier, sender: str, body: str, wanted: str) -> bool:
        """Text once; whether somebody answered."""
        with COUNTING:
            text = Text(f"SM{len(self.texts):08d}", sender, body)
            self.texts.append(text)
        if failure := carrier.ask(text):
            with COUNTING:
                self.failed[type(failure).__name__] += 1
        for said in map(read, text.answers):
            if said.name != wanted:
                self.odd.append(f"{body} was answered {said.name}")
            if said.code:
                self.codes.add(said.code)
        return bool(text.answers)

    def wrong(self) -> list[str]:
        """A sentence for each promise that was broken."""
        taken, sent = self.web.kept()
        there = {text.sid for text in self.texts if message_key(self.web.secret, text.sid) in taken}
        answered = {text.sid for text in self.texts if text.answers}
        wrong = [f"{sid} was read and never answered" for sid in sorted(there - answered)]
        self.lost = len(wrong)
        wrong += [f"{sid} was answered and is not there" for sid in answered - there]
        wrong += [f"{text.sid} was refused with {text.refusals}" for text in self.texts if text.refusals]
        wrong += [f"{code} was called saved and is not there" for code in self.codes - sent]
        if self.failed:
            wrong.append(f"not answered: {dict(self.failed)}")
        return wrong + self.odd


def reload(web: Web, times: int, tell: Tell = silent) -> tuple[Stream, list[str]]:
    """Reload so many times; what came meanwhile, and the promises that were broken."""
    stream = Stream(web)
    with running(web.start()) as process:
        until(lambda: web.said("Started worker-") == WORKERS)
        with stream.coming():
            stream.go_on()
            for place in range(1, times + 1):
                process.send_signal(signal.SIGHUP)
                until(partial(web.has_stopped, place * WORKERS))
                stream.go_on()
                tell(f"{place} of {times} reloads")
        wrong = stream.wrong()
        if (turns := web.turns()) != stream.calls:
            wrong.append(f"{turns:.0f} calls were counted, and {stream.calls} answered")
    return stream, wrong


def restart(web: Web, times: int, tell: Tell = silent) -> tuple[Stream, list[str]]:
    """The same with new servers on one socket, as systemd does it."""
    stream = Stream(web)
    with socket.create_server(("127.0.0.1", web.port), backlog=100) as listener, ExitStack() as later:

        def start() -> "subprocess.Popen[bytes]":
            number = listener.fileno()
            return later.enter_context(running(web.start("-c", HAND_OVER, str(number), pass_fds=(number,))))

        process = start()
        with stream.coming():
            stream.go_on()
            for place in range(1, times + 1):
                process.terminate()
                process.wait(PATIENCE)
                process = start()
                stream.go_on()
                tell(f"{place} of {times} restarts")
    return stream, stream.wrong()


@contextmanager
def running(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
