"""Who may use the page: this machine's browser, once it was given the address that was printed.

127.0.0.1:8010/?token=…  ──►  cookie (HttpOnly, SameSite=Strict)  ──►  page, a header on each act
"""

import hmac
import secrets
from dataclasses import dataclass, field

from flask import Flask, Request, Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

HEADER = "X-Page-Token"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self';"
HEADERS = {
    "Content-Security-Policy": f"{POLICY} form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # The browser's own speech recognition listens, when its button is pressed.
    "Permissions-Policy": "camera=(), microphone=(self), geolocation=()",
}


def _secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Guard:
    """The secrets of one run of the page, forgotten when it ends."""

    port: int
    token: str = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)
    page_token: str = field(default_factory=_secret)

    @property
    def cookie_name(self) -> str:
        # Cookies do not know ports: two pages on one machine would take each other's away.
        return f"phones-{self.port}"

    def address(self) -> str:
        """What to open in the browser of this machine."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def protect(self, app: Flask) -> None:
        """Check every request before it is answered, and put the headers on every answer."""
        app.before_request(self._check)
        app.after_request(_harden)
        app.context_processor(lambda: {"page_token": self.page_token})

    def _check(self) -> AnyResponse | None:
        if not self._is_here(request):
            abort(403, "This page answers on this machine only.")
        if request.endpoint == "bin":
            return None  # the stand-in asks for these itself, and they say what anybody may hear
        if request.path == "/" and "token" in request.args:
            return self._exchange(request.args["token"])
        if not _same(request.cookies.get(self.cookie_name), self.cookie):
            abort(403, "Open the address that was printed when the line was started.")
        if request.method != "GET" and not self._is_ours(request):
            abort(403, "This comes from another page, or from an earlier run. Reload the page.")
        return None

    def _is_here(self, asked: Request) -> bool:
        # A name of somebody else's that points to 127.0.0.1 (DNS rebinding) shows in the Host header.
        return asked.host in {f"{name}:{self.port}" for name in ("127.0.0.1", "localhost")}

    def _is_ours(self, asked: Request) -> bool:
        origin = asked.headers.get("Origin")
        return origin in (None, f"http://{asked.host}") and _same(asked.headers.get(HEADER), self.page_token)

    def _exchange(self, token: str) -> AnyResponse:
        if not _same(token, self.token):
            abort(403, "This address is of an earlier run. Open the one that was printed last.")
        response = make_response(redirect("/", 303))
        response.set_cookie(self.cookie_name, self.cookie, httponly=True, samesite="Strict")
        return response


def _same(given: str | None, wanted: str) -> bool:
    return given is not None and hmac.compare_digest(given.encode(), wanted.encode())


def _harden(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response
