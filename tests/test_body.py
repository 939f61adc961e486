"""A body is as long as its request says, and that may be wrong: nobody gets in, and nothing breaks."""

import io
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from ivr.simulator.signature import sign
from tests.conftest import TOKEN
from tests.signed import FORM_TYPE, signed

FORM = [("MessageSid", "SM1"), ("From", "+16175550101"), ("Body", "RIGHTS")]
BODY = urlencode(FORM).encode()
LINE = signed()


def post(body: bytes, **environ: Any) -> tuple[int, bytes]:
    """A text signed as FORM, with these words of WSGI about it; None takes one away."""
    sent = EnvironBuilder(method="POST", path="/sms", content_type=FORM_TYPE).get_environ()
    sent |= {"HTTP_X_TWILIO_SIGNATURE": sign(TOKEN, LINE.settings.public_url + "/sms", FORM)}
    sent |= {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)), **environ}
    known = {name: value for name, value in sent.items() if value is not None}
    chunks, status, _ = run_wsgi_app(LINE.app.wsgi_app, known)
    return int(status.split()[0]), b"".join(chunks)


def test_what_lies_behind_the_length_is_not_read() -> None:
    status, answer = post(BODY + b"&Body=MENU", CONTENT_LENGTH=str(len(BODY)))

    assert status == 200
    assert b"Your rights" in answer


@pytest.mark.parametrize("more", [1, 50_000])
def test_a_body_that_breaks_off_is_refused(more: int) -> None:
    status, _ = post(BODY, CONTENT_LENGTH=str(len(BODY) + more))

    assert status == 400


@pytest.mark.parametrize("length", [None, "", "0", "-5", "+5", " 5", "5.0", "five", "٥", "1" * 5000])
def test_a_length_that_is_wrong_lets_nobody_in(length: str | None) -> None:
    status, _ = post(BODY, CONTENT_LENGTH=length)

    assert status in (400, 403, 413)


@pytest.mark.parametrize(("size", "status"), [(65_536, 403), (65_537, 413), (99_999, 413), (100_000, 413)])
def test_the_longest_form_is_as_long_as_it_says(size: int, status: int) -> None:
    assert post(BODY.ljust(size, b"x"))[0] == status


def test_chunks_are_read_where_the_server_ends_them() -> None:
    chunked = {"CONTENT_LENGTH": None, "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}

    status, answer = post(BODY, **chunked)

    assert status == 200
    assert b"Your rights" in answer
