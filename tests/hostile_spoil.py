"""A decent request with none, one or two of its parts spoilt."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from tests.hostile import FORM, Hostile, Pairs
from tests.hostile_events import Doors, Parts, decent
from tests.hostile_words import HEADERS, KINDS, METHODS, NAMES, PATHS, QUERY, SHORT, WORDS

Pair = tuple[str, str]
Values = st.SearchStrategy[str]

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
values = st.one_of(
    st.sampled_from(WORDS),
    anything,
    st.lists(st.one_of(st.sampled_from(WORDS), anything), max_size=4).map(" ".join),
    st.sampled_from(SHORT),
)
short_values = values.map(lambda text: text[:200])
bodies = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"a=" + b"%FF" * 20_000, b"&" * 60_000, b"%", b"=%zz&%", b"From=\xff&Body=\xc3", b"a=" * 40_000]
    ),
)
paths = st.one_of(st.sampled_from(PATHS), anything.map(lambda text: "/voice/" + text.replace("?", "")))


def _empty(draw: st.DrawFn, pair: Pair, text: Values) -> Pairs:
    return ((pair[0], ""),)


def _missing(draw: st.DrawFn, pair: Pair, text: Values) -> Pairs:
    return ()


def _doubled(draw: st.DrawFn, pair: Pair, text: Values) -> Pairs:
    other = (pair[0], draw(text))
    return draw(st.sampled_from([(pair, pair), (pair, other), (other, pair)]))


def _strange(draw: st.DrawFn, pair: Pair, text: Values) -> Pairs:
    return ((pair[0], draw(text)),)


def _spelt(draw: st.DrawFn, pair: Pair, text: Values) -> Pairs:
    return ((draw(st.sampled_from([pair[0].lower(), pair[0] + "[]", f" {pair[0]}"])), pair[1]),)


WAYS: dict[str, Callable[[st.DrawFn, Pair, Values], Pairs]] = {
    "empty": _empty,
    "missing": _missing,
    "doubled": _doubled,
    "strange": _strange,
    "misspelt": _spelt,
}
# The fields twice: most of what attackers have is in them.
SPOILS = (
    *(f"{part} {way}" for part in ("field", "field", "query") for way in (*WAYS, "added")),
    *("method", "path", "kind", "header", "body"),
)


@st.composite
def hostile(draw: st.DrawFn, doors: Doors) -> Hostile:
    # Hypothesis likes small numbers and what it said before; of what there is, all should come equally often.
    dice = Random(draw(st.binary(min_size=8, max_size=8)))
    one, ways = decent(dice, doors), dice.choices(SPOILS, k=dice.choice([0, 0, 1, 1, 1, 2]))
    for way in ways:
        one = _spoil(draw, dice, one, way)
    return one.hostile(*ways)


def _spoil(draw: st.DrawFn, dice: Random, one: Parts, way: str) -> Parts:
    match way.split():
        case ["field", how]:
            return replace(one, form=_pairs(draw, dice, one.form, how, NAMES, values))
        case ["query", how]:
            return replace(one, query=_pairs(draw, dice, one.query, how, QUERY, short_values))
        case ["method"]:
            return replace(one, method=dice.choice(METHODS))
        case ["path"]:
            return replace(one, path=draw(paths))
        case ["kind"]:
            return replace(one, kind=dice.choice((*KINDS, FORM.upper(), f"{FORM}; charset=utf-7")))
        case ["header"]:
            name = dice.choice(HEADERS)
            kept = tuple(pair for pair in one.headers if pair[0] != name)
            return replace(one, headers=(*kept, (name, draw(values).encode().decode("latin-1"))))
        case _:
            return replace(one, body=draw(bodies))


def _pairs(
    draw: st.DrawFn, dice: Random, pairs: Pairs, way: str, names: tuple[str, ...], text: Values
) -> Pairs:
    """Spoil one of them in this way; where there is none, or the way is "added", add one."""
    if way not in WAYS or not pairs:
        return (*pairs, (draw(st.one_of(st.sampled_from(names), anything)), draw(text)))
    place = dice.randrange(len(pairs))
    return (*pairs[:place], *WAYS[way](draw, pairs[place], text), *pairs[place + 1 :])
