"""Pages of preparation and publication: the list, the dossier, the draft, its approval."""

from fastapi import APIRouter

from api.pages.tendering import approving, codes, creating, dossier, draft, importing, listing

router = APIRouter()
# First what has a name of its own, then what has the name of a tender.
for each in (codes, listing, creating, importing, dossier, draft, approving):
    router.include_router(each.router)
