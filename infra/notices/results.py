"""What an import answers: the draft, and in three lists what became of the source.

A note is a code and facts, never a sentence: `report` puts it in words. The value of a code is the
key of its sentence in the catalogue.
"""

from enum import StrEnum

from contracts import tendering
from contracts.base import Message
from contracts.refusals import Fact, Refusal, fact
from contracts.tendering import TenderDraft


class NoteCode(StrEnum):
    """What can be said about one place of the source, or of the draft."""

    # taken over
    TITLE = "import.title"
    TITLE_FROM_RELEASE = "import.title_from_release"
    DESCRIPTION = "import.description"
    CATEGORY = "import.category"
    PROCEDURE = "import.procedure"
    PROCEDURE_NAMED = "import.procedure_named"
    CPV = "import.cpv"
    CPV_FROM_ITEM = "import.cpv_from_item"
    CPV_FROM_ADDITIONAL = "import.cpv_from_additional"
    PLACES = "import.places"
    ESTIMATE = "import.estimate"
    ESTIMATE_FOREIGN = "import.estimate_foreign"
    ESTIMATE_FROM_LOTS = "import.estimate_from_lots"
    ESTIMATE_METHOD = "import.estimate_method"
    AMOUNT_ROUNDED = "import.amount_rounded"
    LOTS = "import.lots"
    LOT_MADE = "import.lot_made"
    LOT_NAMED = "import.lot_named"
    ITEMS = "import.items"
    ITEM_NAMED = "import.item_named"
    ITEM_CPV_FROM_ADDITIONAL = "import.item_cpv_from_additional"
    ITEM_CPV_FROM_TENDER = "import.item_cpv_from_tender"
    CRITERION = "import.criterion"
    CRITERION_NAMED = "import.criterion_named"
    CRITERIA_FROM_TEXT = "import.criteria_from_text"
    COST_AS_PRICE = "import.cost_as_price"
    PRICE_ONLY = "import.price_only"
    WEIGHT = "import.weight"
    WEIGHT_FROM_FRACTION = "import.weight_from_fraction"
    WEIGHT_FROM_DESCRIPTION = "import.weight_from_description"
    WEIGHT_FROM_NAME = "import.weight_from_name"
    WEIGHT_FROM_TEXT = "import.weight_from_text"
    DEADLINE = "import.deadline"
    VALIDITY = "import.validity"
    MONTHS = "import.months"
    MONTHS_ROUNDED = "import.months_rounded"
    RENEWAL = "import.renewal"
    REFERENCE = "import.reference"
    SOURCE = "import.source"
    SOURCE_NOTE = "import.source_note"
    LANGUAGE = "import.language"
    SHORTENED = "import.shortened"
    COMPILED = "import.compiled"
    MERGED = "import.merged"
    VERSIONS = "import.versions"
    CASE_FIELDS = "import.case_fields"
    # not placed
    NOT_PLACED = "import.not_placed"
    NOT_PLACED_VALUE = "import.not_placed_value"
    NOT_PLACED_COUNT = "import.not_placed_count"
    STATUS = "import.status"
    STATUS_UNKNOWN = "import.status_unknown"
    CATEGORY_UNKNOWN = "import.category_unknown"
    PROCEDURE_OTHER = "import.procedure_other"
    CPV_MORE = "import.cpv_more"
    CLASSIFICATION_OTHER = "import.classification_other"
    AMOUNT_UNUSABLE = "import.amount_unusable"
    AMOUNT_WITHOUT_CURRENCY = "import.amount_without_currency"
    DATE_UNCLEAR = "import.date_unclear"
    PERIOD_UNCLEAR = "import.period_unclear"
    PERIODS_DIFFER = "import.periods_differ"
    RENEWALS_DIFFER = "import.renewals_differ"
    RENEWAL_UNDESCRIBED = "import.renewal_undescribed"
    CRITERIA_DIFFER = "import.criteria_differ"
    CRITERIA_CODE = "import.criteria_code"
    CRITERION_TYPE = "import.criterion_type"
    WEIGHT_INEXACT = "import.weight_inexact"
    FRAMEWORK = "import.framework"
    DYNAMIC_PURCHASING = "import.dynamic_purchasing"
    AUCTION = "import.auction"
    OTHER_PROCESSES = "import.other_processes"
    LINKED_RELEASES = "import.linked_releases"
    CASE_BIDS = "import.case_bids"
    CASE_PLAN = "import.case_plan"
    # missing
    RELEASE_ID = "import.release_id"
    OCID = "import.ocid"
    LICENCE = "import.licence"
    AMENDMENT = "import.amendment"
    CRITERION_WEIGHT = "import.criterion_weight"
    REVIEW = "import.review"


