"""What a draft announces of its method, as fields of the form: formulas with their numbers, minima,
and the chain for ties."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.forms import Option
from api.pages.typed import Reader
from contracts.base import Language
from contracts.refusals import Code
from contracts.rules import scoring
from contracts.rules.scoring import Formula, FormulaKind
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Criterion, TieStep
from infra.texts import formats, methods
from infra.texts.catalogue import Texts

STEP = re.compile(r"tie_break-([0-9]{1,2})")
PARAMETER = "p_"
"""How the field of a number of a formula begins, inside its row."""

PLAIN_STEPS = ("quality", "price", "lots")
_OF_CRITERION = "criterion."
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_MOST = Decimal("999999999999")
_PERCENT = Decimal(100)


def formulas() -> list[Formula]:
    """The formulas that a draft may choose for a price: those by which a lower price never earns
    less. The others serve only to compute again what was announced elsewhere."""
    return [
        formula
        for formula in scoring.FORMULAS.values()
        if formula.kind is FormulaKind.PRICE and formula.monotone
    ]


# --- a criterion --------------------------------------------------------------------------------


def fill(criterion: Criterion, language: Language) -> dict[str, str]:
    """The numbers of the formula and the minimum, as texts by the field in the row."""
    least = criterion.minimum_percent
    typed = {
        f"{PARAMETER}{name}": _written(name, value, language)
        for name, value in criterion.parameters.items()
    }
    return {"minimum_percent": "" if least is None else formats.plain(least, language), **typed}


def _written(name: str, value: Decimal, language: Language) -> str:
    if name in methods.AMOUNTS and value == round(value, methods.CENTS):
        return formats.number(value, methods.CENTS, language)
    return formats.plain(value, language)


def parameters(form: Reader, at: str, formula: str | None) -> dict[str, Decimal]:
    """The numbers that this formula asks for; what stands there for another one is left out."""
    known = scoring.FORMULAS.get(formula or "")
    found: dict[str, Decimal] = {}
    for each in known.parameters if known else ():
        field = f"{at}{PARAMETER}{each.name}"
        value = _amount(form, field) if each.name in methods.AMOUNTS else _number(form, field)
        if value is not None:
            found[each.name] = value
    return found


def _amount(form: Reader, field: str) -> Decimal | None:
    money = form.money(field)
    return money.amount if money else None


def _number(form: Reader, field: str) -> Decimal | None:
    return form.number(field, -_MOST, _MOST)


def minimum(form: Reader, at: str) -> Decimal | None:
    """The percentage of the points below which a bid is set aside."""
    return form.number(f"{at}minimum_percent", Decimal(0), _PERCENT)


# --- the chain for ties -------------------------------------------------------------------------


def fill_chain(draft: TenderDraft) -> dict[str, str]:
    """The chain as texts by field."""
    typed = {f"tie_break-{n}": _value(step) for n, step in enumerate(draft.tie_break)}
    fingerprints = [step.commitment for step in draft.tie_break if step.commitment]
    return {**typed, "tie_commitment": fingerprints[0] if fingerprints else ""}


def _value(step: TieStep) -> str:
    return f"{_OF_CRITERION}{step.criterion}" if step.by == "criterion" else step.by


def chain(form: Reader, ids: Collection[str], before: Iterable[TieStep]) -> tuple[TieStep, ...]:
    """The steps in the order of their fields, each once. `ids` are those of the criteria in the
    form; a step that stood there `before` may stay, and the review tells when it decides nothing.
    """
    allowed = {*PLAIN_STEPS, *(f"{_OF_CRITERION}{each}" for each in ids), *map(_value, before)}
    places = sorted(int(found[1]) for name in form.typed if (found := STEP.fullmatch(name)))
    chosen = [form.choice(f"tie_break-{place}", allowed) for place in places]
    fingerprint = _fingerprint(form)
    return tuple(_step(value, fingerprint) for value in dict.fromkeys(chosen) if value)


def _step(value: str, fingerprint: str | None) -> TieStep:
    if value.startswith(_OF_CRITERION):
        return TieStep(by="criterion", criterion=value.removeprefix(_OF_CRITERION))
    return TieStep.model_validate(
        {"by": value, "commitment": fingerprint if value == "lots" else None}
    )


def _fingerprint(form: Reader) -> str | None:
    value = form.raw("tie_commitment").replace(" ", "").lower()
    if value and not _FINGERPRINT.fullmatch(value):
        form.refuse("tie_commitment", Code.INVALID_INPUT)
        return None
    return value or None


# --- what can be chosen -------------------------------------------------------------------------


@dataclass(frozen=True)
class Number:
    """One number that a formula asks for."""

    name: str
    label: str
    amount: bool
    required: bool


@dataclass(frozen=True)
class Explained:
    """What the page says of a chosen formula, and the numbers that it asks for."""

    text: str
    caution: str
    absolute: bool
    numbers: tuple[Number, ...]


@dataclass(frozen=True)
class Group:
    """Formulas that are offered together, under a heading."""

    name: str
    options: list[Option]


def groups(draft: TenderDraft, texts: Texts) -> list[Group]:
    """The formulas under two headings, with what stands in the draft already under a third."""
    offered = formulas()
    known = {formula.name for formula in offered}
    used = dict.fromkeys(c.formula for c in draft.criteria if c.formula)
    listed = [
        ("draft.formulas_relative", [f.name for f in offered if not f.absolute]),
        ("draft.formulas_absolute", [f.name for f in offered if f.absolute]),
        ("draft.formulas_other", [name for name in used if name not in known]),
    ]
    return [
        Group(texts.say(heading), [Option(each, _named(each, texts)) for each in names])
        for heading, names in listed
        if names
    ]


def _named(name: str, texts: Texts) -> str:
    """*P1: Laagste prijs gedeeld door de eigen prijs*; the number of a later version with it."""
    if name not in scoring.FORMULAS:
        return name
    return f"{name.removesuffix('/1')}: {methods.formula(name, 'name', texts)}"


def explained(groups: Iterable[Group], texts: Texts) -> dict[str, Explained]:
    """What is said of each formula that can be chosen."""
    offered = (option.value for group in groups for option in group.options)
    known = (scoring.FORMULAS[name] for name in offered if name in scoring.FORMULAS)
    return {
        formula.name: Explained(
            text=methods.formula(formula.name, "text", texts),
            caution=methods.formula(formula.name, "caution", texts),
            absolute=formula.absolute,
            numbers=tuple(
                Number(
                    name=f"{PARAMETER}{each.name}",
                    label=methods.parameter(each.name, texts),
                    amount=each.name in methods.AMOUNTS,
                    required=each.required,
                )
                for each in formula.parameters
            ),
        )
        for formula in known
    }


def steps(draft: TenderDraft, texts: Texts) -> list[Option]:
    """What a tie can be decided by, with what stands in the draft already."""
    of_criteria = [TieStep(by="criterion", criterion=each.id) for each in draft.criteria]
    plain = [TieStep.model_validate({"by": by}) for by in PLAIN_STEPS]
    bare = [step.model_copy(update={"commitment": None}) for step in draft.tie_break]
    listed = {_value(step): step for step in (*plain[:2], *of_criteria, plain[2], *bare)}
    said = methods.tie_break(draft.model_copy(update={"tie_break": tuple(listed.values())}), texts)
    return [
        Option(value, text[:1].upper() + text[1:]) for value, text in zip(listed, said, strict=True)
    ]
