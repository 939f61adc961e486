"""The words that the desk puts on what it shows: questions, languages, times, codes."""

from datetime import datetime, timedelta

from ivr.core import report

QUESTIONS = {
    "what": "What happened",
    "kind": "Kind of incident",
    "where": "Where",
    "when": "When",
    "danger": "Is anyone still in danger?",
    "more": "Anything else",
    "contact": "Contact details",
}
LANGUAGES = {"en": "English", "es": "Spanish", "zh": "Chinese"}


def language(code: str) -> str:
    """The English name of a language, or its code where the desk knows none."""
    return LANGUAGES.get(code, code)


def since(then: datetime, now: datetime) -> str:
    """How long ago, for a person: "under 1 min", "12 min", "3 h 05 min", "4 days". Never negative."""
    minutes = max(now - then, timedelta()) // timedelta(minutes=1)
    hours, days = minutes // 60, minutes // (24 * 60)
    if minutes < 1:
        return "under 1 min"
    if hours < 1:
        return f"{minutes} min"
    if days < 2:
        return f"{hours} h {minutes % 60:02} min"
    return f"{days} days"


def local(moment: datetime) -> str:
    """A moment in the time zone of this machine, like "22 Nov 2026, 18:16 EST"."""
    here = moment.astimezone()
    return f"{here.day} {here:%b %Y, %H:%M %Z}".strip()


def code(id: str) -> str:
    """The code that the reporter was given for the report, like ABC-DEF: what both can call it by."""
    return report.code(id)


def letters(written: str) -> str:
    """A code as a person writes it ("abc def", "ABC-DEF.") as the beginning of a report id."""
    return "".join(mark for mark in written.lower() if mark.isascii() and mark.isalnum())
