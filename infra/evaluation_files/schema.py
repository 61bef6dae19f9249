"""The JSON Schema of an evaluation file, with what each field means."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from contracts.rules.scoring.evaluation_file import EvaluationFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"

DECIMAL = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$"
"""A decimal as text. A JSON number is read from its literal text, where an exponent is refused;
a schema cannot say that of numbers."""

MEANING = (
    "A decimal number: as text, or as a JSON number that is read from its literal text. At most "
    "30 digits; no exponent, NaN or infinity."
)


_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_UNSAID = ("max_digits", "decimal_places", "allow_inf_nan")


class _Generator(GenerateJsonSchema):
    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        """Text or number."""
        text = {"type": "string", "pattern": DECIMAL, "maxLength": 40}
        return {"anyOf": [text, {"type": "number"}], "description": MEANING}


def evaluation() -> dict[str, Any]:
    """The schema of what `bestek evaluate` reads."""
    made = EvaluationFile.model_json_schema(schema_generator=_Generator, mode="validation")
    shapes = {shape.__name__: shape for shape in _shapes(EvaluationFile, set())}
    for name, written in [*made["$defs"].items(), (EvaluationFile.__name__, made)]:
        shape = shapes.get(name)
        if shape is not None:
            _describe(shape, written)
    _bound(made)
    return {"$schema": DRAFT, **made}


def _bound(written: object) -> None:
    """Say bounds in the words of JSON Schema, which knows them for numbers only."""
    if isinstance(written, list):
        for each in written:
            _bound(each)
    elif isinstance(written, dict):
        for name in [name for name in (*_BOUNDS, *_UNSAID) if name in written]:
            value = written.pop(name)
            if name in _BOUNDS:
                written["anyOf"][-1][_BOUNDS[name]] = int(str(value))
        for each in written.values():
            _bound(each)


def _shapes(shape: type[BaseModel], seen: set[type]) -> Iterator[type[BaseModel]]:
    if shape in seen:
        return
    seen.add(shape)
    yield shape
    for field in shape.model_fields.values():
        for inner in _classes(field.annotation):
            yield from _shapes(inner, seen)


def _classes(annotation: Any) -> Iterator[type[BaseModel]]:
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _classes(inner)


def _describe(shape: type[BaseModel], written: dict[str, Any]) -> None:
    for ancestor in reversed(shape.__mro__):
        if ancestor is not BaseModel and ancestor.__module__.startswith("contracts"):
            for name, words in _said(ancestor):
                if name in written.get("properties", {}):
                    field = written["properties"][name]
                    number = field.get("description") == MEANING
                    field["description"] = f"{words} {MEANING}" if number else words


def _said(shape: type) -> Iterator[tuple[str, str]]:
    """The text under each field of a class."""
    body = ast.parse(textwrap.dedent(inspect.getsource(shape))).body[0]
    for field, after in pairwise(getattr(body, "body", ())):
        named = isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if named and said and isinstance(after.value.value, str):
            yield field.target.id, " ".join(after.value.value.split())
