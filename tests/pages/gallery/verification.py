"""What is tested and signed, and the documents that prove it."""

from datetime import UTC, date, datetime
from typing import Any

from api.forms import Form, Option
from tests.pages.gallery.performance import CONTRACT, CRITERIA, MILESTONE, NOTE, VERIFIED
from tests.pages.gallery.sample import HASH, NOW, TENDER, Page, act, at

_CERTIFICATE = {
    "name": "Proces-verbaal van voorlopige oplevering",
    "path": "/documents/4",
    "kind": "PDF",
    "note": None,
    "size": 74_000,
    "sha256": HASH,
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
    "limit": {"ends": VERIFIED.instant, "explanation": VERIFIED.explanation},
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
        "certificate": _CERTIFICATE,
    },
)

PAPERS = Page(
    "dossier_documents.html",
    f"/tenders/{TENDER['id']}/documents",
    {
        "now": NOW,
        "notice": None,
        "tender": TENDER,
        "count": 3,
        "groups": [
            {
                "title": "Opening",
                "rows": [{**_CERTIFICATE, "name": "Proces-verbaal van opening"}],
            },
            {
                "title": "Gunning",
                "rows": [
                    {**_CERTIFICATE, "name": "Gemotiveerde gunningsbeslissing"},
                    {
                        **_CERTIFICATE,
                        "name": "Gunningsbrief",
                        "note": "voor Kade Zeven Software bv",
                    },
                ],
            },
        ],
    },
)
NO_PAPERS = Page(
    "dossier_documents.html",
    f"/tenders/{TENDER['id']}/documents",
    {"now": NOW, "notice": None, "tender": TENDER, "count": 0, "groups": []},
)
_LIMIT = 25_000_000


def _verify(**context: Any) -> Page:
    shown = {"found": None, "problem": None, "limit": _LIMIT} | context
    return Page("verify.html", "/documents", shown, signed_in=False)


PAGES = {
    "acceptance": ACCEPTANCE,
    "acceptance-refused": ACCEPTANCE_REFUSED,
    "acceptance-remedying": REMEDYING,
    "acceptance-certified": CERTIFIED,
    "papers": PAPERS,
    "papers-none": NO_PAPERS,
    "verify": _verify(),
    "verify-known": _verify(found={"known": True, "sha256": HASH, "size": 96_412}),
    "verify-unknown": _verify(found={"known": False, "sha256": HASH, "size": 96_412}),
    "verify-refused": _verify(problem="Er is geen bestand bijgevoegd. Kies een bestand."),
}
