"""What every route of the API promises, asked of each one that there is."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import jsonschema
import pytest
from fastapi.routing import APIRoute

from api import app as application
from api.app import create_app
from api.errors import PROBLEM
from contracts.base import Language, content_hash
from infra.settings import Settings
from infra.texts.catalogue import Texts
from tests import running
from tests.api_client import ApiClient
from tests.builders import uid
from tests.running import Running

PREFIX = "/api/v1"
OPEN = {("POST", "/sessions")}
WITHOUT_KEY = {("POST", "/sessions"), ("POST", "/imports"), ("DELETE", "/sessions/current")}
"""They begin, end or change nothing that a second time would do twice."""

ROUTES = sorted(
    (method, route.path)
    for router in application.ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
)
WRITES = [each for each in ROUTES if each[0] not in ("GET", "HEAD")]
KEYED = [each for each in WRITES if each not in WITHOUT_KEY]
CLOSED = [each for each in ROUTES if each not in OPEN]


def _filled(path: str) -> str:
    numbered = path.replace("{number}", "1")
    return re.sub(r"\{\w+\}", uid("nothing of this name"), numbered)


@pytest.fixture
async def quiet(tmp_path: Path) -> AsyncIterator[Running]:
    """The application without a worker and without Temporal."""
    async with running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True) as rest:
        yield rest


@pytest.fixture
async def api(quiet: Running) -> AsyncIterator[ApiClient]:
    """Everybody of the cast, over that application."""
    async with ApiClient(quiet.app, quiet.parts.store) as client:
        yield client


def problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    """The answer as the problem that it must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    found: dict[str, Any] = answer.json()
    assert (found["status"], found["code"]) == (status, code)
    assert found["type"] == f"urn:bestek:refusal:{code}"
    assert found["detail"].endswith((".", "!", "?"))
    return found


async def test_every_write_asks_for_a_key(api: ApiClient) -> None:
    token = await api.token("Noor")
    headers = {"Authorization": f"Bearer {token}"}
    for method, path in KEYED:
        for key in ({}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 101}):
            answer = await api.http.request(method, _filled(path), headers=headers | key, json={})
            problem(answer, 400, "key_missing")


async def test_every_route_but_the_first_asks_who_one_is(api: ApiClient) -> None:
    for method, path in CLOSED:
        answer = await api.http.request(method, _filled(path), headers={"Idempotency-Key": "k"})
        problem(answer, 401, "sign_in_required")
        assert "no-store" in answer.headers["cache-control"]


async def test_a_wrong_token_is_nobody_s(api: ApiClient) -> None:
    await api.token("Noor")
    for token in ("", "x", "Bearer", uid("Noor")):
        answer = await api.http.get("/tenders", headers={"Authorization": f"Bearer {token}"})
        problem(answer, 401, "sign_in_required")


async def test_an_unknown_reference_is_unknown_to_every_route(api: ApiClient) -> None:
    """Nothing of this name exists: whoever may write such a thing at all is told so, in the same
    words; bodies that are no body of this route are refused before that. A parameter of the law is
    nobody's: `test_rules` asks for one that there is not."""
    token = await api.token("Bram")
    for method, path in ROUTES:
        if "{" not in path or "{key}" in path or path.startswith("/rules"):
            continue
        answer = await api.http.request(
            method,
            _filled(path),
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": f"{method} {path}"},
            json=EXAMPLES.get((method, path)),
        )
        problem(answer, 404, "unknown_reference")


@pytest.mark.parametrize("language", Language)
async def test_a_problem_speaks_the_language_that_is_asked(
    api: ApiClient, language: Language
) -> None:
    said = Texts(language).say("refusal.sign_in_required")
    for accepted in (language, f"{language}-BE", f"xx, {language};q=0.8", f"{language.upper()}"):
        answer = await api.http.get("/tenders", headers={"Accept-Language": accepted})
        assert problem(answer, 401, "sign_in_required")["detail"] == said
        assert answer.headers["content-language"] == language


