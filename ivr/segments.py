"""Count what a text costs: its encoding and how many segments a carrier cuts it into.

GSM-7 holds 160 characters, or 153 each when there are several segments; one character outside of it makes the
whole text UCS-2, with 70, or 67 each. Source: 3GPP TS 23.038, Twilio's "What is an SMS segment".
"""

from collections.abc import Iterable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")  # each is an escape and a character: two places, never split
# What Twilio's "smart encoding" of a messaging service writes instead, so that a text stays GSM-7.
SMART = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "`": "'"}
    | {"\u2026": "...", "\u00a0": " ", "\u2009": " ", "\u200b": ""}
)


@dataclass(frozen=True, slots=True)
class Size:
    """`encoding` is GSM-7 or UCS-2; `units` are septets, or 16-bit code units."""

    encoding: str
    segments: int
    units: int


def measure(body: str, *, smart: bool = False) -> Size:
    """The size of a text as the carrier will send it; `smart` if its smart encoding is on. Empty is one
    segment.
    """
    body = body.translate(SMART) if smart else body
    if all(char in BASIC or char in EXTENDED for char in body):
        return _cut("GSM-7", [2 if char in EXTENDED else 1 for char in body], single=160, each=153)
    # Outside the basic plane (emoji) a character is a pair of code units, which is never torn apart.
    return _cut("UCS-2", [2 if ord(char) > 0xFFFF else 1 for char in body], single=70, each=67)


def _cut(encoding: str, widths: Iterable[int], single: int, each: int) -> Size:
    widths = list(widths)
    total = sum(widths)
    if total <= single:
        return Size(encoding, 1, total)
    segments, room = 1, each
    for width in widths:
        if width > room:
            segments, room = segments + 1, each
        room -= width
    return Size(encoding, segments, total)
