"""Open the page: serve it together with the stand-in's REST API, and let the stand-in's time run."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ivr.simulator.network import API_VERSION
from ivr.simulator.page.app import Works, make_app
from ivr.simulator.page.guard import Guard
from ivr.simulator.page.pace import Pace
from ivr.simulator.page.parts import Given
from ivr.simulator.page.people import People
from ivr.simulator.page.stream import Stream
from ivr.simulator.page.switchboard import Switchboard
from ivr.simulator.page.tape import Tape
from ivr.simulator.page.telling import tell
from ivr.simulator.rest import rest_app
from ivr.simulator.rest_account import SERVICES
from ivr.simulator.serving import Server, serve
from ivr.simulator.stand_in import Twilio

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


# What Twilio serves at api.twilio.com, and at messaging.twilio.com.
REST = (f"/{API_VERSION}/", f"{SERVICES.rpartition('/')[0]}/")


@dataclass(frozen=True)
class Page:
    """A page that is open; `address` carries the token of this run."""

    address: str
    _works: Works
    _pace: Pace
    _server: Server

    def close(self) -> None:
        self._pace.stop()
        self._works.stream.close()
        self._server.close()

    def __enter__(self) -> "Page":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_page(twilio: Twilio, given: Given, port: int, now: Callable[[], float] = time.monotonic) -> Page:
    """On loopback only; the REST API is at the same port, under its versions. The stand-in's time follows
    `now`, in seconds.
    """
    desks = {desk.name: desk.number for desk in given.desks}
    works = Works(
        given=given,
        number=twilio.network.line.number,
        people=People(twilio, given.desks),
        switchboard=Switchboard(given.switches),
        stream=Stream(),
        tape=Tape(twilio, desks),
    )
    names = {number: name for name, number in desks.items()}
    twilio.listeners.append(lambda event: works.stream.tell(tell(event, names, given.language_of)))
    guard = Guard(port)
    server = serve(_together(rest_app(twilio), make_app(works, guard)), port)
    works.stand()
    pace = Pace(twilio, works.stand, now)
    pace.start()
    return Page(guard.address(), works, pace, server)


def _together(rest: "WSGIApplication", page: "WSGIApplication") -> "WSGIApplication":
    def choose(environ: dict[str, Any], start_response: Any) -> Any:
        is_rest = environ["PATH_INFO"].startswith(REST)
        return (rest if is_rest else page)(environ, start_response)

    return choose
