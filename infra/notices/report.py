"""An import in words: what was taken over, what was not, what is still missing; or why not."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from contracts.base import Language, Money
from contracts.refusals import Fact
from infra.notices.results import ImportProblem, ImportResult, Note, NoteCode
from infra.texts import formats, procedures, refusals
from infra.texts.catalogue import Texts


class Line(NamedTuple):
    """One finding: its place in the source, what stands there in the reader's words if it has a
    name (else empty), and the sentence."""

    path: str
    label: str
    sentence: str


class Section(NamedTuple):
    """One of the three lists, under its heading."""

    heading: str
    lines: tuple[Line, ...]


LABELS = {
    "parties": "import.field.parties",
    "buyer": "import.field.buyer",
    "procuringEntity": "import.field.buyer",
    "awards": "import.field.awards",
    "contracts": "import.field.contracts",
    "planning": "import.field.planning",
    "links": "import.field.links",
    "relatedProcesses": "import.field.related_processes",
    "description": "import.field.additional_text",
    "documents": "import.field.documents",
    "submissionMethod": "import.field.submission",
    "submissionMethodDetails": "import.field.submission",
    "submissionTerms": "import.field.submission_terms",
    "languages": "import.field.languages",
    "variantPolicy": "import.field.variants",
    "selectionCriteria": "import.field.selection_criteria",
    "eligibilityCriteria": "import.field.selection_criteria",
    "awardPeriod": "import.field.award_period",
    "enquiryPeriod": "import.field.enquiry_period",
    "startDate": "import.field.tender_period",
    "bidOpening": "import.field.bid_opening",
    "communication": "import.field.communication",
    "contractTerms": "import.field.contract_terms",
    "legalBasis": "import.field.legal_basis",
    "coveredBy": "import.field.legal_basis",
    "tenderers": "import.field.tenderers",
    "numberOfTenderers": "import.field.tenderers",
    "suitability": "import.field.suitability",
    "minValue": "import.field.minimum_value",
    "options": "import.field.options",
    "hasOptions": "import.field.options",
    "recurrence": "import.field.recurrence",
    "hasRecurrence": "import.field.recurrence",
    "secondStage": "import.field.second_stage",
    "otherRequirements": "import.field.other_requirements",
    "techniques": "import.field.techniques",
    "lotDetails": "import.field.lot_rules",
    "lotGroups": "import.field.lot_rules",
    "milestones": "import.field.milestones",
    "amendments": "import.field.amendments",
    "procurementMethodRationale": "import.field.rationale",
    "reviewDetails": "import.field.review",
    "deliveryAddresses": "import.field.delivery_place",
    "deliveryLocation": "import.field.delivery_place",
    "deliveryLocations": "import.field.delivery_place",
    "datePublished": "import.field.published",
}
"""What people call the fields of OCDS that a draft has no place for, by their last word."""


_NOT_PLACED = {NoteCode.NOT_PLACED, NoteCode.NOT_PLACED_VALUE, NoteCode.NOT_PLACED_COUNT}


def sections(result: ImportResult, language: Language | str) -> tuple[Section, ...]:
    """The three lists in words: taken over, not taken over, missing; the empty ones too."""
    texts = Texts(language)
    return tuple(
        Section(texts.say(heading), tuple(_line(note, texts) for note in notes))
        for heading, notes in (
            ("import.heading.taken", result.taken),
            ("import.heading.unplaced", result.unplaced),
            ("import.heading.missing", result.missing),
        )
    )


def sentence(problem: ImportProblem, language: Language | str) -> str:
    """Why a file cannot become a draft, and what to do."""
    texts = Texts(language)
    return texts.say(problem.code, value=_written(problem.value, texts))


def as_text(result: ImportResult, language: Language | str) -> str:
    """The whole account as plain text, or the one sentence of a refusal."""
    if result.refusal is not None:
        return sentence(result.refusal, language)
    return "\n\n".join(_block(section, language) for section in sections(result, language))


def _block(section: Section, language: Language | str) -> str:
    lines = [f"  {_joined(line)}" for line in section.lines]
    nothing = f"  {Texts(language).say('import.none')}"
    return "\n".join([section.heading, *(lines or [nothing])])


def _joined(line: Line) -> str:
    words = f"{line.label} – {line.sentence}" if line.label else line.sentence
    return f"{words} [{line.path}]" if line.path else words


def _line(note: Note, texts: Texts) -> Line:
    if note.refusal is not None:
        return Line(note.path, "", refusals.sentence(note.refusal, texts.language, {}))
    label = LABELS.get(note.path.rpartition(".")[2]) if note.code in _NOT_PLACED else None
    words = texts.say(label) if label else ""
    if texts.has_plural(note.code) and note.value:
        return Line(note.path, words, texts.plural(note.code, int(note.value.value)))
    return Line(note.path, words, texts.say(note.code, value=_written(note.value, texts)))


def _written(value: Fact | None, texts: Texts) -> str:
    if value is None:
        return ""
    match value.type:
        case "key":
            return texts.say(value.value)
        case "procedure":
            return procedures.name(value.value, texts)
        case "number":
            return formats.plain(Decimal(value.value), texts.language)
        case "money":
            amount, currency = value.value.split(" ")
            return formats.money(Money(amount=Decimal(amount), currency=currency), texts.language)
        case "moment":
            return formats.moment(datetime.fromisoformat(value.value), texts.language)
        case _:
            return value.value
