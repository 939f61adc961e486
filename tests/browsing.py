"""A real browser on a real line: Debian's chromium, and `ivr run` with everything that belongs to it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect, sync_playwright

from ivr.run import Running, running
from ivr.stack import Ports
from ivr.trial import read_campus

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium; apt install chromium")
ARTEFACTS = Path(__file__).parents[1] / "artefacts"
QUIETLY = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=30_000)  # a limit for a machine that does much else; nothing waits for it


class Phones:
    """The page in one browser, and the clock of the network behind it, which moves when it is told to."""

    def __init__(self, up: Running, page: Page) -> None:
        self.up, self.page = up, page
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._look(request.url))
        page.goto(up.page.address)
        expect(page.locator("body[data-ready]")).to_be_attached()

    def call(self) -> None:
        self.click("#caller-call")
        self.hear_the_line()

    def click(self, button: str | Locator) -> None:
        with self.acting():
            (self.page.locator(button) if isinstance(button, str) else button).click()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Something is done at a phone: wait until the line has taken it, and hear out what follows."""
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            yield
        self.settle()

    def hear_the_line(self) -> None:
        """The call that was dialled goes on, and what the one before it heard is gone."""
        expect(self.page.locator("#caller-call")).to_have_text("Hang up")
        expect(self.page.locator("#caller-captions .heard")).not_to_have_count(0)
        self.settle()

    def hang_up(self) -> None:
        """Unless the call is over: the next page would find it still going on."""
        button = self.page.locator("#caller-call")
        if button.text_content() == "Hang up":
            button.click()
        expect(button).to_have_text("Call")

    def settle(self) -> None:
        """Until a question waits, a telephone rings or people talk: nobody wants to wait for a prompt."""
        self.up.twilio.settle()

    def hears(self, words: str, who: str = "caller") -> None:
        expect(self.page.locator(f"#{who} .captions", has_text=words)).to_be_visible()

    def text(self, words: str) -> None:
        """Send it, and wait for everything that the line says to it."""
        before = self.page.locator(".mine").count()
        self.page.fill("#text-body", words)
        self.page.press("#text-body", "Enter")
        expect(self.page.locator(".mine")).to_have_count(before + 1)
        expect(self.page.locator(".waiting")).to_have_count(0)

    def reads(self, words: str) -> None:
        """The last message says this."""
        expect(self.page.locator(".theirs").last).to_contain_text(words)

    def turn(self, name: str, *, broken: bool) -> None:
        switch = self.page.locator(f"#switch-{name}")
        switch.click()
        expect(switch).to_have_attribute("aria-checked", str(broken).lower())
        expect(switch).not_to_have_attribute("aria-busy", "true")

    def picture(self, name: str, *, whole: bool = True) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=whole)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _look(self, url: str) -> None:
        if urlsplit(url).hostname != "127.0.0.1":
            self.strangers.append(url)


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A line of its own for the tests of one file; time passes on its telephones when a test says so."""
    folder, stands_still = tmp_path_factory.mktemp("line"), lambda: 0.0
    with running(folder, Ports.free(), read_campus(os.environ), stands_still) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIETLY, *as_root])
        yield chromium
        chromium.close()


@pytest.fixture
def phones(up: Running, browser: Browser) -> Iterator[Phones]:
    """The page on a wide screen; it has nothing to complain about, and asks nobody else."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 1440, "height": 960})
    opened = Phones(up, context.new_page())
    yield opened
    opened.hang_up()
    context.close()
    assert opened.complaints == []
    assert opened.strangers == []
