"""bench/results.json: what was measured last, each part with its machine and date."""

import json
from collections.abc import Mapping
from pathlib import Path

from bench import machine

FILE = Path(__file__).parent / "results.json"


def record(part: str, figures: Mapping[str, object]) -> None:
    """Put one part in the place of its older self; the other parts stay."""
    known = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    known[part] = {"measured": machine.describe(), **figures}
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"\nWritten to {FILE.relative_to(FILE.parent.parent)}: {part}")


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as they need to be; the first to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    lines = (
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [head, *rows]
    )
    return "\n".join(line.rstrip() for line in lines)
