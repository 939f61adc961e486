"""Whether a number names a person: all who withhold theirs share a few values, which must never be a key."""

import re

# What a keypad spells for ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE, and 464 for "ing": TWILIO.md.
SPELT = ("266696687", "7378742833", "2562533", "8656696", "86282452253", "464")
WITHHELD = frozenset(f"+{country}{digits}" for digits in SPELT for country in ("", "1"))
E164 = re.compile(r"\+[1-9]\d{6,14}")


def is_withheld(number: str) -> bool:
    """True for "anonymous" and its kind, keypad spellings of them, and whatever is no E.164 number."""
    return number in WITHHELD or not E164.fullmatch(number)
