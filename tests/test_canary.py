"""Two hundred people report; their numbers and words are then looked for, and found at the desk alone.

`make chaos` does the same with a thousand; tests/chaos/canaries.py says what is looked for, and where.
"""

from collections.abc import Iterator

import pytest

from tests.chaos.canaries import Canaries, telling
from tests.chaos.searched import found


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canaries]:
    """People who have reported while nobody delivers; a few have not said SEND."""
    with telling(tmp_path_factory.mktemp("line") / "line") as line:
        canaries = Canaries(line, people=200, unsent=20)
        canaries.report()
        yield canaries


def test_nowhere_while_they_are_half_written_or_wait(canaries: Canaries) -> None:
    assert len(canaries.codes) == 180
    assert canaries.found() == []
    assert found([b"workers.deliver.deliver"], canaries.everywhere())  # their jobs were in what was searched


def test_nowhere_after_everything_went_wrong(canaries: Canaries) -> None:
    assert list(canaries.accidents()) == []
    assert canaries.found() == []


def test_nowhere_after_delivery_and_at_the_desk_in_full(canaries: Canaries) -> None:
    canaries.deliver()

    assert list(canaries.at_the_desk()) == []
    assert canaries.found() == []
