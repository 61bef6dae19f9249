"""What is tested and signed, and the documents that prove it."""

from datetime import UTC, date, datetime
from typing import Any

from api.forms import Form, Option
from tests.pages.gallery.performance import CONTRACT, CRITERIA, MILESTONE, NOTE, VERIFIED
from tests.pages.gallery.sample import HASH, NOW, TENDER, Page, act, at

CERTIFICATE = {
    "name": "Proces-verbaal van voorlopige oplevering",
    "path": "/documents/4",
    "kind": "PDF",
    "note": None,
    "size": 74_000,
    "sha256": HASH,
    "signing": "/documents/1/signatures",
}
_RESULTS = (("ok", "Voldoet", ""), ("warn", "Voldoet met opmerking", "Eén lokaal hermeten."))
_MEMBERS = [
    {
        "name": name,
        "role": role,
        "at": at(-1) if signed else None,
        "tone": tone,
        "word": word,
        "own": own,
    }
    for name, role, signed, tone, word, own in (
        ("Fatima Berg", "netwerkbeheerder", True, "ok", "Aanvaard", False),
        ("Stijn Dauwe", "schoolcoördinator", False, "now", "Aan zet", True),
    )
]
_ACCEPTANCE: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "contract": CONTRACT,
    "milestone": MILESTONE,
    "acceptance": {"stage": "verifying", "round": 1, "path": "/acceptances/1/1"},
    "verdict": "De levering van Octaveer nv ligt bij de commissie: 1 van 2 leden tekenden af.",
    "limit": {"ends": VERIFIED.instant, "explanation": VERIFIED.explanation, "reasons": {}},
    "delivered": {"at": datetime(2026, 11, 18, 13, 22, tzinfo=UTC), "note": NOTE},
    "criteria": [
        {"name": name, "evidence": evidence.text, "results": []}
        for name, evidence in zip(CRITERIA, NOTE.evidence, strict=True)
    ],
    "members": _MEMBERS,
    "found": [],
    "rounds": [{"number": 1, "at": at(-6), "remedy": None}],
    "editable": True,
    "parts": 1,
    "criteria_options": [Option(name, name) for name in CRITERIA],
    "severities": [
        Option("blocking", "blokkerend"),
        Option("serious", "ernstig"),
        Option("light", "licht"),
    ],
    "verdicts": [
        Option("accepted", "Aanvaard", "De levering voldoet aan de opdrachtdocumenten."),
        Option(
            "accepted_with_remarks",
            "Aanvaard met opmerkingen",
            "De levering voldoet; kleine punten worden hersteld vóór de dag die u opgeeft.",
        ),
        Option(
            "shortcomings",
            "Niet aanvaard: tekortkomingen",
            "Een tekortkoming verhindert de aanvaarding.",
        ),
    ],
    "form": Form(
        typed={
            "result-0": "met",
            "result-1": "met_with_remark",
            "remark-1": "Sporthal Elzenbos: 6 van 48 labels ontbreken.",
        }
    ),
    "version": 1,
    "saved": {"at": at(0, 8)},
    "sign": act("sign", "Teken af"),
    "signing": {
        "sha256": HASH,
        "signer": "Stijn Dauwe, schoolcoördinator",
        "verdict": "Aanvaard met opmerkingen",
        "results": [
            {"criterion": name, "tone": tone, "word": word, "remark": remark, "who": ""}
            for name, (tone, word, remark) in zip(CRITERIA, (*_RESULTS, _RESULTS[0]), strict=True)
        ],
        "shortcomings": [
            {
                "criterion": CRITERIA[1],
                "text": "6 labels ontbreken op het patchpaneel van de bovenzaal.",
                "severity": "licht",
            }
        ],
        "before": date(2026, 12, 11),
        "remark": "",
    },
    "remedy": None,
    "remedying": False,
    "certificate": None,
    "papers": [
        {
            "name": "Leveringsbevestiging",
            "path": "/documents/1",
            "kind": "PDF",
            "note": "opgemaakt ma 16/11/2026, 9.05",
            "size": 48_211,
            "sha256": HASH,
            "signing": "/documents/1/signatures",
        }
    ],
}
ACCEPTANCE = Page("acceptance.html", "/contracts/1/acceptances/1", _ACCEPTANCE)
ACCEPTANCE_REFUSED = Page(
    "acceptance.html",
    "/contracts/1/acceptances/1",
    {
        **_ACCEPTANCE,
        "signing": None,
        "form": Form(
            typed={"result-0": "not_met", "verdict": "accepted"},
            errors={
                "shortcomings": "Wie niet of met opmerkingen aanvaardt, noemt ten minste één "
                "tekortkoming, en één bij elk punt dat niet voldoet. Vul ze in."
            },
        ),
    },
)
_READ = {
    **_ACCEPTANCE,
    "editable": False,
    "signing": None,
    "criteria": [
        {
            "name": name,
            "evidence": evidence.text,
            "results": [
                {"who": who, "tone": tone, "word": word, "remark": remark}
                for who, (tone, word, remark) in zip(
                    ("Fatima Berg", "Stijn Dauwe"), _RESULTS, strict=True
                )
            ],
        }
        for name, evidence in zip(CRITERIA, NOTE.evidence, strict=True)
    ],
    "found": [
        {
            "criterion": CRITERIA[1],
            "text": "6 labels ontbreken op het patchpaneel van de bovenzaal.",
            "severity": "ernstig",
            "who": "Stijn Dauwe",
            "before": date(2026, 12, 11),
        }
    ],
}
REMEDYING = Page(
    "acceptance.html",
    "/contracts/1/acceptances/1",
    {
        **_READ,
        "acceptance": {"stage": "remedying", "round": 1, "path": "/acceptances/1/1"},
        "verdict": "De commissie vond tekortkomingen. Octaveer nv herstelt ze vóór vrijdag "
        "11 december 2026.",
        "limit": None,
        "sign": act("sign", "", refusal="In herstel."),
        "remedy": {"act": act("remedy", "Herstel bevestigen"), "before": date(2026, 12, 11)},
    },
)
CERTIFIED = Page(
    "acceptance.html",
    "/contracts/1/acceptances/1",
    {
        **_READ,
        "acceptance": {"stage": "certified", "round": 2, "path": "/acceptances/1/1"},
        "verdict": "De levering is aanvaard op vrijdag 11 december 2026.",
        "limit": None,
        "sign": act("sign", "", refusal="Opgeleverd."),
        "rounds": [
            {"number": 1, "at": at(-6), "remedy": None},
            {"number": 2, "at": at(9), "remedy": "De 6 labels zijn aangebracht op 2 december."},
        ],
        "certificate": CERTIFICATE,
    },
)

