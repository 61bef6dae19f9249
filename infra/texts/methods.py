"""The announced method in words: what a formula does, its numbers, minima, the chain for ties; and
what came of the minima and the chain."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from contracts.base import Money
from contracts.evaluation import RankingResult
from contracts.rules.scoring import FORMULAS, Finding, FindingCode, TieBreak, show
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


def amount(value: Fraction, currency: str, texts: Texts) -> str:
    """An amount that may have more decimals than cents: a mean, a unit price."""
    if (value * 100).denominator == 1:
        money = Money(amount=Decimal(show(value, CENTS)), currency=currency)
        return formats.money(money, texts.language)
    return f"{formats.exact(value, texts.language)}{formats.SPACE}{currency}"


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


# --- what came of it ----------------------------------------------------------------------------

SETS_ASIDE = frozenset({FindingCode.BELOW_THRESHOLD, FindingCode.CEILING_PASSED})
"""The findings for which the announced method itself sets a bid aside."""


def set_aside(result: RankingResult, bid: str) -> list[Finding]:
    """Why the announced method sets a bid aside; empty for a bid that is ranked."""
    if bid not in {each.bid for each in result.set_aside}:
        return []
    return [each for each in result.findings if each.bid == bid and each.code in SETS_ASIDE]


def required(finding: Finding, draft: TenderDraft, texts: Texts) -> str:
    """What was announced, of a bid that did not meet it."""
    if finding.code is FindingCode.CEILING_PASSED:
        ceiling = amount(Fraction(finding.facts["ceiling"]), currency(draft), texts)
        return texts.say("announced.required_ceiling", ceiling=ceiling)
    return texts.say(
        "announced.required_minimum",
        criterion=_name(finding.criterion, draft),
        minimum=_percent(finding.facts["minimum"], texts),
    )


def met(finding: Finding, draft: TenderDraft, texts: Texts) -> str:
    """What the bid did instead."""
    if finding.code is FindingCode.CEILING_PASSED:
        return texts.say("announced.above_ceiling")
    return texts.say(
        "announced.below_minimum",
        criterion=_name(finding.criterion, draft),
        value=_percent(finding.facts["value"], texts),
    )


def _percent(text: str, texts: Texts) -> str:
    sign = "%" if texts.language == "en" else f"{formats.SPACE}%"
    return f"{formats.exact(Fraction(text), texts.language)}{sign}"


def _name(criterion: str, draft: TenderDraft) -> str:
    return next((c.name for c in draft.criteria if c.id == criterion), criterion)


def tie_broken(step: TieBreak, draft: TenderDraft, name: Callable[[str], str], texts: Texts) -> str:
    """What one step of the chain came to: what it looked at for each bid, and who goes first."""
    bare = TieStep.model_validate({"by": step.by, "criterion": step.of or None})
    values = [f"{name(bid)} {_looked_at(step, bid, draft, texts)}".strip() for bid in step.bids]
    ahead = [" = ".join(name(bid) for bid in group) for group in step.order]
    came = (
        texts.say("announced.still_tied")
        if len(step.order) == 1
        else texts.say("announced.now_ordered", order=" > ".join(ahead))
    )
    return texts.say(
        "announced.tie_broken",
        rank=step.rank,
        step=tie_break(draft.model_copy(update={"tie_break": (bare,)}), texts)[0],
        bids=", ".join(values),
        came=came,
    )


def _looked_at(step: TieBreak, bid: str, draft: TenderDraft, texts: Texts) -> str:
    if bid not in step.values:
        return ""
    value = Fraction(step.values[bid])
    if step.by == "price":
        return f"({amount(value, currency(draft), texts)})"
    return f"({formats.exact(value, texts.language)})"
