"""What would leave a caller without words is refused at start: missing prompts, misspelt names."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ivr.core import needed
from ivr.core.line import Line
from ivr.meant import nearest
from ivr.prompt_files import Written

CONTACT_NAMES = "contact-"


def wrong_with(
    file: Path, mine: Mapping[str, Written], model: Mapping[str, Written], line: Line, values: Iterable[str]
) -> Iterator[str]:
    """Everything wrong with one language, a sentence each, file and line first.

    `model` is the first language, `values` what a prompt may hold beside the numbers of contacts.
    """
    known = {*values, *line.contacts}
    for name, written in mine.items():
        where = f"{file}:{written.line}: {name}"
        if name in model and written.forms.keys() != model[name].forms.keys():
            yield f"{where} should have {listed(model[name].forms)}, and has {listed(written.forms)}"
        for variable in sorted({name for names in written.forms.values() for name in names} - known):
            meant = nearest(variable, known) or f"; there are {listed(known)}"
            yield f"{where}: there is no ${variable}{meant}"
    yield from _unneeded_or_missing(file, mine, line)


def _unneeded_or_missing(file: Path, mine: Mapping[str, Written], line: Line) -> Iterator[str]:
    """What can come to be said and has no words; and words that nothing says, mostly misspelt names."""
    names = frozenset(CONTACT_NAMES + contact for contact in line.contacts)
    for form, expected in (("say", needed.said(line) | names), ("text", needed.texted(line) | names)):
        having = {name for name, written in mine.items() if form in written.forms}
        for name in sorted(expected - having):
            yield f"{file}: {name}.{form} is missing"
        for name in sorted(having - expected):
            meant = nearest(name, expected - having)
            yield f"{file}:{mine[name].line}: {name}.{form} is never said{meant}"


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
