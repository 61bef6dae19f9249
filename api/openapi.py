"""The description of the API (OpenAPI 3.1): what FastAPI finds, and what every route has in common.

A summary is the first sentence of a route's docstring. An example of a body is put together from
the examples of its fields. Every refusal is a problem, so each operation lists them.
"""

import copy
from typing import Any

from fastapi import FastAPI

from api.errors import PROBLEM, Problem

Json = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_WRITES = ("post", "put", "delete")
_OPEN = ("/api/v1/sessions",)
"""Writes without a session and without a key: they begin one."""

_TEXT_EXAMPLES = {
    "date-time": "2026-03-02T10:00:00+01:00",
    "date": "2026-03-16",
    r"^[0-9a-f]{64}$": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "0190d5a8-5b7e-7c11-8e2f-1d2c3b4a5f60",
}
"""By format or pattern."""

_REFUSALS = {
    400: "The request has no usable Idempotency-Key.",
    401: "Nobody is signed in, or the session ended.",
    403: "The role does not allow it, or another act on this file forbids it.",
    404: "It does not exist, or not for this reader.",
    409: "It does not fit the present state of things; `code` says why.",
    413: "The body or the file is too large.",
    422: "A field is missing, unknown or unusable; `field` names it.",
    429: "Too many attempts; wait.",
    503: "Not now: nothing was done. Send the same request again after `Retry-After` seconds.",
}
_READING = (401, 403, 404, 422, 503)
_WRITING = tuple(status for status in _REFUSALS if status != 429)
_SIGNING_IN = (401, 413, 422, 429, 503)

_PENDING: Json = {
    "description": "Taken, but not carried out yet: `Location` tells the outcome.",
    "headers": {"Location": {"schema": {"type": "string"}}},
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["command", "status", "location"],
                "properties": {
                    "command": {"type": "string"},
                    "status": {"const": "pending"},
                    "location": {"type": "string"},
                },
            }
        }
    },
}


class DescribedApi(FastAPI):
    """An application whose description is whole."""

    def openapi(self) -> Json:
        """The OpenAPI document, made the first time it is asked for."""
        if self.openapi_schema is None:
            self.openapi_schema = _described(super().openapi())
        return self.openapi_schema


def _described(document: Json) -> Json:
    document = copy.deepcopy(document)
    parts = document["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    problem = Problem.model_json_schema(ref_template=f"{_REFERENCE}{{model}}")
    parts["schemas"] |= problem.pop("$defs", {}) | {"Problem": problem}
    parts["securitySchemes"] = {
        "session": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "bestek_session"},
    }
    parts["responses"] = {str(status): _refusal(status) for status in _REFUSALS}
    document["security"] = [{"session": []}, {"cookie": []}]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _describe(document, path, method, operation)
    return document


def _refusal(status: int) -> Json:
    described: Json = {
        "description": _REFUSALS[status],
        "content": {PROBLEM: {"schema": {"$ref": f"{_REFERENCE}Problem"}}},
    }
    if status in (429, 503):
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return described


def _describe(document: Json, path: str, method: str, operation: Json) -> None:
    told = " ".join(operation["description"].split())
    operation["summary"] = told.split(". ", 1)[0].rstrip(".")
    operation["description"] = told
    begins = path in _OPEN and method == "post"
    refusals = _SIGNING_IN if begins else _WRITING if method in _WRITES else _READING
    if begins:
        operation["security"] = []
    for status in refusals:
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{status}"}
    keys = [each for each in operation.get("parameters", []) if each["in"] == "header"]
    for key in keys:
        key["required"] = True
        key["schema"] = {"type": "string", "minLength": 1, "maxLength": 100}
    if keys and method == "post" and "200" in operation["responses"]:
        operation["responses"]["202"] = _PENDING
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "example" not in content and (found := example(content["schema"], document)):
            content["example"] = found


def example(schema: Json, document: Json) -> Any:
    """A value that fits a schema, from the examples that it has; None when a text has none."""
    given = schema.get("examples") or schema.get("enum") or [schema.get("const")]
    if given[0] is not None:
        return given[0]
    if "$ref" in schema:
        return example(_resolved(schema, document), document)
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return example(choices[0], document)
    match schema.get("type"):
        case "object":
            return _object(schema, document)
        case "array":
            item = example(schema.get("items", {}), document)
            return [] if item is None else [item]
        case "integer":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case _:
            return _TEXT_EXAMPLES.get(schema.get("format") or schema.get("pattern") or "")


def _object(schema: Json, document: Json) -> Json | None:
    """What is required, and what else has an example of its own."""
    required = schema.get("required", [])
    whole = {
        name: example(field, document)
        for name, field in schema.get("properties", {}).items()
        if name in required or field.get("examples")
    }
    return None if None in whole.values() else whole


def _resolved(schema: Json, document: Json) -> Json:
    found: Json = document["components"]["schemas"][schema["$ref"].removeprefix(_REFERENCE)]
    return found
