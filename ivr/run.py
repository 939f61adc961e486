"""`ivr run`: the whole line on this machine, with a stand-in Twilio and its phones in a browser.

browser ──► this process: page, stand-in Twilio, its REST API ──► web, worker, sweeper, Redis, desk
"""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ivr import trial
from ivr.operate.documents import TEXT, VOICE, Documents
from ivr.simulator import Twilio, http_transport
from ivr.simulator.page import Given, Page, SlowTransport, open_page
from ivr.stack import NUMBER, START_SECONDS, Ports, Stack, StackError
from ivr.trial import Campus

FOLDER = Path("var")
WELCOME = """\
The line is up. Open this in a browser of this machine:

    {page}

Call it, text it, be the desks that it rings, break it, and open the reports: it is all on that page.
Nothing here calls or texts anyone, since Twilio is a stand-in. Keys, reports and logs are in {folder}/
{redis}
Ctrl-C stops all of it.
"""
WITHOUT_REDIS = "No redis-server is on this machine: the sweeper alone delivers reports, a second later.\n"
REAL = """\
{names} stand{s} in the environment. `ivr run` only ever talks to a stand-in Twilio: unset {them}, \
or start it in another shell."""


@dataclass(frozen=True)
class Running:
    """A line that is up, and the stand-in that calls it."""

    stack: Stack
    twilio: Twilio
    page: Page


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run until stopped. Returns 0 after Ctrl-C, 1 when something could not start or has ended by itself, 2
    when it was asked wrongly, with a real account at hand, or for a line that is set up wrongly.
    """
    asked = _parser().parse_args(arguments)
    if real := sorted(name for name in environment if name.startswith("TWILIO_")):
        one = len(real) == 1
        print(
            REAL.format(names=", ".join(real), s="s" if one else "", them="it" if one else "them"),
            file=sys.stderr,
        )
        return 2
    try:
        campus = trial.read_campus(environment)
    except trial.CAMPUS_ERRORS as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _interrupt)
    print("Starting …", flush=True)
    return _run(asked.folder, Ports.free() if asked.free_ports else Ports(), campus)


def _run(folder: Path, ports: Ports, campus: Campus) -> int:
    try:
        with running(folder, ports, campus) as up:
            print(_welcome(up), flush=True)
            while not (fallen := up.stack.fallen()):
                time.sleep(0.5)
            print(fallen, file=sys.stderr)
            return 1
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return 0


@contextmanager
def running(
    folder: Path, ports: Ports, campus: Campus, now: Callable[[], float] = time.monotonic
) -> Iterator[Running]:
    """Everything, until the block ends; the telephones' time follows `now`. Raises StackError."""
    stack = Stack(folder, ports)
    stack.prepare()
    # Read once: whoever tidies up the logs later takes nothing from the page.
    desk_page = cache(lambda: _desk_address(stack))
    transport = SlowTransport(http_transport())
    twilio = _stand_in(stack, transport)
    # Before the line's own processes: the workers ask Twilio for something as soon as they run.
    given = _given(stack, twilio, transport, campus, desk_page)
    with open_page(twilio, given, ports.twilio, now) as page:
        try:
            desk = ["--inbox", str(stack.folder / "inbox"), "--identity", str(stack.folder / "desk.key")]
            stack.launch("desk", [sys.executable, "-m", "ivr", "desk", "--port", str(ports.desk), *desk])
            stack.launch_all()
            desk_page()
            yield Running(stack, twilio, page)
        finally:
            stack.stop()


def _stand_in(stack: Stack, transport: SlowTransport) -> Twilio:
    url, bins = stack.environment["PUBLIC_URL"], f"{stack.environment['TWILIO_API_BASE']}/bins"
    return Twilio(
        account_sid=stack.environment["TWILIO_ACCOUNT_SID"],
        auth_token=stack.environment["TWILIO_AUTH_TOKEN"],
        number=NUMBER,
        voice_url=f"{url}/voice",
        sms_url=f"{url}/sms",
        status_callback=f"{url}/status",
        voice_fallback_url=f"{bins}/{VOICE}",
        sms_fallback_url=f"{bins}/{TEXT}",
        api_base=stack.environment["TWILIO_API_BASE"],
        transport=transport,
        strict=False,
        start=datetime.now(UTC),
    )


def _given(
    stack: Stack, twilio: Twilio, transport: SlowTransport, campus: Campus, desk_page: Callable[[], str]
) -> Given:
    line, prompts = campus.line, campus.prompts
    return Given(
        desks=trial.desks(line, prompts),
        switches=trial.switches(stack, twilio.switches, transport),
        documents=Documents(line, prompts, number=NUMBER).all(),
        desk_page=desk_page,
        language_of=trial.tell_languages(line, prompts),
        first_texts=trial.first_texts(line, prompts),
    )


def _desk_address(stack: Stack) -> str:
    """The desk prints its address, with the token of today, once it listens."""
    log, deadline = stack.folder / "log" / "desk.log", time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not stack.fallen():
        found = [word for word in log.read_text("utf-8").split() if word.startswith("http://127.0.0.1")]
        if found:
            return found[-1]
        time.sleep(0.05)
    raise StackError(stack.fallen() or "The desk does not start.")


def _welcome(up: Running) -> str:
    redis = "" if up.stack.redis else WITHOUT_REDIS
    return WELCOME.format(page=up.page.address, folder=up.stack.folder, redis=redis)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ivr run", description="The whole line on this machine, with a stand-in Twilio, until Ctrl-C."
    )
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="for keys, reports and logs (%(default)s)"
    )
    parser.add_argument(
        "--free-ports", action="store_true", help="listen where nobody else does, not on the usual ports"
    )
    return parser


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
