"""Every sample document by its name."""

from contracts.base import Language
from contracts.documents import Document, acceptance, letter
from tests.documents import performance_samples as performance
from tests.documents import report_samples as reports
from tests.documents import samples
from tests.documents import tender_samples as tenders


def every(language: Language) -> dict[str, Document]:
    """All sample documents of a language, by name."""
    category, kind = letter.Category, acceptance.AcceptanceKind
    return {
        "tender": tenders.tender_documents(language),
        "tender-draft": tenders.tender_draft(language),
        "opening": samples.opening_record(language),
        "opening-priced": samples.opening_record(language, priced=True),
        "opening-empty": samples.empty_opening(language),
        "report": reports.evaluation_report(language),
        "report-alone": reports.evaluation_report(language, alone=True),
        "award": samples.award_decision(language),
        "award-lots": samples.award_decision(language, lots=True),
        "letter-chosen": samples.tenderer_letter(language, category.CHOSEN),
        "letter-not-chosen": samples.tenderer_letter(language, category.NOT_CHOSEN),
        "letter-irregular": samples.tenderer_letter(language, category.IRREGULAR, waits=False),
        "acceptance-provisional": samples.acceptance_certificate(language, kind.PROVISIONAL),
        "acceptance-plain": samples.acceptance_certificate(language, kind.PROVISIONAL, plain=True),
        "acceptance-final": samples.acceptance_certificate(language, kind.FINAL),
        "letter-conclusion": performance.conclusion_letter(language),
        "letter-conclusion-bare": performance.conclusion_letter(language, bare=True),
        "delivery": performance.delivery_confirmation(language),
        "delivery-final": performance.delivery_confirmation(language, final=True),
        "shortcomings": performance.shortcomings_record(language),
        "shortcomings-remedied": performance.shortcomings_record(language, remedied=True),
    }
