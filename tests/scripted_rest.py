"""A line, Twilio's REST API beside it, and Twilio's own client, every answer held against its description."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from ivr.simulator import Twilio
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import serve
from tests.documents import ORACLES, oracle
from tests.scripted import ACCOUNT, TOKEN, ScriptedLine, scripted

CLEO = "+16175550101"


class Checked(TwilioHttpClient):  # type: ignore[misc]  # the library is not typed
    """Sends to the stand-in what is meant for api.twilio.com; checks each answer against its description."""

    api = OpenAPI.from_dict(oracle("oai_v2010_subset.strict.json")) if ORACLES.is_dir() else None

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.session = requests.Session()
        self.session.hooks["response"] = [self.check]

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self.base), *args, **options)

    def check(self, response: requests.Response, **_: Any) -> None:
        if response.status_code >= 400 or self.api is None:
            return
        sent = response.request.copy()
        assert sent.url is not None
        sent.url = sent.url.replace(self.base, "https://api.twilio.com")
        request, answer = RequestsOpenAPIRequest(sent), RequestsOpenAPIResponse(response)
        self.api.validate_response(request, answer)
        _check_complete(request.path, response)


KINDS = {
    "Calls": "call",
    "Messages": "message",
    "Media": "message.media",
    "IncomingPhoneNumbers": "incoming_phone_number",
}


def _check_complete(path: str, response: requests.Response) -> None:
    """No field of a call, a message, a number may be missing: a client would see None for it."""
    if not response.content:
        return
    answer = response.json()
    kind = next(KINDS[part] for part in reversed(path.replace(".json", "").split("/")) if part in KINDS)
    schemas = oracle("oai_v2010_subset.strict.json")["components"]["schemas"]
    lists = [value for value in answer.values() if isinstance(value, list)]
    for record in lists[0] if "first_page_uri" in answer else [answer]:
        assert set(record) == set(schemas[f"api.v2010.account.{kind}"]["properties"]), path


def sites() -> Iterator[Callable[..., tuple[Twilio, ScriptedLine, Client, str]]]:
    """A line, and Twilio's client for the stand-in that it is on; the URL of the REST API comes last."""
    servers, clients = [], []

    def build(pages: Any = None, **options: Any) -> tuple[Twilio, ScriptedLine, Client, str]:
        twilio, line = scripted(pages or {}, **options)
        server = serve(rest_app(twilio))
        http = Checked(server.url)
        servers.append(server)
        clients.append(http)
        return twilio, line, Client(ACCOUNT, TOKEN, http_client=http), server.url

    yield build
    for client in clients:
        client.session.close()
    for server in servers:
        server.close()


Site = Callable[..., tuple[Twilio, ScriptedLine, Client, str]]


def refusal(act: Callable[..., Any], **fields: Any) -> tuple[int, int | None]:
    with pytest.raises(TwilioRestException) as refused:
        act(**fields)
    return refused.value.status, refused.value.code
