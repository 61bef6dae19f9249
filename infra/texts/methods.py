"""The announced method in words: what a formula does, its numbers, minima, the chain for ties."""

from decimal import Decimal

from contracts.base import Money
from contracts.rules.scoring import FORMULAS
from contracts.tendering.draft import Criterion, TenderDraft, TieStep
from infra.texts import formats
from infra.texts.catalogue import Texts

AMOUNTS = frozenset({"ceiling", "line", "full_price", "zero_price", "reference", "target"})
"""The numbers of price formulas that are an amount of money."""

CENTS = 2


def formula(name: str, part: str, texts: Texts) -> str:
    """The `name`, `text` or `caution` of a formula such as `P1/1`; what a draft calls it, when the
    rulebook does not know it."""
    if name not in FORMULAS:
        return name
    return texts.say(f"formula.{name.lower().replace('/', '_')}.{part}")


def parameter(name: str, texts: Texts) -> str:
    """What a number of a formula is called; its name, when no formula asks for it."""
    known = f"formula.parameter.{name}"
    return texts.say(known) if texts.has(known) else name


def number(name: str, value: Decimal, currency: str, texts: Texts) -> str:
    """A number of a formula, written as money where it is an amount."""
    if name in AMOUNTS and value == round(value, CENTS):
        money = Money(amount=round(value, CENTS), currency=currency)
        return formats.money(money, texts.language)
    figure = formats.plain(value, texts.language)
    return f"{figure}{formats.SPACE}{currency}" if name in AMOUNTS else figure


def how(criterion: Criterion, texts: Texts) -> str:
    """How a criterion is scored: the rule of its formula, or the scale of its scores."""
    if criterion.kind == "price":
        return formula(criterion.formula, "text", texts) if criterion.formula else "–"
    highest = formats.plain(criterion.scale_max, texts.language)
    return texts.say("notice.by_score", max=highest)


def terms(criterion: Criterion, currency: str, texts: Texts) -> list[str]:
    """What else is announced about a criterion: the numbers of its formula, its minimum."""
    said = [
        texts.say(
            "announced.parameter",
            name=parameter(name, texts),
            value=number(name, value, currency, texts),
        )
        for name, value in criterion.parameters.items()
    ]
    if criterion.minimum_percent is not None:
        least = formats.percentage(criterion.minimum_percent, texts.language)
        said.append(texts.say("announced.minimum", minimum=least))
    return said


def tie_break(draft: TenderDraft, texts: Texts) -> list[str]:
    """The announced chain for ties, a line a step; empty when nothing was announced."""
    named = {criterion.id: criterion.name for criterion in draft.criteria}
    return [_step(step, named, texts) for step in draft.tie_break]


def _step(step: TieStep, named: dict[str, str], texts: Texts) -> str:
    if step.by == "criterion":
        criterion = step.criterion or ""
        return texts.say("announced.tie.criterion", criterion=named.get(criterion, criterion))
    if step.commitment is not None:
        return texts.say("announced.tie_seed", commitment=step.commitment)
    return texts.say(f"announced.tie.{step.by}")


def currency(draft: TenderDraft) -> str:
    """The currency in which the amounts of a draft are written."""
    return draft.estimate.currency if draft.estimate else "EUR"
