"""Calls on the page, in a real browser: the caller's telephone here, the desks' telephones there."""

from playwright.sync_api import expect

from ivr.run import Running
from ivr.simulator.conversation import parse, play
from tests.browsing import Phones, browser, needs_chromium, phones, up

__all__ = ["browser", "phones", "up"]
pytestmark = needs_chromium


def test_a_transfer_is_accepted_at_the_desk_and_two_people_talk(phones: Phones) -> None:
    page, desk = phones.page, phones.page.locator("#desk-vpr")
    phones.call()
    phones.hears("In danger? Hang up, dial 911.")
    with phones.acting():
        page.keyboard.press("2")  # the number keys of the keyboard are those of the phone that has the focus
    phones.hears("pressed 2")
    expect(desk).to_have_attribute("data-doing", "ringing")
    expect(page.locator("#caller-state")).to_have_text("Ringing")

    phones.click(desk.get_by_role("button", name="Answer"))
    phones.hears("Press 1 to talk", "desk-vpr")
    phones.click(desk.get_by_role("button", name="1", exact=True))
    expect(page.locator("#caller-state")).to_have_text("Connected")
    page.fill("#caller-words", "Is somebody there?")
    with phones.acting():
        page.press("#caller-words", "Enter")
    phones.hears("Is somebody there?", "desk-vpr")
    desk.get_by_placeholder("Talk to the caller").fill("Yes. I am listening.")
    phones.click(desk.get_by_role("button", name="Say"))
    phones.hears("Yes. I am listening.")
    phones.picture("talking")

    phones.click("#caller-keys [data-key='*']")
    phones.hears("Your call with the V P R helpline has ended")
    expect(desk.locator(".state")).to_have_text("Free")
    phones.click("#caller-call")
    phones.hears("You hung up")
    expect(page.locator("#caller-state")).to_have_text("Call ended")


def test_the_caller_is_not_left_with_a_voicemail_box(phones: Phones) -> None:
    phones.call()
    phones.click("#caller-keys [data-key='2']")

    phones.click(phones.page.locator("#desk-vpr").get_by_role("button", name="Voicemail"))

    phones.hears("Voicemail answers", "desk-vpr")
    phones.hears("Nobody could take the call at the V P R helpline.")


def test_a_desk_that_was_told_to_be_busy_never_rings_here(phones: Phones) -> None:
    manner = phones.page.locator("#desk-vpr select")
    manner.select_option("busy")
    phones.call()
    phones.click("#caller-keys [data-key='2']")

    phones.hears("The line of the V P R helpline is busy.")
    manner.select_option("person")


def test_nobody_needs_to_wait_for_a_silence_to_end(phones: Phones) -> None:
    phones.call()

    phones.click("#caller-wait")
    phones.hears("Silence")
    phones.hears("I did not hear anything.")


def test_a_word_is_as_good_as_a_key_and_a_withheld_number_no_hindrance(phones: Phones) -> None:
    phones.page.check("#withheld")
    phones.call()
    phones.hears("Calling with the number withheld")

    phones.page.fill("#caller-words", "advocate")
    with phones.acting():
        phones.page.press("#caller-words", "Enter")
    expect(phones.page.locator("#caller-captions .said")).to_have_text("advocate")

    expect(phones.page.locator("#desk-vpr")).to_have_attribute("data-doing", "ringing")


def test_a_ringing_desk_is_announced_where_it_cannot_be_seen(phones: Phones) -> None:
    phones.page.set_viewport_size({"width": 360, "height": 700})
    phones.call()
    phones.click("#caller-keys [data-key='0']")
    phones.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")

    expect(phones.page.locator("#announcer")).to_have_text("MIT Police emergency is ringing")
    phones.picture("ringing-narrow", whole=False)
    phones.click("#ringing-answer")
    expect(phones.page.locator("#ringing")).to_be_hidden()

    # Whoever answered from there is at that desk: what it hears and the key that it wants are in view.
    desk = phones.page.locator("#desk-mit-police-emergency")
    expect(desk.get_by_text("Press 1 to talk")).to_be_in_viewport()
    expect(desk.locator("[data-key='1']")).to_be_in_viewport()
    phones.picture("answered-narrow", whole=False)
    with phones.acting():
        phones.page.keyboard.press("1")
    expect(desk.locator(".state")).to_have_text("Connected")


def test_a_page_that_is_opened_later_shows_the_call_that_goes_on(phones: Phones) -> None:
    phones.call()
    phones.click("#caller-keys [data-key='1']")
    expect(phones.page.locator("#desk-mit-police")).to_have_attribute("data-doing", "ringing")

    phones.page.reload()

    phones.hears("Ringing MIT Police")
    expect(phones.page.locator("#caller-call")).to_have_text("Hang up")
    expect(phones.page.locator("#desk-mit-police")).to_have_attribute("data-doing", "ringing")


def test_what_was_played_here_can_be_kept_as_a_conversation_file(phones: Phones, up: Running) -> None:
    page = phones.page
    phones.call()
    phones.hang_up()  # of several calls, the last one is kept
    phones.call()
    phones.click("#caller-keys [data-key='2']")
    phones.click(page.locator("#desk-vpr").get_by_role("button", name="Answer"))
    phones.hears("wants to talk to you", who="desk-vpr")
    phones.click(page.locator("#desk-vpr").get_by_role("button", name="2", exact=True))
    phones.hears("Nobody could take the call")
    phones.click("#caller-call")
    phones.hears("You hung up")

    page.click("#copy")
    expect(page.locator("#copied")).to_be_visible()
    kept = page.locator("#copied-text").input_value()
    page.keyboard.press("Escape")

    assert kept.count("> (calls)") == 1
    assert "= rings +16172532300 as +16175550100" in kept
    assert "> (vpr: 2)" in kept
    desks = {"vpr": "+16172532300"}
    assert play(parse(kept), up.twilio, desks) == kept


def test_the_network_shows_what_went_over_it(phones: Phones) -> None:
    page = phones.page
    page.click("#rewind")
    expect(page.locator(".row")).to_have_count(0)
    phones.call()

    row = page.locator(".row.is-webhook").first
    row.locator("summary").click()

    expect(row.locator(".row-path")).to_have_text("/voice")
    expect(row.locator(".row-status")).to_have_text("200")
    expect(row.locator(".row-took")).to_contain_text("ms")
    expect(row.locator("dt", has_text="CallSid")).to_be_visible()
    expect(row.locator(".code").first).to_have_text("<Response>")
    page.get_by_label("People").check(force=True)
    expect(row).to_be_hidden()
    expect(page.locator(".row", has_text="< Campus line.")).to_be_visible()
