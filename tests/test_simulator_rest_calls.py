"""Calls over REST: made, followed, listed, sent elsewhere, deleted."""

from datetime import timedelta

import pytest

from ivr.simulator import Reply
from tests.documents import needs_oracles
from tests.scripted import NUMBER, VPR, told
from tests.scripted_rest import Site, refusal, sites

CLEO = "+16175550101"
site = pytest.fixture(sites)
pytestmark = needs_oracles


def test_a_call_can_be_made_and_followed(site: Site) -> None:
    pages = {"hello": "<Say>An alarm.</Say>", "status": Reply(204, "", b"")}
    twilio, line, client, _ = site(pages)
    events = ["initiated", "ringing", "answered", "completed"]

    made = client.calls.create(
        to=VPR,
        from_=NUMBER,
        url=f"{line.url}/hello",
        status_callback=f"{line.url}/status",
        status_callback_event=events,
    )
    assert (made.status, made.direction, made.duration) == ("queued", "outbound-api", None)
    twilio.advance(0)
    assert client.calls(made.sid).fetch().status == "ringing"
    twilio.phone(VPR).answer()
    assert client.calls(made.sid).fetch().status == "in-progress"
    twilio.settle()

    over = client.calls(made.sid).fetch()
    assert (over.status, over.duration, over.to_formatted) == ("completed", "1", "(617) 253-2300")
    assert [form["CallStatus"] for form in line.forms("status")] == [
        "initiated",
        "ringing",
        "in-progress",
        "completed",
    ]
    assert told(twilio)[-1] == "< (vpr) An alarm."
    assert line.forms("hello")[0]["Direction"] == "outbound-api"


def test_a_url_wins_over_twiml_and_calls_start_one_a_second(site: Site) -> None:
    twilio, line, client, _ = site({"hello": "<Say>From the page.</Say>"})
    say = "<Response><Say>From the request.</Say></Response>"

    client.calls.create(to=VPR, from_=NUMBER, twiml=say)
    client.calls.create(to="+16172531212", from_=NUMBER, twiml=say, url=f"{line.url}/hello")
    twilio.advance(0)
    assert len(told(twilio)) == 1
    twilio.phone(VPR).answer()
    twilio.advance(1)
    twilio.phone("+16172531212").answer()

    assert told(twilio)[2] == "< (vpr) From the request."
    assert told(twilio)[-1] == "< (police) From the page."


@pytest.mark.parametrize(
    ("how", "status"), [("be_busy", "busy"), ("let_it_ring", "no-answer"), ("be_unreachable", "failed")]
)
def test_a_call_may_find_nobody(site: Site, how: str, status: str) -> None:
    twilio, _, client, _ = site()
    getattr(twilio.phone(VPR), how)()

    made = client.calls.create(to=VPR, from_=NUMBER, twiml="<Response/>")
    twilio.settle()

    over = client.calls(made.sid).fetch()
    # Twilio's OpenAPI: end_time is "Empty if the call did not complete successfully", duration is empty too.
    assert (over.status, over.end_time, over.duration) == (status, None, None)
    assert over.date_updated >= over.date_created
    # "Timeout 60 by default"
    assert twilio.clock.now <= 65


def test_a_call_can_be_sent_elsewhere_or_ended(site: Site) -> None:
    twilio, line, client, _ = site(
        {"voice": "<Pause length='60'/>", "other": "<Say>Elsewhere.</Say><Pause length='9'/>"}
    )
    call = twilio.call()

    client.calls(call.sid).update(url=f"{line.url}/other")
    assert call.words == "Elsewhere."
    client.calls(call.sid).update(twiml="<Response><Say>And here.</Say><Pause/></Response>")
    assert call.words == "Elsewhere.\nAnd here."
    client.calls(call.sid).update(status="completed")

    assert call.status == "completed"
    # "Updating a call that has ended: 21220, a normal race."
    assert refusal(client.calls(call.sid).update, status="completed") == (400, 21220)


def test_pulling_a_caller_out_of_a_dial_ends_the_desks_leg(site: Site) -> None:
    twilio, line, client, _ = site({"voice": f"<Dial>{VPR}</Dial>", "other": "<Say>Elsewhere.</Say>"})
    call = twilio.call()
    twilio.phone(VPR).answer()

    client.calls(call.sid).update(url=f"{line.url}/other")

    assert (call.words, twilio.phone(VPR).leg) == ("Elsewhere.", None)


def test_a_call_canceled_while_queued_gives_no_callback(site: Site) -> None:
    twilio, line, client, _ = site({"status": ""})

    made = client.calls.create(
        to=VPR, from_=NUMBER, twiml="<Response/>", status_callback=f"{line.url}/status"
    )
    client.calls(made.sid).update(status="canceled")
    twilio.advance(10)

    assert client.calls(made.sid).fetch().status == "canceled"
    assert (line.asked, told(twilio)) == ([], [])


def test_calls_are_listed_with_their_legs(site: Site) -> None:
    twilio, _, client, _ = site({"voice": f"<Dial>{VPR}</Dial>"})
    twilio.phone(VPR).be_busy()
    first = twilio.call(CLEO)
    twilio.settle()
    middle = twilio.clock.wall()
    twilio.advance(3600)
    second = twilio.call("+16175550102")

    assert {call.sid for call in client.calls.list(from_=CLEO, to=NUMBER)} == {first.sid}
    (child,) = client.calls.list(parent_call_sid=first.sid)
    assert (child.to, child.status, child.direction) == (VPR, "busy", "outbound-dial")
    assert {call.sid for call in client.calls.list(status="in-progress")} == {second.sid}
    early = client.calls.list(start_time_before=middle)
    assert {call.sid for call in early} == {first.sid, child.sid}
    assert len(client.calls.list(start_time_after=middle + timedelta(seconds=1))) == 2
    # The child was busy: it has no end to look for.
    assert {call.sid for call in client.calls.list(end_time_before=middle)} == {first.sid}


def test_only_finished_calls_can_be_deleted(site: Site) -> None:
    """TWILIO.md: Only finished calls and messages can be deleted (20009 before)."""
    twilio, _, client, _ = site({"voice": "<Say>Hello.</Say>"})
    call = twilio.call()

    assert refusal(client.calls(call.sid).delete) == (409, 20009)
    call.listen()
    assert client.calls(call.sid).delete() is True

    assert refusal(client.calls(call.sid).fetch) == (404, 20404)
    assert client.calls.list() == []