class ProblemCode(StrEnum):
    """Why a file cannot become a draft."""

    UNREADABLE = "import.problem.unreadable"
    EMPTY = "import.problem.empty"
    TOO_LARGE = "import.problem.too_large"
    TOO_DEEP = "import.problem.too_deep"
    NOT_UTF8 = "import.problem.not_utf8"
    BINARY = "import.problem.binary"
    XML = "import.problem.xml"
    UNKNOWN_FORMAT = "import.problem.unknown_format"
    BROKEN_JSON = "import.problem.broken_json"
    NOT_OCDS = "import.problem.not_ocds"
    NO_RELEASE = "import.problem.no_release"
    LINKED_ONLY = "import.problem.linked_only"
    NO_SUCH_PROCESS = "import.problem.no_such_process"
    PLANNING_ONLY = "import.problem.planning_only"
    AWARD_ONLY = "import.problem.award_only"
    NO_TENDER = "import.problem.no_tender"
    BROKEN_TOML = "import.problem.broken_toml"
    NOT_A_CASE = "import.problem.not_a_case"
    CASE_FIELD_UNKNOWN = "import.problem.case_field_unknown"
    CASE_FIELD_MISSING = "import.problem.case_field_missing"
    CASE_FIELD_WRONG = "import.problem.case_field_wrong"


class Note(Message):
    """One thing that was found. `path` is its place in the source (`tender.lots[0].title`; `[]`
    for all of a list), or the field of the draft for what is missing."""

    code: NoteCode
    path: str = ""
    value: Fact | None = None
    refusal: Refusal | None = None
    """For `REVIEW`: what keeps the draft from being submitted for approval."""


class ImportProblem(Message):
    """Why there is no draft, with the one fact that its sentence needs, if any."""

    code: ProblemCode
    value: Fact | None = None


class ImportResult(Message):
    """A draft with its account; with a `refusal` the draft is empty and so are the lists."""

    draft: TenderDraft = TenderDraft()
    reference_hint: str | None = None
    """What the source calls the purchase; at most 60 characters."""
    taken: tuple[Note, ...] = ()
    unplaced: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()
    refusal: ImportProblem | None = None


def refused(code: ProblemCode, value: str | int | None = None) -> ImportProblem:
    """A problem with its fact."""
    return ImportProblem(code=code, value=None if value is None else fact(value))


def reviewed(draft: TenderDraft) -> tuple[Note, ...]:
    """What the draft still lacks before it can be submitted for approval."""
    return tuple(
        Note(code=NoteCode.REVIEW, path=refusal.field or "", refusal=refusal)
        for refusal in tendering.review(draft)
    )


_Notes = dict[tuple[NoteCode, str], Note]


class Findings:
    """The three lists while they grow, in the order of finding; many things alike are counted in
    one note. One place has one note of a code."""

    def __init__(self) -> None:
        self._taken: _Notes = {}
        self._unplaced: _Notes = {}
        self._missing: _Notes = {}

    def take(self, code: NoteCode, path: str, value: Fact | None = None) -> None:
        """Something of the source stands in the draft."""
        self._taken[code, path] = Note(code=code, path=path, value=value)

    def count(self, code: NoteCode, path: str) -> None:
        """As `take`, for one more of many; the note carries how many there were."""
        _count(self._taken, code, path, 1)

    def leave(self, code: NoteCode, path: str, value: Fact | None = None) -> None:
        """Something of the source has no place in the draft."""
        self._unplaced[code, path] = Note(code=code, path=path, value=value)

    def count_left(self, code: NoteCode, path: str, number: int) -> None:
        """As `leave`, for so many more; the note carries how many there were, if any."""
        _count(self._unplaced, code, path, number)

    def lack(self, code: NoteCode, path: str, value: Fact | None = None) -> None:
        """Something is not in the source that should have been."""
        self._missing[code, path] = Note(code=code, path=path, value=value)

    def result(self, draft: TenderDraft, reference_hint: str | None) -> ImportResult:
        """The account of the import, closed with the review of the draft."""
        return ImportResult(
            draft=draft,
            reference_hint=reference_hint,
            taken=tuple(self._taken.values()),
            unplaced=tuple(self._unplaced.values()),
            missing=(*self._missing.values(), *reviewed(draft)),
        )


def _count(notes: _Notes, code: NoteCode, path: str, number: int) -> None:
    before = notes.get((code, path))
    total = number + (int(before.value.value) if before and before.value else 0)
    if total:
        notes[code, path] = Note(code=code, path=path, value=fact(total))