async def test_an_unknown_language_is_answered_in_dutch(api: ApiClient) -> None:
    answer = await api.http.get("/tenders", headers={"Accept-Language": "xx, *;q=0.1"})
    assert problem(answer, 401, "sign_in_required")["detail"] == Texts("nl").say(
        "refusal.sign_in_required"
    )


async def test_what_the_framework_refuses_is_a_problem_too(api: ApiClient) -> None:
    problem(await api.http.get("/nowhere"), 404, "unknown_reference")
    found = await api.http.request("PATCH", "/tenders")
    problem(found, 405, "unknown_reference")
    assert found.headers["allow"]


# --- the description ---------------------------------------------------------------------------


def _document() -> dict[str, Any]:
    class Nothing:
        settings = Settings()

    app = create_app(Nothing())  # type: ignore[arg-type]  # describing needs no services
    document: dict[str, Any] = app.openapi()
    return document


DOCUMENT = _document()
OPERATIONS = [
    (method.upper(), path.removeprefix(PREFIX), operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
EXAMPLES = {
    (method, path): operation["requestBody"]["content"]["application/json"]["example"]
    for method, path, operation in OPERATIONS
    if "application/json" in operation.get("requestBody", {}).get("content", {})
}


def test_the_description_holds_every_route() -> None:
    assert sorted((method, path) for method, path, _ in OPERATIONS) == ROUTES
    assert DOCUMENT["openapi"].startswith("3.1")
    ids = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(ids)) == len(ids)


def test_every_reference_of_the_description_leads_somewhere() -> None:
    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return own.union(*(references(each) for each in value.values()))
        if isinstance(value, list):
            return set().union(*(references(each) for each in value))
        return set()

    for reference in references(DOCUMENT):
        found = DOCUMENT
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_shape_of_the_description_is_a_schema() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_parameter_of_a_path_is_described() -> None:
    for method, path, operation in OPERATIONS:
        described = {
            each["name"] for each in operation.get("parameters", []) if each["in"] == "path"
        }
        assert described == set(re.findall(r"\{(\w+)\}", path)), (method, path)


def test_every_operation_says_what_it_does_and_how_it_is_refused() -> None:
    for method, path, operation in OPERATIONS:
        assert operation["summary"], (method, path)
        assert operation["description"].startswith(operation["summary"])
        assert operation["tags"]
        refusals = {"401", "422", "503"}
        if (method, path) in KEYED:
            refusals |= {"400", "403", "404", "409", "413"}
        if method == "GET":
            refusals |= {"403", "404"}
        assert refusals <= set(operation["responses"]), (method, path)
        for status in refusals:
            told = operation["responses"][status]["$ref"].removeprefix("#/components/responses/")
            assert list(DOCUMENT["components"]["responses"][told]["content"]) == [PROBLEM]


def test_every_keyed_write_describes_its_key() -> None:
    for method, path, operation in OPERATIONS:
        keys = [each for each in operation.get("parameters", []) if each["in"] == "header"]
        assert [each["name"].lower() for each in keys] == (
            ["idempotency-key"] if (method, path) in KEYED else []
        )
        assert all(each["required"] for each in keys)


def test_every_body_has_an_example_that_fits_it() -> None:
    for method, path, operation in OPERATIONS:
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            assert content.get("example"), (method, path)
            if media == "application/json":
                schema = content["schema"] | {"components": DOCUMENT["components"]}
                jsonschema.validate(content["example"], schema)


def test_every_body_refuses_what_it_does_not_know() -> None:
    for method, path, operation in OPERATIONS:
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or (method, path) == ("POST", "/imports"):
            continue
        for shape in content["schema"].get("anyOf", [content["schema"]]):
            found = DOCUMENT["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
            assert found["additionalProperties"] is False, (method, path)


async def test_the_description_is_served(api: ApiClient) -> None:
    answer = await api.http.get("/openapi.json")
    assert answer.status_code == 200
    assert content_hash(answer.json()) == content_hash(DOCUMENT)
