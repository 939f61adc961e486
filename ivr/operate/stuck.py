"""`ivr stuck` lists the reports that could not be delivered, and `ivr retry` lets them be tried again."""

import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime

from ivr import settings
from ivr.log import short
from ivr.operate import database
from ivr.operate.database import NoDatabase
from ivr.settings import SettingsError
from ivr.store import Store, StoreError


def list_them(environment: Mapping[str, str]) -> int:
    """Returns 0 when none is stuck, 1 when some are or the database fails, 2 when it is set up wrongly."""
    return _with_store(environment, _list)


def retry_them(environment: Mapping[str, str]) -> int:
    """Returns 0, 1 when the database fails, 2 when it is set up wrongly."""
    return _with_store(environment, _retry)


def _list(store: Store) -> int:
    found = store.stuck()
    for each in found:
        marks = "".join(
            f", {word}" for word, is_so in (("danger", each.danger), ("test", each.test)) if is_so
        )
        print(f"{short(each.id)}  sent in the hour of {each.received:%Y-%m-%d %H:00} UTC{marks}")
    print(f"{len(found)} stuck." + (" Mend the inbox, then: python -m ivr retry" if found else ""))
    return 1 if found else 0


def _retry(store: Store) -> int:
    print(f"{store.outbox.retry_stuck(datetime.now(UTC))} will be tried again at once, if the sweeper runs.")
    return 0


def _with_store(environment: Mapping[str, str], act: Callable[[Store], int]) -> int:
    try:
        url = settings.load(environment).database_url
        database.require(url)
        with closing(Store(url)) as store:
            return act(store)
    except SettingsError as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    except NoDatabase as error:
        print(error, file=sys.stderr)
        return 2
    except StoreError as error:
        print(f"DATABASE_URL: the database cannot be used ({error})", file=sys.stderr)
        return 1
