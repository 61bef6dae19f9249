"""Organisations and people are said in one shape, with a checked enterprise number."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.base import Language
from contracts.people import OrganisationCard, OrganisationKind, Person

ORGANISATION = "01939d2c-0000-7000-8000-00000000000b"
KADE_ZEVEN = {
    "id": ORGANISATION,
    "kind": OrganisationKind.SUPPLIER,
    "name": "Kade Zeven Software bv",
    "enterprise_number": "0999.001.218",
    "seat": "Scheldeburg",
    "email": "offertes@kadezeven.example",
}


def _card(**changes: Any) -> OrganisationCard:
    return OrganisationCard.model_validate(KADE_ZEVEN | changes)


def test_an_enterprise_number_is_kept_as_ten_digits() -> None:
    assert _card().enterprise_number == "0999001218"


def test_an_organisation_abroad_has_no_enterprise_number() -> None:
    assert _card(enterprise_number=None).enterprise_number is None


@pytest.mark.parametrize(
    "changes",
    [
        {"enterprise_number": "0999.001.219"},
        {"name": "  "},
        {"email": "kadezeven.example"},
        {"kind": "witness"},
    ],
)
def test_a_card_that_cannot_be_right_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _card(**changes)


def test_a_person_reads_dutch_unless_told_otherwise() -> None:
    person = Person(
        id="01939d2c-0000-7000-8000-000000000001",
        organisation=ORGANISATION,
        name="Katrien Bovendijk",
        email="katrien@kadezeven.example",
    )
    assert person.language is Language.NL
