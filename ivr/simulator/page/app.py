"""The page as a web application: one page, one stream of events, and a route for each thing people do."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ivr.simulator.page.guard import Guard
from ivr.simulator.page.parts import Given
from ivr.simulator.page.people import People
from ivr.simulator.page.stream import Stream
from ivr.simulator.page.switchboard import Switchboard
from ivr.simulator.page.tape import Tape

LARGEST_FORM_BYTES = 16 * 1024
DONE = ("", 204)


@dataclass(frozen=True)
class Works:
    """What the page works on; `number` is the line's own."""

    given: Given
    number: str
    people: People
    switchboard: Switchboard
    stream: Stream
    tape: Tape

    def stand(self) -> None:
        """Show every browser how things stand."""
        self.stream.show({**self.people.stand(), "switches": self.switchboard.stand()})


def make_app(works: Works, guard: Guard) -> Flask:
    """Raises nothing; every refusal is a sentence that the page shows."""
    app = Flask("ivr.simulator.page")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM_BYTES
    guard.protect(app)
    app.after_request(lambda response: _shown(works, response))
    for error in (LookupError, ValueError):
        app.register_error_handler(error, _not_now)
    app.register_error_handler(HTTPException, lambda error: (error.description or error.name, error.code))
    _read_routes(app, works)
    _act_routes(app, works)
    return app


def _read_routes(app: Flask, works: Works) -> None:
    @app.get("/")
    def index() -> str:
        return render_template("phones.html", number=works.number, given=works.given)

    @app.get("/events")
    def events() -> Response:
        seen = request.headers.get("Last-Event-ID", "0")
        return Response(works.stream.listen(int(seen)), content_type="text/event-stream")

    @app.get("/conversation")
    def conversation() -> Response:
        return Response(works.tape.text, content_type="text/plain; charset=utf-8")

    @app.route("/bins/<name>", methods=["GET", "POST"], endpoint="bin")
    def static_document(name: str) -> Response:
        if name not in works.given.documents:
            abort(404)
        return Response(works.given.documents[name], content_type="text/xml; charset=utf-8")


def _act_routes(app: Flask, works: Works) -> None:
    @app.post("/caller/<act>")
    def caller(act: str) -> ResponseReturnValue:
        works.people.at_caller(act, request.form)
        return DONE

    @app.post("/desks/<number>/<act>")
    def desk(number: str, act: str) -> ResponseReturnValue:
        works.people.at_desk(number, act, request.form)
        return DONE

    @app.post("/texts")
    def text() -> ResponseReturnValue:
        form = request.form
        works.people.text(form["from"], form.get("body", ""), form.get("pictures", 0, type=int))
        return DONE

    @app.post("/switches/<name>/<way>")
    def switch(name: str, way: str) -> ResponseReturnValue:
        works.switchboard.turn(name, broken=way == "break")
        return DONE

    @app.post("/tape/rewind")
    def rewind() -> ResponseReturnValue:
        works.tape.rewind()
        return DONE


def _shown(works: Works, response: Response) -> Response:
    # At once, and not only with the next tick of the clock. The stand-in itself, which asks for a bin, holds
    # the network meanwhile.
    if request.method == "POST" and request.endpoint != "bin":
        works.stand()
    return response


def _not_now(error: Any) -> ResponseReturnValue:
    return jsonify(reason=str(error.args[0]) if error.args else "This cannot be done now."), 409
