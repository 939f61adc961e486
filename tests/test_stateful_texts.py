"""Long random walks through the text conversation, of three people at once.

No dead end, no text that nobody asked for, 911 and the carrier's words in every state, nothing repeated that
was written, and what was acknowledged is exactly what the desk reads.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ivr.core.keywords import CARRIER_HELP, CARRIER_STOP
from ivr.core.report import QUESTIONS, REVIEW
from tests.hostile import FULL
from tests.texting_line import CODE, TextingLine

PEOPLE = ("+16175550121", "+16175550122", "+12125550123")
KEPT = {"report-kept", "report-kept-words", "report-kept-danger"}
PLACES = (*QUESTIONS, REVIEW)

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

    def __init__(self) -> None:
        super().__init__()
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
        return self.line.names(self.replies)

    @initialize()
    def begin_all(self) -> None:
        for who in PEOPLE:
            self.begin(who)

    @rule(who=people)
    def begin(self, who: str) -> None:
        names = self.text(who, "REPORT")
        if who in self.drafts:
            assert names == ["report-open"]
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
        names = self.text(who, word)
        assert "911" in self.replies[0].split(".")[0] + self.replies[0].split(".")[1]
        if word != "911" and not names[0].startswith(("danger", "emergency")):
            self._expect_kept(who, names, word)

    @rule(who=people, word=st.sampled_from(["police", "VPR", "Rights, please", "MENU", "911"]))
    def look_something_up(self, who: str, word: str) -> None:
        assert self.text(who, word)[0] not in KEPT

    @rule(who=people, word=st.sampled_from(sorted(CARRIER_STOP | CARRIER_HELP)))
    def say_a_word_of_the_carrier(self, who: str, word: str) -> None:
        names = self.text(who, word.upper())
        assert (names == []) == (word in CARRIER_STOP)

    @rule(who=people, word=st.sampled_from(["yes", "START", "unstop"]))
    def say_yes(self, who: str, word: str) -> None:
        names = self.text(who, word)
        if word == "yes" and who in self.drafts and PLACES[self.drafts[who].place] == "danger":
            self._expect_kept(who, names, word)
        else:
            assert names == (["report-open"] if who in self.drafts else ["menu"])

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


def test_a_walk_through_the_text_conversation_never_goes_wrong(line: TextingLine) -> None:
    Texting.line = line
    walks, steps = (2_000, 50) if FULL else (25, 30)

    run_state_machine_as_test(
        Texting,
        settings=settings(
            max_examples=walks,
            stateful_step_count=steps,
            derandomize=not FULL,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
