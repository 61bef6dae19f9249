"""Every page template with an invented context: what the pages are looked at and measured with.

The people, places and figures are those of the demo; nothing here reads a store.
"""

from collections.abc import Mapping

from tests.pages.gallery import (
    awarding,
    dossier,
    drafting,
    entrance,
    letters,
    lists,
    money,
    papers,
    performance,
    verification,
)
from tests.pages.gallery.sample import Page, the_frame

__all__ = ["PAGES", "Page", "the_frame"]

PAGES: Mapping[str, Page] = {
    "worklist": lists.WORKLIST,
    "worklist-empty": lists.NOTHING,
    "tenders": lists.TENDERS,
    "tender-standstill": dossier.TENDER_STANDSTILL,
    "tender-published": dossier.TENDER_PUBLISHED,
    "tender-draft": dossier.TENDER_DRAFT,
    "draft": drafting.DRAFT,
    "codes": drafting.CODES,
    "draft-refused": drafting.DRAFT_REFUSED,
    "draft-locked": drafting.DRAFT_LOCKED,
    "approval": drafting.APPROVAL,
    "sign-in": entrance.SIGN_IN,
    "sign-in-demo": entrance.SIGN_IN_DEMO,
    "error": entrance.ERROR,
    "not-found": entrance.NOT_FOUND,
    **awarding.PAGES,
    **letters.PAGES,
    **performance.PAGES,
    **money.PAGES,
    **papers.PAGES,
    **verification.PAGES,
}
