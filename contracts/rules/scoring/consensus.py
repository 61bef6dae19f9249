"""From the scores of the members to the score of the committee, and what is wrong with them.

A missing score is never counted as zero and never averaged away: it blocks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from fractions import Fraction

from contracts.rules.scoring import columns, exact
from contracts.rules.scoring.columns import Column
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.findings import Finding, FindingCode, found, text, written
from contracts.rules.scoring.model import (
    Consensus,
    ConsensusRule,
    Criterion,
    Rounding,
    Score,
    Stage,
)

_EXACT = Context(prec=100)
"""More digits than differences and remainders of `Exact` numbers have."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The scores of one criterion by bid, and in the same order the place of each one's number
    among the numbers of the sheet."""

    scores: dict[str, Score] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)

    def holds(self, bids: Sequence[str]) -> bool:
        """Whether there are scores of just these bids, in this order."""
        return list(self.scores) == list(bids)

    def ordered(self, bids: Sequence[str]) -> list[int]:
        """The places of the numbers, in the order of the bids."""
        if self.holds(bids):
            return self.codes
        by_bid = dict(zip(self.scores, self.codes, strict=True))
        return [by_bid[bid] for bid in bids]


@dataclass(frozen=True)
class Sheet:
    """The scores that were handed in, by criterion and bid; those of members by member first."""

    agreed: Mapping[str, Cells]
    given: Mapping[str, Mapping[str, Cells]]
    members: tuple[str, ...]
    repeated: tuple[Score, ...]
    numbers: tuple[Decimal | None, ...]
    """Every number that was given, once; none for a level."""
    column: Column
    """The same numbers over one unit; 0 for a level, which nobody reads there."""


@dataclass(frozen=True)
class Scored:
    """The score of the committee for each bid and what it was made from: before its announced
    rounding, and the members' scores as they count and as they were given."""

    column: Column
    before: Column
    members: Mapping[str, Column] = field(default_factory=dict)
    given: Mapping[str, Column] = field(default_factory=dict)


def read(scores: Sequence[Score]) -> Sheet:
    """The scores laid out; a second one for the same cell is set apart."""
    agreed: dict[str, Cells] = defaultdict(Cells)
    given: dict[str, dict[str, Cells]] = defaultdict(lambda: defaultdict(Cells))
    repeated = []
    members = set()
    codes: dict[Decimal | None, int] = {}
    code = codes.setdefault
    for score in scores:
        if score.member is None:
            cells = agreed[score.criterion]
        else:
            members.add(score.member)
            cells = given[score.criterion][score.member]
        bid = score.bid
        if bid in cells.scores:
            repeated.append(score)
        else:
            cells.scores[bid] = score
            cells.codes.append(code(score.value if score.level is None else None, len(codes)))
    column = columns.of_decimals([Decimal(0) if each is None else each for each in codes])
    return Sheet(agreed, given, tuple(sorted(members)), tuple(repeated), tuple(codes), column)


def check(
    sheet: Sheet, scored: Sequence[Criterion], known: Sequence[str], rule: Consensus
) -> Iterator[Finding]:
    """What cannot be right in the scores, of all bids, also those that are excluded."""
    bids = set(known)
    scales = {criterion.id: criterion for criterion in scored}
    fitting: dict[str, set[Decimal | None]] = {}
    for score in sheet.repeated:
        yield _at(FindingCode.DUPLICATE_SCORE, score)
    for criterion, cells in _every(sheet):
        if criterion not in scales:
            strange = cells.scores.values()
            yield from (_at(FindingCode.UNKNOWN_CRITERION, score) for score in strange)
            continue
        unknown = () if cells.holds(known) else cells.scores.keys() - bids
        yield from (_at(FindingCode.UNKNOWN_BID, cells.scores[bid]) for bid in unknown)
        scale = scales[criterion].scale
        right = fitting.setdefault(scale.model_dump_json() if scale else "", set())
        yield from _off_scale(sheet, scales[criterion], cells, right)
    if rule.rule is not ConsensusRule.AGREED:
        for cells in sheet.agreed.values():
            strange = cells.scores.values()
            yield from (_at(FindingCode.SCORE_WITHOUT_MEMBER, score) for score in strange)


def _every(sheet: Sheet) -> Iterator[tuple[str, Cells]]:
    yield from sheet.agreed.items()
    for criterion, by_member in sheet.given.items():
        for cells in by_member.values():
            yield criterion, cells


def _at(code: FindingCode, score: Score, **facts: str) -> Finding:
    if score.member is not None:
        facts = {"member": score.member, **facts}
    return found(code, score.bid, score.criterion, **facts)


