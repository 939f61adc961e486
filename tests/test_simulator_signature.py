"""Requests are signed as Twilio signs them, held against the vectors of its seven libraries."""

from typing import Any

import pytest

from ivr.simulator.signature import sign
from tests.documents import ORACLES, needs_oracles, oracle

# Not what a sender does: a receiver's leniency about ports, JSON bodies, a legacy encoding.
ELSEWHERE = (
    "https-nonstandard-port-stripped",
    "http-port-kept",
    "adds-",
    "legacy-",
    "upper-scheme",
    "port443",
)


def vectors() -> list[Any]:
    if not ORACLES.is_dir():
        return []
    return [
        vector
        for vector in oracle("signature_vectors.json")["vectors"]
        if not vector["body"] and not any(part in vector["id"] for part in ELSEWHERE)
    ]


@needs_oracles
@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector["id"])
def test_a_signature_is_twilios(vector: Any) -> None:
    form = [
        (name, value)
        for name, values in vector["params"].items()
        for value in ([values] if isinstance(values, str) else values)
    ]

    signature = sign(vector["auth_token"], vector["url"], form)

    assert (signature == vector["signature"]) is vector["valid"]
