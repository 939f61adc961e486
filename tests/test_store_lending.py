"""Connections are lent to one thread at a time, and come back to be lent again unless somebody broke them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from ivr.store.lending import Lender


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path}/line.db", pool_size=3, max_overflow=2, pool_timeout=0.1)
    yield made
    made.dispose()


def test_the_one_that_came_back_last_is_lent_next(engine: Engine) -> None:
    lender = Lender(engine, keeps=2)
    first, second = lender.lend(), lender.lend()
    assert first.driver_connection is not second.driver_connection

    lender.take_back(first)
    lender.take_back(second)

    assert lender.lend() is second
    assert lender.lend() is first


def test_it_keeps_no_more_than_it_was_told_so_that_others_have_some(engine: Engine) -> None:
    lender = Lender(engine, keeps=2)
    for lent in [lender.lend() for _ in range(5)]:
        lender.take_back(lent)

    assert engine.pool.checkedout() == 2  # type: ignore[attr-defined]
    lender.close()
    assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_what_is_not_committed_is_undone_and_what_is_broken_is_lent_to_nobody(engine: Engine) -> None:
    lender = Lender(engine, keeps=2)
    driver: Any = lender.lend().driver_connection
    driver.execute("CREATE TABLE one (x)")

    def fail(*statements: str) -> None:
        with lender.lent() as pooled:
            for statement in statements:
                pooled.driver_connection.execute(statement)  # type: ignore[union-attr]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail("BEGIN", "INSERT INTO one VALUES (1)")
    again: Any = lender.lend()
    assert not again.driver_connection.in_transaction
    assert driver.execute("SELECT count(*) FROM one").fetchone() == (0,)

    again.driver_connection.close()
    lender.take_back(again)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        fail("SELECT 1")
    assert lender.lend() is not again
