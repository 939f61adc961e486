"""Hostile requests, signed and not: no 5xx, nobody gets in, every answer is one that Twilio takes."""

import base64
import random
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from ivr.settings import Settings
from ivr.web import create_app
from tests.conftest import TOKEN, made_up_settings
from tests.documents import check
from tests.hostile import FULL, Answer, Hostile, examples, hostile, put, signature_for
from tests.stored import rows

FINE = {200, 204, 308, 400, 401, 403, 404, 405, 413}
SIGNATURES = st.one_of(
    st.none(),
    st.just(""),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode("latin-1")),
    st.binary(min_size=20, max_size=20).map(lambda digest: base64.b64encode(digest).decode()),
)
PUBLIC = ("/livez", "/readyz")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return made_up_settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'line.db'}")


@pytest.fixture(scope="module")
def app(settings: Settings) -> Flask:
    return create_app(settings)


def fits(answer: Answer, one: Hostile) -> None:
    """Hold an answer against what Twilio takes."""
    assert answer.status in FINE, f"{answer.status} to {one}"
    if answer.status == 200 and one.method == "POST":
        check(answer.kind, answer.body, "messaging" if one.path == "/sms" else "voice")


@examples(full=10_000, small=250)
@given(one=hostile())
def test_a_signed_request_is_answered_however_hostile_it_is(
    app: Flask, settings: Settings, one: Hostile
) -> None:
    answer = put(app, one, signature_for(one, TOKEN, settings.public_url))

    fits(answer, one)


@examples(full=10_000, small=250)
@given(one=hostile(), signature=SIGNATURES)
def test_nothing_unsigned_gets_in(app: Flask, one: Hostile, signature: str | None) -> None:
    answer = put(app, one, signature)

    fits(answer, one)
    if one.path not in PUBLIC and one.method not in ("OPTIONS",):
        assert answer.status >= 300, f"{one} got in"


def test_replays_and_forgeries_make_no_report(tmp_path: Path) -> None:
    made = made_up_settings(database_url=f"sqlite:///{tmp_path / 'line.db'}")
    line, chance, number = create_app(made), random.Random(7), 1_000 if FULL else 60
    sent = [_text(words, place) for place, words in enumerate(["REPORT", "Somebody followed me", "SEND"])]
    first = [put(line, one, signature_for(one, TOKEN, made.public_url)) for one in sent]
    kept = rows(made.database_url)

    for _ in range(number):
        place = chance.randrange(len(sent))
        again = put(line, sent[place], signature_for(sent[place], TOKEN, made.public_url))
        assert again == first[place]
        forged = _changed(sent[place], chance)
        signature = signature_for(sent[place], TOKEN, made.public_url)
        assert put(line, forged, signature).status == 403

    assert rows(made.database_url) == kept
    assert len(kept["reports"]) == 1


def _text(words: str, place: int) -> Hostile:
    fields = {"Body": words, "From": "+16175550101", "MessageSid": f"SM{place}"}
    return Hostile("POST", "/sms", "", urlencode(fields).encode())


def _changed(one: Hostile, chance: random.Random) -> Hostile:
    """Another letter somewhere in what was signed, or a field more, or another address."""
    place = chance.randrange(len(one.body))
    letter = chance.choice([byte for byte in b"ghijklmn" if byte != one.body[place]])  # no digit of %2B
    changed = one.body[:place] + bytes([letter]) + one.body[place + 1 :]
    return chance.choice(
        [replace(one, body=changed), replace(one, body=one.body + b"&NumMedia=1"), replace(one, query="a=1")]
    )
