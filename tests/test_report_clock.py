"""A clock that jumps by years, forwards or back: never a false "Saved", and what was saved is delivered.

`make chaos` goes a hundred walks like the three of the last test.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from ivr.seal import make_identity
from tests.chaos.arrived import arrived
from tests.chaos.carrier import Carrier
from tests.chaos.jumps import Walk
from tests.chaos.person import Person
from tests.chaos.reporter import number
from tests.conftest import TOKEN, Running
from workers.deliver import deliver_one
from workers.house import furnish
from workers.sweep import forget

YEARS = timedelta(days=4000)
Serve = Callable[..., Running]


@pytest.fixture
def keys() -> tuple[str, str]:
    """A private key of the desk, and its recipient."""
    return make_identity()


@pytest.fixture
def line(serve: Serve, tmp_path: Path, keys: tuple[str, str]) -> Running:
    return serve(inbox=tmp_path.as_uri(), recipients=(keys[1], make_identity()[1]))


def test_forwards_in_the_middle_of_a_report(line: Running, tmp_path: Path, keys: tuple[str, str]) -> None:
    one = texter(line)
    one.text("REPORT")
    assert one.text("before the jump").name == "report-kept"

    line.clock.now += YEARS
    assert one.text("SEND").name == "report-none"  # a draft of that age is gone, and it says so
    code = one.reports("after the jump")
    line.clock.now -= YEARS

    assert deliver(line) == 1
    [opened] = arrived(tmp_path, keys[0])
    assert (opened.code, opened.texts) == (code, ["after the jump"])


def test_back_in_the_middle_of_a_report(line: Running, tmp_path: Path, keys: tuple[str, str]) -> None:
    one = texter(line)
    one.text("REPORT")
    one.text("before the jump")

    line.clock.now -= YEARS
    assert one.text("after the jump").name == "report-kept"
    code = one.sends()

    assert deliver(line) == 1
    [opened] = arrived(tmp_path, keys[0])
    assert (opened.code, opened.texts) == (code, ["before the jump", "after the jump"])


@pytest.mark.parametrize("jump", [YEARS, -YEARS])
def test_between_saved_and_delivered(
    line: Running, tmp_path: Path, keys: tuple[str, str], jump: timedelta
) -> None:
    code = texter(line).reports("on its way")

    line.clock.now += jump

    assert deliver(line) == 1
    assert [opened.code for opened in arrived(tmp_path, keys[0])] == [code]


def test_a_failed_delivery_does_not_wait_for_years(line: Running, tmp_path: Path) -> None:
    texter(line).reports("on its way")
    line.clock.now += YEARS
    broken = replace(line, settings=replace(line.settings, inbox="file:///nowhere"))
    assert deliver(broken) == 0

    line.clock.now -= YEARS

    assert deliver(line) == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_clock_that_jumps_again_and_again(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path / "line", seed)

    assert walk.go() == []
    assert walk.jumped
    assert walk.promised


def texter(line: Running) -> Person:
    return Person(number(0), Carrier(f"{line.url}/sms", TOKEN, Random(0), line.url[-5:], doubled=0))


def deliver(line: Running) -> int:
    """What the sweeper does in a minute: all that is due now."""
    with closing(furnish(line.settings)) as house:
        forget(house, line.clock())  # it also sees that a clock has jumped
        delivered = 0
        while deliver_one(house, line.clock()):
            delivered += 1
        return delivered
