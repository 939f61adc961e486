"""The configuration that was checked, kept apart from the one that somebody may be editing.

A web process that starts again by itself, after the machine had killed it, must not meet half a line.toml: it
would die of it, and the others with it.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from ivr.settings import Settings


class Kept:
    """`settings` are what web processes are made from: with a copy of what was checked last."""

    def __init__(self, chosen: Settings) -> None:
        self._copy: Path | None = None
        self.settings = chosen
        self.keep(chosen)

    def keep(self, chosen: Settings) -> None:
        """Copy what these settings name. A full disk keeps no caller away: then it is read in place."""
        old, self._copy, self.settings = self._copy, None, chosen
        try:
            self._copy = Path(mkdtemp(prefix="campus-line-"))
            config = shutil.copyfile(chosen.line_config, self._copy / "line.toml")
            prompts = shutil.copytree(chosen.line_prompts, self._copy / "prompts")
            self.settings = replace(chosen, line_config=config, line_prompts=prompts)
        except OSError:
            self.close()
        if old:
            shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        if self._copy:
            shutil.rmtree(self._copy, ignore_errors=True)
