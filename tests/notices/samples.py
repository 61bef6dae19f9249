"""Notices for the tests: a small complete release to bend, and where the real ones lie."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from infra.notices import ocds
from infra.notices.results import ImportResult, Note, NoteCode

REAL = Path(__file__).parents[3] / "shared" / "data" / "ocds-real"
HERIOT_WATT = "uk/ocds-r6ebe6-0000580017--noid--tender.json"
ABSENT = "the real notices lie beside the repository (../shared/data/ocds-real), which is not here"

RELEASE: dict[str, Any] = {
    "ocid": "ocds-213czf-1",
    "id": "1",
    "date": "2026-01-05T09:00:00Z",
    "tag": ["tender"],
    "buyer": {"id": "b", "name": "Stad Scheldeburg"},
    "tender": {
        "id": "T-1",
        "title": "Servers",
        "description": "Twintig servers.",
        "status": "active",
        "procurementMethod": "open",
        "mainProcurementCategory": "goods",
        "classification": {"scheme": "CPV", "id": "48820000-2"},
        "value": {"amount": 250000, "currency": "EUR"},
        "tenderPeriod": {"endDate": "2026-03-02T10:00:00+01:00"},
        "contractPeriod": {"durationInDays": 1095},
        "lots": [{"id": "1", "title": "Servers"}],
        "items": [
            {
                "id": "1",
                "description": "Server",
                "classification": {"scheme": "CPV", "id": "48820000"},
                "quantity": 20,
                "unit": {"name": "stuk"},
                "relatedLot": "1",
            }
        ],
        "awardCriteria": {
            "criteria": [
                {
                    "type": "quality",
                    "name": "Kwaliteit",
                    "numbers": [{"number": 60, "weight": "percentageExact"}],
                },
                {
                    "type": "price",
                    "name": "Prijs",
                    "numbers": [{"number": 40, "weight": "percentageExact"}],
                },
            ]
        },
    },
}


def release(**tender: object) -> dict[str, Any]:
    """The release with other values in its tender; None leaves a key out."""
    bent = copy.deepcopy(RELEASE)
    bent["tender"].update(tender)
    bent["tender"] = {key: value for key, value in bent["tender"].items() if value is not None}
    return bent


def read(document: object, ocid: str | None = None) -> ImportResult:
    """The import of a document, written as JSON."""
    return ocds.read(json.dumps(document).encode(), ocid=ocid)


def real(name: str) -> bytes:
    """The content of a real notice; the test is skipped where they are absent."""
    if not (REAL / name).is_file():
        pytest.skip(ABSENT)
    return (REAL / name).read_bytes()


def notes(found: tuple[Note, ...], code: NoteCode) -> list[tuple[str, str | None]]:
    """Place and value of the notes of a code."""
    return [
        (note.path, note.value.value if note.value else None) for note in found if note.code is code
    ]


def codes(found: tuple[Note, ...]) -> set[NoteCode]:
    """The codes of some notes."""
    return {note.code for note in found}
