"""What must never happen, looked for everywhere: in every route, every document and every source file."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from ivr.core.keywords import CARRIER
from ivr.core.line import Line
from ivr.settings import HOUSE
from ivr.web import create_app
from tests.conftest import made_up_settings
from tests.signed import NO_DATABASE

OPEN = {"/livez", "/readyz"}  # they say "ok" and nothing else
BEHIND_A_TOKEN = {"/audio/<language>/<name>.mp3"}
SOURCES = sorted(
    file
    for folder in ("ivr", "workers")
    for file in (HOUSE / folder).rglob("*.py")
    if "simulator" not in file.parts
)
WEB = sorted((HOUSE / "ivr" / "web").glob("*.py"))
CORE = sorted((HOUSE / "ivr" / "core").glob("*.py"))
# What the core may use of the standard library, and nothing else: no clock, no network, no chance, no files.
PURE = {
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "unicodedata",
    "re",
    "typing",
}
DOERS = {"open", "input", "print", "exec", "eval", "compile", "__import__", "breakpoint"}


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(made_up_settings(database_url=NO_DATABASE))


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Every method and address pattern of the line."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, str(rule)


def test_every_route_is_known_to_this_test(app: Flask) -> None:
    posts = {path for method, path in routes(app) if method == "POST"}
    others = {(method, path) for method, path in routes(app) if method != "POST"}

    assert posts >= {"/voice", "/voice/<state>", "/sms", "/status"}
    assert {path for _, path in others} >= OPEN | BEHIND_A_TOKEN
    assert {method for method, _ in others} == {"GET"}


def test_every_route_is_signed_or_behind_a_token(app: Flask) -> None:
    client = app.test_client()
    for method, path in routes(app):
        if path in OPEN | BEHIND_A_TOKEN:
            continue
        address = re.sub("<[^>]+>", "menu", path)

        answers = [
            client.open(address, method=method),
            client.open(address, method=method, data={"From": "+16175550101", "Digits": "1", "Body": "x"}),
            client.open(address, method=method, headers={"X-Twilio-Signature": "A" * 28}),
            client.open(address, method=method, headers={"X-Twilio-Signature": ""}),
            client.open(address, method=method, headers={"Authorization": "Bearer x"}),
        ]

        assert {answer.status_code for answer in answers} <= {401, 403}, path


@pytest.mark.parametrize("path", sorted(OPEN))
def test_what_is_open_says_ok_and_nothing_else(app: Flask, path: str) -> None:
    assert app.test_client().get(path).data == b"ok\n"


def test_no_route_has_a_switch_to_turn_the_signature_off() -> None:
    names = [
        node.id if isinstance(node, ast.Name) else node.attr
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Name | ast.Attribute)
    ]
    environment = {file.name: lines_with_environment(file) for file in WEB if "os" in imports(file)}

    assert "Signature" in names
    assert not [
        name for name in names if re.search("skip_sign|no_sign|debug|testing|insecure|unsigned", name.lower())
    ]
    # The settings are read once, at start, and systemd's socket is found there: no web page asks for more.
    assert environment == {
        "__init__.py": ["chosen = given or settings.load(os.environ)"],
        "listening.py": [
            "def listen(host: str, port: int, environment: Mapping[str, str] = os.environ) -> socket.socket:"
        ],
    }


def lines_with_environment(file: Path) -> list[str]:
    asking = re.compile(r"\bos\.(environ|getenv)|import.*(environ|getenv)")
    return [line.strip() for line in file.read_text("utf-8").splitlines() if asking.search(line)]


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


def calls(file: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a source file, as the dotted name that is called."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_there_are_sources_to_look_at() -> None:
    assert len(SOURCES) > 40
    assert len(CORE) > 8


def test_nothing_that_speaks_to_twilio_asks_for_a_recording() -> None:
    doors = [file for file in SOURCES if any(name.split(".")[0] == "twilio" for name in imports(file))]
    asked = [
        (file.name, word.arg)
        for file in doors
        for _, node in calls(file)
        for word in node.keywords
        if word.arg and word.arg.startswith(("record", "transcri"))
    ]
    verbs = [
        (file.name, name)
        for file in doors
        for name, _ in calls(file)
        if name.split(".")[-1].lower() in ("record", "stream", "siprec", "transcription", "recordings")
        and "twiml" in "".join(imports(file))
    ]

    assert len(doors) >= 2
    assert asked == []
    assert verbs == []


def test_no_text_goes_out_but_the_reply_to_one() -> None:
    sent = [
        (file.name, name)
        for file in SOURCES
        for name, _ in calls(file)
        if re.search(r"messages(\(.*\))?\.create|send_sms|\.sms\(", name)
    ]

    assert sent == []


def test_a_call_is_made_only_by_the_alarm() -> None:
    makers = {file.name for file in SOURCES for name, _ in calls(file) if name.endswith("calls.create")}

    assert makers <= {"carrier.py"}


def test_no_word_of_ours_is_the_carriers_in_any_language(line: Line) -> None:
    ours = {
        (topic.id, code, phrase)
        for topic in line.topics.values()
        for code, phrases in topic.phrases.items()
        for phrase in phrases
    }

    assert len(ours) > 100
    assert not [one for one in ours if one[2] in CARRIER]
    assert not CARRIER & line.commands.keys()


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("file", CORE, ids=lambda file: file.name)
def test_the_core_uses_nothing_but_a_pure_part_of_the_standard_library(file: Path) -> None:
    foreign = {
        name for name in imports(file) if name.split(".")[0] not in PURE and not name.startswith("ivr.core")
    }

    assert foreign <= {"ivr"}
    assert not {name for name in imports(file) if name == "ivr"} or "from ivr.core" in file.read_text("utf-8")


@pytest.mark.parametrize("file", CORE, ids=lambda file: file.name)
def test_the_core_asks_no_clock_and_opens_nothing(file: Path) -> None:
    asked = [
        name
        for name, _ in calls(file)
        if name in DOERS or name.split(".")[-1] in ("now", "utcnow", "today", "sleep")
    ]

    assert asked == []


def test_vendors_have_one_door_each() -> None:
    doors = {"twilio.twiml": {"twiml.py"}, "twilio.rest": {"carrier.py"}, "pyrage": {"seal.py"}}

    for vendor, door in doors.items():
        users = {
            file.relative_to(HOUSE).as_posix().split("/")[-1]
            for file in SOURCES
            if any(name == vendor or name.startswith(f"{vendor}.") for name in imports(file))
        }
        assert users <= door, vendor


def test_nothing_is_patched_and_nothing_sleeps_in_these_tests() -> None:
    mine = [file for file in (HOUSE / "tests").glob("*.py") if file.name != Path(__file__).name]
    found = [
        (file.name, word)
        for file in mine
        for word in ("mock." + "patch", "monkey" + "patch", "unittest." + "mock", "Magic" + "Mock")
        if word in file.read_text(encoding="utf-8")
    ]

    assert found == []
