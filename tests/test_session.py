"""What a call remembers travels in its URLs and comes back unchanged; what is unknown there is told."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.events import Outcome
from ivr.core.line import Line
from ivr.core.session import STATES, BadSession, CallSession
from tests.exploring import house

LINE, _ = house()


@st.composite
def sessions(draw: st.DrawFn) -> CallSession:
    state = draw(st.sampled_from(STATES))
    subjects = {"menu": [*LINE.menus], "topic": [*sorted(LINE.told)]}
    named = state in ("ring", "choice", "whisper", "number", "language")
    return CallSession(
        state=state,
        desk=draw(st.sampled_from([*LINE.contacts] if named else ["", *LINE.contacts])),
        language=draw(st.sampled_from([*LINE.languages])),
        misses=draw(st.integers(0, 99)),
        outcome=draw(st.sampled_from(["", *Outcome])),
        rounds=draw(st.integers(0, 99)),
        subject=draw(st.sampled_from(subjects.get(state, ["silent", *LINE.menus, *sorted(LINE.told)]))),
    )


@given(sessions())
def test_a_session_comes_back_from_its_url_unchanged(session: CallSession) -> None:
    query = session.to_query()

    pairs = parse_qsl(query, strict_parsing=True)

    assert query.isascii()
    assert [name for name, _ in pairs] == sorted({name for name, _ in pairs})
    assert CallSession.from_query(session.state, dict(pairs), LINE) == session


def test_what_is_usual_is_left_out_of_the_url() -> None:
    assert CallSession(language="en").to_query() == "language=en&subject=main"


def test_fields_that_are_not_ours_are_ignored(line: Line) -> None:
    query = {"language": "es", "subject": "main", "utm": "1", "CallSid": "CA1", "state": "bye"}

    assert CallSession.from_query("menu", query, line) == CallSession(language="es")


def test_without_a_language_it_is_the_first(line: Line) -> None:
    assert CallSession.from_query("menu", {}, line).language == "en"


@pytest.mark.parametrize(
    ("state", "query"),
    [
        ("nowhere", {}),
        ("", {}),
        ("menu", {"language": "xx"}),
        ("menu", {"subject": "nothing"}),
        ("menu", {"subject": "rights"}),
        ("menu", {"subject": "silent"}),
        ("topic", {"subject": "main"}),
        ("topic", {"subject": "gone"}),
        ("topic", {"subject": "silent"}),
        ("language", {"subject": "silent"}),
        ("ring", {}),
        ("ring", {"desk": "911"}),
        ("choice", {"desk": ""}),
        ("choice", {"desk": "vpr", "outcome": "strange"}),
        ("number", {"desk": "nobody"}),
        ("whisper", {}),
        ("menu", {"misses": "many"}),
        ("menu", {"misses": "-1"}),
        ("menu", {"rounds": "1.5"}),
        ("menu", {"rounds": "9" * 9000}),
    ],
)
def test_an_address_that_this_line_does_not_know_is_told(
    line: Line, state: str, query: dict[str, str]
) -> None:
    with pytest.raises(BadSession):
        CallSession.from_query(state, query, line)


@given(
    st.sampled_from(["menu", "topic", "ring", "zzz"]),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9)),
)
def test_any_address_is_a_session_or_told(state: str, query: dict[str, str]) -> None:
    try:
        session = CallSession.from_query(state, query, LINE)
    except BadSession:
        return

    assert session.state == state
    assert session.language in LINE.languages
