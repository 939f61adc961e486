"""Read a TwiML document, and refuse everything in it that Twilio would not understand."""

import re
import xml.etree.ElementTree as ElementTree
from typing import Literal
from xml.etree.ElementTree import Element

from ivr.simulator.grammar import MESSAGE_ELEMENTS, VOICE_ELEMENTS, Shape

LARGEST = 64 * 1024  # bytes
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Kind = Literal["voice", "message"]


class TwimlError(Exception):
    """The line answered what Twilio cannot take. `code` is Twilio's; `transcript` is how it came to that."""

    def __init__(self, reason: str, code: int = 12200, transcript: str = "") -> None:
        super().__init__(f"{reason} ({code})" + (f"\n{transcript}" if transcript else ""))
        self.reason = reason
        self.code = code
        self.has_transcript = bool(transcript)


def parse(body: bytes | str, kind: Kind = "voice") -> Element:
    """The `Response` element; TwimlError when anything in it is not TwiML of that kind."""
    content = body.encode() if isinstance(body, str) else body
    if len(content) > LARGEST:
        raise TwimlError(f"the document has {len(content)} bytes, Twilio takes 64 kB", 11750)
    try:
        # The documents come from the line itself: entity bombs are not a danger here.
        root = ElementTree.fromstring(content)  # noqa: S314
    except ElementTree.ParseError as broken:
        raise TwimlError(f"not XML: {broken}", 12100) from broken
    if root.tag != "Response":
        raise TwimlError(f"the document is a <{root.tag}>, not a <Response>", 12100)
    _check(root, VOICE_ELEMENTS if kind == "voice" else MESSAGE_ELEMENTS)
    return root


def _check(element: Element, shapes: dict[str, Shape]) -> None:
    shape = shapes[element.tag]
    _check_attributes(element, shape)
    outside = [element.text or "", *(child.tail or "" for child in element)]
    if not shape.words and (stray := "".join(outside).strip()):
        raise TwimlError(f"<{element.tag}> may hold no text, but holds {stray!r}")
    for child in element:
        if child.tag not in shapes:
            raise TwimlError(f"<{child.tag}> is not a word of TwiML that the stand-in knows")
        if child.tag not in shape.children:
            raise TwimlError(f"<{child.tag}> may not stand in <{element.tag}>")
        _check(child, shapes)


def _check_attributes(element: Element, shape: Shape) -> None:
    for name, value in element.items():
        rule = shape.attributes.get("xml:lang" if name == XML_LANG else name)
        if rule is None:
            raise TwimlError(f"<{element.tag}> has no attribute {name!r}")
        if not rule.fullmatch(value):
            raise TwimlError(f"<{element.tag} {name}={value!r}> is not a value that Twilio takes")


def words_of(element: Element) -> str:
    """The text directly in an element, on one line."""
    return re.sub(r"\s+", " ", element.text or "").strip()


def attribute(element: Element, name: str, default: int) -> int:
    return int(element.get(name, default))


def is_on(element: Element, name: str) -> bool:
    return element.get(name) == "true"
