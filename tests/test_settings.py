"""What is wrong with the environment is told at start: a line each, all at once, and never a value."""

import os
import subprocess
import sys

import pytest

from ivr import settings
from ivr.keeping import Keeping
from ivr.settings import HOUSE, VARIABLES, SettingsError
from tests.conftest import ACCOUNT, NUMBER, RECIPIENTS, TOKEN

GOOD = {
    "PUBLIC_URL": "https://line.example.edu",
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": TOKEN,
    "TWILIO_NUMBER": NUMBER,
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "REPORT_RECIPIENTS": ",".join(RECIPIENTS),
    "REPORT_INBOX": "file:///var/lib/line/inbox",
}
REQUIRED = [variable.name for variable in VARIABLES if variable.required]
MALFORMED = {
    "PUBLIC_URL": [
        "line.example.edu",
        "http://line.example.edu",
        "ftp://line.example.edu",
        "https://",
        "https://user:word@line.example.edu",
        "https://line.example.edu?x=1",
        "https://línea.example.edu",
    ],
    "TWILIO_ACCOUNT_SID": ["AC123", "SK" + "0" * 32, ACCOUNT.upper(), ACCOUNT + "0"],
    "TWILIO_AUTH_TOKEN": ["short", f"{TOKEN},short", f"{TOKEN},{TOKEN},{TOKEN}", ","],
    "TWILIO_NUMBER": ["6175550100", "+1 617 555 0100", "tel:+16175550100", "line"],
    "SECRET_KEY": ["secret", "0123456789abcdef0123456789abcde"],
    "REPORT_RECIPIENTS": [
        RECIPIENTS[0],
        ",".join([RECIPIENTS[0]] * 2),
        "age1abc,age1def",
        "AGE-SECRET-KEY-1,x",
    ],
    "REPORT_INBOX": ["/var/inbox", "ftp://desk.example.edu", "http://desk.example.edu/inbox", "inbox"],
    "PORT": ["0", "65536", "http", "80 80"],
    "TWILIO_API_BASE": ["api.twilio.com", "ftp://api.twilio.com"],
    "DATABASE_URL": ["mysql://host/name", "line.db", "oracle://x"],
    "REDIS_URL": ["localhost:6379", "http://localhost:6379"],
    "METRICS_TOKEN": ["short", "with space" * 4],
    "REPORT_INBOX_TOKEN": ["short", "with space" * 4],
    "DRAFT_EXPIRES_SECONDS": ["0", "-1", "600", "1800", "5400", "a day", "608400", "99999999"],
    "ALARM_AFTER_SECONDS": ["1", "soon"],
    "ERASE_AFTER_SECONDS": ["1", "soon"],
    "SMTP_URL": ["mail.example.edu", "http://mail.example.edu"],
    "NOTIFY_FROM": ["nobody", "a@b, c@d"],
    "NOTIFY_TO": ["nobody", "ana@example.edu,nobody"],
    "LINE_CONFIG": ["/nowhere/line.toml"],
    "LINE_PROMPTS": ["/nowhere/prompts"],
    "WEB_WORKERS": ["0", "65", "many"],
}


def errors(environment: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        settings.load(environment)
    return caught.value.errors


def test_a_whole_environment_is_read() -> None:
    read = settings.load({**GOOD, "PORT": "9000", "WEB_WORKERS": "3", "UNKNOWN": "x"})

    assert (read.public_url, read.number, read.port, read.workers) == (GOOD["PUBLIC_URL"], NUMBER, 9000, 3)
    assert read.auth_tokens == (TOKEN,)
    assert read.recipients == RECIPIENTS
    assert read.api_base == "https://api.twilio.com"


def test_the_table_of_mistakes_is_whole() -> None:
    assert set(MALFORMED) == {variable.name for variable in VARIABLES}
    assert set(GOOD) == set(REQUIRED)


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_variable_is_told_in_one_line(name: str, value: str | None) -> None:
    environment = {key: text for key, text in GOOD.items() if key != name}
    if value is not None:
        environment[name] = value

    [error] = errors(environment)

    assert error.startswith(f"{name} is missing: ")
    assert "\n" not in error


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in MALFORMED.items() for value in values]
)
def test_a_malformed_variable_is_told_in_one_line_without_its_value(name: str, value: str) -> None:
    [error] = errors({**GOOD, name: value})

    looks = next(variable.looks for variable in VARIABLES if variable.name == name)
    assert error == f"{name} is malformed: {looks}"
    assert value not in error or value in looks


def test_everything_wrong_is_told_at_once() -> None:
    told = errors(dict.fromkeys(MALFORMED, "?"))

    assert [error.split()[0] for error in told] == [variable.name for variable in VARIABLES]


def test_an_empty_environment_names_all_that_is_required() -> None:
    told = errors({})

    assert [error.split()[0] for error in told] == REQUIRED


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://line.example.edu/", "https://line.example.edu"),
        ("https://line.example.edu:8443", "https://line.example.edu:8443"),
        ("https://example.edu/line/", "https://example.edu/line"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("  https://line.example.edu  ", "https://line.example.edu"),
    ],
)
def test_a_public_address_is_kept_without_its_last_slash(given: str, kept: str) -> None:
    assert settings.load({**GOOD, "PUBLIC_URL": given}).public_url == kept


@pytest.mark.parametrize(("seconds", "hours"), [("3600", 1), ("7200", 2), ("86400", 24), ("604800", 168)])
def test_the_hours_that_the_line_speaks_of_are_those_after_which_it_erases(seconds: str, hours: int) -> None:
    read = settings.load({**GOOD, "DRAFT_EXPIRES_SECONDS": seconds})

    assert (read.draft_expires, Keeping(read).draft_hours) == (int(seconds), hours)


def test_two_tokens_are_read_for_a_rotation() -> None:
    read = settings.load({**GOOD, "TWILIO_AUTH_TOKEN": f"{TOKEN}, {TOKEN[::-1]}"})

    assert read.auth_tokens == (TOKEN, TOKEN[::-1])


def test_secrets_do_not_stand_in_the_repr() -> None:
    secrets = {
        "TWILIO_AUTH_TOKEN": "a" * 32,
        "SECRET_KEY": "k" * 40,
        "REPORT_INBOX_TOKEN": "t" * 40,
        "SMTP_URL": "smtp://ana:word-of-hers@mail.example.edu",
        "DATABASE_URL": "postgresql://line:word-of-ours@db/line",
        "REDIS_URL": "redis://:word-of-redis@127.0.0.1:6379/0",
    }

    shown = repr(settings.load({**GOOD, **secrets}))

    assert NUMBER in shown
    assert [name for name, value in secrets.items() if value in shown] == []
    assert "word-of" not in shown


def test_a_process_that_is_set_up_wrongly_says_so_and_does_not_start() -> None:
    wrong = {"PATH": os.environ["PATH"], **GOOD, "TWILIO_NUMBER": "6175550100", "SECRET_KEY": "too-short"}
    del wrong["PUBLIC_URL"]

    ended = subprocess.run(
        [sys.executable, "-m", "ivr", "web"],
        env=wrong,
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode != 0
    assert ended.stdout == ""
    assert [row.split()[0] for row in ended.stderr.splitlines()] == [
        "PUBLIC_URL",
        "TWILIO_NUMBER",
        "SECRET_KEY",
    ]
    assert "too-short" not in ended.stderr


def test_every_variable_is_described_once() -> None:
    described = [row.split(":")[0].split()[0] for row in settings.describe()]

    assert described == [variable.name for variable in VARIABLES]
