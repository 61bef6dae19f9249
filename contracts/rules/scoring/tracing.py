"""The trace: every number of an evaluation as a tree of what it was made of.

A page, a document or an auditor can follow each digit down to the numbers that were given, and
`rebuild` computes the tree again from those alone.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache

from contracts.rules.scoring import exact, steps
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


def points(standing: Standing) -> dict[str, tuple[Points, ...]]:
    """What each bid earns on every criterion, sub-criteria included, by the id of the bid."""
    columns = [_points_of(each, standing.ground.model) for each in _every(standing.count.top)]
    ordered = sorted(columns, key=lambda column: column[0].criterion)
    return dict(zip(standing.count.ids, zip(*ordered, strict=True), strict=True))


def _every(earned: Sequence[Earned]) -> Iterator[Earned]:
    for each in earned:
        yield each
        yield from _every(each.children)


def _points_of(earned: Earned, model: EvaluationModel) -> list[Points]:
    stage = Stage.BLOCK if earned.children else Stage.CRITERION
    decimals, unit = shown_decimals(model, stage), earned.points.unit
    made: dict[Fraction | int, Points] = {}
    listed = []
    for number in earned.points.numbers:
        if number not in made:
            value = unit * number
            made[number] = Points(earned.placed.id, value, exact.show(value, decimals))
        listed.append(made[number])
    return listed


def trace(standing: Standing) -> tuple[Node, ...]:
    """The total of each bid, as a tree, in the order of the bids' ids."""
    tracer = _Tracer(standing)
    return tuple(tracer.total(place) for place in range(len(standing.count.ids)))


class _Tracer:
    """Makes the nodes; those that several bids share are made once."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.ground: Ground = standing.ground
        self.count = standing.count
        self.decimals = self.ground.model.parameters.display_decimals
        self.given = cache(self._given)
        self.origins = Origins(self.ground, self.given, self._made, self._rounded)
        self.cells = {each.placed.id: self._cell(each) for each in _every(self.count.top)}

    def _given(self, name: str, subject: str, value: Fraction) -> Node:
        return Node(name, subject, value, exact.show(value, self.decimals))

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
        nodes = [self.cells[each.placed.id](place) for each in self.count.top]
        if self.count.raised == 1:
            return nodes
        priced = [each.placed.priced_only for each in self.count.top]
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
            cells = [self.cells[each.placed.id](place) for each in self.count.top]
            nodes.append(self._quality(place, cells))
        return nodes

    def _cell(self, earned: Earned) -> Callable[[int], Node]:
        if earned.children:
            return lambda place: self._block(earned, place)
        made: dict[object, Node] = {}
        own = earned.own.numbers if earned.own else ()
        shared = self._is_shared(earned)

        def cell(place: int) -> Node:
            key = own[place] if shared else place
            if key not in made:
                made[key] = self._leaf(earned, place)
            return made[key]

        return cell

    def _is_shared(self, earned: Earned) -> bool:
        """Whether bids with the same number have the same tree: not where the number itself was
        made from parts, members or pairs."""
        criterion = earned.placed.criterion
        if criterion.kind is CriterionKind.QUALITY:
            return self.ground.model.policies.consensus.rule is ConsensusRule.AGREED
        parts = (len(each.parts) == 1 for each in self.ground.compared.values())
        return criterion.kind is not CriterionKind.COMPARISON and all(parts)

    def _block(self, earned: Earned, place: int) -> Node:
        children = [self.cells[child.placed.id](place) for child in earned.children]
        value = earned.before.at(place)
        node = self._made("points", earned.placed.id, value, steps.SUM, children)
        return self._rounded(node, earned.points.at(place), rule(self.ground, Stage.BLOCK))

    def _leaf(self, earned: Earned, place: int) -> Node:
        formula, id_ = earned.formula, earned.placed.id
        name = formula.name if formula else ""
        inputs = [self.given(key, "", value) for key, value in earned.shared.items()]
        inputs.append(self._own(earned, place))
        weight = self._weight(earned.placed)
        value = earned.before.at(place)
        if earned.mark is None:
            node = self._made("points", id_, value, name, (weight, *inputs))
        else:
            mark = earned.mark.at(place)
            raw = self._made("mark", id_, steps.mark(name, inputs), name, inputs)
            announced = rule(self.ground, Stage.MARK)
            marked = self._rounded(raw, mark, announced)
            node = self._made("points", id_, value, steps.OF_MARK, (weight, marked))
        return self._rounded(node, earned.points.at(place), rule(self.ground, Stage.CRITERION))

    def _weight(self, placed: Placed) -> Node:
        above = placed.above
        if above is None or shared_out(above.criterion) == above.weight:
            return self.given("weight", "", placed.weight)
        own = self.given("own_weight", placed.id, Fraction(placed.criterion.weight))
        subtotal = self.given("subtotal", above.id, shared_out(above.criterion))
        children = (own, self._weight(above), subtotal)
        return self._made("weight", "", placed.weight, steps.PART, children)

    def _own(self, earned: Earned, place: int) -> Node:
        """What the bid itself brings: its price, its score, its quantity, its coefficient."""
        criterion, bid = earned.placed.criterion, self.count.ids[place]
        value = earned.own.at(place) if earned.own else Fraction()
        name = own_name(earned.formula) if earned.formula else ""
        if criterion.kind is CriterionKind.PRICE and criterion.element is None and value:
            return self.origins.price(bid)
        if criterion.kind is CriterionKind.COMPARISON:
            return self.origins.coefficient(earned, self.count.ids, bid, value)
        if criterion.kind is CriterionKind.QUALITY:
            node = self.origins.score(criterion.id, self.count.places[place], value)
        else:
            node = self.given(name, "", value)
        return self.origins.table(earned, node) if name == "table_points" else node