def _off_scale(
    sheet: Sheet, criterion: Criterion, cells: Cells, right: set[Decimal | None]
) -> Iterator[Finding]:
    """Nothing is clamped: a score off the scale, between its steps or without a level is told.
    `right` are the numbers that were found to fit a scale like this one; it grows."""
    values = {sheet.numbers[code] for code in set(cells.codes)}
    if None in values:
        values = {_number(criterion, score) for score in cells.scores.values()}
    unseen = values - right
    wrong = {value for value in unseen if value is None or not possible(criterion, value)}
    right |= unseen - wrong
    if not wrong or criterion.scale is None:
        return
    for score in cells.scores.values():
        if _number(criterion, score) in wrong:
            yield _at(
                FindingCode.OUT_OF_SCALE,
                score,
                given=score.level or text(score.value or Decimal(0)),
                minimum=text(criterion.scale.minimum),
                maximum=text(criterion.scale.maximum),
            )


def possible(criterion: Criterion, value: Decimal) -> bool:
    """Whether a number is on the scale of a criterion, and on one of its levels or steps."""
    scale = criterion.scale
    if scale is None or not scale.minimum <= value <= scale.maximum:
        return False
    if scale.levels:
        return any(level.value == value for level in scale.levels)
    if scale.step is not None:
        return _EXACT.remainder(_EXACT.subtract(value, scale.minimum), scale.step) == 0
    return True


def _number(criterion: Criterion, score: Score) -> Decimal | None:
    """The number of a score, or of the level it names; none when it has both or neither."""
    if score.level is None:
        return score.value
    levels = criterion.scale.levels if criterion.scale else ()
    named = next((level.value for level in levels if level.label == score.level), None)
    return named if score.value in (None, named) else None


def missing(
    sheet: Sheet, criterion: Criterion, bids: Sequence[str], rule: Consensus
) -> Iterator[Finding]:
    """The cells of one criterion that have no score, or an agreed one that is not motivated."""
    if rule.rule is ConsensusRule.AGREED:
        cells = sheet.agreed.get(criterion.id, Cells())
        without = _without(cells, bids)
        yield from (found(FindingCode.MISSING_SCORE, bid, criterion.id) for bid in without)
        if sheet.members:
            yield from _without_motivation(cells, criterion, bids)
        return
    given = sheet.given.get(criterion.id, {})
    if not sheet.members:
        yield from (found(FindingCode.MISSING_SCORE, bid, criterion.id) for bid in bids)
    for member in sheet.members:
        for bid in _without(given.get(member, Cells()), bids):
            yield found(FindingCode.MISSING_SCORE, bid, criterion.id, member=member)


def _without(cells: Cells, bids: Sequence[str]) -> list[str]:
    return [] if cells.holds(bids) else sorted(set(bids) - cells.scores.keys())


def _without_motivation(
    cells: Cells, criterion: Criterion, bids: Sequence[str]
) -> Iterator[Finding]:
    for bid in bids:
        score = cells.scores.get(bid)
        if score is not None and not score.motivation.strip():
            yield found(FindingCode.MISSING_MOTIVATION, bid, criterion.id)


def scored(
    sheet: Sheet,
    criterion: Criterion,
    bids: Sequence[str],
    rule: Consensus,
    rounding: Mapping[Stage, Rounding],
) -> Scored:
    """The score of each bid on a criterion of which no cell is missing."""
    given = {
        member: _column(sheet, criterion, cells, bids)
        for member, cells in sorted(sheet.given.get(criterion.id, {}).items())
        if not _without(cells, bids)
    }
    announced = rounding.get(Stage.MEMBER)
    members = {member: rounded(column, announced) for member, column in given.items()}
    if rule.rule is ConsensusRule.AGREED:
        before = _column(sheet, criterion, sheet.agreed[criterion.id], bids)
    else:
        every = [column.all() for column in members.values()]
        take = exact.median if rule.rule is ConsensusRule.MEDIAN else exact.mean
        before = columns.of_ratios([take(cell) for cell in zip(*every, strict=True)])
    return Scored(rounded(before, rounding.get(Stage.CONSENSUS)), before, members, given)


def _column(sheet: Sheet, criterion: Criterion, cells: Cells, bids: Sequence[str]) -> Column:
    codes = cells.ordered(bids)
    if None not in [sheet.numbers[code] for code in set(codes)]:
        return sheet.column.kept(codes)
    numbers = [_number(criterion, cells.scores[bid]) for bid in bids]
    return columns.of_decimals([number for number in numbers if number is not None])


def rounded(column: Column, rule: Rounding | None) -> Column:
    """A column after an announced rounding, if there is one."""
    if rule is None or not isinstance(rule.mode, Mode):
        return column
    return column.rounded(rule.decimals, rule.mode)


def spreads(
    scored_here: Scored, criterion: Criterion, bids: Sequence[str], rule: Consensus
) -> Iterator[Finding]:
    """The cells on which members differ by more than the announced spread."""
    if rule.spread is None or not scored_here.members:
        return
    every = [column.all() for column in scored_here.members.values()]
    for bid, cell in zip(bids, zip(*every, strict=True), strict=True):
        spread = max(cell) - min(cell)
        if spread > Fraction(rule.spread):
            facts = {"spread": written(spread), "announced": text(rule.spread)}
            yield found(FindingCode.SPREAD, bid, criterion.id, **facts)
