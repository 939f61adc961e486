"""What a caller says leads where they want, and never to somebody whom they did not ask for."""

import pytest

from ivr.core import asking, call
from ivr.core.actions import Ask, Ring, Say
from ivr.core.events import Input, NoInput
from ivr.core.keywords import Vocabulary
from ivr.core.line import AFTER, MAIN, Line, ReadNumber, RingDesk
from ivr.core.session import CallSession
from ivr.prompts import NUMBER_BEGINS, Prompts
from tests.exploring import NOON

EMERGENCY, POLICE, VPR = "mit-police-emergency", "mit-police", "vpr"
# What a caller hears next: a desk that rings, or the first prompt of a question.
SAID = {
    "en": {
        # a desk, and nothing beside it but words that ask
        "police": POLICE,
        "I want to talk to the police, please": POLICE,
        "can you connect me with MIT police": POLICE,
        "advocate": VPR,
        "I would like to speak with an advocate": VPR,
        "V P R": VPR,
        "the VPR helpline please": VPR,
        "I want to talk to someone": VPR,
        "a real person": VPR,
        "can I talk to a person": VPR,
        "operator": VPR,
        # emergencies are told in sentences
        "emergency": EMERGENCY,
        "there is an emergency on the third floor, somebody fell": EMERGENCY,
        "MIT Police emergencies": EMERGENCY,
        "police, it's an emergency": EMERGENCY,
        "nine one one": EMERGENCY,
        "I need an ambulance": EMERGENCY,
        # danger, and a cry for help
        "he has a gun": "danger",
        "police, he has a knife": "danger",
        "Help!": "danger",
        "please help": "danger",
        "help me please": "danger",
        "he isn't breathing": "danger",
        # refused, or in a sentence that need not ask for them: they choose
        "no police please": "danger",
        "I don't want the police": "danger",
        "please do not call the police": "danger",
        "don't call the police": "danger",
        "it's not an emergency": "danger",
        "will the police know who I am": "danger",
        "do I have to go to the police": "danger",
        "the officer said nothing": "danger",
        # both at once
        "police or advocate": "danger",
        "I need an advocate, it is an emergency": "danger",
        "help me talk to an advocate instead of the police": "danger",
        # one refused, the other wanted
        "I don't want the police, I want an advocate": VPR,
        "no police, advocate": VPR,
        # something to hear
        "what are my rights": "rights",
        "what are my rights with the police": "rights",
        "can I report to the police without my name": "report",
        "I was raped": "assault",
        "sexual assault": "assault",
        "a man attacked me and I want the police": "assault",
        "I need help with a restraining order": "order",
        "Boston police": "number",
        # an everyday word is not a misspelt desk
        "he works in my office": "unclear-1",
        "good morning": "unclear-1",
        "I can't talk right now": "unclear-1",
        "my sport coach": "unclear-1",
        "polcie": "unclear-1",
    },
    "es": {
        "policía": POLICE,
        "quiero hablar con la policía": POLICE,
        "no quiero hablar con la policía": "danger",
        "línea de ayuda V P R": VPR,
        "quiero hablar con la línea de ayuda VPR": VPR,
        "necesito ayuda de una defensora": VPR,
        "defensora": VPR,
        "emergencias de la Policía del MIT": EMERGENCY,
        "no es una emergencia": "danger",
        "ayuda": "danger",
        "me violaron": "assault",
        "mis derechos": "rights",
        "buenos días": "unclear-1",
    },
    "zh": {
        "警察": POLICE,
        "我想报警": POLICE,
        "不要报警": "danger",
        "支援员": VPR,
        "我想和支援员谈": VPR,
        "辅导员": VPR,
        "紧急": EMERGENCY,
        "MIT 警察紧急电话": EMERGENCY,
        "帮帮我": "danger",
        "我被强奸了": "assault",
        "我的权利": "rights",
        "你好": "unclear-1",
    },
}


def led(line: Line, vocabulary: Vocabulary, words: str, session: CallSession) -> str:
    """The desk that rings, or the first prompt of the question that follows."""
    _, replies = call.turn(session, Input(NOON, words=words), line, vocabulary)
    match replies[-1]:
        case Ring(desk):
            return desk
        case Ask(says=(Say(prompt=prompt), *_)):
            return prompt
    raise AssertionError(replies)


