"""The evaluation report as it will be: seven members, long reasons, exact scores."""

from datetime import date
from decimal import Decimal

from contracts.base import Language
from contracts.documents import EvaluationReport, report
from tests.documents import samples, worked
from tests.documents.cast import SCORES, at, made_imprint, money, signed
from tests.documents.prose import written

MEMBERS = (
    "Griet Havermans",
    "Tine Wouterloot-Van den Bossche",
    "Yassin El Kaddouri",
    "Pieter Schellekens",
    "Marie-Louise Vandenbroucke",
    "Koen Duinkerke",
    "Sofie Brugmans",
)


def seats(language: Language) -> tuple[report.Seat, ...]:
    """A committee with a possible conflict that was admitted, and a conflict that was not."""
    kinds = {1: report.Declared.POSSIBLE, 6: report.Declared.CONFLICT}
    return tuple(
        report.Seat(
            name=name,
            capacity=written("member", language),
            chair=not number,
            declared=kinds.get(number, report.Declared.NONE),
            declared_on=date(2026, 10, 14),
            took_part=number != 6,
        )
        for number, name in enumerate(MEMBERS)
    )


def evaluation_report(language: Language, *, alone: bool = False) -> EvaluationReport:
    """Four regular bids, an irregular one and a tie that lots broke; or, `alone`, as little as a
    report can hold."""
    decision = samples.award_decision(language)
    lot = decision.awards[0]
    criteria = lot.ranking.criteria
    quality = [n for n, each in enumerate(criteria) if each.kind == "quality"]
    sitting = [seat for seat in seats(language) if seat.took_part]
    scores = tuple(
        report.ScoredCriterion(
            criterion=criteria[n].name,
            highest=Decimal(10),
            rows=tuple(
                report.GivenScores(
                    tenderer=decision.tenderers[bid].party.name,
                    given=tuple(f"{2 * SCORES[bid][n - 1] - place % 3}/2" for place in range(6)),
                    agreed=str(SCORES[bid][n - 1]),
                )
                for bid in range(4)
            ),
        )
        for n in quality
    )
    drawn_at = at(29, 10, 16, 20)
    return EvaluationReport(
        imprint=made_imprint(language, drawn_at),
        subject=decision.subject,
        procedure=decision.procedure,
        estimate=None if alone else money("1500000.00"),
        publications=() if alone else decision.publications,
        seats=tuple(sitting[:3]) if alone else seats(language),
        deadline=at(13, 10, 10, 0),
        opened_at=at(13, 10, 10, 41),
        tenderers=decision.tenderers,
        selections=() if alone else decision.selections,
        irregularities=() if alone else decision.irregularities,
        methods=tuple(
            report.Method(
                criterion=each.name, weight=each.weight, how=written("advantages", language)
            )
            for each in criteria
        ),
        motivations=lot.motivations,
        ranking=lot.ranking,
        remarks=() if alone else (written("not_chosen", language),),
        proposed=report.Proposed(party=lot.winner, price=lot.price),
        budget_line=None if alone else decision.budget_line,
        scores=() if alone else scores,
        workings=worked.workings(lot.ranking, slice(None)),
        signatures=tuple(signed(seat.name, seat.capacity, drawn_at) for seat in sitting),
    )
