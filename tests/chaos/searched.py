"""Look for words and numbers as bytes, in every spelling that a program may have given them."""

import base64
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from ivr.core.spelling import normalise
from tests.chaos.standing import Standing

LONGEST = 1 << 16  # bytes of one compressed stretch that are looked at
ZLIB = (b"\x78\x01", b"\x78\x9c", b"\x78\xda")


def spellings(words: str) -> set[bytes]:
    """Every way in which these words may stand in a file."""
    plain = {words, words.lower(), words.upper(), normalise(words)} - {""}
    return {coded for text in plain for coded in _coded(text)}


def _coded(text: str) -> Iterator[bytes]:
    utf8 = text.encode()
    for raw in (utf8, text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1", "replace")):
        if b"?" not in raw:
            yield raw
    yield quote(text, safe="").encode()
    yield quote(text, safe="").lower().encode()
    yield quote_plus(text).encode()
    yield json.dumps(text)[1:-1].encode()
    yield text.encode("ascii", "xmlcharrefreplace")
    yield text.encode("unicode_escape")
    yield repr(utf8)[2:-1].encode()
    yield utf8.hex().encode()
    yield utf8.hex().upper().encode()
    yield from _base64(utf8)


def _base64(raw: bytes) -> Iterator[bytes]:
    """The part that is the same whatever stands before and behind, for each of three places to begin."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw + b"\0" * (-(before + len(raw)) % 3))
        first, last = (before * 8 + 5) // 6, (before + len(raw)) * 8 // 6
        yield coded[first:last]
        yield coded[first:last].replace(b"+", b"-").replace(b"/", b"_")


def number_spellings(begin: str) -> set[bytes]:
    """A number, or the beginning of one, of which the area code, 555 and the next two digits are known."""
    area, exchange, rest = begin[2:5], begin[5:8], begin[8:]
    written = (f"{area}{exchange}{rest}", f"{area}-{exchange}-{rest}", f"({area}) {exchange}-{rest}")
    more = (f"{area}.{exchange}.{rest}", f"{area} {exchange} {rest}", f"{area}{exchange} {rest}")
    return {coded for text in (*written, *more) for coded in _coded(text)}


def found(needles: Iterable[bytes], places: dict[str, bytes]) -> list[str]:
    """Where one of these is, also inside of what zlib has compressed, as rq does with its jobs."""
    wanted = list(needles)
    return [
        f"{needle!r} in {name}"
        for name, content in places.items()
        for stretch in (content, *inflated(content))
        for needle in wanted
        if needle in stretch
    ]


def inflated(content: bytes) -> Iterator[bytes]:
    """Every stretch of zlib's that begins anywhere in it."""
    for start in ZLIB:
        place = content.find(start)
        while place >= 0:
            stretch = _inflate(content[place : place + LONGEST])
            if len(stretch) > 8:
                yield stretch
            place = content.find(start, place + 1)


def _inflate(content: bytes) -> bytes:
    inflating, stretch = zlib.decompressobj(), bytearray()
    try:
        for place in range(0, len(content), 64):
            stretch += inflating.decompress(content[place : place + 64])
            if inflating.eof:
                break
    except zlib.error:
        pass  # it only looked like the beginning of one
    return bytes(stretch)


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder."""
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def environments(line: Standing) -> list[bytes]:
    """The environments and command lines of all processes of a line."""
    pids = [pid for name in line.stack.commands for pid in family(line.stack.pid(name))]
    return [Path(f"/proc/{pid}/{file}").read_bytes() for pid in pids for file in ("environ", "cmdline")]


def family(pid: int) -> list[int]:
    """A process and those it has started."""
    tasks = os.listdir(f"/proc/{pid}/task")
    children = [Path(f"/proc/{pid}/task/{task}/children").read_text("ascii").split() for task in tasks]
    return [pid, *(grandchild for child in children for one in child for grandchild in family(int(one)))]
