"""The words of the line by name and language, from prompts/*.ftl (Project Fluent).

A prompt has up to two forms: `.say` is heard, `.text` is read. All that can be said is rendered once,
at start, so that a mistake stops the start and a turn is a look-up.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import product
from pathlib import Path

from ivr.core.actions import Say
from ivr.core.line import MAIN, Line
from ivr.core.session import SILENT
from ivr.prompt_checks import CONTACT_NAMES, wrong_with
from ivr.prompt_files import FORMS, PromptError, Written, read

__all__ = ["CONTACT_NAMES", "NUMBER_BEGINS", "NUMBER_ENDS", "PromptError", "Prompts", "Written"]

# Private characters around a phone number in a spoken prompt: twiml.py reads what is between slowly, twice.
NUMBER_BEGINS, NUMBER_ENDS = "\ue000", "\ue001"
KEYS = "123456"
# What every prompt may hold beside the numbers of contacts: the name of the contact for emergencies, and the
# address of the form on the web, "none" while the line has none.
EMERGENCY, ONLINE_FORM = "emergency", "online-form"
# Values of which there are ever more: kept, the codes of all reports would stay in memory.
COUNTLESS = frozenset({"code", "near"})


class Prompts:
    """All prompts of all languages. `say` and `text` take a Say of core/actions.py and never fail for a known
    one.
    """

    def __init__(self, folder: Path, line: Line) -> None:
        self._folder, self._line = folder, line
        self._bundles = {code: read(self._file(code), code) for code in line.languages}
        self._said: dict[tuple[str, str, Say], str] = {}
        files = {self._file(code): written for code, (_, written) in self._bundles.items()}
        if errors := list(wrong_with(files, line, (EMERGENCY, ONLINE_FORM))):
            raise PromptError(errors)
        for code in line.languages:
            for form in FORMS:
                for prompt in self.every(form):
                    self._render(form, prompt, code)

    def say(self, prompt: Say, language: str) -> str:
        """What is heard; phone numbers stand between NUMBER_BEGINS and NUMBER_ENDS, a new line is a pause."""
        return self._render("say", prompt, prompt.language or language)

    def text(self, prompt: Say, language: str) -> str:
        return self._render("text", prompt, prompt.language or language)

    @cached_property
    def written(self) -> dict[str, Written]:
        """The prompts of the first language; every other language has the same (checked at start)."""
        return self._bundles[self._line.language][1]

    def every(self, form: str) -> Iterator[Say]:
        """Every prompt of a form, filled with every value it can have: what the line could ever say."""
        for written in self.written.values():
            if form in written.forms and not written.name.startswith(CONTACT_NAMES):
                yield from self._fillings(written)

    def _render(self, form: str, prompt: Say, language: str) -> str:
        key = (form, language, prompt)
        if (said := self._said.get(key)) is None:
            said = self._format(form, prompt, language)
            if COUNTLESS.isdisjoint(name for name, _ in prompt.values):
                self._said[key] = said
        return said

    def _format(self, form: str, prompt: Say, language: str) -> str:
        bundle, written = self._bundles[language]
        pattern = bundle.get_message(prompt.prompt).attributes[form]
        values = {**self._known(form), **self._values(form, prompt, language)}
        if not prompt.prompt.startswith(CONTACT_NAMES):
            values[EMERGENCY] = self._render(form, Say(CONTACT_NAMES + self._line.emergency), language)
        text, errors = bundle.format_pattern(pattern, values)
        if errors:
            where = f"{self._file(language)}:{written[prompt.prompt].line}: {prompt.prompt}.{form}"
            raise PromptError([f"{where}: {error}" for error in errors])
        return str(text)

    def _known(self, form: str) -> dict[str, str]:
        """What every prompt may hold: the numbers of all contacts, and where the form on the web is."""
        numbers = {contact.id: _number(contact.spoken, form) for contact in self._line.contacts.values()}
        return numbers | {ONLINE_FORM: self._line.reports.online_form or "none"}

    def _values(self, form: str, prompt: Say, language: str) -> dict[str, str | int]:
        """What a prompt's values look like in words: a contact brings its name and number along."""
        values: dict[str, str | int] = {}
        for name, value in prompt.values:
            if name == "contact":
                values |= {
                    "id": value,
                    "contact": self._render(form, Say(CONTACT_NAMES + value), language),
                    "number": _number(self._line.contacts[value].spoken, form),
                }
            elif name == "near":
                values[name] = ", ".join(self.keyword(topic, language) for topic in value.split())
            elif name == "hours":
                values[name] = int(value)  # a number has a plural
            else:
                values[name] = value
        return values

    def keyword(self, topic: str, language: str) -> str:
        """The word to text for a topic: the first of its words in that language, in capitals."""
        phrases = self._line.topics[topic].phrases
        return (phrases.get(language) or next(iter(phrases.values())))[0].upper()

    def _fillings(self, written: Written) -> Iterator[Say]:
        needed = {name for names in written.forms.values() for name in names}
        asked = sorted({"contact" if name in ("id", "number") else name for name in needed})
        domains = self._domains
        for values in product(*(domains[name] for name in asked if name in domains)):
            yield Say(
                written.name, tuple(zip([name for name in asked if name in domains], values, strict=True))
            )

    @cached_property
    def _domains(self) -> dict[str, list[str]]:
        topics = list(self._line.topics)
        longest = sorted(topics, key=lambda topic: -len(self.keyword(topic, self._line.language)))
        return {
            "about": [MAIN, SILENT, *topics],
            "code": ["WWW-WWW"],  # the widest there could be
            "contact": list(self._line.contacts),
            "hours": ["1", "24", "168"],
            "key": list(KEYS),
            "near": [*topics, " ".join(longest[:3])],
            "spoken": list(self._line.languages),
        }

    def _file(self, code: str) -> Path:
        return self._folder / f"{code}.ftl"


def _number(spoken: str, form: str) -> str:
    return f"{NUMBER_BEGINS}{spoken}{NUMBER_ENDS}" if form == "say" else spoken
