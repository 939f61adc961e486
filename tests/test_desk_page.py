"""What the officer sees: the order of reports, what opening does, and contact details apart."""

import os
import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ivr import seal
from ivr.core.report import code
from ivr.desk.app import make_page
from ivr.desk.guard import COOKIE, Guard
from ivr.desk.here import Desk
from ivr.desk.inbox import Inbox
from ivr.desk.records import Records
from ivr.envelope import Header, pack

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
KEY, RECIPIENT = seal.make_identity()
SEALER = seal.Sealer([RECIPIENT, seal.make_identity()[1]])
STRANGER = seal.Sealer([seal.make_identity()[1], seal.make_identity()[1]])
GUARD = Guard(port=8040)
DECISION = {
    "category": "stalking",
    "bias": "none",
    "geography": "residence",
    "month": "2026-11",
    "disposition": "open",
}
CANARY = "Zanzibarquokka"


class Officer:
    """An officer's browser on a desk with an inbox of its own."""

    def __init__(self, folder: Path) -> None:
        self.inbox = Inbox(folder / "inbox")
        self.inbox.folder.mkdir()
        self.desk = Desk(self.inbox, Records(folder / "desk.db"), KEY, GUARD, clock=lambda: NOW)
        self.browser: FlaskClient = make_page(self.desk).test_client()
        self.browser.set_cookie(COOKIE, GUARD.cookie, domain="127.0.0.1")

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, base_url="http://127.0.0.1:8040")

    def post(self, path: str, **form: str) -> TestResponse:
        return self.browser.post(
            path, data={"form_token": GUARD.form_token, **form}, base_url="http://127.0.0.1:8040"
        )

    def receive(
        self,
        id: str,
        minutes: int = 5,
        sealer: seal.Sealer = SEALER,
        danger: bool = False,
        test: bool = False,
        **answers: str,
    ) -> str:
        """Put a report into the inbox as if it had arrived `minutes` ago; "|" parts the texts."""
        id = id.ljust(26, "0")
        said = answers or {"what": "Someone followed me."}
        sealed = {question: [sealer.seal(text) for text in said[question].split("|")] for question in said}
        self.inbox.keep(id, pack(Header(id, NOW, danger=danger, test=test), sealed))
        arrived = (NOW - timedelta(minutes=minutes)).timestamp()
        os.utime(self.inbox.folder / f"{id}.zip", (arrived, arrived))
        return id


@pytest.fixture
def officer(tmp_path: Path) -> Officer:
    return Officer(tmp_path)


def listed(page: TestResponse) -> list[str]:
    return [id.rstrip("0") for id in re.findall(r'aria-labelledby="r-(\w+)"', page.text)]


def test_unread_come_first_then_danger_then_the_oldest(officer: Officer) -> None:
    officer.receive("fresh", minutes=2)
    officer.receive("older", minutes=50)
    officer.receive("dangerfresh", minutes=1, danger=True)
    officer.receive("dangerolder", minutes=9, danger=True)
    read = officer.receive("dangerread", minutes=90, danger=True)
    officer.inbox.record_opening(read, NOW)

    assert listed(officer.get("/")) == ["dangerolder", "dangerfresh", "older", "fresh", "dangerread"]


def test_the_list_says_how_long_and_what_but_no_word_of_it(officer: Officer) -> None:
    officer.receive("a", minutes=64, what=CANARY, contact="617-555-0142", test=True)

    page = officer.get("/").text

    assert "1 h 04 min" in page
    assert "what happened, contact details" in page
    assert "Test of the line" in page
    assert CANARY not in page
    assert "0142" not in page


def test_looking_at_a_sealed_report_does_not_open_it(officer: Officer) -> None:
    id = officer.receive("a", what=CANARY)

    page = officer.get(f"/report/{id}")

    assert CANARY not in page.text
    assert officer.inbox.opened_at(id) is None


