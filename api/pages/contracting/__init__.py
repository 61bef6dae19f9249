"""Pages of a contract: the list, one page of it, its milestones, a delivery of the contractor."""

from fastapi import APIRouter

from api.pages.contracting import delivery, listing, milestones, onepage

router = APIRouter()
for each in (listing, onepage, milestones, delivery):
    router.include_router(each.router)
