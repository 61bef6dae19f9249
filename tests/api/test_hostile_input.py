"""No value of any field, in any body, is a fault of ours."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.test_writes import EXAMPLES, _filled
from tests.api.test_wrong_input import PERSON, TENDER, published, quiet, rest
from tests.api_client import ApiClient
from tests.running import Running

__all__ = ["quiet", "rest"]

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    float("nan"),
    "",
    "nul \x00",
    "half \ud800",
    "'; drop table tenders; --",
    "x" * 30_000,
    [],
    {"$ref": "#"},
)


def _mutations(value: Any) -> Iterator[Any]:
    """The value with each of its parts replaced by something hostile, one at a time."""
    yield from HOSTILE
    if not isinstance(value, dict | list):
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in parts:
        for changed in _mutations(part):
            whole = copy.copy(value)
            whole[name] = changed
            yield whole


def _wrong(value: Any) -> Iterator[Any]:
    return (each for each in _mutations(value) if each != value)


@pytest.mark.parametrize("route", sorted(EXAMPLES), ids=" ".join)
async def test_no_hostile_value_is_a_fault_of_ours(
    quiet: ApiClient, rest: Running, route: tuple[str, str]
) -> None:
    await published(rest)
    method, path = route
    filled = _filled(path).replace(_filled("{tender}"), TENDER)
    tokens = [await quiet.token(who) for who in ("Bram", PERSON)]
    for number, body in enumerate(_wrong(_small(EXAMPLES[route]))):
        answer = await quiet.http.request(
            method,
            filled,
            content=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {tokens[number % 2]}",
                "Idempotency-Key": f"{number}",
                "Content-Type": "application/json",
            },
        )
        assert answer.status_code < 500 or answer.status_code == 503, (body, answer.text)
        if not answer.is_success:
            assert answer.json()["detail"]


def _small(example: Any) -> Any:
    """The example without what it has more than one of."""
    if isinstance(example, dict):
        return {name: _small(part) for name, part in example.items()}
    return [_small(part) for part in example[:1]] if isinstance(example, list) else example
