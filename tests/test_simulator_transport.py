"""HTTP as the stand-in speaks it: connections are kept, failures are told apart."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from ivr.simulator import http_transport


def closed_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def test_http_knows_a_refused_connection_and_a_silence() -> None:
    transport = http_transport(timeout=0.05)
    with pytest.raises(ConnectionRefusedError):
        transport("POST", closed_port(), [], {})
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        transport("POST", f"http://127.0.0.1:{silent.getsockname()[1]}/", [], {})


class Closing:
    """A server that closes every connection after one answer, and does not say so."""

    def __init__(self) -> None:
        self.connections = 0

    def serve(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            connection.recv(65_536)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 11\r\n\r\n<Response/>"
            )
            connection.close()


def test_http_outlives_a_server_that_closes_a_kept_connection() -> None:
    server, transport = Closing(), http_transport()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.serve, args=[listener])
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"

        replies = [transport("POST", url, [("Body", "x")], {}) for _ in range(3)]

        listener.shutdown(socket.SHUT_RDWR)
    thread.join()
    assert [reply.body for reply in replies] == [b"<Response/>"] * 3
    assert server.connections == 3


class Keeping(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ports: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        self.ports.append(self.client_address[1])
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to tell."""


def test_http_keeps_its_connection() -> None:
    transport = http_transport()
    with ThreadingHTTPServer(("127.0.0.1", 0), Keeping) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()

        for _ in range(3):
            transport("POST", f"http://127.0.0.1:{server.server_port}", [("Body", "x")], {})

        transport.close()
        server.shutdown()
    thread.join()
    assert len(Keeping.ports) == 3
    assert len(set(Keeping.ports)) == 1
