"""Start the web processes: everything a caller depends on is checked first, and told in a line each."""

import multiprocessing
import pkgutil
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from typing import Any

from ivr import line, log, recordings, settings
from ivr.core.line import Line
from ivr.line import LineError
from ivr.prompts import PromptError, Prompts
from ivr.settings import Settings, SettingsError
from ivr.tally import Tally
from ivr.web.kept import Kept

THREADS = 8  # of one process; a text that waits for the disk must not keep a caller waiting


def main(environment: Mapping[str, str]) -> int:
    """Serve until stopped. Returns 0, 1 when the port is taken, 2 when the line could not work as it is."""
    try:
        chosen, known = check(environment)
    except (SettingsError, LineError, PromptError) as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    from ivr.web import create_app

    tally = Tally(known, shared=True)
    with closing(Kept(chosen)) as kept:
        try:
            serve(
                environment.get("HOST", "127.0.0.1"),
                chosen.port,
                chosen.workers,
                lambda: create_app(kept.settings, tally=tally),
                lambda: ready(environment, kept),
            )
        except OSError as error:
            print(f"PORT, HOST: nothing can be served there ({error.strerror})", file=sys.stderr)
            return 1
    return 0


def check(environment: Mapping[str, str]) -> tuple[Settings, Line]:
    """Read what a caller depends on. Raises SettingsError, LineError or PromptError."""
    chosen = settings.load(environment)
    known = line.load(chosen.line_config)
    prompts = Prompts(chosen.line_prompts, known)
    recordings.check(chosen.line_prompts / recordings.FOLDER, prompts, known)
    for contact in known.contacts.values():
        if contact.number == chosen.number:
            # A transfer to it would be a call of the line to itself, which greets itself.
            raise SettingsError(
                [f"TWILIO_NUMBER is the number of contacts.{contact.id} in line.toml as well"]
            )
    return chosen, known


def ready(environment: Mapping[str, str], kept: Kept) -> bool:
    """Whether new processes could work; told in the log if not, so that a mistake leaves the old ones be."""
    try:
        kept.keep(check(environment)[0])
    except (SettingsError, LineError, PromptError) as error:
        log.write("not reloaded: python -m ivr check tells why", count=len(error.errors))
        return False
    return True


def serve(
    host: str,
    port: int,
    workers: int,
    application: str | Callable[[], Any] = "ivr.web:create_app",
    ready: Callable[[], bool] = lambda: True,
) -> None:
    """Serve until SIGTERM; SIGHUP replaces the processes one after the other. Raises OSError."""
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings

    from ivr.web.listening import Server, listen

    make = pkgutil.resolve_name(application) if isinstance(application, str) else application
    # The processes have from this one the socket to accept at and the memory to count in.
    multiprocessing.set_start_method("fork", force=True)
    Server(
        listen(host, port),
        ready,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # by itself it would read first to find out, and a stop in between loses a call
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        # A connection that is kept would be closed under a request that is already on its way (measured: one
        # in 200 of those at a reload), and Twilio tries a request again only if it could not connect.
        http1_settings=HTTP1Settings(keep_alive=False),
        log_access=False,  # an access log would hold who asked what, and when
        log_dictconfig=log.SERVER,
    ).serve(target_loader=partial(begin, make), wrap_loader=False)


def begin(make: Callable[[], Any]) -> Any:
    """Make the application, in the process that serves it."""
    from ivr.web.listening import hear_stops

    hear_stops()
    return make()
