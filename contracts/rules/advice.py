"""Advice: from kind, estimate, authority and edition, which procedures are open, and why.

Each procedure carries every one of its grounds for this kind of purchase, those that hold and
those that do not, with the article, the reason as a code and whether a jurist must confirm it. It
advises on the estimate; where the law looks at the amount to approve as well, `Judged.permits`
holds that to the limit once it is known. Nothing here decides for a person, and no procedure is
named: all of them are data.
"""

from datetime import date
from enum import StrEnum

from contracts.base import Message, Money
from contracts.rules import duties, estimates, lengths
from contracts.rules.duties import Case, Duty
from contracts.rules.editions import Confidence, Edition, covers
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import (
    Authority,
    AwardProcedure,
    Body,
    Bought,
    Ground,
    Level,
    Obstacle,
    Period,
    Procedures,
    Rounds,
    Step,
    obstacles,
    publication_level,
)


class Because(StrEnum):
    """Why a ground holds, or does not."""

    ALWAYS = "always"
    ESTIMATE_BELOW = "estimate_below"
    ESTIMATE_AND_APPROVED_BELOW = "estimate_and_approved_below"
    """The estimate is below; the amount to approve has to be so too."""
    ESTIMATE_NOT_BELOW = "estimate_not_below"
    INVOKED = "invoked"
    NOT_INVOKED = "not_invoked"
    LOTS_BELOW = "lots_below"
    NO_LOT_BELOW = "no_lot_below"
    KIND_NOT_COVERED = "kind_not_covered"


class Question(Message):
    """What is asked. `grounds` are the codes that the buyer invokes and will have to reason."""

    bought: Bought
    estimate: Estimate
    day: date
    """The day of publication, or of the invitation when there is no notice."""
    authority: Authority = Authority.SUB_CENTRAL
    grounds: frozenset[str] = frozenset()


class Judged(Message):
    """One ground for this purchase."""

    code: str
    holds: bool
    because: Because
    article: str
    confidence: Confidence
    confirmed: bool
    limit: Money | None = None
    """The amount that decided, excluding VAT."""

    def permits(self, approved: Money) -> bool:
        """Whether it holds for this amount to approve as well, excluding VAT. Where it looks at
        that amount, one in another currency than its limit is never below it."""
        if self.because is not Because.ESTIMATE_AND_APPROVED_BELOW or self.limit is None:
            return self.holds
        below = approved.amount < self.limit.amount
        return below and approved.currency == self.limit.currency


class Shortest(Message):
    """A shortest period in calendar days; None where the law fixes none, or does not shorten."""

    of: str
    event: str
    article: str
    days: int | None = None
    electronic: int | None = None
    urgent: int | None = None
    prior_information: int | None = None
    confirmed: bool = True


class Fitting(Message):
    """A technique that can go with a procedure; a jurist confirms what is not sure."""

    id: str
    article: str
    confirmed: bool


class Option(Message):
    """One procedure: whether it is open, on which grounds, and how it runs."""

    procedure: str
    obstacles: tuple[Obstacle, ...]
    """What keeps Bestek from running it; empty when it runs."""
    open: bool
    confirmed: bool
    """Whether a ground that needs no jurist opens it, or closes it for certain."""
    article: str
    grounds: tuple[Judged, ...]
    publication: Level | None
    """Where it is announced; None if it is not."""
    choice_reasoned: bool
    """Whether a decision must give the reasons for choosing it."""
    choice_confirmed: bool
    """Whether the limit for that is sure."""
    steps: tuple[Step, ...]
    decides: dict[Step, Body]
    """Who decides, in the steps where somebody does."""
    periods: tuple[Shortest, ...]
    minimum_candidates: int | None
    negotiation: Rounds
    dialogue: bool
    techniques: tuple[Fitting, ...]
    sha256: str
    """The content of the file that described it."""


class Advice(Message):
    """The answer, with the edition that it rests on."""

    bought: Bought
    authority: Authority
    day: date
    estimate: Money
    """The whole sum that was compared."""
    edition: str
    edition_sha256: str
    procedures: tuple[Option, ...]
    """Open ones first, then by id."""
    duties: tuple[Duty, ...]


def advise(question: Question, edition: Edition, known: Procedures) -> Advice:
    """The advice under an edition.

    `RuleError`: those of `estimates.total`, `edition_missing` when the edition does not hold on
    the day, `ground_unknown` for a ground that no procedure has, `currency_without_threshold` for
    a currency in which the edition has no amounts, `parameter_unknown` when a file names a
    parameter that the edition lacks.
    """
    if not covers(edition, question.day):
        raise RuleError("edition_missing", day=question.day.isoformat())
    unknown = sorted(question.grounds - known.grounds)
    if unknown:
        raise RuleError("ground_unknown", ground=", ".join(unknown))
    total = estimates.total(question.estimate)
    case = Case(question.bought, total, question.authority, edition)
    options = [_option(each, question, case, known) for each in known.procedures]
    return Advice(
        bought=question.bought,
        authority=question.authority,
        day=question.day,
        estimate=total,
        edition=edition.id,
        edition_sha256=edition.sha256,
        procedures=tuple(sorted(options, key=lambda each: (not each.open, each.procedure))),
        duties=duties.duties(case),
    )


