"""Pages of a contract: the list, one page of it, its milestones, its money, a delivery."""

from fastapi import APIRouter

from api.pages.contracting import delivery, listing, milestones, money, onepage

router = APIRouter()
for each in (listing, onepage, milestones, money, delivery):
    router.include_router(each.router)
