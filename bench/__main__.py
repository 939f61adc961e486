"""The command line of the measurements: `python -m bench table | surge | growth`, as make bench and so on."""

import sys
from collections.abc import Callable, Sequence

HELP = """\
Usage: python -m bench <what>

  table    what each request costs, beside a bare Flask app; a few minutes
  surge    25,000 people within minutes, at full speed
  growth   what a text costs while a thousand, a hundred thousand, a million rows are kept

Everything stays on this machine, ends by itself, and is written to bench/results.json.
"""


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(HELP, end="", file=sys.stderr)
        return 2
    return COMMANDS[arguments[0]]()


def _table() -> int:
    from bench.compare import main

    return main()


def _surge() -> int:
    from bench.surge import main

    return main()


def _growth() -> int:
    from bench.growth import main

    return main()


COMMANDS: dict[str, Callable[[], int]] = {"table": _table, "surge": _surge, "growth": _growth}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
