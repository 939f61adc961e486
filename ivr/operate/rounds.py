"""Look at many things at once, each in a thread of its own, so that one that hangs keeps nobody waiting."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Thread

from ivr.log import failure
from ivr.operate.finding import Finding, wrong

SECONDS = 9.0  # that a look may take; all begin together


@dataclass(frozen=True)
class Check:
    """`look` yields findings; what it raises becomes one."""

    name: str
    look: Callable[[], Iterable[Finding]]
    seconds: float = SECONDS


@dataclass
class _Look:
    check: Check
    thread: Thread = field(init=False)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        # A daemon: one that hangs must not keep the process from ending.
        self.thread = Thread(target=self._take, daemon=True)
        self.thread.start()

    def _take(self) -> None:
        try:
            for finding in self.check.look():
                self.findings.append(finding)
        except Exception as error:
            told = failure(error)
            advice = "This is a mistake in `ivr doctor`: please report it."
            self.findings.append(wrong(self.check.name, f"{told['error']} at {told['where']}", advice))


def go_round(checks: Iterable[Check]) -> Iterator[Finding]:
    """All findings, in the order of the checks; one that takes too long is itself a finding."""
    begun = time.monotonic()
    for look in [_Look(check) for check in checks]:
        check = look.check
        look.thread.join(max(0.0, begun + check.seconds - time.monotonic()))
        hangs = look.thread.is_alive()
        yield from list(look.findings)
        if hangs:
            yield wrong(check.name, f"did not answer within {check.seconds:g} s", "Look at it first.")
