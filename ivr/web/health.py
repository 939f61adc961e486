"""Whether the web process lives, and whether it could answer a call. Open to all; tells nothing else."""

from flask import Blueprint, Response

from ivr.turns import Turns


def blueprint(turns: Turns) -> Blueprint:
    health = Blueprint("health", __name__)

    @health.get("/livez")
    def livez() -> Response:
        return plain("ok\n")

    @health.get("/readyz")
    def readyz() -> Response:
        # A call needs nothing but this process: Redis or a database being down must not take the voice side
        # out of a load balancer. `ivr doctor` is who looks at those.
        turns.greeting()
        return plain("ok\n")

    return health


def plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
