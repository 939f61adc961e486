"""Which voices the carrier has: a misspelt one is silence, or an error in the middle of a call.

Names and languages are those of Amazon's page "Available voices" of Polly; Twilio writes `Polly.<name>`, with
-Neural or -Generative for the kinds that sound better, and `Google.<locale>-<kind>-<name>` (its page
"Text-to-Speech", Available voices and languages). A voice that is newer than this list can be added here.
"""

import re
from collections.abc import Iterator, Mapping

from ivr.core.line import Language
from ivr.meant import nearest

BASIC = ("man", "woman")  # of any language that Twilio speaks
# BCP 47, as far as carriers use it: en-US, cmn-Hans-CN, es-419, arb, en-GB-WLS.
LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3})(-[A-Z]{3})?)?")
GOOGLE = re.compile(r"Google\.(?P<locale>[A-Za-z-]+?)-(Standard|Wavenet|Neural2|Chirp3-HD)-[A-Z][a-z]*")
# A name by itself is of the oldest kind; with + there is a newer one of that name, too, with * only that.
POLLY = {
    "ar-AE": "Hala* Zayd*",
    "arb": "Zeina",
    "ca-ES": "Arlet*",
    "cmn-CN": "Zhiyu+",
    "cs-CZ": "Jitka*",
    "cy-GB": "Gwyneth",
    "da-DK": "Mads Naja Sofie*",
    "de-AT": "Hannah*",
    "de-CH": "Sabrina*",
    "de-DE": "Daniel* Hans Marlene Vicki+",
    "en-AU": "Nicole Olivia* Russell",
    "en-GB": "Amy+ Arthur* Brian+ Emma+",
    "en-GB-WLS": "Geraint",
    "en-IE": "Niamh*",
    "en-IN": "Aditi Kajal* Raveena",
    "en-NZ": "Aria*",
    "en-SG": "Jasmine*",
    "en-US": "Danielle* Gregory* Ivy+ Joanna+ Joey+ Justin+ Kendra+ Kevin* Kimberly+ Matthew+ Ruth* Salli+ "
    "Stephen*",
    "en-ZA": "Ayanda*",
    "es-ES": "Conchita Enrique Lucia+ Sergio*",
    "es-MX": "Andres* Mia+",
    "es-US": "Lupe+ Miguel Pedro* Penelope",
    "fi-FI": "Suvi*",
    "fr-BE": "Isabelle*",
    "fr-CA": "Chantal Gabrielle* Liam*",
    "fr-FR": "Celine Lea+ Mathieu Remi*",
    "hi-IN": "Aditi Kajal*",
    "is-IS": "Dora Karl",
    "it-IT": "Adriano* Bianca+ Carla Giorgio",
    "ja-JP": "Kazuha* Mizuki Takumi+ Tomoko*",
    "ko-KR": "Jihye* Seoyeon+",
    "nb-NO": "Ida* Liv",
    "nl-BE": "Lisa*",
    "nl-NL": "Laura* Lotte Ruben",
    "pl-PL": "Ewa Jacek Jan Maja Ola*",
    "pt-BR": "Camila+ Ricardo Thiago* Vitoria+",
    "pt-PT": "Cristiano Ines+",
    "ro-RO": "Carmen",
    "ru-RU": "Maxim Tatyana",
    "sv-SE": "Astrid Elin*",
    "tr-TR": "Burcu* Filiz",
    "yue-CN": "Hiujin*",
}


def _polly(names: str) -> Iterator[str]:
    for name in names.split():
        plain = name.rstrip("+*")
        if not name.endswith("*"):
            yield f"Polly.{plain}"
        if name != plain:
            yield from (f"Polly.{plain}-Neural", f"Polly.{plain}-Generative")


VOICES: Mapping[str, tuple[str, ...]] = {locale: tuple(_polly(names)) for locale, names in POLLY.items()}


def wrong_with(language: Language) -> Iterator[str]:
    """What no carrier would speak or hear; each sentence begins with the key it stands under."""
    named = {"locale": language.locale, **({"hears": language.hears} if language.hears else {})}
    wrong = [key for key, value in named.items() if not LOCALE.fullmatch(value)]
    yield from (f"{key}: {named[key]!r} is no language like en-US{_meant(named[key])}" for key in wrong)
    if not wrong:
        yield from _wrong_voice(language.voice, language.locale)


def _meant(locale: str) -> str:
    first, *parts = re.split("[-_]", locale)
    meant = "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in parts)])
    return f"; did you mean {meant}?" if LOCALE.fullmatch(meant) else ""


def _wrong_voice(voice: str, locale: str) -> Iterator[str]:
    google = GOOGLE.fullmatch(voice)
    speaks = [google["locale"]] if google else [of for of, voices in VOICES.items() if voice in voices]
    if voice in BASIC or locale in speaks:
        return
    mine = VOICES.get(locale, ())
    if speaks:
        yield f"voice: {voice} speaks {' and '.join(speaks)}, and not {locale}{_instead(mine, locale)}"
    else:
        meant = nearest(voice, [*mine, *(one for voices in VOICES.values() for one in voices)])
        yield f"voice: Twilio has no {voice!r}{meant or _instead(mine, locale)}"


def _instead(voices: tuple[str, ...], locale: str) -> str:
    return f"; for {locale} there are {', '.join((*voices, f'Google.{locale}-…'))}"
