"""Words become a meaning: right or misspelt, in English or Spanish, in any case, among other words."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.core.keywords import CARRIER, Understood, Unknown, Unsure, Vocabulary
from ivr.core.line import Line
from ivr.core.spelling import edits, normalise

WORDS = st.text(alphabet=string.ascii_lowercase, max_size=9)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        # as people write them
        ("POLICE", "police"),
        ("police", "police"),
        ("Police!!", "police"),
        ("  police \n", "police"),
        ("911", "emergency"),
        ("9-1-1", "emergency"),
        ("9 1 1", "emergency"),
        ("advocate", "vpr"),
        ("VPR", "vpr"),
        ("V.P.R.", "vpr"),
        ("rights", "rights"),
        ("RIGHTS?", "rights"),
        ("options", "options"),
        ("what can I do", "options"),
        ("charges", "charges"),
        ("no-contact order", "order"),
        ("restraining order", "order"),
        ("boston", "boston"),
        ("cambridge", "cambridge"),
        ("numbers", "numbers"),
        ("privacy", "privacy"),
        ("language", "language"),
        ("menu", "menu"),
        ("report", "report"),
        # with words around them
        ("police please", "police"),
        ("Please send the police to my dorm room on the third floor now", "police"),
        ("how do I talk to someone", "vpr"),
        ("thanks, the menu please", "menu"),
        # the longer phrase says what it is about
        ("boston police", "boston"),
        ("Cambridge Police!", "cambridge"),
        ("mit police", "police"),
        ("main menu", "menu"),
        # of two topics the more urgent one
        ("rights or police", "police"),
        ("police or boston", "police"),
        ("my rights, it is an emergency", "emergency"),
        # Spanish, with its accents and without
        ("policía", "police"),
        ("policia", "police"),
        ("POLICÍA", "police"),
        ("¿policía?", "police"),
        ("emergencia", "emergency"),
        ("ayuda", "help"),
        ("please help me", "help"),
        ("help me, he has a gun", "danger"),
        ("I need help from an advocate", "vpr"),
        ("I was raped", "assault"),
        ("me violaron", "assault"),
        ("how do I report", "options"),
        ("derechos", "rights"),
        ("mis derechos por favor", "rights"),
        ("defensora", "vpr"),
        ("denuncia anónima", "report"),
        ("policía de boston", "boston"),
        ("español", "spanish"),
        ("orden de restricción", "order"),
        # emoji, other scripts' forms of the same letters, invisible characters
        ("🚨 police 🚨", "police"),
        ("police👮🏽\u200d♀️", "police"),
        ("ＰＯＬＩＣＥ", "police"),
        ("po\u200blice", "police"),
        ("\u202epolice", "police"),
        ("‘rights’", "rights"),
        # misspelt
        ("polcie", "police"),
        ("plice", "police"),
        ("poilce please", "police"),
        ("emergancy", "emergency"),
        ("emergancey", "emergency"),
        ("advacate", "vpr"),
        ("rigths", "rights"),
        ("cambrige", "cambridge"),
        ("bosten", "boston"),
        ("derehcos", "rights"),
        ("languge", "language"),
        ("shoter", "danger"),
        # no word of ours
        ("hello", None),
        ("", None),
        ("   ", None),
        ("👍", None),
        ("12345", None),
        ("please", None),
        ("my roommate plays the drums", None),
        # near misses of short words would be other words: five is not fire, from is not form
        ("five", None),
        ("I am fine", None),
        ("I am from here", None),
        ("run", None),
        ("mane", None),
        ("a date", None),
        # words of their own that are two letters from one of ours, or one
        ("good morning", None),
        ("he works in my office", None),
        ("I cannot do it right now", None),
        ("we were talking", None),
        ("my sport teacher", None),
        ("so much anger", None),
        ("the lights went out", None),
        ("he changed his mind", None),
        ("perdón, no entiendo", None),
        # in a long text a near miss is more often a word of its own
        ("we talked about the plice of everything in that shop for hours", None),
    ],
)
def test_a_text_is_understood(vocabulary: Vocabulary, text: str, topic: str | None) -> None:
    meaning = vocabulary.understand(text)

    assert (meaning.topic if isinstance(meaning, Understood) else None) == topic


@pytest.mark.parametrize(
    "text",
    [
        "gun",
        "he has a GUN!",
        "theres a shooter in building 10",
        "he's here",
        "HES HERE",
        "he’s here please",
        "someone is following me",
        "I want to kill myself",
        "he said he is going to hurt me, what are my rights",
        "police, she is bleeding",
        "my friend took an overdose",
        "está aquí",
        "Esta aqui, llama a la policía",
        "me está siguiendo",
        "quiero morir",
        "tiene una pistola",
    ],
)
def test_talk_of_danger_comes_before_everything_else(vocabulary: Vocabulary, text: str) -> None:
    meaning = vocabulary.understand(text)

    assert isinstance(meaning, Understood)
    assert meaning.topic == "danger"


@pytest.mark.parametrize(
    "text", ["he has a nife, polcie", "bleding need ambulence", "wepon rigths", "polcia tirotoe"]
)
def test_danger_that_is_misspelt_is_danger_whatever_else_is(vocabulary: Vocabulary, text: str) -> None:
    meaning = vocabulary.understand(text)

    assert isinstance(meaning, Understood)
    assert meaning.topic == "danger"


@pytest.mark.parametrize(
    ("text", "language"),
    [("police", "en"), ("policía", "es"), ("derechos", "es"), ("polisia", "es"), ("rigths", "en")],
)
def test_the_language_of_a_word_is_the_language_of_the_answer(
    vocabulary: Vocabulary, text: str, language: str
) -> None:
    meaning = vocabulary.understand(text)

    assert isinstance(meaning, Understood)
    assert meaning.language == language


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("police", True),
        ("the police please", True),
        ("¡policía, por favor!", True),
        ("polcie", True),
        ("police here", False),
        ("rights and police", False),
        ("boston police", True),
    ],
)
def test_a_keyword_is_alone_when_all_else_is_politeness(
    vocabulary: Vocabulary, text: str, alone: bool
) -> None:
    meaning = vocabulary.understand(text)

    assert isinstance(meaning, Understood)
    assert meaning.alone is alone


def test_two_topics_that_are_equally_near_are_both_offered(vocabulary: Vocabulary) -> None:
    meaning = vocabulary.understand("nubers or optons")

    assert meaning == Unsure(("options", "numbers"), "en")


def test_no_more_than_three_topics_are_offered(vocabulary: Vocabulary) -> None:
    meaning = vocabulary.understand("polic optons nmbers privacu")

    assert isinstance(meaning, Unsure)
    assert meaning.topics == ("police", "options", "numbers")


@pytest.mark.parametrize("word", sorted(CARRIER))
def test_a_word_of_the_carrier_is_never_ours(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.understand(word) == Unknown()
    assert vocabulary.understand(f"{word.upper()}!") == Unknown()
    assert vocabulary.command(word) is None
    assert vocabulary.keyword(word) is None


def test_every_word_of_the_line_is_understood_as_written(vocabulary: Vocabulary, line: Line) -> None:
    wrong = [
        (topic.id, code, phrase)
        for topic in line.topics.values()
        for code, phrases in topic.phrases.items()
        for phrase in phrases
        if not isinstance(meaning := vocabulary.understand(phrase, prefer=code), Understood)
        or (meaning.topic, meaning.language) != (topic.id, code)
    ]

    assert wrong == []


def test_every_word_that_is_shown_to_people_interrupts_a_report(vocabulary: Vocabulary, line: Line) -> None:
    shown = [topic.phrases[code][0] for topic in line.topics.values() for code in topic.phrases]
    capitals = [phrase for phrase in shown if vocabulary.keyword(phrase)]

    assert {"police", "policia", "emergency", "vpr", "rights", "numbers", "menu", "lista"} <= set(capitals)


def test_every_single_slip_in_a_long_keyword_is_forgiven(vocabulary: Vocabulary, line: Line) -> None:
    lost = [
        (phrase, slip)
        for topic in line.topics.values()
        for phrase in (phrases[0] for phrases in topic.phrases.values())
        if len(phrase) >= 5 and phrase.isalpha()
        for slip in slips(phrase)
        if not near_enough(vocabulary, slip, topic.id)
    ]

    assert lost == []


def slips(word: str) -> list[str]:
    """The word with one letter lost, or two neighbours swapped."""
    lost = [word[:place] + word[place + 1 :] for place in range(len(word))]
    swapped = [
        word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)
    ]
    return [*lost, *swapped]


def near_enough(vocabulary: Vocabulary, text: str, topic: str) -> bool:
    match vocabulary.understand(text):
        case Understood(topic=found):
            # "ordr" and "orde" are one letter from both; whichever it is, it is the same topic
            return found == topic
        case Unsure(topics=topics):
            return topic in topics
    return False


@given(st.text())
def test_any_text_has_a_meaning(vocabulary: Vocabulary, text: str) -> None:
    meaning = vocabulary.understand(text)

    assert isinstance(meaning, Understood | Unsure | Unknown)


@given(st.text(max_size=40))
def test_what_is_understood_does_not_depend_on_case_or_space(vocabulary: Vocabulary, text: str) -> None:
    assert vocabulary.understand(f"  {text}\n") == vocabulary.understand(text)
    if text.isascii():
        assert vocabulary.understand(text.upper()) == vocabulary.understand(text.lower())


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("police", "police", 0),
        ("polcie", "police", 1),  # swapped with a neighbour
        ("polic", "police", 1),
        ("policee", "police", 1),
        ("pulice", "police", 1),
        ("kitten", "sitting", 3),
        ("ca", "abc", 3),  # optimal string alignment: what was swapped is not touched again
    ],
)
def test_slips_are_counted(a: str, b: str, distance: int) -> None:
    assert edits(a, b) == distance


@given(WORDS, WORDS, WORDS)
def test_the_number_of_slips_is_a_measure(a: str, b: str, c: str) -> None:
    assert edits(a, b) == edits(b, a)
    assert (edits(a, b) == 0) is (a == b)
    assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))
    assert edits(c + a, c + b) <= edits(a, b)
