"""Nobody gets in by a switch: none in the environment, none in the application, none in the check itself."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.settings import HOUSE
from tests.hostile_switches import NAMES
from tests.test_server import environment

SOURCE = (HOUSE / "ivr" / "web" / "signature.py").read_text("utf-8")
# All that the check knows of the world: the request's own address, fields and signature, and two libraries.
IMPORTED = {"base64", "hmac", "abort", "RequestValidator", "MultiDict", "Pairs", "webhook"}
ASKED = {"webhook.environ", "webhook.path", "webhook.pairs"}
LOOKED_UP = {"HEADER", "'QUERY_STRING'"}  # in that environ
PLANTED = (
    'if os.environ.get("DEV"): return True',
    "if current_app.debug: return True",
    'if request.remote_addr == "127.0.0.1": return True',
    'if request.args.get("debug"): return True',
    'if request.headers.get("X-Debug"): return True',
    'if signature == "test": return True',
    "if self._off: return True",
    'if webhook.remote_addr == "127.0.0.1": return True',
    'if sent["HTTP_X_DEBUG"]: return False',
    'if __import__("os").environ.get("DEV"): return 1',
    'if globals().get("DEV"): return not None',
    "from ivr.settings import HOUSE",
)


def test_no_switch_in_environment_or_application_lets_anybody_in(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "tests.hostile_switches"],
        cwd=HOUSE,
        env={**dict.fromkeys(NAMES, "1"), **environment(8000, tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    answers = json.loads(said.stdout)
    assert len(answers["unsigned"]) >= 100
    assert set(answers["unsigned"]) == {403}
    assert set(answers["signed"]) == {200}


def test_what_checks_signatures_knows_of_nothing_that_could_be_a_switch() -> None:
    assert list(switches(SOURCE)) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_a_switch_that_is_planted_there_is_seen(planted: str) -> None:
    place = "        if not signature:\n"
    assert SOURCE.count(place) == 1

    assert list(switches(SOURCE.replace(place, f"        {planted}\n{place}"))) != []


def switches(source: str) -> Iterator[str]:
    """What in the source of the check could let somebody in who has no signature."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from ({alias.asname or alias.name for alias in node.names} - IMPORTED)
            case ast.Attribute() if (name := ast.unparse(node)).startswith(("request.", "webhook.")):
                yield from {name} - ASKED
            case ast.Call(func=ast.Attribute(attr="get"), args=[wanted, *_]) if (
                ast.unparse(wanted) not in LOOKED_UP
            ):
                yield ast.unparse(node)
            case ast.Subscript(value=ast.Name(id="sent")):
                yield ast.unparse(node)
            case ast.Return(value=value) if not _is_verdict(value):
                yield ast.unparse(node)


def _is_verdict(value: ast.expr | None) -> bool:
    """Whether what is returned is a no, the outcome of a comparison, or a signature that was computed."""
    return value is not None and ast.unparse(value).startswith(("False", "any(", "base64.", "''.join("))
