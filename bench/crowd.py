"""Who calls and texts on the day: what each of them asks, one thing after the other, and what they are due.

Of a hundred people sixty call, thirty text keywords, ten report; some in Spanish, some by voice, some with a
wrong key. A fifth of all webhooks come twice, as they do when the network loses an answer.
"""

from collections.abc import Iterator, Sequence

from bench.load import Script
from bench.people import person
from bench.situations import MENU, RING, WORDS, key, keyword, misspelt, voice_menu
from bench.webhooks import Carrier, Request
from bench.wording import BRIDGED, DONE, first_reply, heard, known, sent, texted

HUNDRED = 100
DOUBLED = 5  # each fifth
WHISPER = "/voice/whisper?desk=vpr&language=en&subject=main"
LANGUAGE = "/voice/language?language=en&subject=main"
DESK = "vpr"
# Who is at a place of the hundred: the first below whose number it is.
CALLS, SPOKEN, MISTAKEN, SPANISH_CALLS, TEXTS, SPANISH_TEXTS, REPORTS = 44, 50, 56, 60, 86, 90, 98
TEXTS_OF_A_REPORT, TEXTS_IN_SPANISH = 7, 2
COMMANDS = {"en": ("REPORT", "NEXT", "SEND"), "es": ("REPORTE", "SIGUIENTE", "ENVIAR")}
ANSWERS = {
    "en": (WORDS, "Following somebody home.", "Main and Vassar Street."),
    "es": (
        "Anoche alguien camino detras de mi hasta mi casa.",
        "Acoso en la calle, de noche.",
        "Calle Main.",
    ),
}


def scripts(carrier: Carrier, crowd: Sequence[int], *, doubled: bool = True) -> Iterator[Script]:
    """What these people ask, mixed as they come."""
    for place in crowd:
        script = ask(carrier, place)
        yield _doubled(script, place) if doubled else script


def ask(carrier: Carrier, place: int) -> list[Request]:
    """What the person with this number asks."""
    who, turn = person(place), place * 37 % HUNDRED
    if turn < SPANISH_CALLS:
        return _call(carrier, who, turn)
    if turn < TEXTS:
        return [*keyword(carrier, who), *misspelt(carrier, who)]
    if turn < SPANISH_TEXTS:
        return _spanish_texts(carrier, who)
    return _report(carrier, who, "en" if turn < REPORTS else "es", place)


def is_reporter(place: int) -> bool:
    return place * 37 % HUNDRED >= SPANISH_TEXTS


def commits(people: int) -> dict[str, int]:
    """How many commits so many people cause, copies left out: of texts that wait for the disk (all of a
    report, and what tells another language), of texts that do not (what is misspelt), and of deliveries.
    """
    reports = HUNDRED - SPANISH_TEXTS
    waiting = reports * TEXTS_OF_A_REPORT + (SPANISH_TEXTS - TEXTS) * TEXTS_IN_SPANISH
    of_hundred = {
        "texts_that_wait": waiting,
        "texts_that_do_not": TEXTS - SPANISH_CALLS,
        "deliveries": 2 * reports,  # claimed, and delivered
    }
    return {name: number * people // HUNDRED for name, number in of_hundred.items()}


def _doubled(script: list[Request], place: int) -> list[Request]:
    return [
        copy
        for turn, request in enumerate(script)
        for copy in [request] * (2 if (place + turn) % DOUBLED == 0 else 1)
    ]


def _call(carrier: Carrier, who: str, turn: int) -> list[Request]:
    """Hear the menu, ask for the advocates in one way or another, be connected, and hang up."""
    if turn < CALLS:
        asked = [_asks_for_advocate(carrier, who, *key("2"))]
    elif turn < SPOKEN:
        words = ("SpeechResult", "an advocate please"), ("Confidence", "0.91")
        asked = [_asks_for_advocate(carrier, who, *words)]
    elif turn < MISTAKEN:
        wrong = carrier.calls(MENU, who, *key("8"), expects=heard("wrong-1"))
        asked = [wrong, _asks_for_advocate(carrier, who, *key("2"), path=_with_a_miss(MENU))]
    else:
        asked = _asks_in_spanish(carrier, who)
    return [*voice_menu(carrier, who), *asked, *_connected(carrier, who, "es" if turn >= MISTAKEN else "en")]


def _with_a_miss(path: str) -> str:
    return path.replace("&subject", "&misses=1&subject")


def _asks_for_advocate(
    carrier: Carrier, who: str, *said: tuple[str, str], path: str = MENU, language: str = "en"
) -> Request:
    return carrier.calls(path, who, *said, expects=heard("transfer-ringing", language=language, contact=DESK))


def _asks_in_spanish(carrier: Carrier, who: str) -> list[Request]:
    return [
        carrier.calls(MENU, who, *key("9"), expects=heard("offer-language", language="es", key="2")),
        carrier.calls(LANGUAGE, who, *key("2"), expects=heard("menu-main", language="es")),
        _asks_for_advocate(carrier, who, *key("2"), path=_in(MENU, "es"), language="es"),
    ]


def _in(path: str, language: str) -> str:
    return path.replace("language=en", f"language={language}")


def _connected(carrier: Carrier, who: str, language: str) -> list[Request]:
    desk, path = known()[0].contacts[DESK].number, _in(WHISPER, language)
    ended = (("DialCallStatus", "completed"), ("DialBridged", "true"))
    over = heard("transfer-ended", language=language, contact=DESK)
    return [
        carrier.rings(path, who, desk, expects=heard("whisper-keys")),
        carrier.rings(path, who, desk, *key("1"), expects=BRIDGED),
        carrier.calls(_in(RING, language), who, *ended, expects=over),
        carrier.calls("/status", who, ("CallDuration", "93"), expects=DONE),
    ]


def _spanish_texts(carrier: Carrier, who: str) -> list[Request]:
    return [
        carrier.texts(who, "POLICIA", 0, expects=texted("police", language="es")),
        carrier.texts(who, "derehcos", 1, expects=texted("rights", language="es")),
    ]


def _report(carrier: Carrier, who: str, language: str, place: int) -> list[Request]:
    """Three answers that nobody else gives, so that what arrives shows whose it is."""
    begin, onward, send = COMMANDS[language]
    kept = texted("report-kept", language=language)
    asked = [carrier.texts(who, begin, 0, expects=first_reply(language))]
    for turn, (words, question) in enumerate(zip(ANSWERS[language], ("kind", "where", ""), strict=True)):
        told = f"{words} ({place})"
        asked.append(carrier.texts(who, told, 2 * turn + 1, expects=kept, kept=True))
        if question:
            following = texted(f"ask-{question}", language=language)
            asked.append(carrier.texts(who, onward, 2 * turn + 2, expects=following))
    return [*asked, carrier.texts(who, send, 9, expects=sent(language))]
