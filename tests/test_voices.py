"""A voice or a language that the carrier does not have is refused at start: a caller would hear nothing."""

import pytest

from ivr import voices
from ivr.core.line import Language, Line


def told(locale: str, voice: str, hears: str = "") -> list[str]:
    return list(voices.wrong_with(Language("es", locale, voice, hears)))


def test_the_voices_of_the_line_exist(line: Line) -> None:
    assert [wrong for language in line.languages.values() for wrong in voices.wrong_with(language)] == []


@pytest.mark.parametrize(
    ("locale", "voice"),
    [
        ("en-US", "Polly.Joanna"),
        ("en-US", "Polly.Joanna-Neural"),
        ("en-US", "Polly.Matthew-Generative"),
        ("en-IN", "Polly.Kajal-Neural"),
        ("hi-IN", "Polly.Kajal-Neural"),
        ("arb", "Polly.Zeina"),
        ("vi-VN", "Google.vi-VN-Wavenet-A"),
        ("en-US", "Google.en-US-Chirp3-HD-Aoede"),
        ("es-MX", "woman"),
    ],
)
def test_what_the_carrier_has_is_taken(locale: str, voice: str) -> None:
    assert told(locale, voice) == []


@pytest.mark.parametrize(
    ("locale", "voice", "wrong"),
    [
        ("es-US", "Polly.Lupe-Nueral", "Twilio has no 'Polly.Lupe-Nueral'; did you mean Polly.Lupe-Neural?"),
        ("es-US", "polly.lupe-neural", "Twilio has no 'polly.lupe-neural'; did you mean Polly.Lupe-Neural?"),
        ("es-US", "Lupe", "Twilio has no 'Lupe'; for es-US there are Polly.Lupe, "),
        ("en-GB-WLS", "Polly.Geraint-Neural", "Twilio has no 'Polly.Geraint-Neural'; did you mean"),
        (
            "es-US",
            "Polly.Joanna-Neural",
            "Polly.Joanna-Neural speaks en-US, and not es-US; for es-US there are",
        ),
        ("es-US", "Google.es-ES-Wavenet-B", "Google.es-ES-Wavenet-B speaks es-ES, and not es-US"),
        ("es-US", "Google.es-US-Wavenett-B", "Twilio has no 'Google.es-US-Wavenett-B'"),
        ("vi-VN", "?", "Twilio has no '?'; for vi-VN there are Google.vi-VN-…"),
        ("es-US", "", "Twilio has no ''; for es-US there are Polly.Lupe, Polly.Lupe-Neural"),
    ],
)
def test_a_voice_that_the_carrier_does_not_have_is_refused(locale: str, voice: str, wrong: str) -> None:
    [error] = told(locale, voice)

    assert error.startswith(f"voice: {wrong}")


@pytest.mark.parametrize(
    ("locale", "meant"),
    [("es_US", "es-US"), ("ES-us", "es-US"), ("cmn_hans-CN", "cmn-Hans-CN"), ("es-us", "es-US")],
)
def test_a_misspelt_language_is_refused_with_what_was_meant(locale: str, meant: str) -> None:
    sentence = f"{locale!r} is no language like en-US; did you mean {meant}?"

    assert told(locale, "Polly.Lupe-Neural", hears="es-US") == [f"locale: {sentence}"]
    assert told("es-US", "Polly.Lupe-Neural", hears=locale) == [f"hears: {sentence}"]


@pytest.mark.parametrize("locale", ["Spanish", "es-USA-x", "", "e", "es US"])
def test_what_is_no_language_at_all_is_refused(locale: str) -> None:
    wrong = told(locale, "Polly.Lupe-Neural", hears="es-US")

    assert wrong == [f"locale: {locale!r} is no language like en-US"]
