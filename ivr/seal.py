"""Seal a text so that only the desk and the recovery key can read it: age files, X25519, padded.

The file format is age's (https://age-encryption.org/v1), so the reference `age` tool opens what is sealed.
Sealing a text to two recipients takes about 0.2 ms; a passphrase costs a second or two, on purpose.
"""

from collections.abc import Sequence
from typing import Any

import pyrage  # type: ignore[import-untyped]  # a compiled module without type information

SMALLEST = 512  # bytes; one text message, whatever it says, makes a file of this size
SECRET_PREFIX = "AGE-SECRET-KEY-1"  # noqa: S105  # how a key starts, not a key
AGE_FILE = (b"age-encryption.org/", b"-----BEGIN AGE ENCRYPTED FILE-----")


class SealError(Exception):
    """Why a key or a sealed text was refused, in a sentence without a key or a word of a report."""


class Sealer:
    """Seals texts to a fixed set of recipients; threads may share it.

    Takes two or more distinct "age1…" recipients: with one alone, a lost key would lose every report.
    Raises SealError with a sentence that names the bad one by its position, the first being 1.
    """

    def __init__(self, recipients: Sequence[str]) -> None:
        names = [name.strip() for name in recipients]
        self._keys = [_recipient(name, place) for place, name in enumerate(names, 1)]
        _check_distinct(names)

    def seal(self, text: str) -> bytes:
        """The text as a binary age file, padded as `padded_size` says."""
        sealed: bytes = pyrage.encrypt(pad(text.encode()), self._keys)
        return sealed


def open_sealed(identity: str, data: bytes) -> str:
    """The text inside one sealed file, given the text of an age identity file (one or more secret keys).

    Raises SealError when the file is damaged, sealed to other keys, or not padded as `pad` does.
    """
    try:
        return unpad(pyrage.decrypt(data, _identities(identity))).decode()
    except pyrage.DecryptError as error:
        raise SealError(_why_closed(str(error))) from None
    except UnicodeDecodeError:  # its own text would quote bytes of the report
        raise SealError("What is inside is not text.") from None


def padded_size(length: int) -> int:
    """Bytes that a text of `length` bytes takes before sealing: 512, 1024, 2048, 4096, … always doubled."""
    size = SMALLEST
    while size < length + 1:  # one byte is the newline that ends the text
        size *= 2
    return size


def pad(text: bytes) -> bytes:
    """The text, a newline, and spaces: readable as it is when the reference `age` tool opens it."""
    return (text + b"\n").ljust(padded_size(len(text)))


def unpad(padded: bytes) -> bytes:
    """What was padded, exactly, its own trailing spaces and newlines included. Raises SealError otherwise."""
    ended = padded.rstrip(b" ")
    if not ended.endswith(b"\n"):
        raise SealError("What is inside was not written by this line.")
    return ended[:-1]


def make_identity() -> tuple[str, str]:
    """A new key pair: the text of an age identity file, as `age-keygen` writes it, and its recipient."""
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    return f"# public key: {recipient}\n{key}\n", recipient


def recipients_of(identity: str) -> list[str]:
    """The public halves of the keys in an identity file. Raises SealError when it holds none."""
    return [str(key.to_public()) for key in _identities(identity)]


def is_protected(data: bytes) -> bool:
    """Whether an identity file is itself an age file, so that it needs a passphrase first."""
    return data.lstrip().startswith(AGE_FILE)


def protect(identity: str, passphrase: str) -> bytes:
    """The identity file behind a passphrase, as `age -p` makes and reads it. Refuses an empty passphrase."""
    if not passphrase:
        raise SealError("The passphrase is empty.")
    protected: bytes = pyrage.passphrase.encrypt(identity.encode(), passphrase)
    return protected


def unlock(data: bytes, passphrase: str) -> str:
    """The identity file that `protect` or `age -p` put behind a passphrase. Raises SealError if wrong."""
    try:
        identity: bytes = pyrage.passphrase.decrypt(data, passphrase)
        return identity.decode()
    except (pyrage.DecryptError, UnicodeDecodeError):
        raise SealError("The passphrase is wrong, or the identity file is damaged.") from None


def _recipient(name: str, place: int) -> object:
    if name.upper().startswith(SECRET_PREFIX):  # pasted by mistake: say so, and do not echo it into a log
        raise SealError(f"Recipient {place} is a secret key. Only recipients (age1…) belong on the server.")
    try:
        return pyrage.x25519.Recipient.from_str(name)
    except pyrage.RecipientError:
        raise SealError(f"Recipient {place} is not an age recipient: age1… and 58 more characters.") from None


def _check_distinct(names: list[str]) -> None:
    for place, name in enumerate(names, 1):
        if name in names[: place - 1]:
            raise SealError(f"Recipient {place} repeats recipient {names.index(name) + 1}.")
    if len(names) < 2:
        raise SealError(f"Two recipients are needed (desk and recovery), and there are {len(names)}.")


def _identities(identity: str) -> list[Any]:
    lines = [line.strip() for line in identity.splitlines()]
    secrets = [line for line in lines if line and not line.startswith("#")]
    if not secrets:
        raise SealError("The identity file holds no key.")
    try:
        return [pyrage.x25519.Identity.from_str(secret) for secret in secrets]
    except pyrage.IdentityError:
        raise SealError("The identity file holds a line that is not an age secret key.") from None


def _why_closed(error: str) -> str:
    if "No matching keys" in error:
        return "It is sealed to other keys than this one."
    return "It is damaged: what was sealed is not all there, or was changed."
