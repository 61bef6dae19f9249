"""What people write while bids are evaluated: the examination, the scores, the consensus.

A sheet lies in the store, where it is edited as a draft (hence incomplete sheets are valid
messages); the command that binds it names its hash. `examination_problem` and `scores_problem`
say why a sheet cannot be bound yet.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from contracts.base import Exact, Identifier, Message
from contracts.refusals import Code, Refusal, refuse
from contracts.tendering.draft import Criterion, Label, TenderDraft, Text

LOWEST = Decimal(0)
"""Where every scale begins; it ends at the criterion's `scale_max`."""


LAW: Mapping[str, str] = MappingProxyType(
    {
        "not_excluded": "Act 17 June 2016 art. 67-70",
        "selected": "Act 17 June 2016 art. 71",
        "regular": "RD 18 April 2017 art. 76 par.1",
    }
)
"""On what each check of an examination rests, by its field."""


class Examination(Message):
    """What the jurist found of one bid. None is not judged yet."""

    bid: Identifier
    not_excluded: bool | None = None
    """No ground for exclusion."""
    selected: bool | None = None
    """The selection criteria are met."""
    regular: bool | None = None
    """No substantial irregularity."""
    reason: Text = ""
    """Why not; required when one of the three is false."""

    @property
    def judged(self) -> bool:
        """Whether all three were judged."""
        return None not in (self.not_excluded, self.selected, self.regular)

    @property
    def admissible(self) -> bool:
        """Whether the bid goes on to be scored."""
        return bool(self.not_excluded and self.selected and self.regular)


class ExaminationSheet(Message):
    """Exclusion, selection and regularity of every bid of one evaluation."""

    evaluation: str
    rows: tuple[Examination, ...] = ()

    @property
    def excluded(self) -> tuple[Identifier, ...]:
        """The bids that are not scored, in the order of the sheet."""
        return tuple(row.bid for row in self.rows if not row.admissible)


class Score(Message):
    """One cell of the matrix: a score on the criterion's scale and the reasons for it."""

    bid: Identifier
    criterion: Label
    score: Annotated[Exact, Field(decimal_places=2)] | None = None
    motivation: Text = ""


class ScoreSheet(Message):
    """The scores that one member gave alone, or that the committee agreed on.

    `person` wrote it: the member, or the chair for the consensus.
    """

    evaluation: str
    person: Identifier
    rows: tuple[Score, ...] = ()


def _cell(bid: str, criterion: str) -> str:
    return f"{bid}.{criterion}"


def quality_criteria(draft: TenderDraft) -> tuple[Criterion, ...]:
    """The criteria that the committee scores, in the order of the documents."""
    return tuple(criterion for criterion in draft.criteria if criterion.kind == "quality")


def examination_problem(sheet: ExaminationSheet, bids: Iterable[str]) -> Refusal | None:
    """Why this examination cannot be recorded: a bid is not, or not fully, judged; a negative
    judgement has no reason; or no bid is left to score."""
    expected, rows = set(bids), {row.bid: row for row in sheet.rows}
    if len(rows) < len(sheet.rows) or rows.keys() - expected:
        return refuse(Code.INVALID_INPUT, field="rows")
    judged = {row.bid for row in sheet.rows if row.judged}
    if missing := len(expected - judged):
        return refuse(Code.EXAMINATION_INCOMPLETE, count=missing)
    for row in sheet.rows:
        if not row.admissible and not row.reason.strip():
            return refuse(Code.TEXT_MISSING, field=f"{row.bid}.reason")
    if not any(row.admissible for row in sheet.rows):
        return refuse(Code.NO_BIDS)
    return None


def missing_scores(sheet: ScoreSheet, draft: TenderDraft, bids: Iterable[str]) -> int:
    """How many cells of the matrix (admissible bids x quality criteria) hold no score."""
    scored = {(row.bid, row.criterion) for row in sheet.rows if row.score is not None}
    wanted = {(bid, criterion.id) for bid in bids for criterion in quality_criteria(draft)}
    return len(wanted - scored)


def scores_problem(
    sheet: ScoreSheet, draft: TenderDraft, bids: Iterable[str], missing: Code
) -> Refusal | None:
    """Why these scores cannot be bound: a cell that does not exist or stands twice, one without
    score (refused with the code `missing`), off its scale (Z-14), or without reasons (Z-15)."""
    criteria, admissible = {c.id: c for c in quality_criteria(draft)}, tuple(bids)
    cells = Counter((row.bid, row.criterion) for row in sheet.rows)
    known = {(bid, criterion) for bid in admissible for criterion in criteria}
    if cells.keys() - known or any(times > 1 for times in cells.values()):
        return refuse(Code.INVALID_INPUT, field="rows")
    if open_cells := missing_scores(sheet, draft, admissible):
        return refuse(missing, count=open_cells)
    for row in sheet.rows:
        highest = criteria[row.criterion].scale_max
        if row.score is None or not LOWEST <= row.score <= highest:
            return refuse(
                Code.SCORE_OUT_OF_SCALE,
                field=_cell(row.bid, row.criterion),
                min=LOWEST,
                max=highest,
            )
    for row in sheet.rows:
        if not row.motivation.strip():
            return refuse(Code.MOTIVATION_MISSING, field=_cell(row.bid, row.criterion))
    return None
