"""`make chaos`: a thousand reports while everything is killed again and again. Some minutes."""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path

from tests import servers
from tests.chaos.scenario import LARGE, Plan, Run
from tests.chaos.standing import standing
from tests.chaos.strikes import crash


def main() -> int:
    """Play it once, print the figures, and return 0 when every promise was kept."""
    asked = _arguments()
    with contextlib.ExitStack() as stack:
        folder = asked.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        plan, more, environment = Plan(asked.reports, LARGE, asked.seed), {}, {}
        if asked.postgres:
            postgres = stack.enter_context(servers.postgres())
            plan = Plan(asked.reports, {**LARGE, "postgres": 10}, asked.seed)
            more = {"postgres": lambda: crash(postgres)}
            environment = {"DATABASE_URL": postgres.empty_database()}
        line = stack.enter_context(standing(folder / "line", **environment))
        run = Run(plan, line, more, tell=_tell)
        run.play()
        wrong = run.wrong(line.desk_key)
        print(f"\n{run.figures()}\n{len(wrong)} promises broken")
        print(*wrong, sep="\n", end="")
    return 1 if wrong else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keeps the logs, the database and the inbox")
    parser.add_argument("--postgres", action="store_true", help="instead of SQLite; it is killed as well")
    return parser.parse_args()


def _tell(sentence: str) -> None:
    print(f"\r{sentence}   ", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
