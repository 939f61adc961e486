"""`ivr check`: whether what the line knows and says is in order, and how long and how hard each prompt is."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from ivr import line, mp3, reading, recordings, segments
from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.core.session import CallSession
from ivr.line import LineError
from ivr.prompts import PromptError, Prompts
from ivr.recordings import file_name
from ivr.settings import HOUSE, line_config
from ivr.simulator.speech import measure
from ivr.twiml import Renderer

Recordings = Mapping[recordings.Key, bytes]
MOST_SEGMENTS = 2
HEADER = f"{'prompt':<24} {'heard':>7} {'grade':>6} {'segments':>9}  encoding"


@dataclass(frozen=True)
class Row:
    """One prompt in its longest filling: seconds to hear it, reading grade (English), size as a text."""

    name: str
    seconds: float | None
    grade: float | None
    size: segments.Size | None
    recorded: bool = False

    def __str__(self) -> str:
        heard = f"{self.seconds:5.1f} s" if self.seconds is not None else ""
        grade = f"{self.grade:.1f}" if self.grade is not None else ""
        count, encoding = (self.size.segments, self.size.encoding) if self.size else ("", "")
        how = "recorded" if self.recorded else encoding
        return f"{self.name:<24} {heard:>7} {grade:>6} {count:>9}  {how}".rstrip()


def main(environment: Mapping[str, str]) -> int:
    """Print what is wrong, or every prompt with its figures. Returns 1 when the line could not start."""
    config = line_config(environment)
    folder = Path(environment.get("LINE_PROMPTS") or HOUSE / "prompts")
    try:
        known = line.load(config)
        prompts = Prompts(folder, known)
        recordings.check(folder / recordings.FOLDER, prompts, known)
    except (LineError, PromptError) as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 1
    print(f"{config}: {len(known.contacts)} contacts, {len(known.topics)} topics, {len(known.menus)} menus")
    too_long = [wrong for code in known.languages for wrong in _show(folder, code, known, prompts)]
    print(*too_long, sep="\n", file=sys.stderr)
    return 1 if too_long else 0


def _show(folder: Path, code: str, known: Line, prompts: Prompts) -> Iterator[str]:
    file = folder / f"{code}.ftl"
    print(f"\n{file}: {review(file)}\n{HEADER}")
    recorded = recordings.read(folder / recordings.FOLDER, prompts, known)
    for row in rows(code, known, prompts, recorded):
        print(row)
        if row.size and row.size.segments > MOST_SEGMENTS:
            yield f"{file}: {row.name} is {row.size.segments} segments long; {MOST_SEGMENTS} is the most"


def review(file: Path) -> str:
    """What the head of a prompt file says about its review by a native speaker."""
    heads = (
        row.removeprefix("###").strip()
        for row in file.read_text("utf-8").splitlines()
        if row.startswith("###")
    )
    stated = next((head for head in heads if head.startswith("Review:")), "")
    return f"review: {stated.removeprefix('Review:').strip() or 'not stated'}"


def rows(code: str, known: Line, prompts: Prompts, recorded: Recordings) -> Iterator[Row]:
    """A row for every prompt that is heard, then for every one that is read; of its fillings, the longest."""
    renderer = Renderer(known, prompts, url="", number="", audio=lambda prompt, language: None)
    heard = (
        _recorded(prompt, sound, code, prompts)
        if (sound := recorded.get((code, file_name(prompt))))
        else _spoken(prompt, code, prompts, renderer)
        for prompt in prompts.every("say")
    )
    yield from _longest(heard, key=lambda row: row.seconds or 0)
    read = (_read(prompt, code, prompts) for prompt in prompts.every("text"))
    yield from _longest(read, key=lambda row: row.size.units if row.size else 0)


def _longest(rows: Iterator[Row], key: Callable[[Row], float]) -> Iterator[Row]:
    return (max(same, key=key) for _, same in groupby(rows, key=lambda row: row.name))


def _recorded(prompt: Say, sound: bytes, code: str, prompts: Prompts) -> Row:
    grade = _grade(prompts.say(prompt, code), code)
    return Row(prompt.prompt, mp3.seconds(sound), grade, None, recorded=True)


def _spoken(prompt: Say, code: str, prompts: Prompts, renderer: Renderer) -> Row:
    document = renderer.call((prompt,), CallSession(language=code))
    spoken = ElementTree.fromstring(document)[0]  # noqa: S314 (our own document)
    return Row(prompt.prompt, measure(spoken).seconds, _grade(prompts.say(prompt, code), code), None)


def _read(prompt: Say, code: str, prompts: Prompts) -> Row:
    text = prompts.text(prompt, code)
    return Row(prompt.prompt, None, _grade(text, code), segments.measure(text))


def _grade(text: str, code: str) -> float | None:
    return reading.grade(text) if code == "en" else None
