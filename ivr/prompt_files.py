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
    """One prompt as it stands in a file: for each form the variables it needs, and where it begins."""

    name: str
    line: int
    forms: Mapping[str, frozenset[str]]


def read(file: Path, code: str) -> tuple[FluentBundle, dict[str, Written]]:
    """Read one language. Raises PromptError with a sentence for each thing wrong, file and line first."""
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError([f"{file}: cannot be read ({error})"]) from None
    written, errors = {}, []
    for entry in FluentParser().parse(source).body:
        line = source.count("\n", 0, entry.span.start) + 1 if entry.span else 0
        if isinstance(entry, ast.Junk):
            errors.append(f"{file}:{line}: {entry.annotations[0].message}")
        elif isinstance(entry, ast.Message):
            if entry.id.name in written:
                errors.append(f"{file}:{line}: {entry.id.name} is there twice")
            if entry.value or not entry.attributes or {a.id.name for a in entry.attributes} - set(FORMS):
                errors.append(
                    f"{file}:{line}: {entry.id.name} should have .say, .text or both, and nothing else"
                )
            forms = {attribute.id.name: _variables(attribute) for attribute in entry.attributes}
            written[entry.id.name] = Written(entry.id.name, line, forms)
    if errors:
        raise PromptError(errors)
    # Isolation marks would turn every text with a value in it into UCS-2.
    bundle = FluentBundle([code], use_isolating=False)
    bundle.add_resource(FluentResource(source))
    return bundle, written


class _Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.names.add(node.id.name)


def _variables(node: ast.BaseNode) -> frozenset[str]:
    visitor = _Variables()
    visitor.visit(node)
    return frozenset(visitor.names)
