"""Who may talk to the desk: this machine's browser, once it was given the address that `ivr desk` prints.

127.0.0.1:8040/?token=…  ──►  cookie (HttpOnly, SameSite=Strict)  ──►  page, a form token in each form
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask, Request, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

COOKIE = "desk"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
HEADERS = {
    "Content-Security-Policy": f"{POLICY} form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Guard:
    """The secrets of one run of the desk, forgotten when it ends; `port` is the one of the page."""

    port: int
    token: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)
    form_token: str = field(default_factory=_secret)

    def address(self) -> str:
        """What to open in the browser of this machine."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def protect(self, app: Flask) -> None:
        """Check every request to the app before it is answered, and put the headers on every answer."""
        app.before_request(self._check)
        app.after_request(harden)
        app.context_processor(lambda: {"form_token": self.form_token})

    def _check(self) -> AnyResponse | None:
        if not self._is_here(request):
            abort(403, "This page answers on this machine only.")
        if request.path == "/" and "token" in request.args:
            return self._exchange(request.args)
        if not same(request.cookies.get(COOKIE), self.cookie):
            abort(403, "Open the address that `ivr desk` printed when it started.")
        if request.method == "POST" and not same(request.form.get("form_token"), self.form_token):
            abort(403, "This form is of an earlier run of the desk. Go back, reload the page, and try again.")
        return None

    def _is_here(self, asked: Request) -> bool:
        # A name of somebody else's that points to 127.0.0.1 (DNS rebinding) shows in the Host header.
        return asked.host in {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}

    def _exchange(self, args: Mapping[str, str]) -> AnyResponse:
        if not same(args.get("token"), self.token):
            abort(403, "This address is of an earlier run of the desk. Open the one that it printed last.")
        response = make_response(redirect("/", 303))
        response.set_cookie(COOKIE, self.cookie, httponly=True, samesite="Strict")
        return response


def same(given: str | None, wanted: str) -> bool:
    """Compare a secret in constant time; a missing one is never the same."""
    return given is not None and hmac.compare_digest(given.encode(), wanted.encode())


def harden(response: Response) -> Response:
    """Let no answer be kept, framed, or reach anything outside of the desk."""
    response.headers.update(HEADERS)
    return response
