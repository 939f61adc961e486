"""Long random walks through the text conversation, of three people at once, the same ones each time.

No dead end, no text that nobody asked for, 911 and the carrier's words in every state, nothing repeated that
was written, and what was acknowledged is exactly what the desk reads.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ivr.core.keywords import CARRIER_HELP, CARRIER_STOP
from ivr.core.report import QUESTIONS, REVIEW
from tests.hostile import FULL, SEED, tell
from tests.texting_line import CODE, TextingLine

PEOPLE = ("+16175550121", "+16175550122", "+12125550123")
KEPT = {"report-kept", "report-kept-words", "report-kept-danger"}
PLACES = (*QUESTIONS, REVIEW)
NOWHERE = "no report"
ROUNDS = 9  # at most; each from a seed of its own
# What works in every place: talk of danger, and the carrier's words.
EVERYWHERE = tuple(product(("911", "stop", "help"), (*PLACES, NOWHERE)))

people = st.sampled_from(PEOPLE)
# Each begins with a mark of its own, by which it would be known in a reply.
endings = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        ["", "gun", "no", "near the library, at night", "nadie", "\n\n", "á" * 200, "<Say>", "stop"]
    ),
)


@dataclass
class Draft:
    """What the line has acknowledged of one report, and the question it is at."""

    place: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)


class Texting(RuleBasedStateMachine):
    line: TextingLine
    walked: Counter[str]  # how many walks and steps there were, and what was tried in which place

    def __init__(self) -> None:
        super().__init__()
        self.walked["walks"] += 1
        self.line.reset()
        self.drafts: dict[str, Draft] = {}
        self.sent: dict[str, list[tuple[str, str]]] = {}
        self.marks: list[str] = []
        self.last: tuple[str, str, str, list[str]] | None = None

    def text(self, who: str, body: str, pictures: int = 0) -> list[str]:
        """Send a text; the names of the prompts that come back, with what holds for every text checked."""
        sid = self.line.new_sid()
        self.replies = self.line.text(who, body, sid, pictures)
        self.last = (who, body, sid, self.replies) if not pictures else None
        assert len(self.replies) <= 2
        assert not any(mark in reply for mark in self.marks for reply in self.replies)
        names = self.line.names(self.replies)
        assert "apology" not in names
        return names

    @invariant()
    def count(self) -> None:
        self.walked["steps"] += 1

    def note(self, who: str, word: str) -> None:
        draft = self.drafts.get(who)
        self.walked[f"{word} at {PLACES[draft.place] if draft else NOWHERE}"] += 1

    @initialize(places=st.tuples(*[st.integers(0, len(QUESTIONS))] * len(PEOPLE)))
    def begin_all(self, places: tuple[int, ...]) -> None:
        """Each is somewhere in a report: by chance alone hardly anybody comes to its last question."""
        for who, place in zip(PEOPLE, places, strict=True):
            self.begin(who)
            for _ in range(place):
                self.move(who, ("NEXT", 1))

    @rule(who=people)
    def begin(self, who: str) -> None:
        names = self.text(who, "REPORT")
        if who in self.drafts:
            assert names == self._open_at(who)
        elif names != ["report-limit"]:
            assert names == ["report-intro", "report-first"]
            self.drafts[who] = Draft()

    @rule(who=people, ending=endings, pictures=st.sampled_from([0, 0, 0, 1]))
    def write(self, who: str, ending: str, pictures: int) -> None:
        mark = f"zq{len(self.marks):04d}qz"
        self.marks.append(mark)
        names = self.text(who, f"{mark} {ending}", pictures)
        self._expect_kept(who, names, f"{mark} {ending}")

    @precondition(lambda self: self.drafts)
    @rule(chosen=st.data(), ending=endings)
    def answer_and_go_on(self, chosen: st.DataObject, ending: str) -> None:
        who = chosen.draw(st.sampled_from(sorted(self.drafts)))
        self.write(who, ending, 0)
        self.move(who, ("NEXT", 1))

    @rule(who=people, word=st.sampled_from(["gun", "911", "he is here", "me quiere matar", "EMERGENCY"]))
    def be_in_danger(self, who: str, word: str) -> None:
        self.note(who, "911")
        names = self.text(who, word)
        assert "911" in self.replies[0].split(".")[0] + self.replies[0].split(".")[1]
        if word != "911" and not names[0].startswith(("danger", "emergency")):
            self._expect_kept(who, names, word)

    @rule(who=people, word=st.sampled_from(["police", "VPR", "Rights, please", "MENU", "911"]))
    def look_something_up(self, who: str, word: str) -> None:
        assert self.text(who, word)[0] not in KEPT

    @rule(who=people, word=st.sampled_from(sorted(CARRIER_STOP | CARRIER_HELP)))
    def say_a_word_of_the_carrier(self, who: str, word: str) -> None:
        self.note(who, "stop" if word in CARRIER_STOP else "help")
        names = self.text(who, word.upper())
        assert (names == []) == (word in CARRIER_STOP)

    @rule(who=people, word=st.sampled_from(["yes", "START", "unstop"]))
    def say_yes(self, who: str, word: str) -> None:
        names = self.text(who, word)
        if word == "yes" and who in self.drafts and PLACES[self.drafts[who].place] == "danger":
            self._expect_kept(who, names, word)
        else:
            assert names == (self._open_at(who) if who in self.drafts else ["menu"])

    def _open_at(self, who: str) -> list[str]:
        """What somebody is told who comes back: what can be done, and the question where they stopped."""
        return ["report-open", f"ask-{PLACES[self.drafts[who].place]}"]

    @rule(who=people, step=st.sampled_from([("NEXT", 1), ("skip", 1), ("Back!", -1), ("siguiente", 1)]))
    def move(self, who: str, step: tuple[str, int]) -> None:
        names = self.text(who, step[0])
        if draft := self.drafts.get(who):
            draft.place = min(max(draft.place + step[1], 0), len(QUESTIONS))
            assert names == [f"ask-{PLACES[draft.place]}"]
        else:
            assert names == ["report-none"]

    @rule(who=people)
    def send(self, who: str) -> None:
        names = self.text(who, "SEND")
        draft = self.drafts.get(who)
        if draft and draft.kept:
            assert names == ["report-sent"]
            code = CODE.search(self.replies[0])
            assert code
            self.sent[code[0]] = draft.kept
            del self.drafts[who]
        else:
            assert names[0] == ("report-empty" if draft else "report-none")

    @rule(who=people)
    def erase(self, who: str) -> None:
        assert self.text(who, "erase") == ["report-erased" if self.drafts.pop(who, None) else "report-none"]

    @precondition(lambda self: self.last)
    @rule()
    def hear_the_same_text_again(self) -> None:
        assert self.last
        who, body, sid, replies = self.last
        assert self.line.text(who, body, sid) == replies

    @rule(hours=st.sampled_from([0.1, 0.1, 25]))
    def wait(self, hours: float) -> None:
        self.line.wait(hours=hours)
        self.last = None
        if hours > 24:
            self.drafts.clear()

    @rule()
    def sweep(self) -> None:
        self.line.forget()

    def teardown(self) -> None:
        """Whatever state they are in, everybody gets out, and the desk reads what was acknowledged."""
        for who in PEOPLE:
            self.send(who)
            self.erase(who)
        delivered = self.line.delivered()
        assert {code: sorted(answers) for code, answers in delivered.items()} == {
            code: sorted(answers) for code, answers in self.sent.items()
        }
        for code, answers in delivered.items():
            for question in QUESTIONS:  # in the order in which they came
                assert _of(question, answers) == _of(question, self.sent[code])

    def _expect_kept(self, who: str, names: list[str], words: str) -> None:
        draft = self.drafts.get(who)
        if draft is None:
            assert KEPT.isdisjoint(names)
        elif names != ["report-full"]:
            assert len(names) == 1
            assert names[0] in KEPT
            question = PLACES[draft.place]
            draft.kept.append(("more" if question == REVIEW else question, words))


def _of(question: str, answers: list[tuple[str, str]]) -> list[str]:
    return [words for of, words in answers if of == question]


@pytest.fixture(scope="module")
def line() -> Iterator[TextingLine]:
    made = TextingLine()
    yield made
    made.close()


def test_talk_of_danger_and_the_carriers_words_work_at_every_question(line: TextingLine) -> None:
    Texting.line, Texting.walked = line, Counter()
    walk, who = Texting(), PEOPLE[0]
    walk.begin(who)

    for _ in PLACES:
        walk.be_in_danger(who, "gun")
        for word in sorted(CARRIER_STOP | CARRIER_HELP):
            walk.say_a_word_of_the_carrier(who, word)
        walk.move(who, ("NEXT", 1))

    assert all(walk.walked[f"{word} at {place}"] for word, place in EVERYWHERE if place != NOWHERE)


def test_a_walk_through_the_text_conversation_never_goes_wrong(
    line: TextingLine, capsys: pytest.CaptureFixture[str]
) -> None:
    Texting.line, Texting.walked = line, Counter()
    least, walks, length = (100_000, 500, 50) if FULL else (1_000, 30, 40)

    for turn in range(ROUNDS):  # how many steps a walk has is for hypothesis to say
        if steps() < least:
            walk(SEED + turn, walks, length)

    tried = {f"{word} at {place}": Texting.walked[f"{word} at {place}"] for word, place in EVERYWHERE}
    tell(capsys, f"{steps()} steps in {Texting.walked['walks']} walks: {tried}")
    assert steps() >= least
    assert not FULL or all(tried.values())


def walk(first: int, walks: int, length: int) -> None:
    run_state_machine_as_test(
        seed(first)(Texting),
        settings=settings(
            max_examples=walks,
            stateful_step_count=length,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def steps() -> int:
    return Texting.walked["steps"] - Texting.walked["walks"]  # to begin is none
