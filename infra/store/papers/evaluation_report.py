"""D-10, the evaluation report, from the records of a concluded evaluation."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from contracts.awarding import sheets
from contracts.base import local_date
from contracts.bidding import BidsOpened
from contracts.documents import report
from contracts.documents.imprint import Price
from contracts.evaluation import EvaluationState, RankingResult, ScoreSheet
from contracts.evaluation.process import EvaluationConcluded, ScoresSubmitted
from contracts.evaluation.sheets import quality_criteria
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers import comparison, evaluated, fact, workings
from infra.store.papers.evaluated import Evaluated
from infra.store.papers.imprint import Signatory, capacity, imprint, party, places, sign_off
from infra.store.papers.voice import Voice
from infra.store.queries import evaluation as evaluations
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts import formats, methods, procedures
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, voice: Voice) -> report.EvaluationReport:
    """The model of the report of one evaluation; LookupError while it is not concluded."""
    concluded = fact.find(connection, aggregate, EvaluationConcluded)
    state = evaluations.state_of(connection, aggregate)
    tender = tenders.get(connection, state.tender)
    ranking = records.bound(connection, concluded.event.ranking, RankingResult)
    found = evaluated.read(connection, tender, ranking, concluded.event.winner)
    opened = fact.find(connection, state.tender, BidsOpened)
    deadline = tender.state.deadline
    if deadline is None:
        raise LookupError("an evaluation follows a deadline")
    texts, draft = voice.texts, tender.draft
    return report.EvaluationReport(
        imprint=imprint(connection, tender, concluded.event.at, voice, leaf=concluded.leaf),
        subject=draft.description,
        procedure=procedures.name(draft.procedure, texts),
        estimate=draft.estimate,
        publications=comparison.publications(found, texts),
        seats=tuple(_seats(connection, state)),
        deadline=deadline,
        opened_at=opened.event.at,
        tenderers=comparison.tenderers(found),
        selections=comparison.selections(found, texts),
        irregularities=comparison.irregularities(found, texts),
        methods=tuple(_methods(found, texts)),
        motivations=comparison.motivations(found),
        ranking=evaluated.ranking(found),
        remarks=tuple(_remarks(connection, found, texts)),
        proposed=_proposed(found),
        budget_line=draft.budget_line or None,
        scores=tuple(_scores(connection, state, found)),
        workings=workings.model(found, comparison.ranked(connection, found)),
        signatures=places(signatories(connection, aggregate)),
    )


def _seats(connection: Connection, state: EvaluationState) -> Iterator[report.Seat]:
    """The committee in its order; a member who was replaced stands in the records only."""
    declared = {each.person: each for each in evaluations.declarations(connection, state)}
    for member in state.members:
        person, said = organisations.person(connection, member.person), declared[member.person]
        yield report.Seat(
            name=person.name,
            capacity=capacity(person),
            chair=member.person == state.chair,
            declared=report.Declared(said.choice.value) if said.choice else None,
            declared_on=local_date(said.at) if said.at else None,
            took_part=member.admitted,
        )


def _methods(found: Evaluated, texts: Texts) -> Iterator[report.Method]:
    """The announced method of each criterion: the formula in words, or the scale with
    its levels."""
    for criterion in found.tender.draft.criteria:
        levels = (
            f"{formats.plain(each.score, texts.language)}: {each.meaning}"
            for each in criterion.levels
        )
        yield report.Method(
            criterion=" ".join(criterion.name.split()),
            weight=criterion.weight or Decimal(0),
            how="\n".join((comparison.method(found, criterion, texts), *levels)),
        )


def _remarks(connection: Connection, found: Evaluated, texts: Texts) -> Iterator[str]:
    """The bids that the method itself set aside, whether quality was normalised, the ties."""
    draft = found.tender.draft
    for each in found.ranking.set_aside:
        name = found.tenderer(each.bid).name
        for finding in methods.set_aside(found.ranking, each.bid):
            said = f"{methods.required(finding, draft, texts)} {methods.met(finding, draft, texts)}"
            yield f"{name}: {said}"
    yield from comparison.ties(connection, found, texts)


def _proposed(found: Evaluated) -> report.Proposed:
    form = found.winner.form
    if form is None:
        raise LookupError(f"{found.first} is ranked without contents")
    including = sheets.with_vat(form.price, form.vat_rate)
    return report.Proposed(
        party=party(found.winner.card),
        price=Price(excluding=form.price, vat_percentage=form.vat_rate, including=including),
    )


def _scores(
    connection: Connection, state: EvaluationState, found: Evaluated
) -> Iterator[report.ScoredCriterion]:
    """What each member who took part gave, beside what was agreed, criterion by criterion."""
    submitted = evaluations.submitted(connection, state)
    given = [submitted[member.person] for member in state.members if member.admitted]
    admitted = [each for each in found.tenderers if each.bid not in state.excluded]
    for criterion in quality_criteria(found.tender.draft):
        yield report.ScoredCriterion(
            criterion=" ".join(criterion.name.split()),
            highest=criterion.scale_max,
            rows=tuple(
                report.GivenScores(
                    tenderer=each.name,
                    given=tuple(_score(sheet, each.bid, criterion.id) for sheet in given),
                    agreed=_score(found.consensus, each.bid, criterion.id),
                )
                for each in admitted
            ),
        )


def _score(sheet: ScoreSheet, bid: str, criterion: str) -> str:
    """A score as an exact number in text."""
    for row in sheet.rows:
        if (row.bid, row.criterion) == (bid, criterion) and row.score is not None:
            return str(Fraction(row.score))
    raise LookupError(f"no score of {bid} on {criterion}")


def signatories(connection: Connection, aggregate: str) -> Iterator[Signatory]:
    """The chair, who concluded; then the members, each with the sign-off of their own scores."""
    state = evaluations.state_of(connection, aggregate)
    concluded = fact.find(connection, aggregate, EvaluationConcluded).event
    handed_in = {
        event.actor: event.at
        for event in records.read_events(connection, aggregate)
        if isinstance(event, ScoresSubmitted)
    }
    sitting = [member.person for member in state.members if member.admitted]
    for member in sorted(sitting, key=lambda each: each != state.chair):
        at = concluded.at if member == concluded.actor else handed_in[member]
        yield sign_off(connection, member, at)