@pytest.mark.parametrize(
    ("language", "words", "next_"),
    [(language, words, next_) for language, table in SAID.items() for words, next_ in table.items()],
)
def test_what_is_said_leads_to(
    line: Line, vocabulary: Vocabulary, language: str, words: str, next_: str
) -> None:
    assert led(line, vocabulary, words, CallSession(language=language, subject=MAIN)) == next_


def test_who_has_to_choose_hears_911_and_then_both(line: Line, vocabulary: Vocabulary) -> None:
    session, replies = call.turn(
        CallSession(language="en"), Input(NOON, words="no police please"), line, vocabulary
    )

    assert session == CallSession(language="en", subject=AFTER)
    assert [offer.target for offer in asking.choices(session, line)] == [RingDesk(POLICE), RingDesk(VPR)]
    assert isinstance(replies[-1], Ask)
    assert replies[-1].says[0] == Say("danger")


KEYS = {
    "en": {"two": "2", "Two.": "2", "press two": "2", "number two": "2", "4": "4", "to": "2", "zero": "0"},
    "es": {"dos": "2", "oprima dos": "2", "cero": "0", "asterisco": "*", "nueve": "9"},
    "zh": {"二": "2", "按二": "2", "零": "0", "九": "9", "井": "#"},
}


@pytest.mark.parametrize(
    ("language", "words", "key"),
    [(language, words, key) for language, table in KEYS.items() for words, key in table.items()],
)
def test_the_name_of_a_key_is_that_key(
    line: Line, vocabulary: Vocabulary, language: str, words: str, key: str
) -> None:
    session = CallSession(language=language, subject=MAIN)

    said = call.turn(session, Input(NOON, words=words), line, vocabulary)

    assert said == call.turn(session, Input(NOON, key=key), line, vocabulary)


@pytest.mark.parametrize("words", ["star", "pound", "nine", "hash", "three"])
def test_every_key_can_be_said(line: Line, vocabulary: Vocabulary, words: str) -> None:
    assert vocabulary.key(words) in set("*#93")


def test_the_names_and_offers_of_the_line_said_back_lead_to_themselves(
    line: Line, vocabulary: Vocabulary, prompts: Prompts
) -> None:
    wrong = []
    for code in line.languages:
        for contact in line.contacts.values():
            own = contact.id if contact.desk else "number"
            said = {prompts.say(Say(f"contact-{contact.id}"), code)}
            for choice in (*line.menus[MAIN], *line.menus[AFTER]):
                if choice.target == RingDesk(contact.id):
                    offer = asking.offers(CallSession(language=code, subject=MAIN), line)
                    said |= {
                        # "To talk to MIT Police", without "press 1"
                        prompts.say(one, code).split(",")[0].split("，")[0]
                        for one in offer
                        if one.prompt == choice.offer and ("contact", contact.id) in one.values
                    }
            session = CallSession(language=code, subject=MAIN)
            wrong += [
                (code, words, found)
                for words in said
                if (found := led(line, vocabulary, words, session)) != own
            ]

    assert wrong == []


def test_the_choices_that_read_a_number_have_no_number_in_their_offer(line: Line, prompts: Prompts) -> None:
    offers = [
        Say(choice.offer, (("contact", choice.target.contact), ("key", choice.key)))
        for choice in line.menus["contacts"]
        if isinstance(choice.target, ReadNumber)
    ]

    assert offers
    assert not any(NUMBER_BEGINS in prompts.say(offer, code) for offer in offers for code in line.languages)


@pytest.mark.parametrize(("rounds", "prompt"), [(0, "silence-2"), (1, "silence-2"), (2, "silence-last")])
def test_nobody_is_told_to_wait_for_a_person_who_does_not_come(
    line: Line, vocabulary: Vocabulary, rounds: int, prompt: str
) -> None:
    session = CallSession(language="en", misses=1, rounds=rounds)

    _, replies = call.turn(session, NoInput(NOON), line, vocabulary)

    assert isinstance(replies[-1], Ask)
    assert replies[-1].says[0].prompt == prompt
