"""The documents of a dossier: copies in other languages, documents that could not be drawn."""

from tests.pages.gallery.sample import NOW, TENDER, Page
from tests.pages.gallery.verification import CERTIFICATE

PAPERS = Page(
    "dossier_documents.html",
    f"/tenders/{TENDER['id']}/documents",
    {
        "now": NOW,
        "notice": None,
        "tender": TENDER,
        "count": 3,
        "copies": {
            "decision": {
                "path": "/documents/decision/copies",
                "rows": [
                    {
                        "lang": "fr",
                        "text": "Kopie in het Frans",
                        "file": "/documents/french",
                        "ask": False,
                    },
                    {
                        "lang": "de",
                        "text": "De kopie in het Duits wordt opgemaakt.",
                        "file": None,
                        "ask": False,
                    },
                    {
                        "lang": "en",
                        "text": "Vraag een kopie in het Engels",
                        "file": None,
                        "ask": True,
                    },
                ],
            }
        },
        "undrawn": [
            {
                "stopped": True,
                "title": "Document kon niet worden opgemaakt: Verslag van nazicht",
                "text": "Te zwaar: het opmaken vroeg meer tijd of geheugen dan toegestaan. 2 keer "
                "geprobeerd, het laatst 24 november 2026, 8.12 uur. Bestek probeert het niet meer "
                "vanzelf.",
                "retry": {"document": "evaluation/1/1/D-10", "tries": "0"},
                "why": None,
            },
            {
                "stopped": False,
                "title": "Document kon niet worden opgemaakt: Leveringsbevestiging",
                "text": "Het kon niet worden verzegeld. 7 keer geprobeerd, het laatst 24 november "
                "2026, 8.20 uur. Bestek blijft het vanzelf proberen, met groeiende tussenpozen.",
                "retry": None,
                "why": None,
            },
        ],
        "groups": [
            {
                "title": "Opening",
                "rows": [{**CERTIFICATE, "id": "opening", "name": "Proces-verbaal van opening"}],
            },
            {
                "title": "Gunning",
                "rows": [
                    {
                        **CERTIFICATE,
                        "id": "decision",
                        "name": "Gemotiveerde gunningsbeslissing",
                    },
                    {
                        **CERTIFICATE,
                        "id": "letter",
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
    {
        "now": NOW,
        "notice": None,
        "tender": TENDER,
        "count": 0,
        "undrawn": [],
        "copies": {},
        "groups": [],
    },
)

PAGES = {"papers": PAPERS, "papers-none": NO_PAPERS}
