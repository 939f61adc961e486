"""The stand-in's REST API: who gets in, what is refused, what happens when it is down."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from requests.auth import HTTPBasicAuth
from twilio.base.exceptions import TwilioException

from ivr.simulator.events import RestCall
from tests.documents import ORACLES, needs_oracles, oracle
from tests.scripted import ACCOUNT, NUMBER, TOKEN
from tests.scripted_rest import Site, refusal, sites

CLEO = "+16175550101"
site = pytest.fixture(sites)
pytestmark = needs_oracles


MAGIC = [
    (kind, field, number, code)
    for kind in ("messages", "calls")
    for field in ("From", "To")
    for number, code in (oracle("magic_numbers.json")[kind][field] if ORACLES.is_dir() else {}).items()
    if number.startswith("+")
]


@pytest.mark.parametrize(("kind", "field", "number", "code"), MAGIC)
def test_twilios_test_numbers_give_their_errors(
    site: Site, kind: str, field: str, number: str, code: int | None
) -> None:
    _, _, client, _ = site()
    fields = {"to": CLEO, "from_": NUMBER, "body" if kind == "messages" else "twiml": "<Response/>"}
    fields["from_" if field == "From" else "to"] = number

    if code is None:
        assert getattr(client, kind).create(**fields).status == "queued"
    else:
        assert refusal(getattr(client, kind).create, **fields) == (400, code)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("calls", {"twiml": "<Response/>" + " " * 4000}, 20001),
        ("calls", {}, 21205),
        ("calls", {"url": "/voice"}, 21205),
        ("calls", {"twiml": "<Response/>", "from_": "+12025550100"}, 21210),
        ("messages", {}, 21602),
        ("messages", {"body": "a" * 1601}, 21617),
        ("messages", {"body": "a", "from_": "+12025550100"}, 21606),
    ],
)
def test_what_cannot_be_made_is_refused(site: Site, kind: str, fields: dict[str, str], code: int) -> None:
    _, _, client, _ = site()

    assert refusal(getattr(client, kind).create, **{"to": CLEO, "from_": NUMBER, **fields}) == (400, code)


def test_after_stop_nothing_can_be_sent(site: Site) -> None:
    twilio, _, client, _ = site({"sms": ""})
    twilio.text(CLEO, "STOP")

    assert refusal(client.messages.create, to=CLEO, from_=NUMBER, body="hi") == (400, 21610)


@pytest.mark.parametrize("given", [None, (ACCOUNT, "wrong"), ("AC" + "0" * 32, TOKEN), (ACCOUNT, "")])
def test_nobody_gets_in_without_the_token(site: Site, given: tuple[str, str] | None) -> None:
    twilio, _, _, url = site()

    auth = HTTPBasicAuth(*given) if given else None
    answer = requests.get(f"{url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json", auth=auth, timeout=5)

    assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert [event.status for event in twilio.transcript if isinstance(event, RestCall)] == [401]


def test_what_is_not_there_is_told_as_twilio_tells_it(site: Site) -> None:
    _, _, _, url = site()

    answer = requests.get(
        f"{url}/2010-04-01/Accounts/{ACCOUNT}/Nothing.json", auth=(ACCOUNT, TOKEN), timeout=5
    )

    assert answer.status_code == 404
    assert answer.json() == {
        "code": 20404,
        "message": "Not Found",
        "more_info": "https://www.twilio.com/docs/errors/20404",
        "status": 404,
    }


def test_the_api_can_be_down_while_calls_go_on(site: Site) -> None:
    twilio, _, client, _ = site({"voice": "<Say>Dial 911.</Say>"})
    twilio.switches.rest_down = True

    with pytest.raises(TwilioException, match="503"):
        client.calls.list()
    assert twilio.call().words == "Dial 911."


def test_many_may_ask_while_people_call_and_text(site: Site) -> None:
    twilio, _, client, _ = site({"voice": "<Say>Hello.</Say>", "sms": "<Message>Hi.</Message>"})

    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(client.messages.list) for _ in range(12)]
        for number in range(20):
            twilio.call(f"+161755502{number:02}").listen()
            twilio.text(f"+161755502{number:02}", "hello")

    assert all(future.result() is not None for future in asked)
    assert len(client.messages.list()) == 40


def test_a_filter_that_is_no_date_is_refused(site: Site) -> None:
    twilio, _, client, _ = site({"sms": ""})
    twilio.text(CLEO, "hello")

    with pytest.raises(TwilioException, match="20001"):
        client.messages.list(date_sent_before="yesterday")
