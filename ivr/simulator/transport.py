"""How the stand-in reaches the line: one HTTP request, one reply, no redirects followed."""

import http.client
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: bytes


# Raises OSError when no connection can be made, TimeoutError (which is one) when no answer comes in time.
Transport = Callable[[str, str, Fields, Mapping[str, str]], Reply]


class HttpTransport:
    """Real HTTP; connections are kept for the next request, by host, until `close`."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._idle: dict[str, list[http.client.HTTPConnection]] = {}

    def __call__(self, method: str, url: str, form: Fields, headers: Mapping[str, str]) -> Reply:
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        body = None if method == "GET" else urlencode(form).encode()
        idle = self._idle.setdefault(place, [])
        if idle:
            try:
                return self._exchange(idle.pop(), idle, method, target, body, headers)
            except ConnectionError:
                # The server had closed the idle connection: no failure of the line, ask on a new one.
                self.close()
        connection = _connect(parts.scheme, parts.netloc, self._timeout)
        return self._exchange(connection, idle, method, target, body, headers)

    def close(self) -> None:
        for idle in self._idle.values():
            while idle:
                idle.pop().close()

    def __del__(self) -> None:
        self.close()

    def _exchange(
        self,
        connection: http.client.HTTPConnection,
        idle: list[http.client.HTTPConnection],
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> Reply:
        kind = {} if body is None else {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        try:
            connection.request(method, target, body, {**headers, **kind})
            response = connection.getresponse()
            reply = Reply(response.status, response.getheader("Content-Type", ""), response.read())
        except OSError:
            connection.close()
            raise
        except http.client.HTTPException as broken:
            connection.close()
            raise ConnectionError(f"not HTTP: {broken!r}") from broken
        if response.will_close:
            connection.close()
        else:
            idle.append(connection)
        return reply


def http_transport(timeout: float = 15.0) -> HttpTransport:
    """A Transport over HTTP; `timeout` in seconds, Twilio's own is 15."""
    return HttpTransport(timeout)


def _connect(scheme: str, place: str, timeout: float) -> http.client.HTTPConnection:
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    return kind(place.rpartition("@")[2], timeout=timeout)
