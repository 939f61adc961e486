"""How much is measured: all of it, or as little as shows that it works."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Size:
    """`requests` and `writes` of a round; `open_seconds` and `paced_seconds` of asking at a fixed rate;
    `rows` of each table, and `acts` of each kind in each of `act_rounds`.
    """

    requests: int = 1_500
    writes: int = 300
    rounds: int = 5
    open_seconds: int = 30
    starts: int = 5
    reports: int = 150
    people: int = 25_000
    paced_seconds: int = 60
    rows: tuple[int, ...] = (1_000, 100_000, 1_000_000)
    acts: int = 160
    act_rounds: int = 5
    expired: int = 100_000

    def told(self, *names: str) -> dict[str, object]:
        """Those of the settings, for the record."""
        return {name: value for name, value in asdict(self).items() if name in names}


FULL = Size()
QUICK = Size(
    requests=40,
    writes=20,
    rounds=1,
    open_seconds=2,
    starts=1,
    reports=5,
    people=300,
    paced_seconds=3,
    rows=(1_000, 2_000),
    acts=20,
    act_rounds=2,
    expired=500,
)
