"""Whatever is killed: every report that was called saved is in the inbox once, with all that was called kept.

`make chaos` plays the same with a thousand reports; docs/proof.md tells its figures as they are.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from ivr.settings import HOUSE
from tests import servers
from tests.chaos.proof import PAGE, tables
from tests.chaos.scenario import SMALL, Plan, Run
from tests.chaos.standing import standing
from tests.chaos.strikes import crash


def test_chaos_on_sqlite(tmp_path: Path) -> None:
    play(tmp_path, Plan(reports=32, strikes=SMALL, seed=1))


def test_chaos_on_postgres(tmp_path: Path) -> None:
    with servers.postgres() as postgres:
        plan = Plan(reports=20, strikes={"worker": 3, "web": 2, "sweeper": 1, "postgres": 2}, seed=2)
        play(tmp_path, plan, {"postgres": lambda: crash(postgres)}, DATABASE_URL=postgres.empty_database())


def test_fifty_people_at_once_on_sqlite(tmp_path: Path) -> None:
    play(tmp_path, Plan(reports=50, strikes={}, seed=3, doubled=0.5, at_once=50))


def test_the_tables_of_the_proof_are_those_of_the_last_runs() -> None:
    page = PAGE.read_text("utf-8")

    assert tables(page) == page  # otherwise: python -m tests.chaos tables


def test_every_test_that_the_proof_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+\.py)", PAGE.read_text("utf-8")))

    assert named >= {"test_chaos.py", "test_canary.py"}
    assert [name for name in named if not (HOUSE / "tests" / name).exists()] == []


def play(
    folder: Path, plan: Plan, more: Mapping[str, Callable[[], None]] | None = None, **environment: str
) -> None:
    with standing(folder / "line", **environment) as line:
        run = Run(plan, line, more or {})
        run.play()

        assert run.strikes == plan.strikes
        assert all(person.written[-1].code for person in run.people)
        assert run.wrong(line.desk_key) == []
        print(run.figures())
