"""What would leave a caller without words is refused at start: missing or misspelt prompts and values."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ivr.core import needed
from ivr.core.line import Line
from ivr.meant import nearest
from ivr.prompt_files import FORMS, Written

CONTACT_NAMES = "contact-"
Files = Mapping[Path, Mapping[str, Written]]  # the prompts of each language, by name
Needs = Mapping[str, frozenset[str]]  # by form
CONTACT = frozenset({"contact", "id", "number"})  # a contact brings these along
# What a prompt is filled with, beside what every prompt may hold; offers and transfers see `_given`.
GIVEN: Mapping[str, frozenset[str]] = {
    "number": CONTACT,
    "offer-number": CONTACT,
    "offer-retry": CONTACT,
    "offer-ring": CONTACT,
    "report-first": frozenset({"hours"}),
    "report-sent": frozenset({"code"}),
    "unsure": frozenset({"near"}),
    "whisper": frozenset({"about", "spoken"}),
}
WITHOUT_KEY = ("offer-again", "offer-back")  # theirs are star and pound
# Of what a prompt is filled with, what it is nothing without: who hears no key cannot press it.
ESSENTIAL = frozenset({"code", "contact", "hours", "key", "near"})
# Said when something is wrong: these have the number of the contact for emergencies.
URGENT = (
    *("apology.say", "apology.text", "card.text", "danger.text"),
    *("emergency-numbers.say", "not-saved.text", "report-kept-danger.text"),
)


def wrong_with(files: Files, line: Line, everywhere: Iterable[str]) -> Iterator[str]:
    """Everything wrong with the prompts, a sentence each, file and line first.

    `everywhere` is what all of them but the names of contacts may hold beside the numbers of contacts.
    """
    for file, mine in files.items():
        yield from _unneeded_or_missing(file, mine, line)
        for name, written in mine.items():
            ours = set() if name.startswith(CONTACT_NAMES) else {*everywhere, *given(name)}
            known = ours | set(line.contacts)
            yield from _unknown(file, written, known)
            yield from _lost(file, written, files, _needs(name, line), known)


def given(name: str) -> frozenset[str]:
    """What the prompt of this name is filled with."""
    found = GIVEN.get(name, frozenset())
    if name.startswith("offer-") and name not in WITHOUT_KEY:
        found |= {"key"}
    return found | CONTACT if name.startswith("transfer-") else found


def _unknown(file: Path, written: Written, known: set[str]) -> Iterator[str]:
    """Values that nothing fills in here: the prompt could not be said."""
    used: frozenset[str] = frozenset().union(*written.forms.values())
    for variable in sorted(used - known):
        meant = nearest(variable, known) or f"; there are {listed(known)}"
        yield f"{file}:{written.line}: {written.name}: there is no ${variable}{meant}"


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


def _lost(file: Path, written: Written, files: Files, needs: Needs, known: set[str]) -> Iterator[str]:
    """Values that a form has to have, or has in another language, and lacks here or in a variant."""
    for form, used in written.forms.items():
        said = written.said[form]
        lost = dict.fromkeys(needs[form] - said, "")
        for place, theirs in _others(file, written.name, form, files):
            # `id` only chooses between words for a contact, which is for each language to do.
            for name in (theirs.said[form] - said | theirs.forms[form] - used - {"id"}) & known:
                lost.setdefault(name, f"; {place} has it")
        for name, having in sorted(lost.items()):
            where = " in one of its variants" if name in used else ""
            yield f"{file}:{written.line}: {written.name}.{form} lacks {{ ${name} }}{where}{having}"


def _needs(name: str, line: Line) -> Needs:
    """What each form of a prompt is nothing without."""
    filled = given(name) & (ESSENTIAL | {"number"} if name == "number" else ESSENTIAL)
    return {form: filled | ({line.emergency} if f"{name}.{form}" in URGENT else set()) for form in FORMS}


def _others(file: Path, name: str, form: str, files: Files) -> Iterator[tuple[str, Written]]:
    """The same form in the other languages, and in which file."""
    for other, theirs in files.items():
        if other != file and name in theirs and form in theirs[name].forms:
            yield f"{other.name}:{theirs[name].line}", theirs[name]


def listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
