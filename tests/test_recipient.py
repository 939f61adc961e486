"""A slip in an age key is found at start: else reports would be begun, and fail at their first answer."""

import pytest

from ivr.recipient import LETTERS, is_recipient
from ivr.seal import Sealer, SealError, make_identity
from tests.conftest import RECIPIENTS


def test_every_key_that_age_makes_is_whole() -> None:
    assert all(is_recipient(make_identity()[1]) for _ in range(20))


@pytest.mark.parametrize("place", range(4, 62))
def test_one_letter_changed_is_noticed_as_the_sealing_itself_would(place: int) -> None:
    key = RECIPIENTS[0]
    other = LETTERS[(LETTERS.index(key[place]) + 1) % len(LETTERS)]
    changed = key[:place] + other + key[place + 1 :]

    assert not is_recipient(changed)
    with pytest.raises(SealError):
        Sealer([changed, RECIPIENTS[1]])


@pytest.mark.parametrize(
    "key", ["", "age1", RECIPIENTS[0].upper(), RECIPIENTS[0] + "q", "b" * 62, "age1" + "b" * 58]
)
def test_what_is_no_key_is_none(key: str) -> None:
    assert not is_recipient(key)
