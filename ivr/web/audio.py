"""Recorded prompts: prompts/audio/<language>/<prompt>[.<value>…].mp3 is played instead of the voice.

`number.vpr.mp3` is the prompt `number` with the contact vpr. Recordings are read once, at start, and their
address carries a token over their bytes: nobody fetches what the line did not hand out, and caches may keep
it for ever.
"""

import hashlib
import hmac
from pathlib import Path

from flask import Blueprint, Response, abort, request

from ivr.core.actions import Say
from ivr.core.line import Line
from ivr.meant import nearest
from ivr.prompts import PromptError, Prompts

YEAR = 31_536_000  # seconds


class Audio:
    """The recordings of a line, in memory: a call is answered without opening a file."""

    def __init__(self, folder: Path, prompts: Prompts, line: Line, *, url: str, secret: bytes) -> None:
        self._url, self._secret = url, secret
        spoken = {file_name(prompt) for prompt in prompts.every("say")}
        self._found: dict[tuple[str, str], bytes] = {}
        for code in line.languages:
            for file in sorted((folder / code).glob("*.mp3")):
                if file.stem not in spoken:
                    raise PromptError(
                        [f"{file}: the line has no prompt {file.stem}{_meant(file.stem, spoken)}"]
                    )
                self._found[code, file.stem] = file.read_bytes()

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
        recordings = Blueprint("audio", __name__)

        @recordings.get("/audio/<language>/<name>.mp3")
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

        return recordings


def _meant(name: str, spoken: set[str]) -> str:
    """Which names there are for a prompt that has values, or else what is nearest."""
    with_values = sorted(one for one in spoken if one.startswith(f"{name}."))
    return (
        f"; with its values it is named {', '.join(with_values[:3])} …"
        if with_values
        else nearest(name, spoken)
    )


def file_name(prompt: Say) -> str:
    """The name of a prompt's recording without its ending; values are joined in the order of their names."""
    return ".".join([prompt.prompt, *(value for _, value in prompt.values)])
