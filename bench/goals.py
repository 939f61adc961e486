"""What was promised, beside what was measured; one that is not met fails the command."""

from collections.abc import Sequence
from dataclasses import dataclass

from bench.results import table


@dataclass(frozen=True)
class Goal:
    """`measured` is None where it could not be; `why` then, or of what is wrong."""

    name: str
    at_most: float
    measured: float | None
    why: str = ""

    @property
    def is_met(self) -> bool:
        return self.measured is not None and self.measured <= self.at_most

    @property
    def found(self) -> str:
        return "not measured" if self.measured is None else f"{self.measured:.2f}"


def judge(goals: Sequence[Goal], *, only_measured: bool) -> int:
    """Print them all, and then those that are not met. Returns what the command is to exit with."""
    rows = [[goal.name, f"{goal.at_most:g}", goal.found, "yes" if goal.is_met else "NO"] for goal in goals]
    print("\nGoals:\n")
    print(table(["", "at most", "measured", "met"], rows))
    missed = [goal for goal in goals if not goal.is_met]
    print(f"\nAll {len(goals)} goals are met." if not missed else f"\n{len(missed)} of {len(goals)} NOT MET:")
    for goal in missed:
        print(f"  {goal.name}: {goal.found}, at most {goal.at_most:g}{goal.why and f' ({goal.why})'}")
    return 1 if missed and not only_measured else 0


def as_rows(goals: Sequence[Goal]) -> list[dict[str, object]]:
    """For results.json."""
    return [
        {
            "goal": goal.name,
            "at_most": goal.at_most,
            "measured": None if goal.measured is None else round(goal.measured, 3),
            "met": goal.is_met,
        }
        for goal in goals
    ]
