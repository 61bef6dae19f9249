"""Pages of an award: proposal, visum, decision, letters and standstill, the bidder's side."""

from fastapi import APIRouter

from api.pages.awarding import decision, letters, proposal, visum

router = APIRouter()
for each in (proposal, visum, decision, letters):
    router.include_router(each.router)
