"""The number is pointed at the line: shown first, done with --apply, and left alone the next time."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.core.line import Line
from ivr.operate import provision
from ivr.operate.documents import TEXT, VOICE, Documents
from ivr.prompts import Prompts
from ivr.settings import Settings
from ivr.simulator import Transport, Twilio
from ivr.simulator.events import RestCall
from ivr.simulator.network import MessagingService
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import serve
from tests.conftest import ACCOUNT, NUMBER, TOKEN, made_up_settings
from tests.operating import environment, static_host

PUBLIC = "https://line.example.edu"
SERVICE = "MG" + "0" * 32


@pytest.fixture
def bought(transport: Transport) -> Twilio:
    """A number as it was bought: it answers with Twilio's own demonstration."""
    demo = "https://demo.twilio.com/welcome"
    return Twilio(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        number=NUMBER,
        voice_url=f"{demo}/voice/",
        sms_url=f"{demo}/sms/reply",
        transport=transport,
    )


@pytest.fixture
def chosen(bought: Twilio) -> Iterator[Settings]:
    with serve(rest_app(bought)) as server:
        yield made_up_settings(public_url=PUBLIC, api_base=server.url)


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(chosen: Settings, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command: its exit status, what it printed, and what it complained of."""

    def command(*arguments: str, **changes: str) -> tuple[int, str, str]:
        status = provision.main(arguments, environment(chosen) | changes)
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


@pytest.fixture
def fallback(line: Line, prompts: Prompts, tmp_path: Path) -> Path:
    for name, document in Documents(line, prompts, number=NUMBER).all().items():
        (tmp_path / name).write_bytes(document)
    return tmp_path


def written(twilio: Twilio) -> int:
    """How often something was changed at Twilio."""
    rest = [event for event in twilio.transcript if isinstance(event, RestCall)]
    return sum(event.method != "GET" for event in rest)


def test_without_apply_it_only_shows(bought: Twilio, run: Run) -> None:
    before = replace(bought.network.line)

    status, told, _ = run()

    assert status == 0
    assert "Would change" in told
    assert f"voice_url: https://demo.twilio.com/welcome/voice/ -> {PUBLIC}/voice" in told
    assert f"sms_url: https://demo.twilio.com/welcome/sms/reply -> {PUBLIC}/sms" in told
    assert f"status_callback: (nothing) -> {PUBLIC}/status" in told
    assert bought.network.line == before
    assert written(bought) == 0


def test_with_apply_the_number_belongs_to_the_line(bought: Twilio, run: Run) -> None:
    status, told, _ = run("--apply")

    line = bought.network.line
    assert status == 0
    assert "Done" in told
    assert (line.voice_url, line.voice_method) == (f"{PUBLIC}/voice", "POST")
    assert (line.sms_url, line.sms_method) == (f"{PUBLIC}/sms", "POST")
    assert (line.status_callback, line.status_callback_method) == (f"{PUBLIC}/status", "POST")


def test_a_second_time_changes_nothing(bought: Twilio, run: Run) -> None:
    run("--apply")

    status, told, _ = run("--apply")

    assert status == 0
    assert "Nothing to change" in told
    assert written(bought) == 1


def test_what_would_answer_in_the_lines_place_is_taken_away(bought: Twilio, run: Run) -> None:
    line = bought.network.line
    line.voice_application_sid = line.sms_application_sid = "AP" + "0" * 32
    line.voice_receive_mode, line.voice_caller_id_lookup, line.voice_method = "fax", True, "GET"

    run("--apply")

    assert not line.voice_application_sid
    assert not line.sms_application_sid
    assert (line.voice_receive_mode, line.voice_caller_id_lookup, line.voice_method) == (
        "voice",
        False,
        "POST",
    )


@pytest.mark.parametrize(("takes_posts", "method"), [(True, "POST"), (False, "GET")])
def test_a_fallback_is_asked_as_its_host_answers(
    bought: Twilio, run: Run, fallback: Path, takes_posts: bool, method: str
) -> None:
    with static_host(fallback, takes_posts=takes_posts) as host:
        given = ("--voice-fallback", f"{host}/{VOICE}", "--text-fallback", f"{host}/{TEXT}", "--apply")
        status, told, _ = run(*given)
        assert "Nothing to change" in run(*given)[1]

    line = bought.network.line
    assert status == 0
    assert (line.voice_fallback_url, line.voice_fallback_method) == (f"{host}/{VOICE}", method)
    assert (line.sms_fallback_url, line.sms_fallback_method) == (f"{host}/{TEXT}", method)
    # With GET, a texter's words stand in the address that the other host is asked for, and so in its log.
    assert ("turn the access log" in told) == (method == "GET")
    assert "There is no voice fallback" not in told


def test_a_fallback_that_was_set_stays(bought: Twilio, run: Run) -> None:
    bought.network.line.voice_fallback_url = "https://elsewhere.example.edu/voice.xml"

    run("--apply")

    assert bought.network.line.voice_fallback_url == "https://elsewhere.example.edu/voice.xml"


def test_a_fallback_that_does_not_answer_is_refused_before_anything_changes(
    bought: Twilio, run: Run, fallback: Path
) -> None:
    (fallback / VOICE).unlink()
    with static_host(fallback) as host:
        status, _, complaint = run("--voice-fallback", f"{host}/{VOICE}", "--apply")

    assert status == 1
    assert "answers with 404" in complaint
    assert written(bought) == 0


def test_it_warns_of_what_twilio_would_do_without_a_word(bought: Twilio, run: Run) -> None:
    network = bought.network
    network.account.status, network.account.type = "suspended", "Trial"
    network.account.services = [
        MessagingService(SERVICE, use_inbound_webhook_on_number=False, campaign_status="IN_PROGRESS"),
        MessagingService("MG" + "1" * 32, holds_the_number=False, use_inbound_webhook_on_number=False),
    ]

    _, told, _ = run()

    for words in (
        "no voice fallback",
        "no text fallback",
        "No emergency address",
        "account is suspended",
        "trial account",
        f"messaging service {SERVICE}, which answers its texts",
        "(IN_PROGRESS)",
        "Advanced Opt-Out",
    ):
        assert words in told
    assert "MG1" not in told


def test_a_number_that_is_registered_is_not_warned_of(bought: Twilio, run: Run) -> None:
    bought.network.account.services = [MessagingService(SERVICE)]
    bought.network.line.emergency_status = "Active"

    _, told, _ = run()

    for words in ("A2P", "emergency address", "in the line's place", "account"):
        assert words not in told


def test_a_fallback_on_the_lines_own_host_is_warned_of(bought: Twilio, run: Run) -> None:
    bought.network.line.voice_fallback_url = f"{PUBLIC}/static/voice.xml"

    assert "on the line's own host" in run()[1]


def test_each_refusal_says_what_to_look_at(bought: Twilio, run: Run, chosen: Settings) -> None:
    status, _, complaint = run(TWILIO_AUTH_TOKEN="x" * 32)
    assert (status, "TWILIO_AUTH_TOKEN" in complaint) == (1, True)

    status, _, complaint = run(TWILIO_NUMBER="+16175550199")
    assert (status, "has no number +16175550199" in complaint) == (1, True)

    bought.switches.rest_down = True
    status, _, complaint = run()
    assert (status, "status.twilio.com" in complaint) == (1, True)

    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    status, _, complaint = run(TWILIO_API_BASE=f"http://127.0.0.1:{port}")
    assert (status, "does not answer" in complaint) == (1, True)

    status, _, complaint = run(PUBLIC_URL="nonsense")
    assert (status, "PUBLIC_URL is malformed" in complaint) == (2, True)
