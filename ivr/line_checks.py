"""What would fail a caller later is refused at start: each check yields sentences that name the key."""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from phonenumbers import PhoneNumberType

from ivr import voices
from ivr.core import keywords
from ivr.core.line import AFTER, MAIN, Line, OpenMenu, ReadNumber, RingDesk, SwitchLanguage, TellTopic
from ivr.meant import nearest

COMMANDS = ("next", "skip", "back", "send", "erase")
MENU_KEYS = "123456"
MOST_TEXTS = 400  # of 1,600 emoji each, sealed to 18 keys: what an inbox takes, 4 MiB
ONLINE_FORM = re.compile(r"https://[!-;=?-Z_a-z]{4,52}")  # no space, and nothing that costs a text two places
LONGEST_RING = 20  # Twilio rings about 5 s longer than told, and a caller waits at most 25 s a desk
PREMIUM = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PERSONAL_NUMBER}
# Exchanges that cost like premium numbers and that phonenumbers calls ordinary, and satellites.
COSTLY = re.compile(r"\+1(?:976|\d{3}976)\d{4,7}|\+88[1-3]\d+|\+870\d+")
LONGEST_EMERGENCY = 6  # digits, in phonenumbers' list of every country (a test reads it)
MOST_LANGUAGES = 6  # the question which one has no more keys


def wrong_with_number(number: str) -> Iterator[str]:
    """Why a number can't be a contact: not E.164, premium, or an emergency number, never dialled."""
    digits = number.removeprefix("+")
    # Asking all countries takes two megabytes and a twentieth of a second, at every start.
    for country in phonenumbers.SUPPORTED_SHORT_REGIONS if len(digits) <= LONGEST_EMERGENCY else ():
        if phonenumbers.is_emergency_number(digits, country) or phonenumbers.is_emergency_number(
            number, country
        ):
            yield f"{number} is an emergency number; callers dial it themselves, the line never does"
            return
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        yield f"{number} is not a number in E.164 form, like +16172532300"
        return
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != number:
        yield f"{number} is not in E.164 form, like +16172532300"
    elif not phonenumbers.is_possible_number(parsed):
        yield f"{number} is too short or too long for its country"
    elif phonenumbers.number_type(parsed) in PREMIUM or COSTLY.fullmatch(number):
        yield f"{number} is a premium number, which whoever runs the line would pay for"
    elif not phonenumbers.is_valid_number(parsed):
        yield f"{number} is nobody's: no number of its country looks like that"


def _check_numbers(line: Line) -> Iterator[str]:
    for contact in line.contacts.values():
        yield from (f"contacts.{contact.id}.number: {wrong}" for wrong in wrong_with_number(contact.number))


def _check_names(line: Line) -> Iterator[str]:
    for key, contact in (("line.emergency", line.emergency), ("line.silent", line.silent)):
        if contact not in line.contacts or not line.contacts[contact].desk:
            yield f"{key}: {contact!r} is not a contact with desk = true"
        elif line.contacts[contact].hours:
            yield f"{key}: {contact!r} has hours; whoever is rung here has to be there day and night"
    for menu in (MAIN, AFTER):
        if not line.menus.get(menu):
            yield f"menus.{menu}: is missing or empty"
    for name in set(line.menus) & set(line.topics):
        yield f"menus.{name}: a topic has that name too"
    if "danger" not in line.topics:
        yield "topics.danger: is missing; talk of danger is answered with 911 first"
    for code in set(line.languages) - set(line.topics["danger"].phrases if "danger" in line.topics else ()):
        yield f"topics.danger.{code}: is missing; talk of danger is answered with 911 first"
    if len(line.languages) > MOST_LANGUAGES:
        yield f"languages: {len(line.languages)} are more than {MOST_LANGUAGES}, which have a key each"


def _check_voices(line: Line) -> Iterator[str]:
    for code, language in line.languages.items():
        yield from (f"languages.{code}.{wrong}" for wrong in voices.wrong_with(language))


def _check_targets(line: Line) -> Iterator[str]:
    places = [(f"menus.{name}", choice.target) for name, menu in line.menus.items() for choice in menu]
    places += [(f"topics.{topic.id}.voice", topic.voice) for topic in line.topics.values()]
    for key, target in places:
        match target:
            case RingDesk(contact) if contact in line.contacts and not line.contacts[contact].desk:
                yield f"{key}: cannot ring {contact!r}, which has no desk = true"
            case RingDesk(contact) | ReadNumber(contact) if contact not in line.contacts:
                yield f"{key}: there is no contact {contact!r}{nearest(contact, line.contacts)}"
            case OpenMenu(menu) if menu not in line.menus:
                yield f"{key}: there is no menu {menu!r}{nearest(menu, line.menus)}"
            case TellTopic(topic) if topic not in line.topics:
                yield f"{key}: there is no topic {topic!r}{nearest(topic, line.topics)}"
            case SwitchLanguage(language) if language and language not in line.languages:
                yield f"{key}: there is no language {language!r}{nearest(language, line.languages)}"


