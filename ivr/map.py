"""`ivr map`: the menu tree of the line, drawn from its configuration as text or as SVG."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ivr import line
from ivr.core.line import AFTER, MAIN, Line, OpenMenu, ReadNumber, RingDesk, Target, TellTopic
from ivr.line import LineError
from ivr.settings import line_config

ROW, INDENT, WIDTH = 30, 44, 640  # pixels


@dataclass(frozen=True)
class Branch:
    """One key of the tree; `depth` counts the menus above it."""

    depth: int
    key: str
    words: str


def main(environment: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Print the tree. Returns 0, or 1 when line.toml is wrong."""
    parser = argparse.ArgumentParser(prog="ivr map", description="Draw the menus of the line.")
    parser.add_argument("--svg", action="store_true", help="as a picture instead of text")
    options = parser.parse_args(arguments)
    config = line_config(environment)
    try:
        known = line.load(config)
    except LineError as error:
        print(*error.errors, sep="\n", file=sys.stderr)
        return 1
    print(svg(known) if options.svg else text(known))
    return 0


def branches(known: Line) -> Iterator[Branch]:
    """The tree from the top, each menu's keys below it, then what is offered and what works elsewhere."""
    emergency, silent = known.contacts[known.emergency], known.contacts[known.silent]
    yield from _menu(known, MAIN, 0)
    yield Branch(0, "…", "after something was read out")
    yield from _menu(known, AFTER, 1)
    yield Branch(0, "0", f"ring {emergency.id} ({emergency.spoken}), at any point")
    yield Branch(0, "9", f"language: {', '.join(known.languages)}, at any point")
    yield Branch(0, "*", "hear it again, at any point")
    yield Branch(0, "#", "back to this menu, from any point")
    yield Branch(
        0, "…", f"silent or not understood {known.limits.misses} times: ring {silent.id} ({silent.spoken})"
    )


def _menu(known: Line, menu: str, depth: int) -> Iterator[Branch]:
    for choice in known.menus[menu]:
        yield Branch(depth, choice.key, _words(choice.target, known))
        if isinstance(choice.target, OpenMenu):
            yield from _menu(known, choice.target.menu, depth + 1)


def _words(target: Target, known: Line) -> str:
    match target:
        case RingDesk(contact):
            return f"ring {contact} ({known.contacts[contact].spoken})"
        case ReadNumber(contact):
            return f"read {contact} ({known.contacts[contact].spoken})"
        case OpenMenu(menu):
            return f"menu {menu}"
        case TellTopic(topic):
            return f"tell {topic}"
        case _:
            return "again"


def text(known: Line) -> str:
    return "\n".join(["call", *(f"  {'    ' * row.depth}{row.key}  {row.words}" for row in branches(known))])


def svg(known: Line) -> str:
    """The same as a picture that a browser shows in light and dark."""
    rows = list(branches(known))
    height = ROW * (len(rows) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The menus of the line</title>",
        "<style>text{font:15px system-ui,sans-serif;fill:currentColor}.key{font-weight:700}"
        "path{stroke:currentColor;opacity:.4;fill:none}svg{color-scheme:light dark}</style>",
        f'<text x="16" y="{ROW}" class="key">A call</text>',
        *(part for place, row in enumerate(rows) for part in _drawn(place, row)),
        "</svg>",
    ]
    return "\n".join(parts)


def _drawn(place: int, row: Branch) -> Iterator[str]:
    x, y = 24 + INDENT * row.depth, ROW * (place + 2)
    yield f'<path d="M{x} {y - ROW + 6}V{y - 5}H{x + 14}"/>'
    key = f'<tspan class="key">{escape(row.key)}</tspan>'
    yield f'<text x="{x + 20}" y="{y}">{key}  {escape(row.words)}</text>'
