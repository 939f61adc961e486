"""Write a TwiML document for the eye: a line for each element, and what Twilio would not take is marked."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element

from ivr.simulator.grammar import MESSAGE_ELEMENTS, VOICE_ELEMENTS, Shape
from ivr.simulator.twiml import XML_LANG, Kind

Role = Literal["mark", "name", "value", "words", "wrong"]
Span = tuple[Role, str]
INLINE_CHARACTERS = 70


@dataclass(frozen=True)
class Line:
    """`wrong` says why, for each span with that role."""

    depth: int
    spans: tuple[Span, ...]
    wrong: tuple[str, ...] = ()


def pretty(body: bytes, kind: Kind) -> list[Line]:
    """The lines of a document; one that is not XML comes as it is, with the reason on its first line."""
    try:
        # It comes from the line itself: entity bombs are not a danger here.
        root = ElementTree.fromstring(body)  # noqa: S314
    except ElementTree.ParseError as broken:
        rows = body.decode(errors="replace").splitlines() or ["(empty)"]
        first = Line(0, (("wrong", rows[0]),), (f"not XML: {broken}",))
        return [first, *(Line(0, (("words", row),)) for row in rows[1:])]
    shapes = VOICE_ELEMENTS if kind == "voice" else MESSAGE_ELEMENTS
    return list(_element(root, shapes, Shape({}, frozenset({"Response"})), "the document", 0))


def _element(
    element: Element, shapes: dict[str, Shape], around: Shape, parent: str, depth: int
) -> Iterator[Line]:
    spans, wrong = _opening(element, shapes, around, parent)
    shape = shapes.get(element.tag, Shape(words=True))
    words = (element.text or "").strip()
    children = list(element)
    if not children and len(words) <= INLINE_CHARACTERS:
        closing: list[Span] = [("mark", f"</{element.tag}>")] if words else []
        role, reasons = _words(element, shape, words)
        said: list[Span] = [("mark", ">"), (role, words)] if words else [("mark", "/>")]
        yield Line(depth, (*spans, *said, *closing), (*wrong, *reasons))
        return
    yield Line(depth, (*spans, ("mark", ">")), wrong)
    yield from _text(element, shape, words, depth + 1)
    for child in children:
        yield from _element(child, shapes, shape, f"<{element.tag}>", depth + 1)
        yield from _text(element, shape, (child.tail or "").strip(), depth + 1)
    yield Line(depth, (("mark", f"</{element.tag}>"),))


def _opening(
    element: Element, shapes: dict[str, Shape], around: Shape, parent: str
) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    wrong: list[str] = []
    if element.tag not in shapes:
        wrong.append(f"<{element.tag}> is not a word of TwiML that the stand-in knows")
    elif element.tag not in around.children:
        wrong.append(f"<{element.tag}> may not stand in {parent}")
    spans: list[Span] = [("wrong" if wrong else "mark", f"<{element.tag}")]
    rules = shapes[element.tag].attributes if element.tag in shapes else None
    for key, value in element.items():
        name = "xml:lang" if key == XML_LANG else key
        rule = (rules or {}).get(name)
        if rules is not None and (rule is None or not rule.fullmatch(value)):
            takes = "has no attribute" if rule is None else "does not take this value for"
            wrong.append(f"<{element.tag}> {takes} {name!r}")
            spans.append(("wrong", f' {name}="{value}"'))
        else:
            spans += [("name", f" {name}="), ("value", f'"{value}"')]
    return tuple(spans), tuple(wrong)


def _text(element: Element, shape: Shape, words: str, depth: int) -> Iterator[Line]:
    if words:
        role, wrong = _words(element, shape, words)
        yield Line(depth, ((role, words),), wrong)


def _words(element: Element, shape: Shape, words: str) -> tuple[Role, tuple[str, ...]]:
    if words and not shape.words:
        return "wrong", (f"<{element.tag}> may hold no text",)
    return "words", ()
