"""Read a prompts/*.ftl strictly: Fluent itself skips what it cannot read, and here that is an error."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

FORMS = ("say", "text")


class PromptError(ValueError):
    """What is wrong with the prompts: `errors` holds a sentence each, beginning with file and line."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = errors


@dataclass(frozen=True)
class Written:
    """One prompt as it stands in a file, and where it begins. For each form: `forms`, the variables it needs;
    `said`, those of them that are in its words whichever variant is chosen.
    """

    name: str
    line: int
    forms: Mapping[str, frozenset[str]]
    said: Mapping[str, frozenset[str]]


def read(file: Path, code: str) -> tuple[FluentBundle, dict[str, Written]]:
    """Read one language. Raises PromptError with a sentence for each thing wrong, file and line first."""
    source = _source(file)
    written, errors = {}, []
    for entry in FluentParser().parse(source).body:
        line = _line(source, entry)
        if isinstance(entry, ast.Junk):
            errors.append(f"{file}:{_wrong(source, entry)}")
        elif isinstance(entry, ast.Message):
            if entry.id.name in written:
                errors.append(f"{file}:{line}: {entry.id.name} is there twice")
            if entry.value or not entry.attributes or {a.id.name for a in entry.attributes} - set(FORMS):
                errors.append(
                    f"{file}:{line}: {entry.id.name} should have .say, .text or both, and nothing else"
                )
            forms = {each.id.name: _variables(each) for each in entry.attributes}
            said = {each.id.name: _said(each.value) for each in entry.attributes}
            written[entry.id.name] = Written(entry.id.name, line, forms, said)
    if errors:
        raise PromptError(errors)
    # Isolation marks would turn every text with a value in it into UCS-2.
    bundle = FluentBundle([code], use_isolating=False)
    bundle.add_resource(FluentResource(source))
    return bundle, written


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise PromptError([f"{file}: cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise PromptError([f"{file}:{line}: is not written in UTF-8"]) from None


def _line(source: str, node: ast.SyntaxNode) -> int:
    return source.count("\n", 0, node.span.start) + 1 if node.span else 0


def _wrong(source: str, junk: ast.Junk) -> str:
    """The line on which it cannot be read, and why."""
    why = junk.annotations[0]
    # What should have been closed is missed on the line that opened it, not at the beginning of the next.
    read = source[junk.span.start : why.span.start].rstrip("\n") if junk.span and why.span else ""
    return f"{_line(source, junk) + read.count(chr(10))}: {why.message}"


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _variables(node: ast.BaseNode) -> frozenset[str]:
    visitor = _Variables()
    visitor.visit(node)
    return frozenset(visitor.names)


def _said(node: ast.BaseNode) -> frozenset[str]:
    """The variables in the words of a pattern, whichever variant of its selects is chosen."""
    match node:
        case ast.Pattern(elements=parts):
            return frozenset().union(*map(_said, parts))
        case ast.Placeable(expression=inner):
            return _said(inner)
        case ast.SelectExpression(selector=selector, variants=variants):
            # [1] an hour *[other] { $hours } hours: a variant for one value tells that value by its words.
            told = _variables(selector)
            return frozenset.intersection(
                *(_said(each.value) | (frozenset() if each.default else told) for each in variants)
            )
        case _:
            return _variables(node)
