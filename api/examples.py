"""Contents as the description of the API shows them: whole, and such that they would be taken."""

from typing import Any

BID = "0190d5a8-5b7e-7c11-8e2f-1d2c3b4a5f60"

DRAFT: dict[str, Any] = {
    "title": "Servers en opslag",
    "description": "Servers, opslag, back-up en uitwijk voor twee datacentra.",
    "category": "services",
    "procedure": "open",
    "cpv": "48800000",
    "estimate": {"amount": "650000.00", "currency": "EUR"},
    "lots": [{"id": "1", "title": "Geheel"}],
    "items": [{"id": "1", "description": "Servers", "cpv": "48820000", "lot": "1"}],
    "criteria": [
        {
            "id": "K1",
            "name": "Plan van aanpak",
            "kind": "quality",
            "weight": "75",
            "minimum_percent": "60",
        },
        {
            "id": "K2",
            "name": "Prijs",
            "kind": "price",
            "weight": "25",
            "formula": "P2b/1",
            "parameters": {"n": "2", "floor": "0"},
        },
    ],
    "tie_break": [{"by": "criterion", "criterion": "K1"}, {"by": "price"}, {"by": "lots"}],
    "submission_deadline": "2026-03-02T10:00:00+01:00",
    "contract_months": 36,
    "milestones": [
        {
            "id": "M1",
            "title": "Oplevering",
            "days_after_start": 120,
            "share": "100",
            "criteria": ["De meetproef haalt de norm"],
            "final": True,
        }
    ],
    "budget_line": "2026/ICT/215",
    "terms": {
        "bond_percent": "5",
        "fine_percent": "0.1",
        "fine_ceiling_percent": "7.5",
        "warranty_months": 24,
    },
}
"""A draft that may still want its people."""

BID_FORM: dict[str, Any] = {
    "price": {"amount": "612000.00", "currency": "EUR"},
    "vat_rate": "21",
    "validity_days": 120,
    "signatory": "Mehdi Lindenhart",
    "files": [
        {
            "name": "plan-van-aanpak.pdf",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "size": 184320,
            "media_type": "application/pdf",
        }
    ],
}
"""The form of a bid with one file; `sha256` and `size` are those of the clear file."""

SEALED_FILE: dict[str, Any] = {
    "sha256": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
    "size": 184536,
}
"""What the upload answered: hash and size of the sealed file."""

EXAMINATION: dict[str, Any] = {
    "bid": BID,
    "not_excluded": True,
    "selected": True,
    "regular": False,
    "reason": "De offerte wijkt af van een minimale eis: de uitwijk ontbreekt.",
}

SCORE: dict[str, Any] = {
    "bid": BID,
    "criterion": "K1",
    "score": "8",
    "motivation": "Alle koppelingen zijn uitgewerkt, met een proefmigratie.",
}

BUNDLE: dict[str, Any] = {
    "bundle": 1,
    "evaluation": {
        "title": "Servers en opslag",
        "criteria": [{"id": "K2", "kind": "price", "weight": "100", "formula": "P1/1"}],
        "bids": [{"id": BID, "tenderer": "Kade Zeven nv", "price": {"amount": "612000.00"}}],
    },
    "answer": {
        "totals": {BID: {"exact": "100/1", "shown": "100.00"}},
        "points": {BID: {"K2": {"exact": "100/1", "shown": "100.00"}}},
        "ranking": [[BID]],
        "findings": [],
        "rule_versions": ["P1/1"],
        "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
}
"""An exported ranking, without its trace."""
