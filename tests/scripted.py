"""A line that answers with the documents that a test wrote, over real HTTP, and keeps what it was asked."""

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from ivr.simulator import Reply, Twilio, http_transport
from ivr.simulator.narration import narrate, narrate_act
from ivr.simulator.serving import Server, serve

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "a token of the tests"
NUMBER = "+16175550100"
VPR = "+16172532300"
POLICE = "+16172531212"
NAMES = {VPR: "vpr", POLICE: "police"}

Form = Mapping[str, str]
# What stands between <Response> and </Response>, or a whole reply.
Page = str | Reply | Callable[[Form], str | Reply]


@dataclass(frozen=True)
class Asked:
    path: str
    method: str
    query: str
    form: dict[str, str]
    headers: Headers


@dataclass
class ScriptedLine:
    """`pages` by the last part of their path; relative URLs in them lead from one to another."""

    pages: Mapping[str, Page]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def answer(self, name: str, request: Request) -> Response:
        form = request.form.to_dict() or request.args.to_dict()
        query = request.query_string.decode()
        self.asked.append(Asked(name, request.method, query, form, Headers(request.headers)))
        page = self.pages[name]
        answer = page(form) if callable(page) else page
        if isinstance(answer, Reply):
            return Response(answer.body, answer.status, content_type=answer.content_type)
        return Response(f"<Response>{answer}</Response>", content_type="text/xml")

    def forms(self, path: str) -> list[dict[str, str]]:
        return [asked.form for asked in self.asked if asked.path == path]


_lines: dict[str, ScriptedLine] = {}
_numbers = itertools.count()
_lock = threading.Lock()


@cache
def _server() -> Server:
    def application(environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        _, number, name = request.path.split("/", 2)
        return _lines[number].answer(name, request)(environ, start_response)

    return serve(application)


@cache
def _transport() -> Any:
    return http_transport(timeout=5)


def scripted(pages: Mapping[str, Page], **options: Any) -> tuple[Twilio, ScriptedLine]:
    """A stand-in Twilio whose number asks `voice` and `sms` of these pages."""
    with _lock:
        number = str(next(_numbers))
    line = _lines[number] = ScriptedLine(pages)
    line.url = f"{_server().url}/{number}"
    urls = {
        name: f"{line.url}/{page}" for name, page in options.items() if name.endswith(("_url", "_callback"))
    }
    twilio = Twilio(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        **{
            "voice_url": f"{line.url}/voice",
            "sms_url": f"{line.url}/sms",
            "transport": _transport(),
            **options,
            **urls,
        },
    )
    return twilio, line


def told(twilio: Twilio) -> list[str]:
    """What happened, in the words of a conversation file, with the desks by name."""
    lines = [narrate_act(event, NAMES) or narrate(event, NAMES) for event in twilio.transcript]
    return [line for line in lines if line]
