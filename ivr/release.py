"""`ivr release`: prepare the database before new code starts; safe to repeat."""

import sys
from collections.abc import Mapping

from ivr import settings
from ivr.settings import SettingsError


def main(environment: Mapping[str, str]) -> int:
    """Make what is missing. Returns 0, 1 when the database cannot be used, 2 when the settings are wrong."""
    try:
        chosen = settings.load(environment)
    except SettingsError as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    from ivr.store import Store, StoreError

    try:
        Store(chosen.database_url).prepare()
    except StoreError as error:
        print(f"DATABASE_URL: the database cannot be used ({error})", file=sys.stderr)
        return 1
    print("The database is ready.")
    return 0
