"""The environment becomes Settings, once, at start; whatever is wrong with it is told all at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import phonenumbers

from ivr.recipient import is_recipient

HOUSE = Path(__file__).parent.parent


class SettingsError(ValueError):
    """What is wrong with the environment: a line each, naming the variable and what it should look like."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Settings:
    """All settings of the server. Times in seconds; secrets stay out of repr, so out of tracebacks."""

    public_url: str
    account_sid: str
    auth_tokens: tuple[str, ...] = field(repr=False)
    number: str
    secret_key: bytes = field(repr=False)
    recipients: tuple[str, ...]
    inbox: str
    port: int = 8000
    api_base: str = "https://api.twilio.com"
    database_url: str = field(default="sqlite:///var/line.db", repr=False)
    redis_url: str = field(default="redis://127.0.0.1:6379/0", repr=False)
    line_config: Path = HOUSE / "config" / "line.toml"
    line_prompts: Path = HOUSE / "prompts"
    workers: int = 2
    inbox_token: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    draft_expires: int = 86_400
    alarm_after: int = 900
    erase_after: int = 600
    smtp_url: str = field(default="", repr=False)
    notify_from: str = ""
    notify_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """One variable: what it should look like, the field it fills, and how it is read (or ValueError)."""

    name: str
    looks: str
    field: str
    read: Callable[[str], object]
    required: bool = True


def load(environment: Mapping[str, str]) -> Settings:
    """Read the settings. Raises SettingsError with every missing or malformed variable."""
    values: dict[str, object] = {}
    errors = []
    for variable in VARIABLES:
        text = environment.get(variable.name, "").strip()
        if not text:
            if variable.required:
                errors.append(f"{variable.name} is missing: {variable.looks}")
            continue
        try:
            values[variable.field] = variable.read(text)
        except ValueError:
            # The value itself is not shown: it may be a secret, and errors end up in logs.
            errors.append(f"{variable.name} is malformed: {variable.looks}")
    if errors:
        raise SettingsError(errors)
    return Settings(**values)  # type: ignore[arg-type]  # each reader returns its field's type


