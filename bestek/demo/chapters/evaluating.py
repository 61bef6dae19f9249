"""Declarations, examination, scores given alone, a motivated consensus, the ranking."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from bestek.demo import cast
from bestek.demo.cast import Member
from bestek.demo.chapters.bidding import bid_id
from bestek.demo.tour import Offer, Tour
from bestek.demo.visitor import JourneyError
from contracts.base import content_hash
from contracts.evaluation import Stage
from contracts.tendering.draft import Criterion

COMMITTEE = (cast.GRIET, cast.TINE, cast.YASSIN)
ORDER = tuple(Stage)


async def play(tour: Tour) -> None:
    """From the committee's first declaration to the conclusion of the evaluation."""
    await score(tour)
    await tour.on(_first_day(tour) + timedelta(days=21, hours=5))
    await _agree(tour)
    await tour.on(_first_day(tour) + timedelta(days=21, hours=7))
    await _rank(tour)
    await tour.visitors.post(cast.GRIET, f"{_path(tour)}/conclusion", "conclude")


async def leave_open(tour: Tour) -> None:
    """Up to the consensus meeting, with the cells that nobody has agreed on yet left open."""
    await score(tour)
    await tour.on(_first_day(tour) + timedelta(days=21, hours=1))
    if await _is_past(tour, Stage.CONSENSUS):
        return
    found = await tour.visitors.get(cast.GRIET, f"{_path(tour)}/consensus")
    if found["version"] == 0:
        body = {"version": 0, "rows": list(_agreed_rows(tour))}
        await tour.visitors.put(cast.GRIET, f"{_path(tour)}/consensus", "consensus-draft", body)
    tour.say(f"{tour.reference} wacht op Griet: één cel van de consensus is nog open")


async def score(tour: Tour) -> None:
    """From the committee's first declaration to the last member's scores."""
    opened = _first_day(tour)
    await tour.on(opened)
    body = {"draft_hash": content_hash(tour.purchase.draft)}
    await tour.visitors.post(cast.BRAM, f"{tour.path}/evaluations", "evaluate", body)
    await tour.on(opened + timedelta(days=1))
    for member in COMMITTEE:
        await _declare(tour, member)
    tour.say("Drie leden verklaren geen belangenconflict te hebben; pas nu zien ze de offertes")
    await tour.on(opened + timedelta(days=6))
    await _examine(tour)
    for days, member in enumerate(COMMITTEE):
        await tour.on(opened + timedelta(days=13 + days))
        await _score(tour, member)
    tour.say("Elk lid beoordeelt alleen; niemand ziet een totaal")


def _first_day(tour: Tour) -> datetime:
    deadline = tour.purchase.draft.submission_deadline
    if deadline is None:
        raise JourneyError("a published tender has a deadline")
    return deadline + timedelta(days=1)


def _path(tour: Tour) -> str:
    return f"{tour.path}/evaluations/1"


async def _is_past(tour: Tour, stage: Stage) -> bool:
    """Whether the evaluation has left this stage behind."""
    found = await tour.visitors.appears(cast.GRIET, _path(tour))
    return ORDER.index(Stage(found["stage"])) > ORDER.index(stage)


async def _declare(tour: Tour, member: Member) -> None:
    if await _is_past(tour, Stage.DECLARING):
        return
    await tour.visitors.post(member, f"{_path(tour)}/declarations", "declare", {"choice": "none"})


async def _examine(tour: Tour) -> None:
    """The jurist judges every bid, in the same order for all."""
    if await _is_past(tour, Stage.EXAMINING):
        return
    rows = [
        {
            "bid": bid_id(tour, offer),
            "not_excluded": True,
            "selected": True,
            "regular": not offer.irregular,
            "reason": offer.irregular,
        }
        for offer in tour.purchase.offers
    ]
    await _bind(tour, cast.ILSE, "examination", "examination", "examine", rows)
    left = sum(1 for offer in tour.purchase.offers if not offer.irregular)
    tour.say(
        f"Ilse onderzoekt uitsluiting, selectie en regelmatigheid: {left} van "
        f"{len(rows)} offertes regelmatig"
    )


