"""From the scores of the members to the score of the committee, and what is wrong with them.

A missing score is never counted as zero and never averaged away: it blocks.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
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


@dataclass(frozen=True, slots=True)
class Cells:
    """The scores of one criterion by bid, and their numbers; one that names a level has none."""

    scores: dict[str, Score] = field(default_factory=dict)
    numbers: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """The scores that were handed in, by criterion and bid; those of members by member first."""

    agreed: Mapping[str, Cells]
    given: Mapping[str, Mapping[str, Cells]]
    members: tuple[str, ...]
    repeated: tuple[Score, ...]


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
            cells.numbers[bid] = score.value if score.level is None else None
    return Sheet(agreed, given, tuple(sorted(members)), tuple(repeated))


def check(
    sheet: Sheet, scored: Sequence[Criterion], known: Sequence[str], rule: Consensus
) -> Iterator[Finding]:
    """What cannot be right in the scores, of all bids, also those that are excluded."""
    bids = set(known)
    scales = {criterion.id: criterion for criterion in scored}
    for score in sheet.repeated:
        yield _at(FindingCode.DUPLICATE_SCORE, score)
    for criterion, cells in _every(sheet):
        if criterion not in scales:
            strange = cells.scores.values()
            yield from (_at(FindingCode.UNKNOWN_CRITERION, score) for score in strange)
            continue
        unknown = cells.scores.keys() - bids
        yield from (_at(FindingCode.UNKNOWN_BID, cells.scores[bid]) for bid in unknown)
        yield from _off_scale(scales[criterion], cells)
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


def _off_scale(criterion: Criterion, cells: Cells) -> Iterator[Finding]:
    """Nothing is clamped: a score off the scale, between its steps or without a level is told."""
    values = set(cells.numbers.values())
    if None in values:
        values = {_number(criterion, score) for score in cells.scores.values()}
    wrong = {value for value in values if value is None or not possible(criterion, value)}
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
        return (Fraction(value) - Fraction(scale.minimum)) % Fraction(scale.step) == 0
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
    return sorted(set(bids) - cells.scores.keys())


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
        member: _column(criterion, cells, bids)
        for member, cells in sorted(sheet.given.get(criterion.id, {}).items())
        if not _without(cells, bids)
    }
    announced = rounding.get(Stage.MEMBER)
    members = {member: rounded(column, announced) for member, column in given.items()}
    if rule.rule is ConsensusRule.AGREED:
        before = _column(criterion, sheet.agreed[criterion.id], bids)
    else:
        every = [column.all() for column in members.values()]
        take = exact.median if rule.rule is ConsensusRule.MEDIAN else exact.mean
        before = columns.of_ratios([take(cell) for cell in zip(*every, strict=True)])
    return Scored(rounded(before, rounding.get(Stage.CONSENSUS)), before, members, given)


def _column(criterion: Criterion, cells: Cells, bids: Sequence[str]) -> Column:
    values = [cells.numbers[bid] for bid in bids]
    if None in set(values):
        values = [_number(criterion, cells.scores[bid]) for bid in bids]
    return columns.of_decimals([value for value in values if value is not None])


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
