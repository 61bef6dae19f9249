"""The terms of a contract in words: what holds, on which article, and what the law proposes."""

from typing import NamedTuple

from contracts.rules.editions import Edition, Measure
from contracts.rules.reckoning import Figure
from contracts.tendering import TenderDraft, terms
from contracts.tendering.terms import Stated, Term
from infra.texts import citations, formats
from infra.texts.catalogue import Texts


class Told(NamedTuple):
    """One term: its name, what holds, and where that stands."""

    name: str
    value: str
    note: str


def told(draft: TenderDraft, edition: Edition, texts: Texts, *, announced: bool) -> list[Told]:
    """Every term that the draft, or the law of this edition, sets. Once announced, what was a
    proposal is what this contract says: who submitted the draft confirmed it."""
    return [
        Told(
            texts.say(f"terms.{each.term}"),
            _value(each.term, each.figure, texts),
            _note(each, texts, announced),
        )
        for each in terms.stated(draft, edition)
        if each.figure is not None
    ]


def _value(term: Term, found: Figure, texts: Texts) -> str:
    if term is Term.BOND and not found.value:
        return texts.say("terms.no_bond")
    return figure(found, texts)


def figure(found: Figure, texts: Texts) -> str:
    """`0,1 %`, `30 dagen`; of works the formula of the law. ValueError for another unit."""
    if isinstance(found.value, str):
        raise ValueError(f"{found.name} is a text")
    match found.unit:
        case Measure.PERCENT:
            return formats.percentage(found.value, texts.language)
        case Measure.CALENDAR_DAYS:
            return texts.plural("format.days", int(found.value))
        case Measure.MONTHS:
            return texts.plural("notice.months", int(found.value))
        case Measure.YEARS:
            return texts.plural("terms.years", int(found.value))
        case Measure.RATIO:
            return texts.say("terms.formula")
        case _:
            raise ValueError(f"{found.unit} is no unit of a term")


def proposal(found: Stated, texts: Texts) -> str:
    """What stands beside a field: the figure that holds when it stays empty, with its article."""
    if found.proposal is None:
        return texts.say("terms.no_proposal")
    key = "terms.proposal" if found.proposal.confirmed else "terms.proposal_unconfirmed"
    return texts.say(
        "terms.proposal_own" if found.proposal.own else key,
        value=figure(found.proposal, texts),
        article=citations.cited(found.proposal.article, texts),
    )


def _note(found: Stated, texts: Texts, announced: bool) -> str:
    article = citations.cited(found.proposal.article, texts) if found.proposal else ""
    if found.own is not None or announced:
        own = texts.say("terms.own")
        return f"{own} · {article}" if article else own
    if found.proposal is not None and found.proposal.own:
        return texts.say("terms.of_organisation", article=article)
    law = found.proposal is not None and found.proposal.confirmed
    return texts.say("terms.of_law" if law else "terms.of_law_unconfirmed", article=article)