async def _score(tour: Tour, member: Member) -> None:
    if await _is_past(tour, Stage.SCORING):
        return
    rows = list(_own_rows(tour, member))
    await _bind(tour, member, "scores/mine", "scores", "scores", rows)


def _own_rows(tour: Tour, member: Member) -> Iterator[dict[str, str]]:
    position = COMMITTEE.index(member)
    for offer, criterion in _cells(tour):
        given = offer.given[criterion.id][position]
        yield _row(tour, offer, criterion, given, f"{offer.motivation} ({criterion.name})")


async def _agree(tour: Tour) -> None:
    if await _is_past(tour, Stage.CONSENSUS):
        return
    rows = list(_agreed_rows(tour))
    await _bind(tour, cast.GRIET, "consensus", "consensus", "consensus", rows)
    tour.say("De commissie legt een gemotiveerde consensus vast voor elke cel")


def _agreed_rows(tour: Tour) -> Iterator[dict[str, str]]:
    for offer, criterion in _cells(tour):
        if criterion.id in offer.agreed:
            agreed = offer.agreed[criterion.id]
            yield _row(tour, offer, criterion, agreed, offer.motivation)


async def _rank(tour: Tour) -> None:
    """Reveal the ranking, an act of its own, and keep what it says."""
    await tour.visitors.post(cast.GRIET, f"{_path(tour)}/ranking", "reveal")
    await tour.visitors.until(cast.GRIET, _path(tour), _is_ranked, "ranked")
    ranking = await tour.visitors.get(cast.GRIET, f"{_path(tour)}/ranking")
    offers = {bid_id(tour, offer): offer for offer in tour.purchase.offers}
    names = {card.id: card.name for card in cast.SUPPLIERS}
    # In the order in which the purchase lists its offers: the ranking stands in the figures.
    totals = {row["bid"]: {"exact": row["exact"], "shown": row["shown"]} for row in ranking["rows"]}
    tour.found["totals"] = {
        names[offer.bidder.person.organisation]: totals[bid] for bid, offer in offers.items()
    }
    first = offers[ranking["first"][0]]
    tour.found["winner"] = names[first.bidder.person.organisation]
    if first.bidder != tour.purchase.winner or len(ranking["first"]) != 1:
        raise JourneyError(f"the ranking is led by {ranking['first']}")
    tour.say(
        f"Griet toont de rangschikking: {tour.found['winner']} is eerste met "
        f"{totals[ranking['first'][0]]['shown']} punten"
    )


def _is_ranked(evaluation: Any) -> bool:
    return ORDER.index(Stage(evaluation["stage"])) > ORDER.index(Stage.RANKING)


async def _bind(
    tour: Tour, who: Member, draft: str, act: str, name: str, rows: list[dict[str, Any]]
) -> None:
    """Write a sheet unless it lies there already, and bind the version that was written."""
    path = _path(tour)
    found = await tour.visitors.get(who, f"{path}/{draft}")
    sha256 = found["sha256"]
    if found["version"] == 0:
        body = {"version": 0, "rows": rows}
        saved = await tour.visitors.put(who, f"{path}/{draft}", f"{name}-draft", body)
        sha256 = saved["sha256"]
    await tour.visitors.post(who, f"{path}/{act}", name, {"sha256": sha256})


def _cells(tour: Tour) -> Iterator[tuple[Offer, Criterion]]:
    for offer in tour.purchase.offers:
        for criterion in tour.purchase.draft.criteria:
            if criterion.kind == "quality" and not offer.irregular:
                yield offer, criterion


def _row(
    tour: Tour, offer: Offer, criterion: Criterion, score: Decimal, motivation: str
) -> dict[str, str]:
    return {
        "bid": bid_id(tour, offer),
        "criterion": criterion.id,
        "score": str(score),
        "motivation": motivation,
    }
