"""Erase what has expired, much of it at once, and see how long a text waits meanwhile.

In a process of its own, as the sweeper is one: `python -m bench.forgetting <database>`.
"""

import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime

from sqlalchemy import create_engine, make_url, text

from bench import acts
from bench.acts import Person
from bench.filling import fill
from bench.load import Run
from ivr.settings import HOUSE
from ivr.store import Store, StoreError

DAYS = 3  # since everything that is to be erased here was touched
EVERY = 0.02  # seconds between two texts
PATIENCE = 180.0
LEFT = "SELECT count(*) FROM drafts WHERE touched < :then"


def forget_while_texting(url: str, first: int, expired: int) -> dict[str, float | None]:
    """The seconds that erasing takes, and what became of the texts meanwhile. Times in milliseconds."""
    then = time.time() - DAYS * 86_400
    fill(url, first, first + expired - 1, then, all_opened=True)
    texts, refused = Run(), 0
    with closing(Store(url)) as store:
        acts.begin(store, Person())  # connected, and all statements made
        began = time.monotonic()
        command = [sys.executable, "-m", "bench.forgetting", url]
        with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
            while process.poll() is None and time.monotonic() < began + PATIENCE:
                refused += not _texts(store, texts)
                time.sleep(EVERY)
            process.kill()
            told = process.communicate()[0]
    return {
        "expired": expired,
        "seconds": float(told) if told else None,  # it failed, or would not end
        "left": _left(url, then + 3600),
        "texts": len(texts.times),
        "refused": refused,
        **texts.milliseconds(),
    }


def _texts(store: Store, run: Run) -> bool:
    """Somebody begins a report; whether they could."""
    began = time.perf_counter()
    try:
        acts.begin(store, Person())
    except StoreError:
        return False
    finally:
        run.times.append(time.perf_counter() - began)
    return True


def _left(url: str, then: float) -> int:
    """How many drafts are still there that should not be."""
    chosen = make_url(url)
    driver = "postgresql+psycopg" if chosen.get_backend_name() == "postgresql" else "sqlite"
    engine = create_engine(chosen.set(drivername=driver))
    with engine.connect() as connection:
        left = int(connection.execute(text(LEFT), {"then": then}).scalar_one())
    engine.dispose()
    return left


def main(url: str) -> None:
    with closing(Store(url)) as store:
        store.figures(datetime.now(UTC))  # connected
        began = time.perf_counter()
        store.forget(datetime.now(UTC))
        print(f"{time.perf_counter() - began:.2f}")


if __name__ == "__main__":
    main(sys.argv[1])
