"""The lowest total price over all lots when tenderers give discounts for combinations of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from contracts.rules.scoring.lots import discounts as offered
from contracts.rules.scoring.lots.discounts import Discount, Offer, Priced, SetDiscount
from contracts.rules.scoring.lots.model import (
    MOST_OPTIMA,
    Allocation,
    Award,
    Direction,
    Limit,
    Lot,
    LotFinding,
    LotFindingCode,
    Outcome,
    Package,
    checked,
    in_order,
    of_optima,
    ranked,
)

MOST_LOTS = 12
"""The work triples with each lot: more than these are not searched unless the caller says so."""

_RULE = "lots_combined/1"


@dataclass(frozen=True, slots=True)
class _Tenderer:
    """A tenderer with the price of each set it may have, and its cheapest rows for each lot."""

    id: str
    packages: Mapping[int, Priced]
    rows: Mapping[int, tuple[str, ...]]


def lots_combined(
    lots: Sequence[Lot],
    discounts: Sequence[Discount] = (),
    limit: Limit | None = None,
    most_lots: int = MOST_LOTS,
    most_optima: int = MOST_OPTIMA,
) -> Outcome:
    """`lots_combined/1`: of all ways to award the lots, each to one bid and no tenderer more than
    its limit, those that award the most lots and, of these, have the lowest total price with the
    discounts for combinations (see `discounts` for what they mean together). Figures are prices or
    fictitious prices; less is better, and the lots' weights are not used.

    The search is exact (dynamic programming over the sets of lots). Every optimum is returned up
    to `most_optima`, as in `lots_limit_optimal`, and each with the package of every tenderer. A
    discount that cannot be earned is `discount_out_of_reach`. Nothing is allocated when there are
    more than `most_lots` lots (`too_many_lots`) or when an amount of discount is not below the
    prices that it reduces (`discount_above_price`).

    Raises `RuleError` as `checked` and `discounts.checked_discounts` do.
    """
    given = checked(lots, limit)
    known = offered.checked_discounts(discounts, [lot.id for lot in given])
    if len(given) > most_lots:
        facts = {"lots": str(len(given)), "most": str(most_lots)}
        return _stopped([LotFinding(code=LotFindingCode.TOO_MANY_LOTS, facts=facts)])
    scale = offered.scale((c.figure for lot in given for c in lot.candidates), known)
    findings: list[LotFinding] = []
    tenderers = [
        _tenderer(given, known, each, limit or Limit(), scale, findings)
        for each in sorted({c.tenderer for lot in given for c in lot.candidates})
    ]
    findings += _of_strangers(known, [each.id for each in tenderers])
    if any(found.code is LotFindingCode.DISCOUNT_ABOVE_PRICE for found in findings):
        return _stopped(findings)
    search = _Search(tenderers, _layers(tenderers, len(given)))
    found = list(islice(_allocations(search, given, scale), most_optima + 1))
    allocations = found[:most_optima]
    findings += of_optima(given, allocations, len(found) > most_optima)
    return Outcome(
        rule=_RULE,
        allocations=tuple(allocations),
        total=sum((each.price for each in allocations[0].packages), Fraction(0)),
        findings=in_order(findings),
    )


def _stopped(findings: Sequence[LotFinding]) -> Outcome:
    return Outcome(rule=_RULE, allocations=(), total=None, findings=in_order(findings))


def _tenderer(
    lots: Sequence[Lot],
    discounts: Sequence[Discount],
    tenderer: str,
    limit: Limit,
    scale: int,
    findings: list[LotFinding],
) -> _Tenderer:
    """What a tenderer offers; what is wrong with its discounts goes to `findings`."""
    rows: dict[int, tuple[str, ...]] = {}
    prices: dict[int, int] = {}
    for at, lot in enumerate(lots):
        own = [c for c in lot.candidates if c.tenderer == tenderer]
        if own:
            [cheapest, *_] = ranked(lot.id, own, Direction.LOWEST).ranking
            rows[1 << at] = tuple(c.bid for c in cheapest)
            prices[1 << at] = int(cheapest[0].figure * scale)
    offer = Offer(
        prices=prices,
        discounts=[d for d in discounts if d.tenderer == tenderer],
        most=limit.of(tenderer, len(lots)),
        bits={lot.id: 1 << at for at, lot in enumerate(lots)},
        scale=scale,
    )
    for discount in offer.discounts:
        if not offer.reachable(discount):
            findings.append(_of_discount(LotFindingCode.DISCOUNT_OUT_OF_REACH, discount))
        elif isinstance(discount, SetDiscount) and offer.reduced(discount) <= 0:
            findings.append(_of_discount(LotFindingCode.DISCOUNT_ABOVE_PRICE, discount))
    return _Tenderer(tenderer, offer.packages(), rows)


def _of_strangers(discounts: Sequence[Discount], tenderers: Sequence[str]) -> list[LotFinding]:
    """The discounts of those who have no bid in any lot."""
    return [
        _of_discount(LotFindingCode.DISCOUNT_OUT_OF_REACH, discount)
        for discount in discounts
        if discount.tenderer not in tenderers
    ]


def _of_discount(code: LotFindingCode, discount: Discount) -> LotFinding:
    facts = {"discount": discount.id, "tenderer": discount.tenderer}
    return LotFinding(code=code, facts=facts)


_Layer = list[int | None]
"""By set of lots, the lowest price at which the tenderers so far take exactly that set."""


def _layers(tenderers: Sequence[_Tenderer], lots: int) -> list[_Layer]:
    """One layer before any tenderer, then one after each."""
    every = (1 << lots) - 1
    layer: _Layer = [0, *[None] * every]
    layers = [layer]
    for tenderer in tenderers:
        layer = _after(layer, tenderer.packages, every)
        layers.append(layer)
    return layers


def _after(before: _Layer, packages: Mapping[int, Priced], every: int) -> _Layer:
    after = list(before)
    for lots, priced in packages.items():
        if not lots:
            continue  # with nothing for this tenderer, all stays as it is
        rest = every ^ lots
        taken = rest
        while True:
            so_far = before[taken]
            if so_far is not None:
                there = after[taken | lots]
                if there is None or so_far + priced.price < there:
                    after[taken | lots] = so_far + priced.price
            if not taken:
                break
            taken = (taken - 1) & rest
    return after


@dataclass(frozen=True, slots=True)
class _Search:
    """Walks back through the layers, along every way that led to the optimum."""

    tenderers: Sequence[_Tenderer]
    layers: Sequence[_Layer]

    def best(self) -> list[int]:
        """The sets of lots that an optimum awards: as many as possible, then the cheapest."""
        last = {lots: price for lots, price in enumerate(self.layers[-1]) if price is not None}
        most = max(lots.bit_count() for lots in last)
        lowest = min(price for lots, price in last.items() if lots.bit_count() == most)
        return [n for n, price in last.items() if n.bit_count() == most and price == lowest]

    def shares(self) -> Iterator[tuple[tuple[_Tenderer, int], ...]]:
        """Every optimum: who takes which set of lots, tenderers in order, none with nothing."""
        waiting: list[tuple[int, int, tuple[tuple[_Tenderer, int], ...]]] = [
            (len(self.tenderers), lots, ()) for lots in reversed(self.best())
        ]
        while waiting:
            at, lots, after = waiting.pop()
            if at == 0:
                yield after
                continue
            tenderer = self.tenderers[at - 1]
            price = self.layers[at][lots]
            for own, priced in tenderer.packages.items():
                if own & lots != own:
                    continue
                before = self.layers[at - 1][lots ^ own]
                if before is not None and before + priced.price == price:
                    share = ((tenderer, own), *after) if own else after
                    waiting.append((at - 1, lots ^ own, share))


def _allocations(search: _Search, lots: Sequence[Lot], scale: int) -> Iterator[Allocation]:
    """Every optimum, bid by bid: rows of one tenderer that cost the same in a lot are told
    apart."""
    for shares in search.shares():
        packages = tuple(_package(tenderer, own, lots, scale) for tenderer, own in shares)
        winner = {
            at: tenderer.rows[1 << at]
            for tenderer, own in shares
            for at in range(len(lots))
            if own >> at & 1
        }
        for rows in product(*(winner.get(at, (None,)) for at in range(len(lots)))):
            awards = [Award(lot.id, bid) for lot, bid in zip(lots, rows, strict=True)]
            yield Allocation(tuple(awards), packages)


def _package(tenderer: _Tenderer, own: int, lots: Sequence[Lot], scale: int) -> Package:
    priced = tenderer.packages[own]
    return Package(
        tenderer=tenderer.id,
        lots=tuple(lot.id for at, lot in enumerate(lots) if own >> at & 1),
        undiscounted=Fraction(priced.undiscounted, scale),
        discounts=priced.discounts,
        price=Fraction(priced.price, scale),
    )
