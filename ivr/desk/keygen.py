"""`ivr keygen`: make the key pair of a desk, or the one for recovery."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ivr import seal
from ivr.desk import identity
from ivr.seal import SealError

NEXT = """\
{path} holds the secret key: keep it on the police's machine, a copy in a safe, and none on the server.
The line above is its recipient: put it into REPORT_RECIPIENTS on the server, with the one of a second key."""


def main(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Write an identity file and print its recipient, alone, on standard output. Returns an exit code."""
    args = _parser().parse_args(argv)
    try:
        recipient = _make(args.out, None if args.no_passphrase else environ)
    except FileExistsError:
        return _fail(f"{args.out} exists already, and a key is never overwritten. Choose another --out.")
    except (OSError, SealError) as error:
        return _fail(f"The key was not made. {error}")
    print(recipient)
    print(NEXT.format(path=args.out), file=sys.stderr)
    return 0


def _make(path: Path, environ: Mapping[str, str] | None) -> str:
    if path.exists():  # said before a passphrase is asked for
        raise FileExistsError
    text, recipient = seal.make_identity()
    content = seal.protect(text, identity.new_passphrase(environ)) if environ is not None else text.encode()
    _write_new(path, content)
    return recipient


def _write_new(path: Path, content: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ivr keygen",
        description="Make an age key pair: the identity file for a desk, and the recipient for the server.",
        epilog=f"The passphrase is asked for, or read from {identity.PASSPHRASE}.",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=identity.DEFAULT_FILE,
        metavar="FILE",
        help="the identity file (%(default)s)",
    )
    parser.add_argument(
        "--no-passphrase",
        action="store_true",
        help="write the key as it is; whoever has the file has the key",
    )
    return parser


def _fail(reason: str) -> int:
    print(f"ivr keygen: {reason}", file=sys.stderr)
    return 1
