"""Discounts that a tenderer offers on condition that it is awarded several lots, and what a set
of lots costs with them.

A lot counts for one discount at most, and discounts are not added up: the tenderer is paid the
lowest price that its offer allows. That is either the discount for the number of lots, on all its
lots, or any of its discounts for sets that do not overlap, each on the lots of its own set, the
other lots at their price.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.errors import RuleError
from contracts.rules.scoring.exact import Rational

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class CountDiscount:
    """From `at_least` lots on, `percent` off the price of all lots awarded to the tenderer."""

    id: str
    tenderer: str
    at_least: int
    percent: Rational


@dataclass(frozen=True, slots=True)
class SetDiscount:
    """When all these lots are awarded to the tenderer, alone or with others: `percent` off their
    price, or an `amount` in the money of the prices. Exactly one of the two is given."""

    id: str
    tenderer: str
    lots: frozenset[str]
    percent: Rational | None = None
    amount: Rational | None = None


Discount = CountDiscount | SetDiscount


def checked_discounts(discounts: Iterable[Discount], lots: Iterable[str]) -> tuple[Discount, ...]:
    """The discounts in the order of their ids.

    Raises `RuleError`: `duplicate_discount`, `unknown_lot`, `discount_condition` (no lots),
    `discount_form` (percentage and amount, or neither), `discount_percent` (not between 0 and 100,
    both excluded) and `discount_amount` (not above 0).
    """
    known = set(lots)
    given = tuple(sorted(discounts, key=lambda d: d.id))
    for before, after in itertools.pairwise(given):
        if before.id == after.id:
            raise RuleError("duplicate_discount", discount=after.id)
    for discount in given:
        for reason in _wrong(discount, known):
            raise RuleError(reason, discount=discount.id)
    return given


def _wrong(discount: Discount, known: set[str]) -> Iterator[str]:
    if isinstance(discount, CountDiscount):
        if discount.at_least < 1:
            yield "discount_condition"
    else:
        yield from _wrong_set(discount, known)
    percent = discount.percent
    if percent is not None and (percent <= 0 or percent >= _WHOLE):
        yield "discount_percent"


def _wrong_set(discount: SetDiscount, known: set[str]) -> Iterator[str]:
    if not discount.lots:
        yield "discount_condition"
    if not discount.lots <= known:
        yield "unknown_lot"
    if (discount.percent is None) is (discount.amount is None):
        yield "discount_form"
    if discount.amount is not None and discount.amount <= 0:
        yield "discount_amount"


def scale(prices: Iterable[Fraction], discounts: Iterable[Discount]) -> int:
    """What makes every price of a set of lots a whole number, discounted or not."""
    parts = list(prices)
    shares = [Fraction(1)]
    for discount in discounts:
        if discount.percent is not None:
            shares.append(discount.percent / _WHOLE)
        elif discount.amount is not None:
            parts.append(discount.amount)
    return math.lcm(*[p.denominator for p in parts]) * math.lcm(*[s.denominator for s in shares])


@dataclass(frozen=True, slots=True)
class Priced:
    """What a set of lots costs, undiscounted and at its lowest, in whole units, and the ids of
    the discounts that make it so."""

    undiscounted: int
    price: int
    discounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What one tenderer offers: the price of each lot by its bit, in units of 1/`scale`, its
    discounts, and how many lots it may have. Sets of lots are numbers: the sum of their bits."""

    prices: Mapping[int, int]
    discounts: Sequence[Discount]
    most: int
    bits: Mapping[str, int]
    scale: int

    def reachable(self, discount: Discount) -> bool:
        """Whether the tenderer can earn this discount at all."""
        room = min(self.most, len(self.prices))
        if isinstance(discount, CountDiscount):
            return discount.at_least <= room
        return len(discount.lots) <= room and all(
            self.bits[x] in self.prices for x in discount.lots
        )

    def packages(self) -> dict[int, Priced]:
        """What each set of lots costs that the tenderer may have, also the empty one."""
        by_set = self._by_set()
        reached = [d for d in self.discounts if isinstance(d, CountDiscount)]
        for lots, priced in list(by_set.items()):
            for discount in reached:
                reduced = priced.undiscounted * (1 - discount.percent / _WHOLE)
                if lots.bit_count() >= discount.at_least and reduced < by_set[lots].price:
                    by_set[lots] = Priced(priced.undiscounted, int(reduced), (discount.id,))
        return by_set

    def _by_set(self) -> dict[int, Priced]:
        """With the discounts for sets only: the lowest lot of a set is paid as it stands, or
        together with the others of one of the sets that it is in."""
        earned = list(self._earned())
        priced = {0: Priced(0, 0)}
        for lots in sorted(self._allowed()):
            lowest = lots & -lots
            before = priced[lots ^ lowest]
            own = self.prices[lowest]
            full = before.undiscounted + own
            best = Priced(full, before.price + own, before.discounts)
            for wanted, price, discount in earned:
                if wanted & lowest and wanted & lots == wanted:
                    rest = priced[lots ^ wanted]
                    if rest.price + price < best.price:
                        named = tuple(sorted((*rest.discounts, discount)))
                        best = Priced(full, rest.price + price, named)
            priced[lots] = best
        return priced

    def _earned(self) -> Iterator[tuple[int, int, str]]:
        """Each discount for a set within reach: the set, its price, the discount's id."""
        for discount in self.discounts:
            if isinstance(discount, SetDiscount) and self.reachable(discount):
                wanted = sum(self.bits[lot] for lot in discount.lots)
                yield wanted, self.reduced(discount), discount.id

    def reduced(self, discount: SetDiscount) -> int:
        """The price of a set with its discount; its lots are among the tenderer's."""
        full = sum(self.prices[self.bits[lot]] for lot in discount.lots)
        if discount.percent is not None:
            return int(full * (1 - discount.percent / _WHOLE))
        return full - int((discount.amount or Fraction(0)) * self.scale)

    def _allowed(self) -> Iterator[int]:
        """Every set of one lot or more that the tenderer offers and may have."""
        sets = [0]
        for bit in sorted(self.prices):
            sets += [lots | bit for lots in sets if lots.bit_count() < self.most]
        return iter(sets[1:])
