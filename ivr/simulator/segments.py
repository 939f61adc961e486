"""How many segments the carrier makes of a text: GSM-7 packs 160 characters into one, UCS-2 only 70.

https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
"""

BASIC = (
    "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
    "¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ"
)
EXTENSION = "\f[\\]^{|}~€"  # two septets each, never split between segments


def count_segments(body: str) -> int:
    if all(character in BASIC + EXTENSION for character in body):
        sizes, alone, each = [1 + (character in EXTENSION) for character in body], 160, 153
    else:
        # A character beyond the basic plane is two units, and is not split either.
        sizes, alone, each = [1 + (ord(character) > 0xFFFF) for character in body], 70, 67
    if sum(sizes) <= alone:
        return 1
    segments, used = 1, 0
    for size in sizes:
        if used + size > each:
            segments, used = segments + 1, 0
        used += size
    return segments
