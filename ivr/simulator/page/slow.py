"""A network that can be made slow: every request to the line waits before it leaves."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.simulator.transport import Fields, Reply, Transport


@dataclass
class SlowTransport:
    """`seconds` may be changed at any time; 0 is a network as it should be."""

    inside: Transport
    seconds: float = 0.0

    def __call__(self, method: str, url: str, form: Fields, headers: Mapping[str, str]) -> Reply:
        if self.seconds:
            time.sleep(self.seconds)
        return self.inside(method, url, form, headers)
