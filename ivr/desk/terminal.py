"""`ivr open`: read one report in the terminal, for when the page cannot be used."""

import argparse
import io
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ivr.desk import identity, wording
from ivr.desk.here import utc_now
from ivr.desk.inbox import Inbox
from ivr.desk.reading import CONTACT, Answer, read_answers
from ivr.envelope import EnvelopeError, Header, unpack
from ivr.seal import SealError


def main(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Print a report. Returns 0 when all of it could be read, 1 otherwise."""
    args = _parser().parse_args(argv)
    _print_anything()
    try:
        header, sealed = unpack(args.file.read_bytes())
        answers = read_answers(identity.load_identity(args.identity, environ), sealed)
    except (OSError, EnvelopeError, SealError) as error:
        return _fail(f"The report was not opened. {error}")
    _print_header(header)
    for answer in answers:
        _print_answer(answer, hidden=answer.question == CONTACT and not args.contact)
    if any(answer.problem for answer in answers):
        return _fail("Not all of it could be read, so it is not acknowledged.")
    return _acknowledge(args.file, header) if args.acknowledge else 0


def _print_anything() -> None:
    # A terminal that has no such letter must not end in an error that quotes the report.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _print_header(header: Header) -> None:
    print(f"Report {wording.code(header.id)} (full name {header.id})")
    print(f"Sent in the hour from {wording.local(header.received)}, {wording.language(header.language)}")
    if header.danger:
        print("SOMEONE MAY STILL BE IN DANGER")
    if header.test:
        print("TEST of the line: not a person's report")


def _print_answer(answer: Answer, hidden: bool) -> None:
    print(f"\n{wording.QUESTIONS[answer.question]}")
    text = "(given; shown with --contact)" if hidden else answer.text
    for line in text.splitlines() or [""]:
        print(f"  {line}")
    if answer.problem:
        print(f"  [A text of this answer could not be opened. {answer.problem}]")


def _acknowledge(path: Path, header: Header) -> int:
    try:
        Inbox(path.parent).record_opening(header.id, utc_now())
    except OSError as error:
        return _fail(f"The receipt was not written. {error}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ivr open",
        description="Open one report and print it. Nothing is written, unless --acknowledge says so.",
        epilog=f"A protected identity asks for its passphrase, or reads it from {identity.PASSPHRASE}.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the zip file of the report")
    parser.add_argument(
        "--identity",
        type=Path,
        default=identity.DEFAULT_FILE,
        metavar="FILE",
        help="the secret key (%(default)s)",
    )
    parser.add_argument("--contact", action="store_true", help="print the contact details too")
    parser.add_argument(
        "--acknowledge",
        action="store_true",
        help="write the receipt beside the file: the alarm stops, the server erases its copy",
    )
    return parser


def _fail(reason: str) -> int:
    print(f"ivr open: {reason}", file=sys.stderr)
    return 1
