"""What holds in every situation that a call can get into: all of them are looked at, none is sampled."""

from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest

from ivr.core import asking, transfer
from ivr.core.actions import Ask, Bridge, Hangup, Ring
from ivr.core.events import Input, NoInput, Outcome, RingEnded
from ivr.core.line import MAIN, Line
from ivr.core.session import CallSession
from ivr.prompts import Prompts
from ivr.twiml import Renderer
from tests.conftest import NUMBER
from tests.exploring import KEYS, NOON, SILENCE, Step, every_step, following, rings, says, take

URL = "https://line.example.edu"
DANGER = ("gun", "pistola")  # the first words of that topic
Documents = list[tuple[ElementTree.Element, Step]]


@cache
def callers() -> tuple[Step, ...]:
    """The turns on the leg of a caller who can press or speak."""
    return tuple(step for step in every_step() if step.before.state not in ("whisper", "ring"))


@cache
def desks() -> tuple[Step, ...]:
    return tuple(step for step in every_step() if step.before.state == "whisper")


@cache
def on_key(key: str) -> tuple[Step, ...]:
    return tuple(step for step in callers() if step.event == Input(NOON, key=key))


@pytest.fixture(scope="module")
def documents(line: Line, prompts: Prompts) -> Documents:
    """Every document of every situation, with a turn that it answers."""
    renderer = Renderer(line, prompts, url=URL, number=NUMBER, audio=lambda *_: None)
    answers = {(step.replies, step.after): step for step in every_step()}
    found = {renderer.call(*answer): step for answer, step in answers.items()}
    return [(ElementTree.fromstring(document), step) for document, step in found.items()]  # noqa: S314 (our own)


def test_there_are_situations_of_every_kind() -> None:
    states = {step.before.state for step in every_step()}

    assert states == {"menu", "topic", "number", "language", "ring", "choice", "whisper", "bye"}


def test_every_turn_ends_in_a_question_a_ring_or_an_end() -> None:
    last = {type(step.replies[-1]) for step in every_step()}

    assert last == {Ask, Ring, Hangup, Bridge}


def test_only_the_last_reply_waits() -> None:
    before_the_last = {type(reply) for step in every_step() for reply in step.replies[:-1]}

    assert before_the_last.isdisjoint({Ask, Ring, Hangup, Bridge})


def test_every_question_says_something() -> None:
    questions = [reply for step in every_step() for reply in step.replies if isinstance(reply, Ask)]

    assert questions
    assert all(question.says for question in questions)


def test_a_caller_may_always_speak_and_a_desk_never() -> None:
    for steps, keys_only in ((callers(), False), (desks(), True)):
        asked = {reply.keys_only for step in steps for reply in step.replies if isinstance(reply, Ask)}

        assert asked == {keys_only}


def test_0_rings_the_emergency_desk_everywhere(line: Line) -> None:
    rung = {tuple(rings(step)) for step in on_key("0")}

    assert rung == {(line.emergency,)}


def test_pound_opens_the_main_menu_everywhere() -> None:
    opened = {(step.before.language, step.after) for step in on_key("#")}

    assert opened
    assert all(after == CallSession(language=language, subject=MAIN) for language, after in opened)


def test_star_says_the_same_again_everywhere() -> None:
    for step in on_key("*"):
        again = take(step.after, Input(NOON, key="*"))

        assert (step.after.state, step.after.subject) == (step.before.state, step.before.subject)
        assert again.replies == step.replies


def test_9_asks_which_language_and_each_is_offered_in_itself(line: Line) -> None:
    for step in on_key("9"):
        offered = [(prompt.prompt, prompt.language) for prompt in says(step.replies)]

        assert step.after.state == "language"
        assert offered[:-1] == [("offer-language", code) for code in line.languages]


def test_a_language_once_chosen_the_call_goes_on_where_it_was(line: Line) -> None:
    for step in on_key("9"):
        for key, language in enumerate(line.languages, 1):
            chosen = take(step.after, Input(NOON, key=str(key))).after

            assert chosen.language == language
            assert (chosen.desk, chosen.subject) == (step.before.desk, step.before.subject)
            # Whoever chooses a language while the call ends wants it to go on.
            assert chosen.state == step.before.state or step.before.state in ("bye", "language")


