"""The parameters of the law as people read them: the name, the figure with its unit, its marks."""

from decimal import Decimal
from enum import StrEnum

from contracts.base import Language
from contracts.rules.editions import Basis, Edition, Measure, Parameter
from infra.texts import formats
from infra.texts.catalogue import Texts


def edition_name(edition: Edition, texts: Texts) -> str:
    """The id of an edition, and that it has figures of an organisation's own where it has."""
    if not edition.reasons:
        return edition.id
    return texts.say("own_figures.edition", edition=edition.id)


def name(parameter: str, texts: Texts) -> str:
    """What the figure of a parameter is called, by its id; the id where no shipped edition has it,
    as what somebody typed, or a parameter of an edition that is shipped no more."""
    key = f"parameter.{parameter}"
    return texts.say(key) if texts.has(key) else parameter


def value(parameter: Parameter, texts: Texts) -> str:
    """`15 kalenderdagen`, `€ 216.000`, `5 %`, or whether a rule holds."""
    return figure(parameter.unit, parameter.value, texts)


def law(parameter: Parameter, texts: Texts) -> str:
    """The figure of the law, also where an organisation uses another."""
    replaced = parameter.override
    return figure(parameter.unit, replaced.original if replaced else parameter.value, texts)


class Subject(StrEnum):
    """Under which heading a parameter is listed; for people under `rules.subject.*`."""

    AMOUNTS = "amounts"
    PERIODS = "periods"
    PLACING = "placing"
    REMEDIES = "remedies"
    PERFORMANCE = "performance"
    OTHER = "other"


_PLACING = ("Act 17 June 2016", "RD 18 April 2017", "RD 18 June 2017")
_PERIODS = (Measure.CALENDAR_DAYS, Measure.WORKING_DAYS, Measure.MONTHS, Measure.YEARS)


def subject(parameter: Parameter) -> Subject:
    """By the act that it cites first; what regulates the award is told apart by its unit."""
    article = parameter.article
    if article.startswith("Act 17 June 2013"):
        return Subject.REMEDIES
    if article.startswith("RD 14 January 2013"):
        return Subject.PERFORMANCE
    if not article.startswith(_PLACING):
        return Subject.OTHER
    if parameter.unit is Measure.EURO:
        return Subject.AMOUNTS
    return Subject.PERIODS if parameter.unit in _PERIODS else Subject.PLACING


def mark(parameter: Parameter, texts: Texts) -> str:
    """What a reader must know of the source of the figure: house practice, or to be confirmed;
    empty for what is sure."""
    if parameter.basis is Basis.HOUSE:
        return texts.say("rules.house")
    return "" if parameter.confirmed else texts.say("rules.to_confirm")


def figure(unit: Measure, figure: bool | Decimal | str, texts: Texts) -> str:
    """A figure in its unit: `20 kalenderdagen`, `€ 216.000`, or whether a rule holds."""
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
