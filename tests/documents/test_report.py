"""The evaluation report: in the order of its fields, and never against its own figures."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from contracts.base import Language, Message
from contracts.documents import EvaluationReport, report
from infra import documents
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import cast, heard, reading
from tests.documents import report_samples as reports
from tests.documents.reading import drawn, sample
from tests.documents.test_hard_cases import ENDLESS

NL = Language.NL


def _again(model: Message, **changes: object) -> Message:
    return type(model).model_validate(dict(model) | changes)


def _scored(each: report.ScoredCriterion, language: Language) -> list[str]:
    """The name of a criterion, then each row's scores with two decimals."""
    figures = [point for row in each.rows for point in (*row.given, row.agreed)]
    return [
        each.criterion,
        *(formats.number(Fraction(figure), 2, language) for figure in figures),
    ]


@pytest.mark.parametrize("language", Language)
def test_the_report_follows_the_order_of_its_fields(language: Language) -> None:
    found = sample("report", language)
    assert isinstance(found, EvaluationReport)
    price = found.proposed.price
    heard.assert_in_order(
        drawn("report", language),
        [
            found.procedure,
            found.proposed.party.name,
            formats.money(price.excluding, language),
            *(publication.number for publication in found.publications),
            *(seat.name for seat in found.seats),
            *(tenderer.party.name for tenderer in found.tenderers),
            *(selection.tenderer for selection in found.selections),
            found.irregularities[0].requirement,
            *(method.criterion for method in found.methods),
            *(motive.text for each in found.motivations for motive in each.motives),
            *(formats.money(bid.price, language) for bid in found.ranking.bids),
            *(formats.number(Fraction(bid.total), 2, language) for bid in found.ranking.bids),
            *found.remarks,
            formats.money(price.including, language),
            found.budget_line or "",
            *(place.name for place in found.signatures),
            *(seat.name for seat in found.sitting),
            *(text for each in found.scores for text in _scored(each, language)),
            found.workings.file,
        ],
    )


def test_the_report_puts_first_whom_its_ranking_puts_first() -> None:
    found = reports.evaluation_report(NL)
    second = report.Proposed(party=cast.party(1), price=found.proposed.price)
    with pytest.raises(ValidationError, match="puts first"):
        _again(found, proposed=second)


def test_who_takes_part_has_declared_and_has_no_conflict() -> None:
    seat = reports.seats(NL)[0]
    with pytest.raises(ValidationError, match="no conflict"):
        _again(seat, declared=report.Declared.CONFLICT)
    with pytest.raises(ValidationError, match="its day"):
        _again(seat, declared=None)


def test_every_member_who_took_part_scored_every_bid() -> None:
    found = reports.evaluation_report(NL)
    with pytest.raises(ValidationError, match="each member who took part"):
        _again(found, seats=found.seats[:3])
    rows = found.scores[0].rows
    short = rows[0].model_copy(update={"given": rows[0].given[:2]})
    with pytest.raises(ValidationError, match="scored every bid"):
        _again(found.scores[0], rows=(short, *rows[1:]))
    with pytest.raises(ValidationError, match="lies on its scale"):
        _again(found.scores[0], rows=(rows[0].model_copy(update={"agreed": "21/2"}),))


def test_the_report_follows_the_opening() -> None:
    found = reports.evaluation_report(NL)
    with pytest.raises(ValidationError, match="deadline passes"):
        _again(found, opened_at=found.imprint.drawn_at.replace(year=2027))


def test_endless_reasons_are_divided_and_complete() -> None:
    found = reports.evaluation_report(NL, alone=True)
    first, *others = found.motivations
    motive = first.motives[0].model_copy(update={"text": ENDLESS})
    endless = first.model_copy(update={"motives": (motive, *first.motives[1:])})
    method = found.methods[0].model_copy(update={"how": ENDLESS})
    model = found.model_copy(
        update={
            "subject": ENDLESS,
            "motivations": (endless, *others),
            "methods": (method, *found.methods[1:]),
            "remarks": (ENDLESS,),
        }
    )
    text = reading.whole_text(documents.draw(model, Texts(NL)))
    assert text.count("Slotwoord.") == text.count("Eerste woord.") == 4
