"""Nobody reaches the desk but this machine's browser with the printed address, and no page reaches out."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ivr import seal
from ivr.desk.app import make_page
from ivr.desk.guard import COOKIE, HEADERS, Guard
from ivr.desk.here import Desk
from ivr.desk.inbox import Inbox
from ivr.desk.records import Records
from ivr.envelope import Header, pack

ID = "k3v9q2m7x4t8c5n6b1z0w7r3aa"
HERE = "http://127.0.0.1:8040"
KEY, RECIPIENT = seal.make_identity()
GUARD = Guard(
    port=8040, token="token-of-a-test", cookie="cookie-of-a-test", form_token="form-token-of-a-test"
)


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    sealer = seal.Sealer([RECIPIENT, seal.make_identity()[1]])
    inbox = Inbox(tmp_path)
    inbox.keep(ID, pack(Header(ID, datetime.now(UTC)), {"what": [sealer.seal("words")]}))
    return make_page(Desk(inbox, Records(tmp_path / "desk.db"), KEY, GUARD))


@pytest.fixture
def officer(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.set_cookie(COOKIE, GUARD.cookie, domain="127.0.0.1")
    return client


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<id>", ID).replace("<path:filename>", "desk.css")
        yield from ((method, path) for method in sorted(rule.methods or ()))


def test_every_route_refuses_without_the_cookie(app: Flask) -> None:
    asked = list(routes(app))

    answers = [
        app.test_client().open(path, method=method, base_url=HERE).status_code for method, path in asked
    ]

    assert len(asked) > 20
    assert set(answers) == {403}


def test_every_form_refuses_without_its_token(app: Flask, officer: FlaskClient) -> None:
    posts = [path for method, path in routes(app) if method == "POST"]

    answers = [officer.post(path, base_url=HERE, data={"form_token": "guess"}).status_code for path in posts]

    assert len(posts) == 4
    assert set(answers) == {403}


def test_every_form_carries_its_token(officer: FlaskClient) -> None:
    for path in ("/", f"/report/{ID}", f"/report/{ID}/delete"):
        page = officer.get(path, base_url=HERE).text
        assert page.count('method="post"') == page.count(f'name="form_token" value="{GUARD.form_token}"') > 0
        assert page.count("<form") == page.count('method="post"') + page.count('role="search"')


@pytest.mark.parametrize(
    "host", ["desk.example:8040", "127.0.0.1", "127.0.0.1:80", "127.0.0.1.evil.example:8040", ""]
)
def test_a_name_that_only_points_here_is_refused(officer: FlaskClient, host: str) -> None:
    cookie = {"Cookie": f"{COOKIE}={GUARD.cookie}"}

    assert officer.get("/", headers={"Host": host, **cookie}).status_code == 403
    assert officer.get("/", headers={"Host": "127.0.0.1:8040", **cookie}).status_code == 200


def test_the_printed_address_is_exchanged_for_a_cookie_that_stays_here(app: Flask) -> None:
    browser = app.test_client()

    answer = browser.get(GUARD.address())

    assert (answer.status_code, answer.location) == (303, "/")
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]
    assert GUARD.token not in answer.headers["Set-Cookie"]
    assert browser.get("/", base_url=HERE).status_code == 200


@pytest.mark.parametrize("token", ["", "guess", "é", GUARD.cookie, GUARD.form_token])
def test_another_token_is_refused(app: Flask, token: str) -> None:
    answer = app.test_client().get("/", query_string={"token": token}, base_url=HERE)

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


def test_each_run_of_the_desk_has_secrets_of_its_own() -> None:
    one, two = Guard(8040), Guard(8040)

    assert len({one.token, one.cookie, one.form_token, two.token, two.cookie, two.form_token}) == 6


def test_every_answer_has_the_strict_headers(app: Flask, officer: FlaskClient) -> None:
    answers = [
        officer.open(path, method=method, base_url=HERE, buffered=True) for method, path in routes(app)
    ]
    answers += [app.test_client().get("/", base_url=HERE), officer.get("/nowhere", base_url=HERE)]

    assert all(answer.headers[name] == value for answer in answers for name, value in HEADERS.items())


def test_no_page_names_an_outside_address_or_runs_code_of_its_own(app: Flask, officer: FlaskClient) -> None:
    pages = [
        officer.get(path, base_url=HERE, buffered=True).text
        for method, path in routes(app)
        if method == "GET"
    ]
    pages += [officer.post(f"/report/{ID}/open", data={"form_token": GUARD.form_token}, base_url=HERE).text]
    pages += [officer.get(f"/report/{ID}", base_url=HERE).text, officer.get("/nowhere", base_url=HERE).text]

    for page in pages:
        assert not re.search(r"(?:https?:)?//\w", page)
        assert not re.search(r"<script(?! src=)|<style| style=| on\w+=", page)


def test_the_styles_and_the_script_name_no_outside_address() -> None:
    folder = Path(make_page.__code__.co_filename).parent / "static"

    texts = [path.read_text() for path in folder.iterdir() if path.suffix in {".css", ".js"}]

    assert len(texts) == 2
    assert not any(re.search(r"https?://|@import|url\(|innerHTML|eval\(", text) for text in texts)
