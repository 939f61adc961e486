"""Files that are whole or not there at all, also after the power fails."""

import os
import sys
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file in one step for whoever looks at the folder, and return when it is on the disk.

    The file is for its owner alone unless `mode` says more. Raises OSError, and then leaves nothing behind.
    """
    number, draft = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        _write_through(number, content)
        Path(draft).chmod(mode)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make names written to a folder, or removed from it, survive a power cut."""
    if sys.platform == "win32":  # a folder cannot be opened there; NTFS keeps names in its own journal
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _write_through(number: int, content: bytes) -> None:
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
