"""What the tests of the operator's commands share: settings as an environment, and a static web host."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ivr.settings import Settings


def environment(settings: Settings) -> dict[str, str]:
    """The variables that give these settings."""
    return {
        "PUBLIC_URL": settings.public_url,
        "TWILIO_ACCOUNT_SID": settings.account_sid,
        "TWILIO_AUTH_TOKEN": ",".join(settings.auth_tokens),
        "TWILIO_NUMBER": settings.number,
        "TWILIO_API_BASE": settings.api_base,
        "SECRET_KEY": settings.secret_key.decode(),
        "REPORT_RECIPIENTS": ",".join(settings.recipients),
        "REPORT_INBOX": settings.inbox,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "LINE_CONFIG": str(settings.line_config),
        "LINE_PROMPTS": str(settings.line_prompts),
    }


class _Files(SimpleHTTPRequestHandler):
    """Answers a GET with a file, and refuses a POST."""

    extensions_map = {".xml": "text/xml"}  # noqa: RUF012 (how the library has it)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing, as such a host should be set up."""


class _Willing(_Files):
    """Answers a POST with a file, too."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.do_GET()


@contextmanager
def static_host(folder: Path, *, takes_posts: bool = False) -> Iterator[str]:
    """Serve a folder on loopback; its URL."""
    handler = partial(_Willing if takes_posts else _Files, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
