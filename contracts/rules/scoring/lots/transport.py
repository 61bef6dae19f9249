"""The cheapest way to give each lot to one holder of limited capacity, and every other way that
is as cheap; in whole numbers.

The lots are served one after the other, each by a shortest augmenting path (successive shortest
paths of min-cost flow). The prices of the holders at the end (the dual solution) say which
choices can occur in an optimum at all: the tight ones. Every optimum uses tight choices only and
fills each holder that has a price; every such allocation is an optimum. Optima are enumerated
inside that part, each found from the one before by turning one cycle, so never a dead end.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to serve a lot. `label` is the bid; none is the choice to award nothing."""

    holder: str
    label: str | None
    cost: int


@dataclass(frozen=True, slots=True)
class Served:
    """The cheapest allocation: a choice for each lot, in the order of the lots, and the price of
    each holder: what the cost would rise by if it could hold one lot fewer."""

    chosen: tuple[Choice, ...]
    prices: Mapping[str, int]


_Via = dict[str, tuple[int, Choice, str | None]]
"""How a path came to a holder: the lot that moves there, by which choice, from which holder."""


def serve(options: Sequence[Sequence[Choice]], capacity: Mapping[str, int]) -> Served:
    """The cheapest allocation. Each lot has at least one choice, each holder room for at least
    one lot, and one holder has room for more than all and a choice in each."""
    chosen: list[Choice] = []
    for lot in range(len(options)):
        _augment(options, capacity, chosen, lot)
    return Served(tuple(chosen), _prices(options, capacity, chosen))


def _held(chosen: Sequence[Choice], start: int = 0) -> dict[str, list[int]]:
    """The lots from `start` on, by who holds them."""
    held: dict[str, list[int]] = {}
    for lot in range(start, len(chosen)):
        held.setdefault(chosen[lot].holder, []).append(lot)
    return held


def _augment(
    options: Sequence[Sequence[Choice]],
    capacity: Mapping[str, int],
    chosen: list[Choice],
    lot: int,
) -> None:
    """Serve one lot more: the cheapest chain of moves that ends where there is room."""
    held = _held(chosen)
    cost: dict[str, int] = {}
    via: _Via = {}
    queue: deque[str] = deque()

    def reach(choice: Choice, moved: int, start: str | None, so_far: int) -> None:
        there = so_far + choice.cost
        if choice.holder not in cost or there < cost[choice.holder]:
            cost[choice.holder] = there
            via[choice.holder] = (moved, choice, start)
            queue.append(choice.holder)

    for choice in options[lot]:
        reach(choice, lot, None, 0)
    while queue:
        holder = queue.popleft()
        for moved in held.get(holder, ()):
            for choice in options[moved]:
                reach(choice, moved, holder, cost[holder] - chosen[moved].cost)
    free = [h for h in cost if len(held.get(h, ())) < capacity[h]]
    chosen.append(options[lot][0])
    _follow(via, min(free, key=lambda h: (cost[h], h)), chosen)


def _follow(via: _Via, end: str, chosen: list[Choice]) -> None:
    """Make the moves of the path that ends at a holder."""
    at: str | None = end
    while at is not None:
        moved, choice, at = via[at]
        chosen[moved] = choice


def _prices(
    options: Sequence[Sequence[Choice]], capacity: Mapping[str, int], chosen: Sequence[Choice]
) -> dict[str, int]:
    """The shortest way from each holder to one with room, when it must give up a lot."""
    held = _held(chosen)
    prices = {h: 0 for h, room in capacity.items() if len(held.get(h, ())) < room}
    changed = True
    while changed:
        changed = False
        for holder, lots in held.items():
            for lot in lots:
                for choice in options[lot]:
                    if choice.holder not in prices:
                        continue
                    there = choice.cost - chosen[lot].cost + prices[choice.holder]
                    if holder not in prices or there < prices[holder]:
                        prices[holder] = there
                        changed = True
    return prices


def optima(
    options: Sequence[Sequence[Choice]], capacity: Mapping[str, int], served: Served
) -> Iterator[tuple[Choice, ...]]:
    """Every allocation that is as cheap as `served`, once each, in the order of the labels of the
    first lot, then of the second, and so on; a lot not awarded comes after its bids."""
    tight = [_tight(choices, served.prices) for choices in options]
    search = _Search(tight, capacity, served.prices)
    found: list[Choice] | None = search.first(list(served.chosen), 0)
    while found is not None:
        yield tuple(found)
        found = search.after(found)


def _tight(choices: Sequence[Choice], prices: Mapping[str, int]) -> list[Choice]:
    lowest = min(choice.cost + prices[choice.holder] for choice in choices)
    return sorted(
        (c for c in choices if c.cost + prices[c.holder] == lowest),
        key=lambda c: (c.label is None, c.label or ""),
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """Walks from optimum to optimum inside the tight choices."""

    tight: Sequence[Sequence[Choice]]
    capacity: Mapping[str, int]
    prices: Mapping[str, int]

    def first(self, chosen: list[Choice], start: int) -> list[Choice]:
        """The first optimum, in order, of those that agree with `chosen` before `start`."""
        for lot in range(start, len(chosen)):
            for choice in self.tight[lot]:
                if choice == chosen[lot]:
                    break
                moved = self.turned(chosen, lot, choice)
                if moved is not None:
                    chosen = moved
                    break
        return chosen

    def after(self, chosen: list[Choice]) -> list[Choice] | None:
        """The next optimum in order."""
        for lot in reversed(range(len(chosen))):
            at = self.tight[lot].index(chosen[lot])
            for choice in self.tight[lot][at + 1 :]:
                moved = self.turned(chosen, lot, choice)
                if moved is not None:
                    return self.first(moved, lot + 1)
        return None

    def turned(self, chosen: list[Choice], lot: int, choice: Choice) -> list[Choice] | None:
        """An optimum that serves `lot` by `choice` and the lots before it as `chosen` does."""
        source, target = choice.holder, chosen[lot].holder
        result = list(chosen)
        result[lot] = choice
        if source == target:
            return result
        via = self._search(chosen, lot, source, target)
        if target not in via:
            return None
        at = target
        while at != source:
            moved, at = via[at]
            if moved is not None:
                result[moved[0]] = moved[1]
        return result

    def _search(
        self, chosen: list[Choice], lot: int, source: str, target: str
    ) -> dict[str, tuple[tuple[int, Choice] | None, str]]:
        """How the holders can be reached to whom a lot too many at `source` can be passed on:
        by moving a later lot, or by leaving a holder that has no price with one lot more (it must
        have room) while another that has none is left with one lot fewer."""
        load = {holder: len(lots) for holder, lots in _held(chosen).items()}
        later = _held(chosen, lot + 1)
        slack = [h for h, price in self.prices.items() if price == 0]
        losing = [h for h in slack if load.get(h, 0) > 0]
        gaining = {h for h in slack if load.get(h, 0) < self.capacity[h]}
        via: dict[str, tuple[tuple[int, Choice] | None, str]] = {}
        queue = deque([source])
        while queue and target not in via:
            at = queue.popleft()
            for moved in later.get(at, ()):
                for choice in self.tight[moved]:
                    if choice.holder != source and choice.holder not in via:
                        via[choice.holder] = ((moved, choice), at)
                        queue.append(choice.holder)
            if at in gaining:
                gaining = set()
                for holder in losing:
                    if holder != source and holder not in via:
                        via[holder] = (None, at)
                        queue.append(holder)
        return via
