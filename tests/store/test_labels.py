"""Labels in the store: taken over once, told in the reader's language, found by their words."""

from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from contracts.base import Language
from contracts.rules.identifiers.lists import LabelList, Scheme
from infra import label_files
from infra.store import labels as writing
from infra.store.engine import Connection, Store
from infra.store.labels import Loaded
from infra.store.queries import labels
from infra.store.tables import metadata
from tests.label_lists import CPV, NUTS, official, written


@pytest.fixture
def cpv(tmp_path: Path) -> LabelList:
    """A small list of CPV codes."""
    return label_files.read(written(tmp_path, CPV))


@pytest.fixture
def nuts(tmp_path: Path) -> LabelList:
    """A small list of regions."""
    return label_files.read(written(tmp_path, NUTS))


async def load(store: Store, found: LabelList) -> Loaded:
    """Take a list over."""
    return await store.write(lambda c: writing.load(c, found))


async def named(
    store: Store, *codes: str | None, language: Language = Language.NL, scheme: Scheme = Scheme.CPV
) -> dict[str, str]:
    """What codes mean."""
    return await store.read(lambda c: labels.named(c, scheme, codes, language))


async def search(store: Store, asked: str, language: Language = Language.NL) -> list[str]:
    """The codes that are found."""
    found = await store.read(lambda c: labels.search(c, Scheme.CPV, asked, language))
    return [each.code for each in found]


async def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await store.read(differences) == []


async def test_a_list_is_taken_over_once(store: Store, cpv: LabelList) -> None:
    assert await load(store, cpv) == Loaded(added=20, changed=0, unchanged=0)
    assert await load(store, cpv) == Loaded(added=0, changed=0, unchanged=20)


async def test_a_label_that_reads_otherwise_is_changed_and_the_rest_stays(
    store: Store, cpv: LabelList
) -> None:
    await load(store, cpv)
    servers = {**cpv.labels["48820000"], Language.NL: "Dataservers"}
    part = replace(cpv, labels={"48820000": servers})
    assert await load(store, part) == Loaded(added=0, changed=1, unchanged=3)
    assert await named(store, "48820000", "72000000") == {
        "48820000": "Dataservers",
        "72000000": "IT-diensten",
    }


async def test_what_fails_leaves_nothing_behind(store: Store, cpv: LabelList) -> None:
    def broken(connection: Connection) -> None:
        writing.load(connection, cpv)
        raise RuntimeError("on the way")

    with pytest.raises(RuntimeError, match="on the way"):
        await store.write(broken)
    assert await named(store, "48820000") == {}


async def test_a_code_is_told_in_each_language_with_or_without_its_check_digit(
    store: Store, cpv: LabelList
) -> None:
    await load(store, cpv)
    assert await named(store, "48820000-2", "48820000", None, "", language=Language.DE) == {
        "48820000-2": "Server",
        "48820000": "Server",
    }
    assert await named(store, "99999999") == {}


async def test_an_empty_store_knows_no_label(store: Store) -> None:
    assert await named(store, "48820000") == {}
    assert await search(store, "server") == []


async def test_lists_and_versions_lie_beside_each_other_and_the_newest_counts(
    store: Store, cpv: LabelList, nuts: LabelList
) -> None:
    await load(store, cpv)
    await load(store, nuts)
    older = {"BE2": dict.fromkeys(Language, "Vlaanderen"), "BE9": dict.fromkeys(Language, "Oud")}
    await load(store, replace(nuts, version="2021", labels=older))
    found = await named(store, "BE2", "BE9", "48820000", scheme=Scheme.NUTS)
    assert found == {"BE2": "Vlaams Gewest", "BE9": "Oud"}


@pytest.mark.parametrize(
    ("asked", "language", "codes"),
    [
        ("7281", Language.NL, ["72810000"]),
        ("72810000-1", Language.NL, ["72810000"]),
        ("SERVER", Language.NL, ["48820000"]),
        ("services", Language.FR, ["72000000", "72810000"]),
        ("audit services", Language.EN, ["72810000"]),
        ("Softwarepakété", Language.DE, ["48000000"]),
        ("72 audit", Language.NL, ["72810000"]),
        ("%", Language.NL, []),
        ("_", Language.NL, []),
        ("-", Language.EN, []),
        ("", Language.NL, []),
        ("audit nothing", Language.EN, []),
    ],
)
async def test_codes_are_found_by_their_digits_and_their_words(
    store: Store, cpv: LabelList, asked: str, language: Language, codes: list[str]
) -> None:
    await load(store, cpv)
    assert await search(store, asked, language) == codes


async def test_what_begins_with_the_word_comes_first(store: Store, cpv: LabelList) -> None:
    await load(store, cpv)
    assert await search(store, "pro", Language.FR) == ["48000000", "72200000"]
    assert await search(store, "s", Language.NL) == [
        *("48000000", "48820000", "72000000", "72810000"),
    ]


async def test_a_search_answers_so_many_at_most(store: Store, cpv: LabelList) -> None:
    await load(store, cpv)
    found = await store.read(lambda c: labels.search(c, Scheme.CPV, "e", Language.NL, most=2))
    assert len(found) == 2


async def test_the_whole_vocabulary_is_taken_over_once(store: Store) -> None:
    whole = label_files.read(official("cpv/cpv2008.csv"))
    assert await load(store, whole) == Loaded(added=4 * 9454, changed=0, unchanged=0)
    assert await load(store, whole) == Loaded(added=0, changed=0, unchanged=4 * 9454)
    assert "72253000" in await search(store, "helpdesk")
