"""The page for everybody: without sight, with a keyboard alone, on a small screen, in the dark."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from ivr.run import Running
from tests.browsing import Phones, browser, needs_chromium, phones, up

__all__ = ["browser", "phones", "up"]
pytestmark = needs_chromium


def findings(page: Page) -> list[tuple[str, str, str]]:
    """What axe calls serious or critical, with where it is."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (one["impact"], one["id"], one["nodes"][0]["html"])
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(
    ("name", "width", "height", "scheme"),
    [("light", 1440, 960, "light"), ("dark", 1440, 960, "dark"), ("narrow", 360, 740, "light")],
)
def test_axe_finds_nothing_serious(
    browser: Browser, up: Running, name: str, width: int, height: int, scheme: Any
) -> None:
    context = browser.new_context(
        reduced_motion="reduce", viewport={"width": width, "height": height}, color_scheme=scheme
    )
    phones = Phones(up, context.new_page())
    page = phones.page
    assert findings(page) == []
    phones.picture(f"{name}-idle")

    phones.call()
    phones.click("#caller-keys [data-key='2']")
    expect(page.locator("#desk-vpr")).to_have_attribute("data-doing", "ringing")
    phones.text("REPORT")
    phones.turn("rest", broken=True)
    page.locator(".row.is-webhook summary").last.click()
    if name == "light":  # what rings has the same colours as what talks, which is looked at in each of them
        assert findings(page) == []
    phones.click(page.locator("#desk-vpr [data-act=answer]"))
    phones.click(page.locator("#desk-vpr [data-key='1']"))
    expect(page.locator("#caller-state")).to_have_text("Connected")

    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    phones.picture(f"{name}-busy")
    phones.turn("rest", broken=False)
    phones.hang_up()
    assert phones.complaints == []
    context.close()


def test_a_call_and_a_text_need_no_mouse(phones: Phones) -> None:
    page = phones.page
    page.locator("#caller-call").focus()
    with phones.acting():
        page.keyboard.press("Enter")
    phones.hear_the_line()
    with phones.acting():
        page.keyboard.press("2")
    phones.hears("pressed 2")

    answer = page.locator("#desk-vpr [data-act=answer]")
    expect(answer).to_be_visible()
    answer.focus()
    expect(answer).to_be_focused()  # what is hidden takes no focus: Enter would hang the caller up
    with phones.acting():
        page.keyboard.press("Enter")
    expect(answer).to_be_hidden()
    with phones.acting():
        page.keyboard.press("1")  # the focus has stayed on the desk's phone

    expect(page.locator("#caller-state")).to_have_text("Connected")
    page.locator("#text-body").focus()
    page.keyboard.type("RIGHTS")
    page.keyboard.press("Enter")
    phones.reads("Your rights:")


def test_what_is_heard_is_read_out_to_who_cannot_see_it(phones: Phones) -> None:
    phones.call()

    live = phones.page.get_by_role("log", name="What the caller hears")
    expect(live).to_contain_text("In danger? Hang up, dial 911.")
    expect(live.locator("[lang=es-US]")).to_contain_text("Para español")


def test_the_sound_stays_off_when_it_was_turned_off(phones: Phones) -> None:
    sound = phones.page.locator("#sound")
    sound.click()
    expect(sound).to_have_text("Sound off")

    phones.page.reload()

    expect(sound).to_have_text("Sound off")
    sound.click()
