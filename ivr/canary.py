"""A canary is a test of the line by itself, from a sender whose name only the line's secret can make.

    From: canary:<16 letters of chance>.<HMAC-SHA256 of them, 32 hexadecimal digits>

Every webhook is signed by Twilio, or by who holds its token. This name tells the two apart: without the
secret, nobody can have a real report taken for a test, or a test for a real one.
"""

import hashlib
import hmac
import secrets

PREFIX = "canary:"
DIGITS = 32  # of the HMAC: 128 bits


def new_sender(secret: bytes) -> str:
    """A sender that nobody had before, so that one canary never meets the draft of another."""
    chance = secrets.token_hex(8)
    return f"{PREFIX}{chance}.{_mark(secret, chance)}"


def is_canary(secret: bytes, sender: str) -> bool:
    """Whether this `From` was made by `new_sender` with the same secret."""
    if not sender.startswith(PREFIX):
        return False
    chance, _, mark = sender.removeprefix(PREFIX).partition(".")
    return hmac.compare_digest(_mark(secret, chance).encode(), mark.encode("utf-8", "replace"))


def _mark(secret: bytes, chance: str) -> str:
    named = f"canary\0{chance}".encode("utf-8", "replace")
    return hmac.new(secret, named, hashlib.sha256).hexdigest()[:DIGITS]
