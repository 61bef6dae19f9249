"""Pages of submission and opening: the notice, one's own bid, the deadline, the opening."""

from fastapi import APIRouter

from api.pages.bidding import notice, offering, opening, receipt, submission

router = APIRouter()
for each in (notice, offering, receipt, submission, opening):
    router.include_router(each.router)
