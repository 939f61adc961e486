"""`ivr canary`: call and text the line by its public address, and follow the test report to the inbox."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from ivr import line, settings
from ivr.inbox import DeliveryError, open_inbox
from ivr.line import LineError
from ivr.operate import database
from ivr.operate.arrival import Arrival
from ivr.operate.database import NoDatabase
from ivr.operate.flight import Fallen, Flight
from ivr.settings import Settings, SettingsError
from ivr.store import Store

PATIENCE = 30.0  # seconds; the sweeper looks for receipts every five


def main(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Fly once. Returns 0, 1 when a step failed, 2 when something is set up wrongly."""
    given = _parser().parse_args(arguments)
    try:
        chosen = settings.load(environment)
        for step in fly(chosen, patience=given.wait):
            if not given.quiet:
                print(f"ok     {step}", flush=True)
    except (SettingsError, LineError) as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 2
    except DeliveryError as error:
        print(f"REPORT_INBOX: {error}", file=sys.stderr)
        return 2
    except NoDatabase as error:
        print(error, file=sys.stderr)
        return 2
    except Fallen as fallen:
        print(f"FAILED {fallen}", file=sys.stderr)
        return 1
    return 0


def fly(chosen: Settings, *, patience: float) -> Iterator[str]:
    """The steps as they are passed. Raises Fallen, LineError, NoDatabase, or DeliveryError for no inbox."""
    known = line.load(chosen.line_config)
    database.require(chosen.database_url)
    inbox = open_inbox(chosen.inbox, chosen.inbox_token)
    with closing(Store(chosen.database_url)) as store:
        code = yield from Flight(chosen, known).fly()
        yield from Arrival(store, inbox, patience).follow(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ivr canary", description=__doc__)
    parser.add_argument(
        "--wait", type=float, default=PATIENCE, metavar="SECONDS", help="for each duty of the workers (30)"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing unless it fails, for cron")
    return parser