def _check_menus(line: Line) -> Iterator[str]:
    for name, menu in line.menus.items():
        keys = "".join(choice.key for choice in menu)
        if len(menu) > len(MENU_KEYS) or keys != MENU_KEYS[: len(menu)]:
            yield f"menus.{name}: keys run from 1, at most to 6, in order; these are {keys!r}"
        nested = name != MAIN and any(isinstance(choice.target, OpenMenu) for choice in menu)
        if nested:
            yield f"menus.{name}: only the main menu opens menus; two levels are what people can hold"


def _check_words(line: Line) -> Iterator[str]:
    owners: dict[tuple[str, str], str] = {}
    for topic in line.topics.values():
        for code, phrases in topic.phrases.items():
            if code not in line.languages:
                yield f"topics.{topic.id}.{code}: there is no language {code!r}"
            for phrase in phrases:
                if phrase in keywords.CARRIER or not phrase:
                    yield f"topics.{topic.id}.{code}: {phrase!r} belongs to the carrier, or is empty"
                owner = owners.setdefault((code, phrase), topic.id)
                if owner != topic.id:
                    yield f"topics.{topic.id}.{code}: {phrase!r} belongs to topics.{owner} already"


def _check_small_words(line: Line) -> Iterator[str]:
    if not line.small_words.no:
        yield "no: is missing; without a word for it every report would say that somebody is in danger"


def _check_limits(line: Line) -> Iterator[str]:
    limits = line.limits
    if not 5 <= limits.ring_seconds <= LONGEST_RING:
        yield f"limits.ring_seconds: {limits.ring_seconds} is not between 5 and {LONGEST_RING}"
    for name in ("answer_seconds", "whisper_seconds"):
        if not 2 <= getattr(limits, name) <= 15:
            yield f"limits.{name}: {getattr(limits, name)} is not between 2 and 15"
    for name in ("misses", "silent_rings"):
        if not 1 <= getattr(limits, name) <= 5:
            yield f"limits.{name}: {getattr(limits, name)} is not between 1 and 5"
    if not 1 <= limits.verified_days <= 3650:
        yield f"limits.verified_days: {limits.verified_days} is not between 1 and 3650"


def _check_commands(line: Line) -> Iterator[str]:
    taken = {
        phrase: id
        for id, topic in line.topics.items()
        for words in topic.phrases.values()
        for phrase in words
    }
    every = [(phrase, command) for phrase, commands in line.commands.items() for command in commands]
    for name in sorted(set(COMMANDS) - {command.name for _, command in every}):
        yield f"commands.{name}: is missing"
    for phrase, command in every:
        if command.name not in COMMANDS:
            yield f"commands.{command.name}: there are only {', '.join(COMMANDS)}"
        if phrase in keywords.CARRIER:
            yield f"commands.{command.name}: {phrase!r} belongs to the carrier"
        if phrase in taken:
            yield f"commands.{command.name}: {phrase!r} belongs to topics.{taken[phrase]} already"
        if {other.name for other in line.commands[phrase]} != {command.name}:
            yield f"commands.{command.name}: {phrase!r} is another command's, too"


def _check_reports(line: Line) -> Iterator[str]:
    reports = line.reports
    for contact in reports.alarm:
        if contact not in line.contacts:
            yield f"reports.alarm: there is no contact {contact!r}"
    if not reports.alarm:
        yield "reports.alarm: name at least one contact, or a report that nobody opens stays unseen"
    if reports.online_form and not ONLINE_FORM.fullmatch(reports.online_form):
        yield "reports.online_form: should be empty, or an https:// address of at most 60 plain characters"
    if reports.texts_per_report > MOST_TEXTS:
        yield f"reports.texts_per_report: {reports.texts_per_report} is more than {MOST_TEXTS}"
    for name in ("texts_per_report", "reports_per_sender", "reports_per_hour"):
        if getattr(reports, name) < 1:
            yield f"reports.{name}: {getattr(reports, name)} is less than 1"


CHECKS: tuple[Callable[[Line], Iterator[str]], ...] = (
    _check_numbers,
    _check_names,
    _check_voices,
    _check_targets,
    _check_menus,
    _check_words,
    _check_small_words,
    _check_limits,
    _check_commands,
    _check_reports,
)
