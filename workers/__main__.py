"""The command line of the workers: `python -m workers worker` and `python -m workers sweeper`."""

import os
import sys
from collections.abc import Callable, Sequence
from threading import Event

from ivr.inbox import DeliveryError
from ivr.line import LineError
from ivr.settings import SettingsError
from workers.house import House, open_house

HELP = """\
Usage: python -m workers <command>

  worker     deliver each report as soon as the doorbell rings (needs Redis; the line works without)
  sweeper    deliver what the worker missed, ring the alarm, erase at the carrier, forget
"""


def main(arguments: Sequence[str]) -> int:
    """Run one of the two until a signal. Returns 0 then, and 2 when it was asked or set up wrongly."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(HELP, end="", file=sys.stderr)
        return 2
    try:
        house = open_house(os.environ)
    except (SettingsError, LineError, DeliveryError) as error:
        print(error, file=sys.stderr)
        return 2
    COMMANDS[arguments[0]](house, Event())
    house.close()
    return 0


def _worker(house: House, stop: Event) -> None:
    from workers.listen import listen  # the sweeper needs neither rq nor redis

    listen(house.settings.redis_url, stop)


def _sweeper(house: House, stop: Event) -> None:
    from workers.sweep import stop_on_signals, sweep

    stop_on_signals(stop)
    sweep(house, stop)


COMMANDS: dict[str, Callable[[House, Event], None]] = {"worker": _worker, "sweeper": _sweeper}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