def test_every_offered_key_is_understood_and_leads_on(line: Line) -> None:
    for step in callers():
        if step.event == SILENCE and step.before.state != "bye":
            for choice in asking.choices(step.before, line):
                led = take(step.before, Input(NOON, key=choice.key))

                assert led.after.misses == 0
                assert not any(prompt.prompt.startswith("wrong") for prompt in says(led.replies))


def test_keys_that_mean_nothing_are_told_so_or_lead_to_a_person(line: Line) -> None:
    for step in callers():
        known = {choice.key for choice in asking.choices(step.before, line)} | set("0*#9")
        if isinstance(step.event, Input) and step.event.key in set(KEYS) - known:
            prompts = {prompt.prompt for prompt in says(step.replies)}

            assert prompts & {
                "wrong-1",
                "wrong-2",
                "silence-last",
                "emergency-numbers",
                "transfer-ringing",
            }


def test_danger_is_answered_with_911_first_and_the_call_goes_on() -> None:
    spoken = [step for step in callers() if isinstance(step.event, Input) and step.event.words in DANGER]

    assert spoken
    for step in spoken:
        assert next(says(step.replies)).prompt == "danger"
        assert isinstance(step.replies[-1], Ask)


def test_the_police_are_rung_only_for_a_caller_who_asks_for_them(line: Line) -> None:
    police = {contact.id for contact in line.contacts.values() if contact.desk} - {line.silent}
    rung = [step for step in every_step() if police.intersection(rings(step))]

    assert rung
    for step in rung:
        assert isinstance(step.event, Input)
        assert step.after.misses == 0


def test_wrong_keys_and_silence_ring_nobody_but_the_desk_for_silent_callers(line: Line) -> None:
    unasked = [
        step
        for step in every_step()
        if rings(step) and (isinstance(step.event, NoInput) or step.after.subject == "silent")
    ]

    assert {desk for step in unasked for desk in rings(step)} == {line.silent}


def test_after_a_ring_comes_a_choice_and_never_another_ring() -> None:
    ended = [step for step in every_step() if isinstance(step.event, RingEnded)]

    assert ended
    for step in ended:
        assert step.after.state == "choice"
        assert [type(reply) for reply in step.replies] == [Ask]
        assert next(says(step.replies)).prompt == f"transfer-{step.event.outcome}"  # type: ignore[union-attr]


def test_only_key_1_of_a_desk_joins_it_with_the_caller() -> None:
    joined = {(step.before.state, step.event) for step in every_step() if Bridge() in step.replies}

    assert joined == {("whisper", Input(NOON, key="1"))}


def test_every_hearing_of_the_whisper_brings_its_end_nearer() -> None:
    for step in desks():
        for after in following(step):
            first_time = step.event not in (SILENCE, *(Input(NOON, key=key) for key in KEYS))

            assert first_time or (after.rounds, after.misses) > (step.before.rounds, step.before.misses)
            assert after.rounds < transfer.HEARINGS


def test_a_desk_hears_the_topic_and_the_language_and_no_number() -> None:
    told = {prompt for step in desks() for prompt in says(step.replies)}

    assert {prompt.prompt for prompt in told} == {"whisper", "whisper-keys"}
    assert {name for prompt in told for name, _ in prompt.values} == {"about", "spoken"}


def silent(session: CallSession, outcome: Outcome, limit: int) -> Iterator[Step]:
    """What a caller meets who stays silent from here on, while every ring ends with that outcome."""
    for _ in range(limit):
        event = RingEnded(NOON, outcome) if session.state == "ring" else SILENCE
        step = take(session, event)
        yield step
        session = step.after
        if isinstance(step.replies[-1], Hangup):
            return
    raise AssertionError(f"no end after {limit} turns from {session}")


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.UNANSWERED, Outcome.FAILED])
def test_whoever_stays_silent_reaches_a_person_or_the_numbers_and_then_the_end(
    line: Line, outcome: Outcome
) -> None:
    # each round: the silences that count, one after the numbers, and the ring; one round more says goodbye
    longest = (line.limits.misses + 2) * (line.limits.silent_rings + 1)
    reached = {step.before for step in every_step() if step.before.state != "whisper"}

    for session in reached:
        way = list(silent(session, outcome, longest))
        heard = {prompt.prompt for step in way for prompt in says(step.replies)}

        assert session.state == "bye" or "goodbye" in heard
        assert session.state == "bye" or "emergency-numbers" in heard
        assert session.rounds or session.state == "bye" or [line.silent] in [rings(step) for step in way]


