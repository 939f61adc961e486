"""A line in this process that people text, with database, worker and desk, for long random walks."""

import re
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from ivr import line as lines
from ivr.core.actions import say
from ivr.core.report import code
from ivr.envelope import unpack
from ivr.prompts import Prompts
from ivr.seal import make_identity, open_sealed
from ivr.web import create_app
from tests.conftest import forget_everything, made_up_settings
from tests.documents import check
from tests.signed import Signed, texts
from workers.deliver import deliver_one
from workers.house import furnish

MEMORY = Path("/dev/shm")  # where there is one, no commit waits for a disk  # noqa: S108
CODE, ANY_CODE = re.compile(r"\b[A-Z2-9]{3}-[A-Z2-9]{3}\b"), "WWW-WWW"


class TextingLine:
    """Made once; `reset` makes it forget. The clock stands still until somebody moves it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="texting", dir=MEMORY if MEMORY.is_dir() else None))
        self._inbox = self._folder / "inbox"
        self.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
        (self._identity, desk), (_, recovery) = make_identity(), make_identity()
        settings = made_up_settings(
            database_url=f"sqlite:///{self._folder / 'line.db'}",
            recipients=(desk, recovery),
            inbox=self._inbox.as_uri(),
        )
        self._phone = Signed(create_app(settings, now=lambda: self.now), settings)
        self._house = furnish(settings)
        self._sids = count()
        self._names = Names(settings.line_config, settings.line_prompts)

    def close(self) -> None:
        self._house.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def reset(self) -> None:
        forget_everything(self._phone.settings.database_url)
        shutil.rmtree(self._inbox, ignore_errors=True)
        self._inbox.mkdir()

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    def forget(self) -> None:
        """What the sweeper does every minute."""
        self._house.store.forget(self.now)

    def new_sid(self) -> str:
        return f"SM{next(self._sids):032d}"

    def text(self, number: str, body: str, sid: str, pictures: int = 0) -> list[str]:
        """The texts that come back, after Twilio would have taken them."""
        fields = {"From": number, "MessageSid": sid, "NumMedia": str(pictures)}
        answer = self._phone.text(body, **fields)
        assert answer.status_code == 200
        check(answer.content_type, answer.data, "messaging")
        assert b" to=" not in answer.data, "a reply goes to whoever wrote, and to nobody else"
        return texts(answer)

    def names(self, replies: list[str]) -> list[str]:
        """The prompts that these texts are; a text that is none was made of something else."""
        return [self._names.name(reply) for reply in replies]

    def delivered(self) -> dict[str, list[tuple[str, str]]]:
        """Deliver what was sent, and read the inbox as the desk does: for each code its answers."""
        while deliver_one(self._house, self.now):
            pass
        return {code(file.stem): self._read(file) for file in self._inbox.glob("*.zip")}

    def _read(self, file: Path) -> list[tuple[str, str]]:
        _, answers = unpack(file.read_bytes())
        return [
            (question, open_sealed(self._identity, sealed))
            for question, texts in answers.items()
            for sealed in texts
        ]


class Names:
    """Which prompt a text is: every text of every language, rendered beforehand."""

    def __init__(self, config: Path, folder: Path) -> None:
        line = lines.load(config)
        prompts = Prompts(folder, line)
        self._exact = {
            prompts.text(prompt, language): prompt.prompt
            for prompt in prompts.every("text")
            for language in line.languages
        }
        # The keywords that are near may be any three: the sentence before them tells.
        self._unsure = tuple(
            prompts.text(say("unsure", near="vpr"), language).partition(prompts.keyword("vpr", language))[0]
            for language in line.languages
        )

    def name(self, text: str) -> str:
        """Raises KeyError for a text that nobody wrote."""
        return "unsure" if text.startswith(self._unsure) else self._exact[CODE.sub(ANY_CODE, text)]
