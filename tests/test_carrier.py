"""What Twilio keeps of the line's number is listed and deleted over REST; nothing else of the account is."""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import request

from ivr.carrier import Carrier, CarrierError
from ivr.simulator import Twilio
from ivr.simulator.rest import rest_app
from ivr.simulator.serving import Server, serve
from tests.conftest import made_up_settings
from tests.scripted import ACCOUNT, NUMBER, POLICE, TOKEN, VPR, scripted
from workers.erase import Erased, erase, erase_old
from workers.house import House, furnish

CLEO = "+16175550101"
PAGES = {
    "voice": f'<Dial callerId="{NUMBER}" action="bye"><Number>{VPR}</Number></Dial>',
    "bye": "<Hangup/>",
    "sms": "<Message>In danger: 911.</Message>",
    "alarm": "<Say>A report is waiting.</Say>",
}


@pytest.fixture
def twilio() -> Twilio:
    made, _ = scripted(PAGES)
    return made


@pytest.fixture
def server(twilio: Twilio) -> Iterator[Server]:
    with serve(rest_app(twilio)) as running:
        yield running


@pytest.fixture
def carrier(server: Server) -> Iterator[Carrier]:
    with closing(Carrier(ACCOUNT, TOKEN, NUMBER, api_base=server.url)) as opened:
        yield opened


@pytest.fixture
def house(server: Server, tmp_path: Path) -> Iterator[House]:
    with opened(server, tmp_path) as made:
        yield made


@contextmanager
def opened(server: Server, folder: Path) -> Iterator[House]:
    settings = made_up_settings(account_sid=ACCOUNT, auth_tokens=(TOKEN,), number=NUMBER)
    database = f"sqlite:///{folder}/line.db"
    given = replace(settings, api_base=server.url, inbox=folder.as_uri(), database_url=database)
    with closing(furnish(given)) as made:
        yield made


@contextmanager
def refusing(twilio: Twilio, sid: str, answer: tuple[int, int | None]) -> Iterator[Server]:
    """The stand-in's API, which answers the deletion of what is named so with an HTTP status and a code."""
    status, code = answer
    app = rest_app(twilio)

    @app.before_request
    def refuse() -> tuple[dict[str, object], int] | None:
        wanted = request.method == "DELETE" and sid in request.path
        return ({"code": code, "message": "No.", "status": status}, status) if wanted else None

    with serve(app) as running:
        yield running


def kept(twilio: Twilio) -> tuple[int, int, int]:
    """How many texts, pictures and legs the stand-in still has."""
    return len(twilio.mailroom.messages), len(twilio.mailroom.media), len(twilio.exchange.legs)


def later(twilio: Twilio, minutes: float) -> datetime:
    return twilio.clock.wall() + timedelta(minutes=minutes)


def test_texts_pictures_calls_and_their_legs_are_erased(twilio: Twilio, house: House) -> None:
    twilio.phone(VPR).answer(then="")
    twilio.text(CLEO, "POLICE", ["image/jpeg", "image/png"])
    twilio.call(CLEO)
    twilio.settle()
    twilio.phone(VPR).hang_up()
    twilio.settle()
    assert kept(twilio) == (2, 2, 2)

    assert erase(house, later(twilio, 9)) == Erased(deleted=0, left=4)
    assert erase(house, later(twilio, 11)) == Erased(deleted=4, left=0)
    assert kept(twilio) == (0, 0, 0)


def test_what_goes_on_is_left_for_the_next_time(twilio: Twilio, house: House) -> None:
    call = twilio.call(CLEO)
    twilio.advance(1)

    assert erase(house, later(twilio, 60)).deleted == 0
    call.hang_up()
    twilio.settle()
    assert erase(house, later(twilio, 60)).left == 0


@pytest.mark.parametrize("how", ["be_busy", "let_it_ring", "be_unreachable"])
def test_a_desk_that_nobody_answered_is_erased_too(twilio: Twilio, house: House, how: str) -> None:
    """Twilio gives such a leg no end_time: "Empty if the call did not complete successfully"."""
    getattr(twilio.phone(VPR), how)()
    twilio.call(CLEO)
    twilio.settle()
    assert kept(twilio) == (0, 0, 2)

    assert erase(house, later(twilio, 9)) == Erased(deleted=0, left=2)
    assert erase(house, later(twilio, 11)) == Erased(deleted=2, left=0)


