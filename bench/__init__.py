"""What the line costs and what it stands, measured on this machine: `python -m bench`."""


class BenchError(Exception):
    """Why something cannot be measured here, in a sentence a person can act on."""