_LIMIT = 25_000_000


_SEAL = {
    "who": "Stad Scheldeburg (Bestek)",
    "level": "Technisch zegel van de installatie; niet gekwalificeerd",
    "when": "12 november 2026, 10.00 uur, volgens de ondertekenaar zelf",
    "details": (
        "ongewijzigd sinds de ondertekening",
        "certificaat van deze installatie",
        "certificaat geldig tot 10 november 2036",
    ),
    "holds": True,
}
_ANS_SIGNATURE = _SEAL | {
    "who": "An Peeters (Authentication)",
    "level": "Gekwalificeerd volgens het certificaat; de uitgever staat in de vertrouwde lijst",
    "details": (
        "ongewijzigd sinds de ondertekening",
        "uitgever van het certificaat in de vertrouwde lijst",
        "certificaat geldig tot 10 november 2029",
    ),
}
_UNKNOWN = {
    "origin": "unknown",
    "sha256": HASH,
    "size": 96_412,
    "document": None,
    "signatures": [],
}
_DOCUMENT: dict[str, Any] = {
    "name": "Gemotiveerde gunningsbeslissing",
    "drawn_at": at(-6),
    "drawn": "1" * 64,
    "issued": "2" * 64,
    "copy_of": "Nederlands",
    "superseded": at(3),
    "kept": None,
    "leaf": 812,
    "root": HASH,
    "proof": f"/documents/proof/{HASH}",
}
_FOUND = _UNKNOWN | {"document": _DOCUMENT, "signatures": [_SEAL]}


