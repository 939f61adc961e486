"""`make chaos`: everything that is proven by breaking it, at full size. About 25 minutes on two cores.

python -m tests.chaos all                  every part; kill, canary, disk, clock, restart: one of them
python -m tests.chaos note fuzz "10,000…"  keep the figure of another run for docs/proof.md
python -m tests.chaos tables               make the tables of docs/proof.md from docs/proof.json
"""

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bench.results import table
from tests.chaos import proof
from tests.chaos.full_disk import NoSmallDisk
from tests.chaos.parts import FULL, GROUPS, PARTS, SMALL, Outcome, Part
from tests.chaos.telling import Telling

HEAD = ["part", "seed", "size", "seconds", "promises broken", "came to"]


def main() -> int:
    """Returns 1 when a promise was broken; what this machine cannot play is said, and breaks none."""
    asked = _arguments()
    match asked.what:
        case "tables":
            proof.write_tables()
            return 0
        case "note":
            proof.note(asked.name, asked.figure)
            return 0
    return _play(asked)


def _play(asked: argparse.Namespace) -> int:
    rows, wrong = [], []
    for name, part in PARTS.items():
        if asked.what in ("all", part.group):
            row, broken = _play_one(name, part, asked)
            rows.append(row)
            wrong += [f"{name}: {sentence}" for sentence in broken]
    print("\n" + table(HEAD, rows))
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


def _play_one(name: str, part: Part, asked: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Play a part in a folder of its own: its row in the table, and the promises that were broken."""
    seed = part.seed if asked.seed is None or part.seed is None else asked.seed
    told = "–" if seed is None else str(seed)
    began, started = proof.began(), time.monotonic()
    with TemporaryDirectory(prefix="chaos-") as passing:
        folder = (asked.folder or Path(passing)) / name.replace(" ", "-")
        try:
            outcome = part.play(folder, SMALL if asked.small else FULL, seed or 0, Telling(name))
        except (NoSmallDisk, pytest.skip.Exception) as missing:
            print(f"\n{name}: not played, {missing}", flush=True)
            return [name, told, "", "", "", f"not played: {missing}"], []
        except Exception as error:
            # A process that does not start again, somebody whom nobody answers: that breaks a promise, too.
            outcome = Outcome("", "", "it did not come to its end", [f"{type(error).__name__}: {error}"])
    seconds = round(time.monotonic() - started)
    print(f"\n{name}: {outcome.figures}; {len(outcome.broken)} promises broken", flush=True)
    if not asked.small:
        proof.record(name, began, seed, seconds, outcome)
    return [
        name,
        told,
        outcome.size,
        str(seconds),
        str(len(outcome.broken)),
        outcome.last,
    ], outcome.broken


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    what = parser.add_subparsers(dest="what", required=True)
    for group in ("all", *GROUPS):
        playing = what.add_parser(group)
        playing.add_argument("--seed", type=int, help="instead of those that docs/proof.md names")
        playing.add_argument("--small", action="store_true", help="a minute or two of it, not recorded")
        playing.add_argument("--folder", type=Path, help="keeps the logs, the databases and the inboxes")
    what.add_parser("tables")
    noting = what.add_parser("note")
    noting.add_argument("name", choices=proof.NOTED)
    noting.add_argument("figure")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
