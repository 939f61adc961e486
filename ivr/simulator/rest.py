"""Twilio's REST API for the stand-in's account, as a small web application.

https://www.twilio.com/docs/usage/api
"""

import hmac
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ivr.simulator.events import RestCall
from ivr.simulator.network import Network
from ivr.simulator.rest_account import Account
from ivr.simulator.rest_answers import RestError, account_path
from ivr.simulator.rest_calls import Calls
from ivr.simulator.rest_messages import Messages
from ivr.simulator.rest_numbers import Numbers
from ivr.simulator.stand_in import Twilio


def rest_app(twilio: Twilio) -> Flask:
    """Serve it with `serving.serve`, and give its URL to the line as that of Twilio's API."""
    app = Flask("twilio")
    network = twilio.network
    for part in (Calls(twilio), Messages(twilio), Numbers(twilio)):
        app.register_blueprint(part.blueprint(), url_prefix=account_path(network))
    app.register_blueprint(Account(twilio).blueprint())
    app.before_request(lambda: _admit(network))
    app.after_request(lambda response: _note(network, response))
    app.register_error_handler(RestError, _refuse)
    app.register_error_handler(HTTPException, _refuse_http)
    inside = app.wsgi_app

    def one_at_a_time(environ: Any, start_response: Any) -> Iterable[bytes]:
        with network.lock:
            return inside(environ, start_response)

    app.wsgi_app = one_at_a_time  # type: ignore[method-assign]  # Flask's own way to wrap an application
    return app


def _admit(network: Network) -> None:
    g.started = time.perf_counter()
    if network.switches.rest_down:
        raise RestError(503, 20503, "Service unavailable")
    given = request.authorization
    if (
        given is None
        or given.username != network.account_sid
        or not hmac.compare_digest((given.password or "").encode(), network.auth_token.encode())
    ):
        raise RestError(401, 20003, "Authenticate")


def _note(network: Network, response: Response) -> Response:
    form = tuple(request.form.items(multi=True))
    path = request.full_path.rstrip("?")
    seconds = time.perf_counter() - g.started
    network.emit(RestCall(network.clock.now, request.method, path, form, response.status_code, seconds))
    return response


def _refuse(error: RestError) -> ResponseReturnValue:
    return jsonify(error.json()), error.status


def _refuse_http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    codes = {404: 20404, 405: 20004}
    return _refuse(RestError(status, codes.get(status, 20500), error.name))
