"""The desk's secret key: read from its file, asked for its passphrase, and kept in memory only."""

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ivr import seal
from ivr.seal import SealError

PASSPHRASE = "DESK_PASSPHRASE"  # noqa: S105  # the name of a setting, not one
DEFAULT_FILE = Path("desk.key")


def load_identity(path: Path, environ: Mapping[str, str]) -> str:
    """The text of an age identity file. A protected one takes its passphrase from DESK_PASSPHRASE or asks.

    Raises OSError when it cannot be read, SealError when it is no identity file or the passphrase is wrong.
    """
    _warn_of_others(path)
    data = path.read_bytes()
    identity = seal.unlock(data, _passphrase(path, environ)) if seal.is_protected(data) else _text(data)
    seal.recipients_of(identity)  # now, and not at the first report
    return identity


def new_passphrase(environ: Mapping[str, str]) -> str:
    """A passphrase for a new identity file, from DESK_PASSPHRASE or asked twice. Raises SealError."""
    if PASSPHRASE in environ:
        return environ[PASSPHRASE]
    chosen = getpass.getpass("New passphrase: ")
    if getpass.getpass("The same again: ") != chosen:
        raise SealError("The two passphrases differ. Nothing was written.")
    return chosen


def _passphrase(path: Path, environ: Mapping[str, str]) -> str:
    return environ.get(PASSPHRASE) or getpass.getpass(f"Passphrase of {path.name}: ")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise SealError("The identity file is not an age identity file.") from None


def _warn_of_others(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        print(f"Others on this machine can read {path.name}. Run: chmod 600 {path.name}", file=sys.stderr)
