"""The lower half of a trace: where a price, a score or a coefficient of a bid comes from."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from contracts.rules.scoring import exact, steps
from contracts.rules.scoring.consensus import Scored
from contracts.rules.scoring.counting import Earned, steps_of
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.formulas import pairs
from contracts.rules.scoring.ground import Ground
from contracts.rules.scoring.model import Bid, ConsensusRule, Rounding, SavingsTerms, Stage
from contracts.rules.scoring.prices import Compared, Part
from contracts.rules.scoring.result import Node

Given = Callable[[str, str, Fraction], Node]
Made = Callable[[str, str, Fraction, str, Sequence[Node]], Node]
Rounded = Callable[[Node, Fraction, Rounding | None], Node]


class Origins:
    """Makes the nodes of what bids bring, by the three ways in which nodes are made."""

    def __init__(self, ground: Ground, given: Given, made: Made, rounded: Rounded) -> None:
        self._ground, self._given, self._made, self._rounded = ground, given, made, rounded
        self._rules = {rule.stage: rule for rule in ground.model.parameters.rounding}
        self._bids = {bid.id: bid for bid in ground.bids}

    def _rule(self, stage: Stage) -> Rounding | None:
        rule = self._rules.get(stage)
        return rule if rule and isinstance(rule.mode, Mode) else None

    def price(self, bid: str) -> Node:
        """The compared price: as it was bid, or the sum of its parts."""
        compared = self._ground.compared[bid]
        terms = self._ground.model.parameters.savings
        if terms is not None:
            return self._savings(self._bids[bid], compared, terms)
        if not compared.parts:
            return self._given("price", "", compared.amount)
        parts = [self._part(part) for part in compared.parts]
        return self._made("price", "", compared.amount, steps.SUM, parts)

    def _part(self, part: Part) -> Node:
        children = [self._given(name, "", value) for name, value in part.made_of]
        if part.name == "option":
            return self._made(part.name, part.subject, part.amount, steps.PRODUCT, children)
        if part.name == "cost":
            return self._made(part.name, part.subject, part.amount, steps.PRESENT_VALUE, children)
        return self._given(part.name, part.subject, part.amount)

    def _savings(self, bid: Bid, compared: Compared, terms: SavingsTerms) -> Node:
        offer = bid.savings
        if offer is None:
            return self._given("price", "", compared.amount)
        numbers = [
            ("share", Fraction(offer.yearly_payments_percentage)),
            ("years", Fraction(offer.years)),
            ("days", Fraction(offer.days)),
            ("announced", steps.write_day(terms.announced)),
            ("discount_rate", Fraction(terms.discount_rate)),
        ]
        children = [self._given(name, "", value) for name, value in numbers]
        for year, reduction in enumerate(offer.annual_cost_reductions, start=1):
            children.append(self._given("reduction", str(year), Fraction(reduction)))
        return self._made("price", "", compared.amount, steps.NET_PRESENT_VALUE, children)

    def score(self, criterion: str, place: int, value: Fraction) -> Node:
        """The score of the committee: as it was agreed, or made from those of its members."""
        scored = self._ground.scored[criterion]
        announced = self._rule(Stage.CONSENSUS)
        rule = self._ground.model.policies.consensus.rule
        if rule is ConsensusRule.AGREED:
            plain = self._given("score", "", scored.before.at(place))
        else:
            members = [self._member(scored, member, place) for member in sorted(scored.members)]
            step = steps.MEDIAN if rule is ConsensusRule.MEDIAN else steps.MEAN
            plain = self._made("score", "", scored.before.at(place), step, members)
        return self._rounded(plain, value, announced)

    def _member(self, scored: Scored, member: str, place: int) -> Node:
        given = self._given("member", member, scored.given[member].at(place))
        announced = self._rule(Stage.MEMBER)
        return self._rounded(given, scored.members[member].at(place), announced)

    def table(self, earned: Earned, node: Node) -> Node:
        """The points of the step in which a number falls."""
        rows = [node]
        for number, (up_to, points) in enumerate(steps_of(earned.placed), start=1):
            rows.append(self._given("up_to", str(number), up_to))
            rows.append(self._given("points", str(number), points))
        return self._made("table_points", "", steps.STEPS[steps.TABLE](rows), steps.TABLE, rows)

    def coefficient(self, earned: Earned, ids: Sequence[str], bid: str, value: Fraction) -> Node:
        """What the comparisons in pairs gave a bid, by member or summed."""
        criterion = earned.placed.criterion
        given = self._ground.pairs_among(criterion.id, ids)
        if earned.formula and earned.formula.id == "C2":
            children = self._sums(given, ids, bid)
            return self._made("coefficient", "", value, steps.RATIO, children)
        members = sorted({each.member for each in given})
        decimals = criterion.parameters.get("decimals")
        nodes = []
        for member in members:
            mine = [each for each in given if each.member == member]
            children = self._sums(mine, ids, bid)
            part = children[0].exact / children[1].exact
            node = self._made("member", member, part, steps.RATIO, children)
            if decimals is not None:
                cut = Rounding(stage=Stage.MEMBER, decimals=int(decimals), mode=Mode.DOWN)
                node = self._rounded(node, exact.rounded(part, int(decimals), Mode.DOWN), cut)
            nodes.append(node)
        return self._made("coefficient", "", value, steps.MEAN, nodes)

    def _sums(
        self, given: Sequence[pairs.Comparison], ids: Sequence[str], bid: str
    ) -> tuple[Node, Node]:
        sums = pairs.sums(given, ids)
        best = max(sums.values())
        return self._given("sum", "", sums[bid]), self._given("best_sum", "", best)
