"""`ivr desk`: start the page, and the receiver if asked, on this machine, until Ctrl+C.

browser of this machine  ──►  127.0.0.1:8040  page: list, open, confirm   (needs the key)
the police's TLS proxy   ──►  127.0.0.1:8041  receiver: POST /inbox/<id>  (needs no key)
"""

import argparse
import os
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from ivr import seal
from ivr.desk import identity
from ivr.desk.app import make_page
from ivr.desk.guard import Guard
from ivr.desk.here import Desk
from ivr.desk.inbox import Inbox
from ivr.desk.receive import make_receiver
from ivr.desk.records import Records, RecordsError
from ivr.seal import SealError

BEARER = "DESK_BEARER_TOKEN"
TOKEN = re.compile("[!-~]{32,}")  # as the server takes it for REPORT_INBOX_TOKEN
PAGE_PORT, RECEIVER_PORT = 8040, 8041


class DeskError(Exception):
    """Why the desk cannot start, in a sentence."""


class Quiet(WSGIRequestHandler):
    """Answers requests without an access log: it would tell which report was opened when."""

    timeout = 30  # seconds; a connection that says nothing must not hold a thread for ever

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


def main(argv: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Run the desk until it is interrupted. Returns an exit code: 0 when stopped, 1 when it cannot start."""
    args = _parser().parse_args(argv)
    try:
        servers = start(args, environ)
    except (DeskError, SealError, OSError, SystemExit) as error:  # werkzeug exits when a port is taken
        print(f"ivr desk: {_reason(error)}", file=sys.stderr)
        return 1
    _wait(servers)
    return 0


def start(args: argparse.Namespace, environ: Mapping[str, str]) -> list[BaseWSGIServer]:
    """Bind what was asked for, say where it is, answer from threads. Raises DeskError, SealError, OSError."""
    if not args.inbox.is_dir():
        raise DeskError(f"There is no folder {args.inbox}.")
    servers = []
    if args.receive or args.receive_only:
        servers.append(_receiver(args, environ))
    if not args.receive_only:
        servers.append(_page(args, environ))
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    return servers


def _page(args: argparse.Namespace, environ: Mapping[str, str]) -> BaseWSGIServer:
    key = identity.load_identity(args.identity, environ)
    records = _records(args.records or args.inbox.resolve().parent / "desk.db")
    guard = Guard(args.port)
    server = _bind(make_page(Desk(Inbox(args.inbox), records, key, guard)), args.port)
    print(f"The key of this desk is {', '.join(seal.recipients_of(key))}")
    print(f"Open in the browser of this machine, and give the address to nobody:\n\n    {guard.address()}\n")
    print("Stop the desk with Ctrl+C.", flush=True)
    return server


def _records(path: Path) -> Records:
    try:
        Records(path).confirmed()  # now, and not when the first report is shown
    except RecordsError as error:
        raise DeskError(f"{path} cannot be used for the records: {error}.") from None
    return Records(path)


def _receiver(args: argparse.Namespace, environ: Mapping[str, str]) -> BaseWSGIServer:
    bearer = environ.get(BEARER, "")
    if not TOKEN.fullmatch(bearer):
        raise DeskError(f"To receive reports, set {BEARER} to 32 characters or more, none of them a space.")
    port = args.receive or RECEIVER_PORT
    server = _bind(make_receiver(Inbox(args.inbox), bearer), port)
    print(f"Receiving reports on 127.0.0.1:{port}, for the TLS proxy in front of it.", flush=True)
    return server


def _bind(app: Flask, port: int) -> BaseWSGIServer:
    return make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet)


def _wait(servers: list[BaseWSGIServer]) -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        for server in servers:
            server.shutdown()
            server.server_close()


def _reason(error: BaseException) -> str:
    return "The port is taken. Choose another --port." if isinstance(error, SystemExit) else str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ivr desk",
        description="The page on which the police open reports, on their own machine, with their own key.",
        epilog=f"Environment: {identity.PASSPHRASE}, the passphrase of the identity (else it is asked for); "
        f"{BEARER}, what the server must know to deliver to --receive.",
    )
    parser.add_argument("--inbox", type=Path, required=True, metavar="DIR", help="the folder of the reports")
    parser.add_argument(
        "--identity",
        type=Path,
        default=identity.DEFAULT_FILE,
        metavar="FILE",
        help="the secret key (%(default)s)",
    )
    parser.add_argument(
        "--records",
        type=Path,
        metavar="FILE",
        help="the desk's own counts (desk.db, beside the inbox folder)",
    )
    parser.add_argument("--port", type=int, default=PAGE_PORT, help="port of the page (%(default)s)")
    parser.add_argument(
        "--receive",
        type=int,
        nargs="?",
        const=RECEIVER_PORT,
        metavar="PORT",
        help=f"also take reports by POST, on a port of its own ({RECEIVER_PORT})",
    )
    parser.add_argument(
        "--receive-only", action="store_true", help="take reports and show no page; needs no key"
    )
    return parser