def test_opening_writes_the_receipt_and_shows_the_texts_in_order(officer: Officer) -> None:
    id = officer.receive("a", more="and this", what="first|second")

    answer = officer.post(f"/report/{id}/open")
    page = officer.get(answer.location).text

    assert officer.inbox.opened_at(id) == NOW
    assert "first\nsecond</div>" in page
    assert page.index("first") < page.index("and this")


def test_contact_details_are_in_no_page_until_asked_for(officer: Officer) -> None:
    id = officer.receive("a", what="words", contact="call 617-555-0142")
    officer.post(f"/report/{id}/open")

    first = officer.get(f"/report/{id}").text
    second = officer.post(f"/report/{id}/contact").text
    again = officer.get(f"/report/{id}").text

    assert "The reporter left contact details" in first
    assert ["0142" in page for page in (first, second, again)] == [False, True, False]


def test_asking_for_contact_details_first_is_opening_too(officer: Officer) -> None:
    id = officer.receive("a", contact="call 617-555-0142")

    officer.post(f"/report/{id}/contact")

    assert officer.inbox.opened_at(id) == NOW


def test_a_report_sealed_to_other_keys_is_a_sentence_and_not_acknowledged(officer: Officer) -> None:
    id = officer.receive("a", sealer=STRANGER)

    page = officer.post(f"/report/{id}/open")

    assert page.status_code == 200
    assert "It is sealed to other keys than this one." in page.text
    assert "not acknowledged" in page.text
    assert officer.inbox.opened_at(id) is None


def test_a_damaged_file_is_a_sentence_and_not_acknowledged(officer: Officer) -> None:
    id = officer.receive("a")
    path = officer.inbox.folder / f"{id}.zip"
    path.write_bytes(path.read_bytes()[:-40])

    assert "Cannot be opened" in officer.get("/").text
    assert "It is not a whole zip file." in officer.post(f"/report/{id}/open").text
    assert officer.inbox.opened_at(id) is None


def test_a_receipt_that_cannot_be_written_does_not_hide_the_report(officer: Officer) -> None:
    id = officer.receive("a", what=CANARY)
    officer.get("/")

    with full_disk():
        page = officer.post(f"/report/{id}/open").text

    assert CANARY in page
    assert "could not be written" in page
    assert "not acknowledged" in page
    assert officer.inbox.opened_at(id) is None


def test_a_full_disk_hides_no_report_and_says_what_cannot_be_done(officer: Officer) -> None:
    officer.receive("older", minutes=50)
    officer.get("/")
    id = officer.receive("fresh", what=CANARY)

    with full_disk():
        listed_then, page = listed(officer.get("/")), officer.get("/").text
        opened = officer.post(f"/report/{id}/open").text
        kept = officer.post(f"/report/{id}/confirm", **DECISION)

    assert listed_then == ["older", "fresh"]
    assert "records cannot be written" in page
    assert CANARY in opened
    assert "Nothing can be confirmed" in opened
    assert kept.status_code == 503
    assert "could not be kept" in kept.text
    assert "records cannot be written" not in officer.get("/").text


def test_a_confirmation_that_cannot_be_kept_says_so(officer: Officer) -> None:
    id = officer.receive("a", what=CANARY)
    officer.post(f"/report/{id}/open")

    with full_disk():
        kept = officer.post(f"/report/{id}/confirm", **DECISION)

    assert kept.status_code == 503
    assert "could not be kept" in kept.text
    assert officer.desk.records.confirmed() == []


def test_deleting_makes_room_on_a_full_disk(officer: Officer) -> None:
    id = officer.receive("a")
    officer.post(f"/report/{id}/open")

    with full_disk():
        officer.post(f"/report/{id}/delete", sure="yes")

    assert [path.name for path in officer.inbox.folder.iterdir()] == [f"{id}.opened"]


def test_records_that_are_damaged_hide_no_report(officer: Officer) -> None:
    officer.desk.records.path.write_bytes(CANARY.encode() * 100)  # not a database
    id = officer.receive("a", what=CANARY)

    assert listed(officer.get("/")) == ["a"]
    assert CANARY in officer.get(officer.post(f"/report/{id}/open").location).text
    assert officer.inbox.opened_at(id) == NOW


