"""Whether there is a database to look at: who looks must not make one where the line's is not."""

from pathlib import Path

SQLITE = "sqlite:///"


class NoDatabase(Exception):
    """In which file there is none, in a sentence that begins with the setting."""


def require(url: str) -> None:
    """Raises NoDatabase when the file of an SQLite database is missing or empty."""
    if (file := file_of(url)) and not (file.is_file() and file.stat().st_size):
        raise NoDatabase(f"DATABASE_URL: there is no database in {file.absolute()}")


def file_of(url: str) -> Path | None:
    """The file of an SQLite database; None for one on a server."""
    return Path(url.removeprefix(SQLITE).partition("?")[0]) if url.startswith(SQLITE) else None
