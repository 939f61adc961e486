"""Recorded prompts: prompts/audio/<language>/<prompt>[.<value>…].mp3 is played instead of the voice.

`number.vpr.mp3` is the prompt `number` with the contact vpr. A file that nothing would play is told before
the line starts: whoever put it there believes that it is heard.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from ivr import mp3
from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.meant import nearest
from ivr.prompts import PromptError, Prompts

FOLDER = "audio"  # beside the .ftl files
Key = tuple[str, str]  # language, name


def file_name(prompt: Say) -> str:
    """The name of a prompt's recording without its ending; values are joined in the order of their names."""
    return ".".join([prompt.prompt, *(value for _, value in prompt.values)])


def read(folder: Path, prompts: Prompts, line: Line) -> dict[Key, bytes]:
    """The recordings in a folder, whole. One that `check` would refuse is left out: its prompt is spoken.

    A web process that starts again, by itself, must not fail because somebody has put a file there meanwhile.
    """
    found, names = {}, _names(prompts)
    for code in line.languages:
        for file in (folder / code).glob("*.mp3"):
            if file.stem in names:
                with suppress(OSError):
                    found[code, file.stem] = file.read_bytes()
    return {key: sound for key, sound in found.items() if mp3.seconds(sound)}


def check(folder: Path, prompts: Prompts, line: Line) -> None:
    """Raises PromptError with a sentence for each file that could not be played, its path first."""
    try:
        errors = list(_wrong_with(folder, _names(prompts), line))
    except OSError as error:
        errors = [f"{error.filename}: cannot be read ({error.strerror})"]
    if errors:
        raise PromptError(errors)


def _names(prompts: Prompts) -> set[str]:
    return {file_name(prompt) for prompt in prompts.every("say")}


def _wrong_with(folder: Path, names: set[str], line: Line) -> Iterator[str]:
    for place in _inside(folder) if folder.exists() else ():
        if not place.is_dir():
            yield f"{place}: belongs into the folder of its language, like {folder / line.language}"
        elif place.name not in line.languages:
            yield f"{place}: there is no language {place.name}{nearest(place.name, line.languages)}"
        else:
            for file in _inside(place):
                yield from _wrong_with_file(file, names)


def _wrong_with_file(file: Path, names: set[str]) -> Iterator[str]:
    if file.suffix != ".mp3":
        yield f"{file}: is not named .mp3, and nothing else is played"
    elif file.stem not in names:
        yield f"{file}: the line has no prompt {file.stem}{_meant(file.stem, names)}"
    elif mp3.seconds(file.read_bytes()) is None:
        yield f"{file}: is no MP3, whatever its name says"


def _inside(folder: Path) -> Iterable[Path]:
    """What somebody has put there; names with a dot in front are a computer's own."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _meant(name: str, names: set[str]) -> str:
    """Which names there are for a prompt that has values, or else what is nearest."""
    with_values = sorted(one for one in names if one.startswith(f"{name}."))
    return (
        f"; with its values it is named {', '.join(with_values[:3])} …"
        if with_values
        else nearest(name, names)
    )