def test_a_folder_that_is_away_is_no_empty_list(officer: Officer) -> None:
    officer.inbox.folder.rename(officer.inbox.folder.parent / "elsewhere")

    page = officer.get("/")

    assert page.status_code == 500
    assert "inbox folder cannot be used (No such file or directory)" in page.text
    assert officer.get("/waiting").status_code == 500


def test_a_damaged_file_is_deleted_without_a_receipt_so_that_it_comes_again(officer: Officer) -> None:
    id = officer.receive("a")
    path = officer.inbox.folder / f"{id}.zip"
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert "No receipt is written" in officer.get(f"/report/{id}/delete").text

    done = officer.post(f"/report/{id}/delete", sure="yes", damaged="yes")
    assert list(officer.inbox.folder.iterdir()) == []
    assert "The server delivers the report again" in officer.get(done.location).text

    officer.inbox.keep(id, whole)
    assert listed(officer.get("/")) == ["a"]


def test_a_whole_file_that_took_the_place_of_a_damaged_one_is_not_deleted_unread(officer: Officer) -> None:
    id = officer.receive("a")

    answer = officer.post(f"/report/{id}/delete", sure="yes", damaged="yes")

    assert answer.location == f"/report/{id}"
    assert (officer.inbox.folder / f"{id}.zip").exists()
    assert officer.inbox.opened_at(id) is None


def test_a_report_is_called_by_the_code_that_its_reporter_was_given(officer: Officer) -> None:
    id = officer.receive("abcdef")
    assert code(id) == "ABC-DEF"

    pages = [officer.get(path).text for path in ("/", f"/report/{id}", f"/report/{id}/delete")]
    pages.append(officer.get(officer.post(f"/report/{id}/open").location).text)
    officer.post(f"/report/{id}/confirm", **DECISION)

    assert all("ABC-DEF" in page for page in pages)
    assert "<title>Report ABC-DEF" in pages[-1]
    assert "ABC-DEF" in officer.get("/counts").text
    # The log may be made public, and whoever has seen the reporter's phone may know the code.
    assert "ABC-DEF" not in officer.get("/daily-log.csv").text


@pytest.mark.parametrize("written", ["ABC-DEF", "abcdef", " abc def ", "Abc–Def."])
def test_a_report_is_found_by_its_code_however_it_is_written(officer: Officer, written: str) -> None:
    officer.receive("abcdef")
    officer.receive("abcdeg")

    assert listed(officer.get(f"/find?{urlencode({'code': written})}")) == ["abcdef"]


def test_a_report_that_was_deleted_is_found_by_its_code(officer: Officer) -> None:
    id = officer.receive("abcdef")
    officer.post(f"/report/{id}/open")
    officer.post(f"/report/{id}/confirm", **DECISION)
    officer.post(f"/report/{id}/delete", sure="yes")

    page = officer.get("/find?code=ABC-DEF").text

    assert "deleted" in page
    assert "Confirmed: Stalking, open" in page


def test_a_code_that_leads_nowhere_says_so(officer: Officer) -> None:
    officer.receive("abcdef")

    assert "No report with this code" in officer.get("/find?code=XYZ-XYZ").text
    for incomplete in ("", "?code=", "?code=ABC", "?code=%F0%9F%98%80%C3%A9"):
        assert "six letters or digits" in officer.get(f"/find{incomplete}").text
    assert "<b>" not in officer.get("/find?code=<b>").text


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow, not even from nothing, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "</div><h1>Fake</h1>",
        "'; DROP",
    ],
)
def test_whatever_a_report_says_is_only_text(officer: Officer, words: str) -> None:
    id = officer.receive("a", what=words, kind=words, where=words, when=words, contact=words)

    officer.post(f"/report/{id}/open")
    pages = officer.get(f"/report/{id}").text + officer.post(f"/report/{id}/contact").text

    assert "<script>alert" not in pages
    assert "<img" not in pages
    assert "<h1>Fake" not in pages
    assert "49" not in re.sub(r"<time.*?</time>|value=\"[\w-]{43}\"", "", pages)