def _matching(pattern: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError
        return text

    return read


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not (parts.netloc or parts.path) or not text.isascii():
            raise ValueError
        return text.rstrip("/") if parts.scheme in ("http", "https") else text

    return read


def _public_url(text: str) -> str:
    parts = urlsplit(_url("http", "https")(text))
    if not parts.hostname or parts.query or parts.fragment or parts.username:
        raise ValueError
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError  # a caller's words and a texter's report would cross the network in the clear
    return parts.geturl().rstrip("/")


def _inbox(text: str) -> str:
    url = _url("file", "https", "http")(text)
    if urlsplit(url).scheme == "http" and urlsplit(url).hostname not in ("127.0.0.1", "localhost"):
        raise ValueError  # sealed or not, a report does not cross a network in the clear
    return url


def _number(text: str) -> str:
    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException as error:
        raise ValueError from error
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != text:
        raise ValueError
    return text


def _tokens(text: str) -> tuple[str, ...]:
    tokens = tuple(token.strip() for token in text.split(","))
    if not 1 <= len(tokens) <= 2 or not all(len(token) >= 16 for token in tokens):
        raise ValueError
    return tokens


def _recipients(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(","))
    if len(set(keys)) < 2 or len(set(keys)) != len(keys):
        raise ValueError
    if not all(is_recipient(key) for key in keys):
        raise ValueError
    return keys


def _secret(text: str) -> bytes:
    if len(text) < 32:
        raise ValueError
    return text.encode()


def _between(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError
        return int(text)

    return read


def _whole_hours(text: str) -> int:
    seconds = _between(3600, 604_800)(text)
    if seconds % 3600:  # the line says after how many hours it erases: "0" or "2" for 1.5 would be a lie
        raise ValueError
    return seconds


def _mail(text: str) -> str:
    return _matching(r"[^@\s,<>]+@[^@\s,<>]+")(text.strip())


def _mails(text: str) -> tuple[str, ...]:
    return tuple(_mail(part) for part in text.split(","))


def line_config(environment: Mapping[str, str]) -> Path:
    """The line.toml in force: what LINE_CONFIG names, a file or the folder it stands in, or the house's."""
    named = Path(environment.get("LINE_CONFIG") or HOUSE / "config")
    return named / "line.toml" if named.is_dir() else named


def _config(text: str) -> Path:
    return _folder(str(line_config({"LINE_CONFIG": text})))


def _folder(text: str) -> Path:
    if not Path(text).exists():
        raise ValueError
    return Path(text)


VARIABLES = (
    Variable(
        "PUBLIC_URL",
        "the https address that Twilio reaches, like https://line.example.edu",
        "public_url",
        _public_url,
    ),
    Variable(
        "TWILIO_ACCOUNT_SID", "AC and 32 hexadecimal digits", "account_sid", _matching("AC[0-9a-f]{32}")
    ),
    Variable(
        "TWILIO_AUTH_TOKEN",
        "the account's auth token; two with a comma while one is being rotated",
        "auth_tokens",
        _tokens,
    ),
    Variable("TWILIO_NUMBER", "the line's own number in E.164 form, like +16175550100", "number", _number),
    Variable("SECRET_KEY", "at least 32 random characters: openssl rand -hex 32", "secret_key", _secret),
    Variable(
        "REPORT_RECIPIENTS",
        "at least two different, whole age public keys (age1…) with a comma: the desk's and the recovery key",
        "recipients",
        _recipients,
    ),
    Variable(
        "REPORT_INBOX",
        "where reports go: file:///path/of/a/folder or https://desk.example.edu/inbox",
        "inbox",
        _inbox,
    ),
    Variable("PORT", "a port, like 8000", "port", _between(1, 65535), required=False),
    Variable(
        "TWILIO_API_BASE",
        "an address like https://api.twilio.com",
        "api_base",
        _url("http", "https"),
        required=False,
    ),
    Variable(
        "DATABASE_URL",
        "sqlite:///path or postgresql://user:password@host/name",
        "database_url",
        _url("sqlite", "postgresql", "postgres", "postgresql+psycopg"),
        required=False,
    ),
    Variable(
        "REDIS_URL",
        "redis://host:6379/0, rediss:// or unix://",
        "redis_url",
        _url("redis", "rediss", "unix"),
        required=False,
    ),
    Variable(
        "REPORT_INBOX_TOKEN",
        "the bearer token of an https inbox, at least 32 characters",
        "inbox_token",
        _matching("[!-~]{32,}"),
        required=False,
    ),
    Variable(
        "METRICS_TOKEN",
        "the bearer token of GET /metrics, at least 32 characters; without it there is no /metrics",
        "metrics_token",
        _matching("[!-~]{32,}"),
        required=False,
    ),
    Variable(
        "DRAFT_EXPIRES_SECONDS",
        "seconds after which an unfinished report is erased, in whole hours: 3600, 7200, … 604800",
        "draft_expires",
        _whole_hours,
        required=False,
    ),
    Variable(
        "ALARM_AFTER_SECONDS",
        "seconds a delivered report may wait unopened, 60 to 86400",
        "alarm_after",
        _between(60, 86_400),
        required=False,
    ),
    Variable(
        "ERASE_AFTER_SECONDS",
        "age in seconds at which texts and calls are deleted at the carrier, 60 to 86400",
        "erase_after",
        _between(60, 86_400),
        required=False,
    ),
    Variable(
        "SMTP_URL",
        "smtp://user:password@host:587 (STARTTLS) or smtps://…:465",
        "smtp_url",
        _url("smtp", "smtps"),
        required=False,
    ),
    Variable("NOTIFY_FROM", "the sender's address of notifications", "notify_from", _mail, required=False),
    Variable("NOTIFY_TO", "addresses to notify, with commas", "notify_to", _mails, required=False),
    Variable(
        "LINE_CONFIG", "the path of a line.toml, or of its folder", "line_config", _config, required=False
    ),
    Variable("LINE_PROMPTS", "the path of a folder of .ftl files", "line_prompts", _folder, required=False),
    Variable("WEB_WORKERS", "how many web processes, 1 to 64", "workers", _between(1, 64), required=False),
)


def describe() -> Iterator[str]:
    """A line for each variable, for help texts and the README."""
    for variable in VARIABLES:
        yield f"{variable.name}{'' if variable.required else ' (optional)'}: {variable.looks}"
