"""Half a million people with telephones that nobody has, each of whom the line has not met before."""

# Of the Northeast, mostly, and of other places that people keep their numbers from.
AREAS = tuple(
    str(area)
    for area in (
        617,
        212,
        510,
        413,
        508,
        774,
        781,
        857,
        978,
        351,
        203,
        207,
        401,
        603,
        802,
        860,
        914,
        917,
        215,
        267,
        412,
        484,
        610,
        717,
        814,
        201,
        609,
        732,
        856,
        908,
        973,
        202,
        301,
        410,
        443,
        302,
        304,
        703,
        757,
        804,
        312,
        630,
        708,
        773,
        415,
        408,
        650,
        707,
        831,
        925,
    )
)
LOCAL = 10_000  # telephones of each area, all with the 555 that no telephone has
ANYBODY = range(10_000)  # for what the line does not remember: the same people may ask again


def person(place: int) -> str:
    """The number of the person with that number. Raises IndexError when there are no more."""
    area, local = divmod(place, LOCAL)
    return f"+1{AREAS[area]}555{local:04d}"


class People:
    """Hands out people, each once: two situations that share somebody change each other's answers."""

    def __init__(self) -> None:
        self._next = ANYBODY.stop

    def take(self, number: int) -> range:
        taken = range(self._next, self._next + number)
        self._next = taken.stop
        return taken
