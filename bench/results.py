"""bench/results.json: what was measured last, each part with its machine and date."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "results.json"


def read() -> dict[str, Any]:
    """All parts; none while nothing has been measured."""
    return json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}


def record(part: str, measured: Mapping[str, object], figures: Mapping[str, object]) -> None:
    """Put one part in the place of its older self; the other parts stay."""
    known = read() | {part: {"measured": measured, **figures}}
    FILE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"\nWritten to {FILE.relative_to(FILE.parent.parent)}: {part}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
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
