"""One exchange with an http(s) address, which is over in time whatever the other side does.

A socket's timeout is that of each step: who answers one byte at a time would hold us for ever.
"""

import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from threading import Thread
from urllib.parse import urlsplit

LONGEST_ANSWER = 4096  # bytes; what is beyond is not read

Answer = tuple[int, bytes]


@dataclass
class Exchange:
    """One request, for the answer to which somebody waits so many seconds, all in all."""

    method: str
    url: str
    body: bytes | None
    headers: Mapping[str, str] = field(repr=False)
    seconds: float
    _outcome: Answer | Exception | None = None
    _socket: socket.socket | None = None

    def answer(self) -> Answer:
        """Status and body. Follows no redirect. Raises OSError (TimeoutError) or http.client.HTTPException.

        In a thread of its own: nothing ends a name server's silence, and it is not to be waited for.
        """
        until = time.monotonic() + self.seconds
        thread = Thread(target=self._run, args=[until], daemon=True)
        thread.start()
        thread.join(self.seconds)
        outcome = self._outcome or TimeoutError()  # taken now: what cutting leads to is no answer
        self._cut()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _run(self, until: float) -> None:
        try:
            self._outcome = self._ask(until)
        except Exception as error:  # for who waits, if somebody still does
            self._outcome = error

    def _ask(self, until: float) -> Answer:
        with closing(self._connection()) as connection:
            connection.connect()
            self._socket = connection.sock
            if time.monotonic() >= until:  # too late to be cut
                raise TimeoutError
            connection.request(self.method, urlsplit(self.url).path, self.body, dict(self.headers))
            with closing(connection.getresponse()) as answer:
                return answer.status, answer.read(LONGEST_ANSWER)

    def _connection(self) -> HTTPConnection:
        parts = urlsplit(self.url)
        if parts.scheme == "http":
            return HTTPConnection(parts.netloc, timeout=self.seconds)
        return HTTPSConnection(parts.netloc, timeout=self.seconds, context=ssl.create_default_context())

    def _cut(self) -> None:
        """Wake the thread where it waits; what it finds then is the end of the connection."""
        if self._socket:
            with suppress(OSError):  # closed already
                # Not the method of SSLSocket, which takes the encryption away under the feet of a reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
