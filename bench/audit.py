"""`make audit`: ask for known holes in every package of every lock file; silence is not taken for safety.

Runs in an environment of its own (.venv-audit), so with the standard library alone.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

LOCKS = tuple(f"config/requirements{kind}.txt" for kind in ("", "-dev", "-lint", "-audit"))
# A version that is known to have holes: whoever names none of them does not answer, or knows nothing.
HOLED = "jinja2==2.4.1"
PIP_AUDIT = Path(sys.executable).with_name("pip-audit")
UNREACHABLE = "The vulnerability service cannot be reached: nothing was audited."


def main(program: Path = PIP_AUDIT, locks: Sequence[str] = LOCKS) -> int:
    """Returns 0 when no package has a known hole, 1 when one has or was skipped, 2 when nobody could tell."""
    if not answers(program):
        print(UNREACHABLE, file=sys.stderr)
        return 2
    return max(_audit(program, lock) for lock in locks)


def answers(program: Path) -> bool:
    """Whether it finds the holes of a version that has some."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as asked:
        asked.write(f"{HOLED}\n")
        asked.flush()
        found = _run(program, "--no-deps", "--format", "json", "-r", asked.name, quiet=True)
    return found.returncode != 0 and '"vulns": [{' in found.stdout


def _audit(program: Path, lock: str) -> int:
    print(f"{lock}:", flush=True)
    # --strict: a package that was skipped is not one without holes.
    return int(_run(program, "--strict", "--require-hashes", "-r", lock).returncode != 0)


def _run(program: Path, *arguments: str, quiet: bool = False) -> "subprocess.CompletedProcess[str]":
    command = [str(program), "--disable-pip", *arguments]
    return subprocess.run(command, check=False, text=True, capture_output=quiet)  # noqa: S603  # our own program


if __name__ == "__main__":
    sys.exit(main())
