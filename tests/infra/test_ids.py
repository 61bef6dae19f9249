"""Ids of new things."""

import pydantic

from contracts.base import Identifier
from infra import ids


def test_an_id_is_a_canonical_uuid_of_version_7() -> None:
    made = pydantic.TypeAdapter(Identifier).validate_python(ids.new_id())
    assert made[14] == "7"


def test_later_ids_sort_after_earlier_ones() -> None:
    made = [ids.new_id() for _ in range(1000)]
    assert made == sorted(set(made))
