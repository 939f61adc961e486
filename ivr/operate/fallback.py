"""`ivr fallback`: write the documents that Twilio plays while the line is down, for another host."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ivr import line, settings
from ivr.core.line import Line
from ivr.line import LineError
from ivr.operate.documents import METHODS, TEXT, VOICE, Documents
from ivr.prompts import PromptError, Prompts
from ivr.settings import Settings, SettingsError

WRITTEN = """\
Written to {folder}: {names}

Put all of them into one folder of a web host that does not depend on this machine, served as text/xml,
and its access log off: Twilio sends it what a texter wrote. Then tell Twilio:

  python -m ivr provision --voice-fallback https://…/{voice} --text-fallback https://…/{text}

Write them again after every change of a number, a prompt or a language; `doctor` tells when they are old.
"""


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Write the files. Returns 0, 1 when the folder cannot be written, 2 when something is set up wrongly."""
    given = _parser().parse_args(arguments)
    try:
        chosen = settings.load(environment)
        known = line.load(chosen.line_config)
        documents = written(chosen, known, method=given.method)
    except (SettingsError, LineError, PromptError) as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    try:
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            (given.folder / name).write_bytes(document)
    except OSError as error:
        print(f"{given.folder}: cannot be written ({error.strerror})", file=sys.stderr)
        return 1
    print(WRITTEN.format(folder=given.folder, names=", ".join(documents), voice=VOICE, text=TEXT), end="")
    return 0


def written(settings: Settings, line: Line, *, method: str) -> dict[str, bytes]:
    """The documents of this line by file name. Raises PromptError."""
    prompts = Prompts(settings.line_prompts, line)
    return dict(Documents(line, prompts, number=settings.number, method=method).all())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr fallback", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("fallback"), metavar="DIR")
    parser.add_argument(
        "--method",
        choices=METHODS,
        default=METHODS[0],
        help="how the documents ask for each other; POST keeps the caller's number out of the host's log,"
        " where the host answers a POST with a file (default: GET)",
    )
    return parser