def test_a_confirmation_is_kept_and_shown_again(officer: Officer) -> None:
    id = officer.receive("a", kind="being followed")
    officer.post(f"/report/{id}/open")

    kept = officer.post(f"/report/{id}/confirm", **DECISION, place="West hall")
    page = officer.get(kept.location).text

    assert '<option value="stalking" selected>' in page
    assert 'value="West hall"' in page
    assert 'Reporter wrote: <q dir="auto">being followed</q>' in page
    assert "Stalking" in officer.get("/counts").text


def test_nothing_is_filled_in_from_the_reporters_words(officer: Officer) -> None:
    id = officer.receive("a", kind="stalking", where="West hall")
    officer.post(f"/report/{id}/open")

    page = officer.get(f"/report/{id}").text

    assert '<option value="undecided" selected>' in page
    assert 'value="West hall"' not in page


def test_a_wrong_form_is_said_and_changes_nothing(officer: Officer) -> None:
    id = officer.receive("a")

    page = officer.post(f"/report/{id}/confirm", **DECISION | {"month": "June"})

    assert page.status_code == 400
    assert "Write the month as year and month" in page.text
    assert officer.desk.records.confirmed() == []


def test_a_test_of_the_line_cannot_be_counted(officer: Officer) -> None:
    id = officer.receive("a", test=True)

    assert officer.post(f"/report/{id}/confirm", **DECISION).status_code == 409
    assert "never counted" in officer.get(officer.post(f"/report/{id}/open").location).text


def test_deleting_needs_a_second_step_and_keeps_receipt_and_counts(officer: Officer) -> None:
    id = officer.receive("a")
    officer.post(f"/report/{id}/open")
    officer.post(f"/report/{id}/confirm", **DECISION)

    officer.post(f"/report/{id}/delete")
    assert (officer.inbox.folder / f"{id}.zip").exists()

    officer.post(f"/report/{id}/delete", sure="yes")
    assert [path.name for path in officer.inbox.folder.iterdir()] == [f"{id}.opened"]
    assert "stalking" in officer.get("/clery-counts.csv").text.lower()
    assert officer.get(f"/report/{id}").status_code == 404


def test_a_deleted_report_that_is_delivered_again_is_not_shown_again(officer: Officer) -> None:
    id = officer.receive("a")
    path = officer.inbox.folder / f"{id}.zip"
    copy = path.read_bytes()
    officer.post(f"/report/{id}/delete", sure="yes")

    path.write_bytes(copy)

    assert listed(officer.get("/")) == []
    assert not path.exists()


def test_the_csv_files_are_saved_and_not_shown(officer: Officer) -> None:
    id = officer.receive("a", what=CANARY)
    officer.post(f"/report/{id}/confirm", **DECISION, place="=cmd()")

    counts, log = officer.get("/clery-counts.csv"), officer.get("/daily-log.csv")

    assert counts.headers["Content-Disposition"] == 'attachment; filename="clery-counts.csv"'
    assert '"\'=cmd(), On campus, in a student residence"' in log.text
    assert CANARY not in counts.text + log.text


def test_no_word_of_a_report_reaches_the_disk(officer: Officer, tmp_path: Path) -> None:
    id = officer.receive("a", what=CANARY, contact=CANARY)

    officer.post(f"/report/{id}/open")
    officer.post(f"/report/{id}/contact")
    officer.post(f"/report/{id}/confirm", **DECISION)

    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(CANARY.encode() in content for content in written)


def test_an_error_inside_is_a_calm_page_without_what_was_in_hand(
    officer: Officer, capsys: pytest.CaptureFixture[str]
) -> None:
    officer.desk.records.path.write_bytes(CANARY.encode() * 100)  # not a database

    page = officer.get("/counts")

    assert page.status_code == 500
    assert "This did not work" in page.text
    assert "RecordsError" in capsys.readouterr().err
    assert "Traceback" not in page.text
