"""A form is read as Twilio wrote it, and as the library that everybody uses would read it."""

from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from ivr.web.webhook import read_form
from tests.hostile import examples

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@examples(full=2_000, small=100)
@given(st.lists(st.tuples(TEXT, TEXT)))
def test_every_field_comes_back_as_it_was_written(fields: list[tuple[str, str]]) -> None:
    assert read_form(urlencode(fields).encode()) == fields


@examples(full=2_000, small=100)
@given(st.text("ab%+&=;?#20C3AF \x00\n"))
def test_any_body_is_read_as_pythons_own_library_does(body: str) -> None:
    assert read_form(body.encode()) == parse_qsl(body, keep_blank_values=True)


@examples(full=2_000, small=100)
@given(st.binary())
def test_no_body_breaks_it(body: bytes) -> None:
    for name, value in read_form(body):
        assert (name + value).encode()
