"""Identifiers shaped like Twilio's (two letters, 32 hexadecimal digits), the same ones in every run."""

import hashlib
from collections import Counter


class Identifiers:
    """`new("CA")` is a CallSid; `count` numbers things in the order in which they came to be."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._counts: Counter[str] = Counter()

    def count(self) -> int:
        self._counts["order"] += 1
        return self._counts["order"]

    def new(self, prefix: str) -> str:
        self._counts[prefix] += 1
        name = f"{self._seed}/{prefix}/{self._counts[prefix]}"
        return prefix + hashlib.sha256(name.encode()).hexdigest()[:32]
