"""Texts on the page, in a real browser, as far as the desk page on which the police open a report."""

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from ivr.run import Running
from tests.browsing import Phones, browser, needs_chromium, phones, up

__all__ = ["browser", "phones", "up"]
pytestmark = needs_chromium
PATIENCE = 20  # seconds for a report to be delivered


def await_report(folder: Path, count: int = 1) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(list((folder / "inbox").glob("*.zip"))) < count:
        assert time.monotonic() < deadline, "the report is not delivered"
        time.sleep(0.05)


def test_a_report_is_texted_here_and_opened_on_the_desk_page(phones: Phones, up: Running) -> None:
    page = phones.page
    page.click("[data-text=REPORT]")
    phones.reads("1/7: What happened?")
    phones.text("Somebody followed me home from the library.")
    phones.reads("Kept, and not sent yet.")
    phones.text("SEND")
    phones.reads("Saved, and on its way to MIT Police.")
    await_report(up.stack.folder)

    with page.expect_popup() as opened:
        page.click("#desk-page")
    desk: Page = opened.value
    desk.get_by_role("button", name="Open").first.click()

    expect(desk.locator(".words")).to_have_text("Somebody followed me home from the library.")
    desk.close()


def test_each_reply_says_what_it_costs_and_the_thread_its_language(phones: Phones) -> None:
    page = phones.page
    page.select_option("#sender", "+16175550102")

    phones.text("POLICIA")
    expect(page.locator("#thread-language")).to_have_text("Spanish")
    phones.text("POLICE")

    expect(page.locator("#thread-language")).to_have_text("English")
    expect(page.locator(".bubble-size").last).to_have_text(re.compile(r"^[12] segments? · GSM-7$"))
    expect(page.locator(".theirs .bubble-words").last).to_have_attribute("lang", "en")


def test_a_picture_can_be_sent_and_threads_stay_apart(phones: Phones) -> None:
    page = phones.page
    page.select_option("#sender", "+16175550103")
    page.click("#picture")

    page.get_by_role("button", name="Send").click()

    expect(page.locator(".bubble-picture")).to_have_count(1)
    phones.reads("Pictures are not kept")
    page.select_option("#sender", "anonymous")
    expect(page.locator(".bubble")).to_have_count(0)


def test_stop_is_answered_by_twilio_itself(phones: Phones) -> None:
    page = phones.page
    page.select_option("#sender", "+16175550102")

    phones.text("STOP")
    expect(page.locator(".bubble-size", has_text="Twilio itself")).to_have_count(1)
    phones.text("START")
    expect(page.locator(".bubble-size", has_text="Twilio itself")).to_have_count(2)
