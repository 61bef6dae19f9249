"""The workings of the sample ranking: price by the rule of three, scores as a share of ten."""

from fractions import Fraction

from contracts.documents import award
from contracts.documents import workings as model
from tests.documents.cast import PARTIES, PRICES, SCORES, WEIGHTS, digest

TEN = model.Term(term="scale_maximum", value="10")


def _terms(tenderer: int, criterion: int) -> tuple[model.Term, ...]:
    weight = model.Term(term="weight", value=str(WEIGHTS[criterion]))
    if criterion:
        score = model.Term(term="score", value=str(SCORES[tenderer][criterion - 1]))
        return weight, TEN, score
    lowest = min(Fraction(price) for price in PRICES)
    own = Fraction(PRICES[tenderer])
    return (
        weight,
        model.Term(term="lowest_price", value=str(lowest)),
        model.Term(term="price", value=str(own)),
    )


def _bid(found: award.Ranking, bid: award.RankedBid, chosen: slice) -> model.WorkedBid:
    tenderer = next(n for n, party in enumerate(PARTIES) if party[0] == bid.tenderer)
    places = range(len(WEIGHTS))[chosen]
    return model.WorkedBid(
        rank=bid.rank,
        tenderer=bid.tenderer,
        steps=tuple(
            model.Step(
                criterion=criterion.name,
                formula="Q1/1" if place else "P1/1",
                terms=_terms(tenderer, place),
                points=points,
            )
            for place, criterion, points in zip(places, found.criteria, bid.points, strict=True)
        ),
        total=bid.total,
    )


def workings(found: award.Ranking, chosen: slice = slice(None)) -> model.Workings:
    """The sample ranking worked out, with a step of the chain for ties and a bid left out."""
    second, third = (bid.tenderer for bid in found.bids[1:3])
    return model.Workings(
        normalised=False,
        bids=tuple(_bid(found, bid, chosen) for bid in found.bids),
        ties=(
            model.TieLine(
                rank=2,
                by="criterion",
                of=found.criteria[0].name,
                values=(
                    model.TieValue(tenderer=second, value=found.bids[1].points[0]),
                    model.TieValue(tenderer=third, value=found.bids[2].points[0]),
                ),
                order=((second,), (third,)),
            ),
        ),
        left_out=(model.LeftOut(tenderer=PARTIES[4][0], because="examined"),),
        fingerprint=digest("evaluation"),
        file="SB-2026-031-evaluation.json",
    )