def test_a_caller_who_hangs_up_early_leaves_nothing(twilio: Twilio, house: House) -> None:
    call = twilio.call(CLEO)
    twilio.advance(1)
    call.hang_up()
    twilio.settle()

    assert [leg.status for leg in twilio.exchange.legs.values()] == ["completed", "canceled"]
    assert erase(house, later(twilio, 11)) == Erased(deleted=2, left=0)


def test_an_alarm_that_nobody_heard_is_erased(twilio: Twilio, house: House) -> None:
    twilio.phone(POLICE).let_it_ring()
    house.carrier.call(POLICE, twilio.network.line.voice_url.replace("voice", "alarm"), ring_seconds=30)
    twilio.settle()

    assert erase(house, later(twilio, 11)) == Erased(deleted=1, left=0)


def test_a_text_that_is_not_finished_is_left_for_the_next_time(twilio: Twilio, house: House) -> None:
    twilio.mailroom.send(CLEO, "on its way", "outbound-api")

    assert erase(house, later(twilio, 60)) == Erased(deleted=0, left=1)
    twilio.advance(10)
    assert erase(house, later(twilio, 60)) == Erased(deleted=1, left=0)


def test_one_record_that_is_refused_holds_up_no_other(
    twilio: Twilio, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        twilio.text(CLEO, "POLICE")
    twilio.phone(VPR).be_busy()
    twilio.call(CLEO)
    twilio.advance(10)
    refused = next(iter(twilio.mailroom.messages))

    with refusing(twilio, refused, (500, 20500)) as server, opened(server, tmp_path) as house:
        assert erase(house, later(twilio, 60)) == Erased(deleted=7, left=1, codes=(20500,))
        assert erase_old(house, later(twilio, 60)) == "1 left"
    assert '"code": 20500' in capsys.readouterr().err
    assert list(twilio.mailroom.messages) == [refused]


@pytest.mark.parametrize("answer", [(401, 20003), (429, 20429), (429, None)])
def test_what_would_be_refused_for_every_record_ends_the_pass(
    twilio: Twilio, tmp_path: Path, answer: tuple[int, int | None]
) -> None:
    twilio.text(CLEO, "POLICE")
    twilio.advance(10)

    with (
        refusing(twilio, "", answer) as server,
        opened(server, tmp_path) as house,
        pytest.raises(CarrierError) as refused,
    ):
        erase(house, later(twilio, 60))
    assert refused.value.code == (answer[1] or answer[0])
    assert kept(twilio)[0] == 2


def test_other_numbers_of_the_account_are_never_touched(twilio: Twilio, house: House) -> None:
    other = twilio.mailroom.receive(CLEO, "for another number", ())
    other.to = "+16175550199"

    assert erase(house, later(twilio, 60)) == Erased(deleted=0, left=0)
    assert kept(twilio)[0] == 1


def test_more_than_one_page_is_erased(twilio: Twilio, house: House) -> None:
    for _ in range(150):
        twilio.text(CLEO, "POLICE")
    twilio.advance(10)

    assert erase(house, later(twilio, 60)) == Erased(deleted=300, left=0)


def test_a_contact_is_rung_with_the_lines_own_number(twilio: Twilio, carrier: Carrier) -> None:
    address = twilio.network.line.voice_url.replace("voice", "alarm")
    carrier.call(POLICE, address, ring_seconds=30)
    twilio.advance(0)

    assert twilio.phone(POLICE).is_ringing
    (leg,) = twilio.exchange.legs.values()
    assert (leg.parties.from_, leg.parties.to) == (NUMBER, POLICE)


def test_errors_carry_a_code_and_no_number(twilio: Twilio, carrier: Carrier) -> None:
    with pytest.raises(CarrierError) as refused:
        carrier.call("+15005550001", "http://127.0.0.1:1/alarm", ring_seconds=30)
    assert (refused.value.code, refused.value.permanent) == (21217, True)
    assert "555" not in str(refused.value)
    assert refused.value.__cause__ is None

    twilio.switches.rest_down = True
    with pytest.raises(CarrierError) as down:
        list(carrier.records())
    assert (down.value.code, down.value.permanent) == (503, False)


def test_a_carrier_that_is_not_there_is_an_error() -> None:
    with closing(Carrier(ACCOUNT, TOKEN, NUMBER, api_base="http://127.0.0.1:1")) as nowhere:
        with pytest.raises(CarrierError) as away:
            list(nowhere.records())
        assert (away.value.code, away.value.permanent) == (0, False)


def test_no_number_is_logged(twilio: Twilio, carrier: Carrier, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    twilio.text(CLEO, "POLICE")
    list(carrier.records())

    assert "555" not in caplog.text
