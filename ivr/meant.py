"""What somebody probably meant who made a mistake in a file of ours, and on which line it stands."""

import difflib
import re
from collections.abc import Iterable

TOML_PLACE = re.compile(r" \(at (?:line (?P<row>\d+), column (?P<column>\d+)|end of document)\)$")


def nearest(name: str, known: Iterable[str]) -> str:
    """What was probably meant, as the end of a sentence; empty when nothing is near."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def place_in_toml(source: str, wrong: str) -> str:
    """The line of the key that the sentence `wrong` begins with, as ":12"; empty where it cannot be found.

    tomllib keeps no places; ours are found by the header of the table and the key below it.
    """
    parts = wrong.partition(":")[0].split(".")
    rows = [row.split("#")[0].strip() for row in source.splitlines()]
    for depth in range(len(parts), 0, -1):
        header = f"[{'.'.join(parts[:depth])}]"
        if header in rows:
            start = rows.index(header) + 1
            return f":{start + _below(rows[start:], parts[depth : depth + 1])}"
    return ""


def place_of_toml_error(source: str, wrong: str) -> str:
    """A sentence of tomllib's with the line in front, as ":12: Invalid value, at character 16"."""
    found = TOML_PLACE.search(wrong)
    if not found:
        return f": {wrong}"
    row = found["row"] or len(source.splitlines())
    at = f"character {found['column']}" if found["column"] else "the end of the file"
    return f":{row}: {wrong[: found.start()]}, at {at}"


def _below(rows: list[str], key: list[str]) -> int:
    """How many lines below its header a key stands; 0 where there is no such key, or none asked for."""
    for distance, row in enumerate(rows, 1):
        if row.startswith("["):
            break
        if [row.partition("=")[0].strip()] == key:
            return distance
    return 0