def _option(procedure: AwardProcedure, question: Question, case: Case, known: Procedures) -> Option:
    grounds = judged(procedure, case, question.estimate.lots, question.grounds)
    holding = [each for each in grounds if each.holds]
    least = case.edition.number(name) if (name := procedure.minimum_candidates) else None
    return Option(
        procedure=procedure.id,
        obstacles=obstacles(procedure),
        open=bool(holding),
        confirmed=any(each.confirmed for each in holding)
        if holding
        else all(each.confirmed for each in grounds),
        article=procedure.article,
        grounds=grounds,
        publication=publication_level(
            procedure, case.edition, case.bought, case.estimate, case.authority
        ),
        choice_reasoned=choice_is_reasoned(procedure, case),
        choice_confirmed=_sure_of_reasons(procedure, case),
        steps=procedure.steps,
        decides=procedure.decides,
        periods=tuple(_shortest(each, case.edition) for each in procedure.periods),
        minimum_candidates=None if least is None else int(least),
        negotiation=procedure.negotiation,
        dialogue=procedure.dialogue,
        techniques=tuple(
            Fitting(
                id=each.id,
                article=each.article,
                confirmed=each.confidence is Confidence.HIGH,
            )
            for each in known.techniques_on(procedure, case.bought)
        ),
        sha256=procedure.sha256,
    )


def choice_is_reasoned(procedure: AwardProcedure, case: Case) -> bool:
    """Whether a decision must give the reasons for choosing a procedure: from the European
    threshold on, and above the limit of the lighter regime; in an edition that lacks that limit
    always, which is the safe side (Act of 17 June 2013, art. 4 and 29)."""
    if case.bought not in procedure.choice_reasoned:
        return False
    if case.european or duties.REGIME not in case.edition.parameters:
        return True
    return case.estimate.amount > case.limit(duties.REGIME).amount


def _sure_of_reasons(procedure: AwardProcedure, case: Case) -> bool:
    if case.european or case.bought not in procedure.choice_reasoned:
        return True
    limit = case.edition.parameters.get(duties.REGIME)
    return limit is not None and limit.confirmed


def judged(
    procedure: AwardProcedure,
    case: Case,
    lots: tuple[Money, ...] = (),
    invoked: frozenset[str] = frozenset(),
) -> tuple[Judged, ...]:
    """Every ground of a procedure for this kind of purchase; where there is none, its first, as
    not covering the kind. `invoked` are the codes that the buyer invokes.

    `RuleError`: `currency_without_threshold` where a limit is in another currency,
    `parameter_unknown` when the edition lacks a limit.
    """
    there = [ground for ground in procedure.grounds if case.bought in ground.kinds]
    if there:
        return tuple(_judged(ground, case, lots, invoked) for ground in there)
    first = procedure.grounds[0]
    return (_told(first, Because.KIND_NOT_COVERED, first.confidence),)


def _judged(ground: Ground, case: Case, lots: tuple[Money, ...], invoked: frozenset[str]) -> Judged:
    central = case.authority is Authority.CENTRAL
    name = ground.below_central if central and ground.below_central else ground.below
    limit = case.limit(name) if name else None
    confidence = _least_sure(ground, case.edition, name, ground.lots_below)
    if limit is not None and case.estimate.amount >= limit.amount:
        return _told(ground, Because.ESTIMATE_NOT_BELOW, confidence, limit)
    if ground.claimed and ground.code not in invoked:
        return _told(ground, Because.NOT_INVOKED, confidence, limit)
    if ground.lots_below:
        small = case.limit(ground.lots_below)
        found = any(lot.amount < small.amount for lot in lots)
        because = Because.LOTS_BELOW if found else Because.NO_LOT_BELOW
        return _told(ground, because, confidence, small)
    if ground.claimed:
        return _told(ground, Because.INVOKED, confidence, limit)
    if limit is None:
        return _told(ground, Because.ALWAYS, confidence)
    approved = Because.ESTIMATE_AND_APPROVED_BELOW
    because = approved if ground.approved_too else Because.ESTIMATE_BELOW
    return _told(ground, because, confidence, limit)


_HOLDS = {
    *(Because.ALWAYS, Because.INVOKED, Because.LOTS_BELOW),
    *(Because.ESTIMATE_BELOW, Because.ESTIMATE_AND_APPROVED_BELOW),
}


def _told(
    ground: Ground, because: Because, confidence: Confidence, limit: Money | None = None
) -> Judged:
    return Judged(
        code=ground.code,
        holds=because in _HOLDS,
        because=because,
        article=ground.article,
        confidence=confidence,
        confirmed=confidence is Confidence.HIGH,
        limit=limit,
    )


def _least_sure(ground: Ground, edition: Edition, *names: str | None) -> Confidence:
    sure = [ground.confidence, *(edition.parameter(name).confidence for name in names if name)]
    return max(sure, key=tuple(Confidence).index)


def _shortest(period: Period, edition: Edition) -> Shortest:
    def days(name: str | None) -> int | None:
        return int(edition.number(name)) if name else None

    base, less = days(period.base), days(period.electronic)
    named = [edition.parameter(name) for name in period.parameters]
    return Shortest(
        of=period.of,
        event=period.event,
        article="; ".join(dict.fromkeys(each.article for each in named)) or period.article,
        days=base,
        electronic=None if base is None or less is None else lengths.shortened(base, less),
        urgent=days(period.urgent),
        prior_information=days(period.prior_information),
        confirmed=all(each.confirmed for each in named),
    )
