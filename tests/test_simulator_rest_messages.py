"""Texts, their pictures and the number over REST."""

from datetime import timedelta

import pytest
from twilio.base.exceptions import TwilioException

from tests.documents import needs_oracles
from tests.scripted import NUMBER
from tests.scripted_rest import Site, refusal, sites

CLEO = "+16175550101"
site = pytest.fixture(sites)
pytestmark = needs_oracles


def test_a_text_can_be_sent_and_followed(site: Site) -> None:
    twilio, line, client, _ = site({"status": ""})

    made = client.messages.create(
        to=CLEO, from_=NUMBER, body="é" * 71 + "”", status_callback=f"{line.url}/status"
    )

    assert (made.status, made.num_segments, made.direction) == ("queued", "2", "outbound-api")
    assert refusal(client.messages(made.sid).delete) == (409, 20009)
    twilio.advance(2)
    assert client.messages(made.sid).fetch().status == "delivered"
    assert [form["MessageStatus"] for form in line.forms("status")] == ["sent", "delivered"]
    assert client.messages(made.sid).delete() is True
    assert client.messages.list() == []


def test_texts_are_listed_newest_first_page_by_page(site: Site) -> None:
    twilio, _, client, _ = site({"sms": ""})
    for number in range(7):
        twilio.text(CLEO, str(number))
        twilio.advance(60)

    bodies = [message.body for message in client.messages.list(page_size=2)]

    assert bodies == ["6", "5", "4", "3", "2", "1", "0"]
    before = twilio.clock.wall() - timedelta(minutes=5)
    assert [m.body for m in client.messages.list(to=NUMBER, date_sent_before=before)] == ["2", "1", "0"]
    assert client.messages.list(from_=NUMBER) == []
    assert len(client.messages.list(date_sent="2030-01-07")) == 7
    assert client.messages.list(date_sent_after="2030-01-08") == []


def test_deleting_while_reading_pages_skips_nothing(site: Site) -> None:
    twilio, _, client, _ = site({"sms": ""})
    for number in range(7):
        twilio.text(CLEO, str(number))

    deleted = [message.body for message in client.messages.stream(page_size=2) if message.delete()]

    assert len(deleted) == 7
    assert client.messages.list() == []


def test_pictures_outlive_their_message(site: Site) -> None:
    """TWILIO.md: Media live on after the message: delete them too."""
    twilio, line, client, _ = site({"sms": ""})
    twilio.text(CLEO, "look", ["image/jpeg", "image/png"])
    sid = line.forms("sms")[0]["MessageSid"]

    client.messages(sid).delete()
    media = client.messages(sid).media.list()
    assert sorted(one.content_type for one in media) == ["image/jpeg", "image/png"]
    assert client.messages(sid).media(media[0].sid).fetch().parent_sid == sid
    assert all(one.delete() for one in media)

    # The library raises its plainer error for a list.
    with pytest.raises(TwilioException, match="404"):
        client.messages(sid).media.list()
    assert refusal(client.messages(sid).media(media[0].sid).fetch) == (404, 20404)


def test_the_number_can_be_found_and_pointed_elsewhere(site: Site) -> None:
    twilio, line, client, _ = site({"other": "<Say>Other.</Say>"})

    (number,) = client.incoming_phone_numbers.list(phone_number=NUMBER)
    changed = client.incoming_phone_numbers(number.sid).update(
        voice_url=f"{line.url}/other", voice_fallback_url="", friendly_name="campus"
    )

    assert (changed.voice_url, changed.friendly_name) == (f"{line.url}/other", "campus")
    assert client.incoming_phone_numbers(number.sid).fetch().sms_url == f"{line.url}/sms"
    assert client.incoming_phone_numbers.list(phone_number="+12025550100") == []
    assert twilio.call().words == "Other."
