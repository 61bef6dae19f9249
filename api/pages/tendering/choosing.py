"""The choice of a procedure in the draft: what can be chosen, and why each stands open or not."""

from typing import Any

from api.forms import Option
from api.pages import words
from contracts.refusals import Code
from contracts.rules import procedures as rules
from contracts.rules.editions import Edition
from contracts.rules.procedures import AwardProcedure, Bought, Shortened
from contracts.tendering import TenderDraft, choice
from contracts.tendering.draft import Category
from infra import procedure_files
from infra.texts import advised, citations, refusals
from infra.texts import choice as said
from infra.texts.catalogue import Texts

_BOUGHT = {Bought(category) for category in Category}


def ids(draft: TenderDraft) -> set[str]:
    """The ids of the procedures that a draft can choose: those that Bestek runs for what a draft
    can buy, and the one that stands in it."""
    return {each.id for each in _offered()} | {draft.procedure}


def _offered() -> list[AwardProcedure]:
    return [
        each
        for each in procedure_files.shipped().procedures
        if rules.runs(each) and any(_BOUGHT & set(ground.kinds) for ground in each.grounds)
    ]


def procedures(draft: TenderDraft, texts: Texts) -> list[Option]:
    """The procedures as the list of the form offers them."""
    found = sorted(ids(draft), key=lambda each: words.procedure(each, texts))
    return [Option(each, words.procedure(each, texts)) for each in found]


def shortened(texts: Texts) -> list[Option]:
    """The grounds on which the period for bids may be shorter, after none."""
    none = Option("", texts.say("draft.not_shortened"))
    named = ((each, texts.say(f"shortened.{each}")) for each in Shortened)
    return [none, *(Option(each, f"{name[:1].upper()}{name[1:]}") for each, name in named)]


def told(draft: TenderDraft, edition: Edition, texts: Texts) -> list[dict[str, Any]]:
    """Each procedure that can be chosen, as `_procedures.html` shows it, for the kind and the
    estimate of this draft."""
    known = procedure_files.shipped()
    found = [known.find(each.value) for each in procedures(draft, texts)]
    return [_told(each, draft, edition, texts) for each in found if each is not None]


_NOTHING_TO_JUDGE = {Code.PROCEDURE_NOT_RUN, Code.ESTIMATE_CURRENCY}


def _told(
    procedure: AwardProcedure, draft: TenderDraft, edition: Edition, texts: Texts
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": procedure.id,
        "name": words.procedure(procedure.id, texts),
        "chosen": procedure.id == draft.procedure,
    }
    refused = choice.problems(draft, procedure, edition)
    if refused and refused[0].code in _NOTHING_TO_JUDGE:
        why_not = refusals.sentence(refused[0], texts.language, {})
        return row | {"grounds": [], "notes": [why_not]}
    judged = choice.grounds(draft, procedure, edition)
    deciding = [each for each in judged if each.holds] or judged
    notes = [_period(procedure, edition, texts), *said.left_out(procedure, texts, mark=True)]
    if choice.is_reasoned(draft, procedure, edition):
        notes.append(texts.say("advice.choice_reasoned"))
    return row | {"grounds": [advised.ground(each, texts) for each in deciding], "notes": notes}


def _period(procedure: AwardProcedure, edition: Edition, texts: Texts) -> str:
    term = rules.minimum_term(procedure, edition)
    if term is None:
        return texts.say("draft.period_reasonable")
    days = texts.plural("format.days", term.length)
    article = citations.cited(term.article, texts)
    least = texts.say("draft.period_least", days=days, article=article)
    return advised.marked(least, term.confirmed, texts)