def test_the_line_hangs_up_on_a_caller_only_in_the_silence_after_its_goodbye() -> None:
    ends = [step for step in callers() if Hangup() in step.replies]

    assert ends
    assert {(step.before.state, step.event) for step in ends} == {("bye", SILENCE)}


def test_an_end_is_said_with_the_numbers_and_leaves_time_for_a_key() -> None:
    farewells = [
        step for step in callers() if step.after.state == "bye" and isinstance(step.replies[-1], Ask)
    ]
    entered = [step for step in farewells if step.before.state != "bye"]

    assert entered
    for step in entered:
        assert [prompt.prompt for prompt in says(step.replies)] == ["emergency-numbers", "goodbye"]


def test_a_session_comes_back_from_its_url_unchanged(line: Line) -> None:
    for session in {step.before for step in every_step()}:
        query = dict(parse_qsl(session.to_query(), strict_parsing=True))

        assert CallSession.from_query(session.state, query, line) == session


def test_every_prompt_that_is_said_can_be_said(prompts: Prompts) -> None:
    said = {(prompt, step.after.language) for step in every_step() for prompt in says(step.replies)}

    assert all(prompts.say(prompt, language).strip() for prompt, language in said)


def test_every_address_in_a_document_is_ours_ascii_and_alphabetical(documents: Documents) -> None:
    found = [
        element.get(name, "")
        for document, _ in documents
        for element in document.iter()
        for name in ("action", "url")
        if name in element.attrib
    ]

    assert found
    for address in set(found):
        names = [name for name, _ in parse_qsl(urlsplit(address).query, strict_parsing=True)]
        assert address.startswith(f"{URL}/voice/")
        assert address.isascii()
        assert names == sorted(set(names))


def test_every_dial_shows_our_number_and_rings_one_desk_for_a_short_time(
    line: Line, documents: Documents
) -> None:
    numbers = {contact.number for contact in line.contacts.values() if contact.desk}
    dials = [dial for document, _ in documents for dial in document.iter("Dial")]

    assert {number.text for dial in dials for number in dial} == numbers
    for dial in dials:
        [number] = dial
        assert dial.get("callerId") == NUMBER
        assert int(dial.get("timeout", "30")) <= 20
        assert dial.get("action")
        assert number.get("url", "").startswith(f"{URL}/voice/whisper?")


def test_nothing_is_recorded_and_nothing_is_texted_in_any_situation(documents: Documents) -> None:
    elements = [element for document, _ in documents for element in document.iter()]

    assert {element.tag for element in elements} == {
        "Response", "Gather", "Say", "Dial", "Number", "Hangup", "say-as", "prosody", "break",
    }  # fmt: skip
    assert not {name for element in elements for name in element.attrib if "record" in name.lower()}


def test_a_whisper_is_a_question_an_end_or_a_join_with_key_1(documents: Documents) -> None:
    whispers = [(document, step) for document, step in documents if step.before.state == "whisper"]

    assert whispers
    for document, step in whispers:
        verbs = [verb.tag for verb in document]
        assert verbs in (["Gather"], ["Hangup"]) or (verbs == [] and step.event == Input(NOON, key="1"))


def test_no_question_falls_through(documents: Documents) -> None:
    gathers = [gather for document, _ in documents for gather in document.iter("Gather")]

    assert gathers
    for gather in gathers:
        assert gather.get("actionOnEmptyResult") == "true"
        assert gather.get("finishOnKey") == ""
        assert gather.get("numDigits") == "1"
        assert 1 <= int(gather.get("timeout", "5")) <= 15
