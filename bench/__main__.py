"""The command line of the measurements: `python -m bench table | surge | growth | capacity`."""

import argparse
import sys
from collections.abc import Sequence

from bench import BenchError
from bench.sizes import FULL, QUICK
from ivr.stack import StackError

TOLD = """\
Everything stays on this machine, ends by itself, and is written to bench/results.json. A goal that is not met
ends the command with 1. Databases and logs go to TMPDIR, which should be on a disk."""


def main(arguments: Sequence[str]) -> int:
    """Returns 0, 1 when a goal is not met or something cannot be measured here, 2 when asked wrongly."""
    asked = _parser().parse_args(arguments)
    try:
        return _do(asked)
    except (BenchError, StackError, TimeoutError) as error:
        print(f"Not measured: {error}", file=sys.stderr)
        return 1


def _do(asked: argparse.Namespace) -> int:
    # Each imported when it is asked for: the capacity page needs no server.
    if asked.what == "capacity":
        from bench import page as capacity_page

        return capacity_page.main(write=asked.write)
    size = QUICK if asked.quick else FULL
    if asked.quick:
        print("As little as shows that it works: these are no figures, and nothing is written.")
    if asked.what == "table":
        from bench import compare

        return compare.main(size, only_measured=asked.measure)
    if asked.what == "surge":
        from bench import surge

        return surge.main(size, on_postgres=asked.postgres, only_measured=asked.measure)
    from bench import growth

    return growth.main(size, only_measured=asked.measure)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", epilog=TOLD)
    parts = parser.add_subparsers(dest="what", required=True)
    measured = {
        "table": "what each request costs, beside a bare Flask app; six minutes",
        "surge": "25,000 people within minutes; four minutes",
        "growth": "what a text costs while a thousand to a million rows are kept; six minutes",
    }
    for name, help in measured.items():
        part = parts.add_parser(name, help=help)
        part.add_argument("--measure", action="store_true", help="exit with 0 though a goal is not met")
        part.add_argument("--quick", action="store_true", help="a few requests, to see that it works")
        if name == "surge":
            part.add_argument("--postgres", action="store_true", help="on Postgres, with fsync, not SQLite")
    capacity = parts.add_parser("capacity", help="the tables of docs/capacity.md; at once")
    capacity.add_argument("--write", action="store_true", help="put them into the page")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
