"""The trace: every number of an evaluation as a tree of what it was made of.

A page, a document or an auditor can follow each digit down to the numbers that were given, and
`rebuild` computes the tree again from those alone.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from contracts.rules.scoring import exact, steps
from contracts.rules.scoring.columns import Column
from contracts.rules.scoring.counting import Earned, own_name, rule
from contracts.rules.scoring.criteria import Placed, shared_out
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.ground import Ground
from contracts.rules.scoring.model import (
    ConsensusRule,
    CriterionKind,
    EvaluationModel,
    Rounding,
    Stage,
)
from contracts.rules.scoring.origins import Origins
from contracts.rules.scoring.result import Node, Points
from contracts.rules.scoring.standing import Standing


def shown_decimals(model: EvaluationModel, stage: Stage) -> int:
    """How many decimals a number of this stage is shown with: an announced rounding is shown in
    full, even when the display has fewer."""
    rules = (r for r in model.parameters.rounding if r.stage is stage and isinstance(r.mode, Mode))
    return max([model.parameters.display_decimals, *(rule.decimals for rule in rules)])


def _children_first(earned: Sequence[Earned]) -> Iterator[Earned]:
    for each in earned:
        yield from _children_first(each.children)
        yield each


def _points(nodes: Sequence[Node]) -> list[Points]:
    """What the nodes of one criterion say; bids that share a node share its points."""
    made: dict[int, Points] = {}
    for node in nodes:
        if id(node) not in made:
            made[id(node)] = Points(node.subject, node.exact, node.shown)
    return [made[id(node)] for node in nodes]


Key = int | tuple[int, int]

Value = tuple[Fraction, str]
"""An exact number and how it is shown."""


class Tracer:
    """Makes the trace of a count. Nodes and numbers that several bids share are made once."""

    def __init__(self, standing: Standing) -> None:
        self.ground: Ground = standing.ground
        self.count = standing.count
        self.decimals = self.ground.model.parameters.display_decimals
        self.values: dict[tuple[int, int], dict[Key, Value]] = {}
        self.origins = Origins(self.ground, self.given, self._made, self._rounded)
        self.once: dict[tuple[str, tuple[int, int]], dict[Key, Node]] = {}
        self.cells: dict[str, list[Node]] = {}
        for each in _children_first(self.count.top):
            self.cells[each.placed.id] = self._cells(each)

    def trace(self) -> tuple[Node, ...]:
        """The total of each bid, as a tree, in the order of the bids' ids."""
        return tuple(self.total(place) for place in range(len(self.count.ids)))

    def points(self) -> dict[str, tuple[Points, ...]]:
        """What each bid earns on every criterion, sub-criteria included, by the id of the bid."""
        columns = [_points(self.cells[criterion]) for criterion in sorted(self.cells)]
        if not columns:
            return dict.fromkeys(self.count.ids, ())
        return dict(zip(self.count.ids, zip(*columns, strict=True), strict=True))

    def given(self, name: str, subject: str, value: Fraction) -> Node:
        """A number that was given."""
        return Node(name, subject, value, exact.show(value, self.decimals))

    def _value(self, column: Column) -> Callable[[int], Value]:
        """The exact number and its text for each bid; of a scale, each number is made once."""
        made = self.values.setdefault(column.unit.as_integer_ratio(), {})

        def value(place: int) -> Value:
            key = column.key(place)
            if key not in made:
                number = column.at(place)
                made[key] = number, exact.show(number, self.decimals)
            return made[key]

        return value

    def _made(
        self, name: str, subject: str, value: Fraction, formula: str, children: Sequence[Node]
    ) -> Node:
        shown = exact.show(value, self.decimals)
        return Node(name, subject, value, shown, formula, "", tuple(children))

    def _rounded(self, node: Node, value: Fraction, announced: Rounding | None) -> Node:
        if announced is None:
            return node
        shown = exact.show(value, max(announced.decimals, self.decimals))
        words = f"{announced.stage}/{announced.decimals}/{announced.mode}"
        return Node(node.name, node.subject, value, shown, "", words, (node,))

    def total(self, place: int) -> Node:
        """The total of the bid at a place of the count."""
        count, bid = self.count, self.count.ids[place]
        before = count.before.at(place)
        if count.formula is None:
            root = self._made("total", bid, before, steps.SUM, self._summands(place))
        else:
            children = self._figures(place)
            root = self._made("total", bid, before, count.formula.name, children)
        announced = rule(self.ground, Stage.TOTAL)
        return self._rounded(root, count.totals.at(place), announced)

    def _summands(self, place: int) -> list[Node]:
        nodes = [self.cells[each.placed.id][place] for each in self.count.top]
        if self.count.raised == 1:
            return nodes
        priced = [each.placed.priced for each in self.count.top]
        quality = [node for node, price in zip(nodes, priced, strict=True) if not price]
        others = [node for node, price in zip(nodes, priced, strict=True) if price]
        return [self._quality(place, quality), *others]

    def _quality(self, place: int, nodes: Sequence[Node]) -> Node:
        """The points for quality together, raised when that was announced."""
        value = self.count.quality.at(place)
        plain = self._made("quality", "", value / self.count.raised, steps.SUM, nodes)
        if self.count.raised == 1:
            return plain
        most = self.ground.maximum_quality
        best = self.given("best_quality", "", most / self.count.raised)
        whole = self.given("maximum_quality", "", most)
        return self._made("quality", "", value, steps.RAISED, (plain, best, whole))

    def _figures(self, place: int) -> list[Node]:
        nodes = [self.given(name, "", value) for name, value in self.count.figures.items()]
        formula = self.count.formula
        wanted = formula.inputs if formula else ()
        if "price" in wanted:
            nodes.append(self.origins.price(self.count.ids[place]))
        if "quality" in wanted:
            cells = [self.cells[each.placed.id][place] for each in self.count.top]
            nodes.append(self._quality(place, cells))
        return nodes

    def _cells(self, earned: Earned) -> list[Node]:
        """The node of each bid on a criterion."""
        make = self._block(earned) if earned.children else self._leaf(earned)
        places = range(len(self.count.ids))
        if earned.own is None or not self._is_shared(earned):
            return [make(place) for place in places]
        made: dict[Key, Node] = {}
        keys = [earned.own.key(place) for place in places]
        for place, key in enumerate(keys):
            if key not in made:
                made[key] = make(place)
        return [made[key] for key in keys]

    def _is_shared(self, earned: Earned) -> bool:
        """Whether bids with the same number have the same tree: not where the number itself was
        made from parts, members or pairs."""
        kind, announced = earned.placed.kind, self.ground.model
        if kind is CriterionKind.QUALITY:
            agreed = announced.policies.consensus.rule is ConsensusRule.AGREED
            return agreed and rule(self.ground, Stage.CONSENSUS) is None
        plain = not any(each.parts for each in self.ground.compared.values())
        return kind is not CriterionKind.COMPARISON and plain

    def _block(self, earned: Earned) -> Callable[[int], Node]:
        announced = rule(self.ground, Stage.BLOCK)

        def block(place: int) -> Node:
            children = [self.cells[child.placed.id][place] for child in earned.children]
            value = earned.before.at(place)
            node = self._made("points", earned.placed.id, value, steps.SUM, children)
            return self._rounded(node, earned.points.at(place), announced)

        return block

    def _leaf(self, earned: Earned) -> Callable[[int], Node]:
        id_, formula = earned.placed.id, earned.formula.name if earned.formula else ""
        weight = self._weight(earned.placed)
        inputs = tuple(self.given(key, "", value) for key, value in earned.shared.items())
        announced, own = rule(self.ground, Stage.CRITERION), self._own(earned)
        before = self._value(earned.before)

        def leaf(place: int) -> Node:
            value, shown = before(place)
            if earned.mark is None:
                children = (weight, *inputs, own(place))
                node = Node("points", id_, value, shown, formula, "", children)
            else:
                mark = self._mark(earned, place, (*inputs, own(place)))
                node = Node("points", id_, value, shown, steps.OF_MARK, "", (weight, mark))
            if announced is None:
                return node
            return self._rounded(node, earned.points.at(place), announced)

        return leaf

    def _mark(self, earned: Earned, place: int, inputs: Sequence[Node]) -> Node:
        formula = earned.formula.name if earned.formula else ""
        raw = self._made("mark", earned.placed.id, steps.mark(formula, inputs), formula, inputs)
        value = earned.mark.at(place) if earned.mark else raw.exact
        return self._rounded(raw, value, rule(self.ground, Stage.MARK))

    def _weight(self, placed: Placed) -> Node:
        above = placed.above
        if above is None or shared_out(above.criterion) == above.weight:
            return self.given("weight", "", placed.weight)
        own = self.given("own_weight", placed.id, Fraction(placed.criterion.weight))
        subtotal = self.given("subtotal", above.id, shared_out(above.criterion))
        children = (own, self._weight(above), subtotal)
        return self._made("weight", "", placed.weight, steps.PART, children)

    def _own(self, earned: Earned) -> Callable[[int], Node]:
        """What the bid itself brings: its price, its score, its quantity, its coefficient."""
        criterion, ids = earned.placed.criterion, self.count.ids
        column = earned.own or Column(())
        if criterion.kind is CriterionKind.COMPARISON:
            return lambda place: self.origins.coefficient(earned, ids, ids[place], column.at(place))
        name = own_name(earned.formula) if earned.formula else ""
        if name != "table_points":
            return self._number(earned, name, column)
        number = self._number(earned, "value", column)
        return lambda place: self.origins.table(earned, number(place))

    def _number(self, earned: Earned, name: str, column: Column) -> Callable[[int], Node]:
        criterion, places = earned.placed.criterion, self.count.places
        as_bid = criterion.element is None and criterion.zero_counts_as is None
        if criterion.kind is CriterionKind.PRICE and as_bid:
            return lambda place: self.origins.price(self.count.ids[place])
        if criterion.kind is CriterionKind.QUALITY and not self._is_shared(earned):
            return lambda place: self.origins.score(criterion.id, places[place], column.at(place))
        return self._given_once(name, column)

    def _given_once(self, name: str, column: Column) -> Callable[[int], Node]:
        """A number that stands as it was given, such as a score that several bids have."""
        value = self._value(column)
        made = self.once.setdefault((name, column.unit.as_integer_ratio()), {})

        def node(place: int) -> Node:
            key = column.key(place)
            if key not in made:
                made[key] = Node(name, "", *value(place))
            return made[key]

        return node