_SIGNING: dict[str, Any] = {
    "now": NOW,
    "notice": None,
    "tender": TENDER,
    "document": CERTIFICATE | {"note": "opgemaakt do 12/11/2026, 10.00", "signing": None},
    "path": "/documents/4/signatures",
    "places": [
        {
            "name": "Fatima Berg",
            "capacity": "netwerkbeheerder",
            "tone": "ok",
            "word": "Afgetekend in Bestek op do 12/11/2026, 10.00",
        },
        {
            "name": "An Peeters",
            "capacity": "leidend ambtenaar, afdelingshoofd digitale infrastructuur",
            "tone": "idle",
            "word": "Nog te ondertekenen",
        },
    ],
    "copies": [],
    "refused": None,
    "form": Form(),
    "command_id": "0190d5a8-5b7e-7c11-8e2f-1d2c3b4a5f60",
    "limit": _LIMIT,
}
_SIGNED_PLACE = {"tone": "ok", "word": "Ondertekend met een certificaat"}
_SIGNED = {
    **_SIGNING,
    "notice": "Het ondertekende exemplaar is nagezien en bewaard.",
    "places": [_SIGNING["places"][0], _SIGNING["places"][1] | _SIGNED_PLACE],
    "copies": [
        {
            "path": f"/documents/4/signatures/{HASH}",
            "at": at(0, 9),
            "who": "An Peeters",
            "size": 142_000,
            "sha256": HASH,
            "signatures": [_ANS_SIGNATURE | {"who": "An Peeters (Signature)"}],
        }
    ],
}


def _signatures(context: dict[str, Any]) -> Page:
    return Page("signatures.html", "/documents/4/signatures", context)


def _verify(**context: Any) -> Page:
    shown = {"found": None, "problem": None, "limit": _LIMIT} | context
    return Page("verify.html", "/documents", shown, signed_in=False)


PAGES = {
    "acceptance": ACCEPTANCE,
    "acceptance-refused": ACCEPTANCE_REFUSED,
    "acceptance-remedying": REMEDYING,
    "acceptance-certified": CERTIFIED,
    "signing": _signatures(_SIGNING),
    "signing-signed": _signatures(_SIGNED),
    "signing-refused": _signatures(
        {
            **_SIGNING,
            "form": Form(
                errors={
                    "file": "Jan Smets ondertekende, maar op deze plaats ondertekent An Peeters "
                    "(leidend ambtenaar). Laat die persoon ondertekenen."
                }
            ),
        }
    ),
    "signing-closed": _signatures(
        {**_SIGNED, "refused": "Uw rol laat dit niet toe: een auditor schrijft niets."}
    ),
    "verify": _verify(),
    "verify-issued": _verify(found=_FOUND | {"origin": "issued"}),
    "verify-signed": _verify(
        found=_FOUND
        | {
            "origin": "signed_since",
            "document": {**_DOCUMENT, "kept": at(0)},
            "signatures": [_SEAL, _ANS_SIGNATURE],
        }
    ),
    "verify-drawn": _verify(found=_FOUND | {"origin": "drawn", "signatures": []}),
    "verify-altered": _verify(
        found=_UNKNOWN | {"origin": "altered", "signatures": [_SEAL | {"holds": False}]}
    ),
    "verify-unknown": _verify(found=_UNKNOWN),
    "verify-refused": _verify(problem="Er is geen bestand bijgevoegd. Kies een bestand."),
}
