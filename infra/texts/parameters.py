"""The parameters of the law as people read them: the figure with its unit, and its marks."""

from decimal import Decimal

from contracts.base import Language
from contracts.rules.editions import Basis, Measure, Parameter
from infra.texts import formats
from infra.texts.catalogue import Texts


def value(parameter: Parameter, texts: Texts) -> str:
    """`15 kalenderdagen`, `€ 216.000`, `5 %`, or whether a rule holds."""
    return _figure(parameter.unit, parameter.value, texts)


def marks(parameter: Parameter, texts: Texts) -> str:
    """What a reader must know before using it: to be confirmed, house practice, own figure."""
    said = []
    if parameter.basis is Basis.HOUSE:
        said.append(texts.say("rules.house"))
    elif not parameter.confirmed:
        said.append(texts.say("rules.to_confirm"))
    if parameter.override:
        original = _figure(parameter.unit, parameter.override.original, texts)
        said.append(texts.say("rules.overridden", original=original))
    return "; ".join(said)


def _figure(unit: Measure, figure: bool | Decimal | str, texts: Texts) -> str:
    if isinstance(figure, str):
        return figure
    if isinstance(figure, bool):
        return texts.say("rules.holds" if figure else "rules.holds_not")
    if unit is Measure.PERCENT:
        return formats.percentage(figure, texts.language)
    written = formats.plain(figure, texts.language)
    if unit is Measure.EURO:
        return _euro(written, texts.language)
    if unit is Measure.RATIO:
        return written
    return texts.plural(f"rules.unit.{unit}", _plural_of(figure), n=written)


def _euro(figure: str, language: Language) -> str:
    """The sign where the language has it; no cents that the law does not write."""
    if language is Language.EN:
        return f"€{figure}"
    before = language is Language.NL
    return f"€{formats.SPACE}{figure}" if before else f"{figure}{formats.SPACE}€"


def _plural_of(figure: Decimal) -> int:
    """One thing is singular; so is a whole one below zero. Parts of one are many."""
    return int(figure) if figure == figure.to_integral_value() else 2
