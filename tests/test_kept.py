"""Web processes are made from a copy of what was checked; where none can be made, from the thing itself."""

from pathlib import Path

from ivr.settings import Settings
from ivr.web.kept import Kept
from tests.conftest import made_up_settings
from tests.recorded import record


def named(campus: Path) -> Settings:
    return made_up_settings(line_config=campus / "line.toml", line_prompts=campus / "prompts")


def test_what_is_edited_later_is_not_met(campus: Path) -> None:
    record(campus, "greeting.mp3")
    before = (campus / "line.toml").read_text("utf-8")
    kept = Kept(named(campus))

    (campus / "line.toml").write_text("[line", "utf-8")
    (campus / "prompts" / "en.ftl").unlink()

    assert kept.settings.line_config.read_text("utf-8") == before
    assert (kept.settings.line_prompts / "en.ftl").exists()
    assert (kept.settings.line_prompts / "audio" / "en" / "greeting.mp3").exists()
    kept.close()


def test_the_copy_of_before_is_taken_away(campus: Path) -> None:
    kept = Kept(named(campus))
    first = kept.settings.line_config

    kept.keep(named(campus))

    assert not first.parent.exists()
    assert kept.settings.line_config.exists()
    kept.close()
    assert not kept.settings.line_config.parent.exists()


def test_what_cannot_be_copied_is_read_in_place(campus: Path) -> None:
    (campus / "prompts" / "gone.ftl").symlink_to("nowhere")

    kept = Kept(named(campus))

    assert kept.settings == named(campus)
