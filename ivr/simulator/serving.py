"""Serve an application on this machine, from a thread of its own, until it is closed."""

import threading
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Requests are events of the stand-in already."""


@dataclass(frozen=True)
class Server:
    url: str
    _server: BaseWSGIServer
    _thread: threading.Thread

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(app: "WSGIApplication", port: int = 0) -> Server:
    """Loopback only; port 0 takes a free one, `url` tells which."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    return Server(f"http://127.0.0.1:{server.server_port}", server, thread)
