"""Every conversation file, played through the whole line over signed HTTP; `pytest --update` rewrites."""

from pathlib import Path

import pytest

from ivr.core.line import Line
from ivr.simulator import Twilio
from ivr.simulator.conversation import parse, play

FOLDER = Path(__file__).parent / "conversations"
FILES = sorted(FOLDER.glob("*.txt"))


def test_there_are_conversations_enough() -> None:
    assert len(FILES) >= 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_written(
    file: Path, twilio: Twilio, line: Line, request: pytest.FixtureRequest
) -> None:
    written = file.read_text(encoding="utf-8")
    desks = {contact.id: contact.number for contact in line.contacts.values() if contact.desk}

    happened = play(parse(written), twilio, desks)

    if request.config.getoption("--update"):
        file.write_text(happened, encoding="utf-8")
    assert happened == written or request.config.getoption("--update")
