"""The shape of line.toml: what has to be there, of which type, and nothing else; errors name the key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from ivr.meant import nearest

Table = Mapping[str, Any]
Made = TypeVar("Made")
PLAIN: dict[Any, str] = {str: "words in quotes", int: "a whole number", bool: "true or false"}


class WrongKey(ValueError):
    """What is wrong with one key of a row."""

    def __init__(self, key: str, wrong: str) -> None:
        super().__init__(f".{key}: {wrong}")


@contextmanager
def under(key: str, errors: list[str]) -> Iterator[None]:
    """What goes wrong inside is told under this key, and the reading goes on with the next one."""
    try:
        yield
    except KeyError as error:
        errors.append(f"{key}.{error.args[0]}: is missing")
    except WrongKey as error:
        errors.append(f"{key}{error}")
    except (TypeError, ValueError, AttributeError) as error:
        errors.append(f"{key}: {error}")


def one(key: str, table: Table, errors: list[str], read: Callable[[Any], Made]) -> Made | None:
    """What stands under a key, read; None if something was wrong, which `errors` tells."""
    if key not in table:
        errors.append(f"{key}: is missing")
        return None
    with under(key, errors):
        return read(table[key])
    return None


def each(key: str, table: Table, errors: list[str], read: Callable[[str, Any], Made]) -> dict[str, Made]:
    """Every row of a table of tables, read; without those that something was wrong with."""
    found = {}
    for name, row in dict(one(key, table, errors, dict) or {}).items():
        with under(f"{key}.{name}", errors):
            found[name] = read(name, row)
    return found


def made(kind: type[Made], row: Table, **given: Any) -> Made:
    """A dataclass from a row that has its fields (but for `given`), of its types, and no others.

    A field with a default may be left out.
    """
    every = fields(kind)  # type: ignore[arg-type]  # only dataclasses are given
    wanted = {field.name: field for field in every if field.name not in given}
    only(row, wanted)
    for name, field in wanted.items():
        if name not in row and field.default is not MISSING:
            continue
        if field.type in PLAIN and type(row[name]) is not field.type:
            raise WrongKey(name, f"{row[name]!r} should be {PLAIN[field.type]}")
    return kind(**row, **given)


def only(row: Table, names: Iterable[str]) -> None:
    """Raises WrongKey for a name that nothing reads: it would be without effect, and nobody would know."""
    for name in row:
        if name not in set(names):
            raise WrongKey(name, f"means nothing here{nearest(name, names)}")


def words(value: object) -> list[str]:
    """A list of words; ValueError for anything else, a single word without brackets too."""
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ValueError(f"{value!r} should be words in brackets, like ['police', 'officer']")
    return value
