"""What the small commands of the operator refuse: a database that is not there, and options they lack."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ivr import __main__ as commands
from ivr.operate import canary, stuck
from tests.conftest import made_up_settings
from tests.operating import environment

READERS: list[Callable[[Mapping[str, str]], int]] = [
    stuck.list_them,
    stuck.retry_them,
    lambda variables: canary.main([], variables),
]


@pytest.mark.parametrize("read", READERS, ids=["stuck", "retry", "canary"])
@pytest.mark.parametrize("file", ["elsewhere/line.db", "empty.db", "."])
def test_a_database_that_is_not_there_is_refused_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], read: Callable[[Mapping[str, str]], int], file: str
) -> None:
    (tmp_path / "empty.db").touch()
    (tmp_path / "inbox").mkdir()
    chosen = made_up_settings(
        database_url=f"sqlite:///{tmp_path / file}", inbox=(tmp_path / "inbox").as_uri()
    )

    status = read(environment(chosen))

    told = capsys.readouterr()
    assert (status, told.out) == (2, "")
    assert told.err == f"DATABASE_URL: there is no database in {tmp_path / file}\n"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("name", sorted(commands.PLAIN))
def test_a_command_without_options_refuses_any(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = commands.main([name, "--all"])

    assert status == 2
    assert capsys.readouterr().err == f"python -m ivr {name} takes no options.\n"
