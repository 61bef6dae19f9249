"""Signing in, and what did not work."""

from api.forms import Form
from tests.pages.gallery.sample import Page

SIGN_IN = Page(
    "sign_in.html",
    "/sign-in",
    {"form": Form(), "problem": None, "next": "/nl/", "people": []},
    signed_in=False,
)

SIGN_IN_DEMO = Page(
    "sign_in.html",
    "/sign-in",
    {
        "form": Form(typed={"email": "bram@scheldeburg.example"}),
        "problem": "E-mailadres en wachtwoord passen niet bij elkaar.",
        "next": "/nl/",
        "people": [
            {"id": name, "name": name, "role": role, "organisation": "Stad Scheldeburg"}
            for name, role in (
                ("Noor Vandekreek", "role.project_manager"),
                ("Bram Zandhoeve", "role.file_manager"),
                ("Ilse Duinmeers", "role.jurist"),
                ("Koenraad Zilverboom", "role.finance_director"),
                ("Griet Wilgendam", "role.committee_chair"),
            )
        ],
    },
    signed_in=False,
)

ERROR = Page(
    "error.html",
    "/tenders",
    {
        "title": "Dit kan nu niet",
        "sentence": "Het systeem is even niet bereikbaar voor deze stap. Uw gegevens staan veilig.",
        "mark": "7F3K-22A1",
        "back": "/tenders",
    },
)

NOT_FOUND = Page("not_found.html", "/nowhere", {})
