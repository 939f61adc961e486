"""Phone numbers and message ids become keys that say nothing without the line's secret."""

import hashlib
import hmac


def sender_key(secret: bytes, number: str) -> str:
    """The key of a texter: HMAC-SHA256 of the number (E.164), as 64 hexadecimal digits.

    Never for a withheld number: all who withhold theirs share one value.
    """
    return _keyed(secret, "sender", number)


def message_key(secret: bytes, sid: str) -> str:
    """The key of a text by its MessageSid, under which its reply is remembered."""
    return _keyed(secret, "message", sid)


def sender_counter(sender: str, day: str) -> str:
    """The name under which the reports of a sender are counted on one day.

    Another one each day, and none that a draft has: a counter leads to no draft and to no other day.
    """
    return "sender:" + hashlib.sha256(f"{sender} {day}".encode()).hexdigest()


def _keyed(secret: bytes, kind: str, text: str) -> str:
    return hmac.new(secret, f"{kind}\0{text}".encode(), hashlib.sha256).hexdigest()
