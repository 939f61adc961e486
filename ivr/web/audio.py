"""Serve the recorded prompts (ivr/recordings.py).

They are read once, at start, and the address of each carries a token over its bytes: nobody fetches what the
line did not hand out, and caches may keep it for ever.
"""

import hashlib
import hmac
from pathlib import Path

from flask import Blueprint, Response, abort, request

from ivr import recordings
from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.prompts import Prompts
from ivr.recordings import file_name

YEAR = 31_536_000  # seconds


class Audio:
    """The recordings of a line, in memory: a call is answered without opening a file."""

    def __init__(self, folder: Path, prompts: Prompts, line: Line, *, url: str, secret: bytes) -> None:
        self._url, self._secret = url, secret
        self._found = recordings.read(folder, prompts, line)

    def address(self, prompt: Say, language: str) -> str | None:
        """Where Twilio finds the recording of a prompt, or None: then it is spoken."""
        key = (language, file_name(prompt))
        if not self._found or key not in self._found:
            return None
        return f"{self._url}/audio/{key[0]}/{key[1]}.mp3?token={self._token(key)}"

    def _token(self, key: tuple[str, str]) -> str:
        named = "/".join(key).encode() + b"\0" + self._found[key]
        return hmac.new(self._secret, b"audio\0" + named, hashlib.sha256).hexdigest()[:32]

    def blueprint(self) -> Blueprint:
        audio = Blueprint("audio", __name__)

        @audio.get("/audio/<language>/<name>.mp3")
        def recording(language: str, name: str) -> Response:
            key = (language, name)
            if key not in self._found:
                abort(404)
            given = request.args.get("token", "").encode("utf-8", "replace")
            if not hmac.compare_digest(given, self._token(key).encode()):
                abort(403)
            response = Response(self._found[key], content_type="audio/mpeg")
            response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
            return response

        return audio
