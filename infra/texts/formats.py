"""Numbers, amounts, dates and hours as people of each language write them, and read back.

Everything is exact: digits are made from integers, never from floats, and rounding is half up
(away from zero), as Belgian documents round. Days and hours are those of Europe/Brussels. Spaces
inside a figure are no-break spaces. The short words around them stand in the domain `formats` of
the catalogue.
"""

import functools
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from babel import Locale, numbers

from contracts.base import BRUSSELS, Language, Money, local_date
from infra.texts.catalogue import Texts

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

ALL_DIGITS = 12
"""An exact number with more decimals than this is shown rounded."""

ROUNDED_DIGITS = 6

Number = Decimal | Fraction | int

_TERRITORIES = {
    Language.NL: "nl_BE",
    Language.FR: "fr_BE",
    Language.DE: "de_BE",
    Language.EN: "en_GB",
}
_SPACES = re.compile(r"[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_DAY = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})\s*[.:hu]\s*([0-9]{2})(?:[.:]([0-9]{2}))?\s*(?:uur|uhr|u|h)?")


class _Clock(NamedTuple):
    """A wall-clock reading: the day it belongs to and the hour, which may be 24."""

    day: date
    hour: int
    minute: int
    second: int


def number(value: Number, decimals: int, language: Language | str) -> str:
    """`1.396.450,50`: grouped, with exactly `decimals` decimals, rounded half up."""
    locale = _locale(language)
    exact = Fraction(value)
    scaled = _half_up(abs(exact) * 10**decimals)
    digits = str(scaled).rjust(decimals + 1, "0")
    whole, rest = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    groups = f"{int(whole):,}".replace(",", _group(locale))
    shown = groups + (numbers.get_decimal_symbol(locale) + rest if decimals else "")
    return f"{MINUS}{shown}" if exact < 0 and scaled else shown


def plain(value: Decimal | int, language: Language | str) -> str:
    """`7,5`: every decimal the value has and no more, without trailing zeros; never rounded."""
    text = format(Decimal(value), "f")
    rest = text.partition(".")[2].rstrip("0")
    return number(value, len(rest), language)


def exact(value: Fraction, language: Language | str) -> str:
    """`7,5`: all digits of a number that has at most `ALL_DIGITS` of them behind the sign; of
    another `≈ 66,666667`, rounded."""
    scaled = value * 10**ALL_DIGITS
    if scaled.denominator != 1:
        return f"≈{SPACE}{number(value, ROUNDED_DIGITS, language)}"
    rest = str(abs(scaled.numerator)).rjust(ALL_DIGITS + 1, "0")[-ALL_DIGITS:].rstrip("0")
    return number(value, len(rest), language)


def money(value: Money, language: Language | str) -> str:
    """`€ 1.396.450,00`, in cents; whether VAT is in it is said by the text around it."""
    locale = _locale(language)
    symbol = numbers.get_currency_symbol(value.currency, locale=locale)
    figure = number(abs(value.amount), 2, language)
    sign = MINUS if value.amount < 0 else ""
    if Language(language) is Language.NL:
        return f"{symbol}{SPACE}{sign}{figure}"
    if Language(language) is Language.EN:
        return f"{sign}{symbol}{figure}"
    return f"{sign}{figure}{SPACE}{symbol}"


def percentage(value: Number, language: Language | str, decimals: int | None = None) -> str:
    """`37,76 %` for 37.76: the value counts hundredths. Without `decimals`, all that it has."""
    if decimals is None and isinstance(value, Fraction):
        raise ValueError("a fraction needs a number of decimals")
    if decimals is None:
        figure = plain(Decimal(value), language)  # type: ignore[arg-type]
    else:
        figure = number(value, decimals, language)
    return f"{figure}%" if Language(language) is Language.EN else f"{figure}{SPACE}%"


def file_size(size: int, language: Language | str) -> str:
    """`1,9 MB`: decimal multiples, one decimal from a megabyte up."""
    texts = Texts(language)
    if size < 1000:
        return texts.say("format.bytes", size=number(size, 0, language))
    if size < 1_000_000:
        return texts.say("format.kilobytes", size=number(Fraction(size, 1000), 0, language))
    if size < 1_000_000_000:
        return texts.say("format.megabytes", size=number(Fraction(size, 10**6), 1, language))
    return texts.say("format.gigabytes", size=number(Fraction(size, 10**9), 1, language))


def day(value: date, language: Language | str) -> str:
    """`vrijdag 27 november 2026`."""
    months = _locale(language).months["format"]["wide"]
    return Texts(language).say(
        "format.day",
        weekday=_locale(language).days["format"]["wide"][value.weekday()],
        day=_day_of_month(value, language),
        month=months[value.month],
        year=value.year,
    )


def date_alone(value: date, language: Language | str) -> str:
    """`27 november 2026`, as acts are dated."""
    return Texts(language).say(
        "format.date",
        day=_day_of_month(value, language),
        month=_locale(language).months["format"]["wide"][value.month],
        year=value.year,
    )


def day_short(value: date, language: Language | str) -> str:
    """`vr 27/11/2026`."""
    return Texts(language).say(
        "format.day_short",
        weekday=Texts(language).say(f"format.weekday.{value.isoweekday()}"),
        day=f"{value.day:02}",
        month=f"{value.month:02}",
        year=value.year,
    )


def month_short(value: date, language: Language | str, *, year: bool = False) -> str:
    """`mrt`, or `mrt 2026` with its year: the head of a column of a drawing."""
    month = _locale(language).months["stand-alone"]["abbreviated"][value.month]
    return f"{month}{SPACE}{value.year}" if year else str(month)


def moment(
    instant: datetime, language: Language | str, *, seconds: bool = False, closing: bool = False
) -> str:
    """`vrijdag 27 november 2026, 10.00 uur`.

    `closing` is for the end of a period: midnight reads 24.00 of the day that ends.
    """
    clock = _clock(instant, closing=closing)
    return Texts(language).say(
        "format.moment",
        day=day(clock.day, language),
        time=_hours(clock, language, seconds=seconds),
    )


def moment_short(
    instant: datetime, language: Language | str, *, seconds: bool = False, closing: bool = False
) -> str:
    """`vr 27/11/2026 10.00`; `closing` as in `moment`."""
    clock = _clock(instant, closing=closing)
    return f"{day_short(clock.day, language)} {_hours(clock, language, seconds=seconds)}"


def hour(
    instant: datetime, language: Language | str, *, seconds: bool = False, closing: bool = False
) -> str:
    """`10.00`, or `10.00.27` with seconds; `closing` as in `moment`."""
    return _hours(_clock(instant, closing=closing), language, seconds=seconds)


def hour_and_day(instant: datetime, language: Language | str) -> str:
    """`10.00.27 uur op vrijdag 27 november 2026`: an arrival, to the second."""
    clock = _clock(instant, closing=False)
    return Texts(language).say(
        "format.hour_and_day",
        time=_hours(clock, language, seconds=True),
        day=day(clock.day, language),
    )


def deadline(instant: datetime, language: Language | str) -> str:
    """`vóór 10.00 uur (laatste nuttige ogenblik: 9.59.59)`, without the day.

    What arrives at the instant itself is late, so the last useful second is the one before it.
    """
    last = _clock(instant - timedelta(seconds=1), closing=False)
    return Texts(language).say(
        "format.deadline",
        time=hour(instant, language, closing=True),
        last=_hours(last, language, seconds=True),
    )


def deadline_moment(instant: datetime, language: Language | str) -> str:
    """`vrijdag 27 november 2026, vóór 10.00 uur (laatste nuttige ogenblik: 9.59.59)`."""
    clock = _clock(instant, closing=True)
    return f"{day(clock.day, language)}, {deadline(instant, language)}"


def remaining(now: datetime, until: datetime, language: Language | str) -> str:
    """What is left: days from 72 hours up, then whole hours, under one hour minutes.

    Days are calendar days of Brussels; hours and minutes are rounded down, so that nobody is
    promised time that is not there. Nothing left is said as less than one minute.
    """
    texts = Texts(language)
    left = until - now
    if left >= timedelta(hours=72):
        return texts.plural("format.days", (local_date(until) - local_date(now)).days)
    if left >= timedelta(hours=1):
        return texts.plural("format.hours", left // timedelta(hours=1))
    if left >= timedelta(minutes=1):
        return texts.plural("format.minutes", left // timedelta(minutes=1))
    return texts.say("format.moments")


def relative(now: datetime, due: datetime, language: Language | str) -> str:
    """Where a due moment lies from today: *vandaag*, *morgen*, *over 9 dagen*, *4 dagen te laat*.

    Counts calendar days of Brussels; midnight belongs to the day that ends. Never shown without
    the day itself beside it.
    """
    texts = Texts(language)
    days = (_clock(due, closing=True).day - local_date(now)).days
    if due <= now:
        return texts.plural("format.late_days", -days) if days else texts.say("format.late")
    if days <= 1:
        return texts.say("format.tomorrow" if days else "format.today")
    return texts.plural("format.in_days", days)


def parse_decimal(text: str, language: Language | str) -> Decimal:
    """The number that a person typed: `1.396.450,00`, `€ 7,5`, `-3`.

    Groups must be complete or absent, the decimal sign is that of the language, spaces may
    separate groups, and a euro sign may stand around it. ValueError otherwise; never a guess.
    """
    locale = _locale(language)
    bare = text.strip().removeprefix("€").removesuffix("€").strip().replace(MINUS, "-")
    if not _typed_number(Language(language)).fullmatch(bare):
        raise ValueError(f"not a number in {language}: {text!r}")
    joined = _SPACES.sub("", bare).removeprefix("+")
    if _group(locale) != SPACE:
        joined = joined.replace(_group(locale), "")
    return Decimal(joined.replace(numbers.get_decimal_symbol(locale), "."))


def parse_day(text: str, language: Language | str) -> date:
    """The day that a person typed: `27/11/2026`, `27-11-2026`, `27.11.2026` or `2026-11-27`.

    The day comes first in all four languages, or the year; ValueError otherwise.
    """
    Language(language)
    found = _DAY.fullmatch(text.strip())
    iso = _ISO_DAY.fullmatch(text.strip())
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass  # the 31st of a short month is told below, in our words
    raise ValueError(f"not a day: {text!r}")


def parse_time(text: str, language: Language | str) -> time:
    """The hour that a person typed: `10.00`, `10:00`, `10u00`, `10 h 00`, `10.00 uur`.

    ValueError otherwise, also for 24.00: an end of day is typed as 0.00 of the next day.
    """
    Language(language)
    found = _TIME.fullmatch(_SPACES.sub(" ", text.strip().lower()))
    if found and int(found[1]) < 24 and int(found[2]) < 60 and int(found[3] or 0) < 60:
        return time(int(found[1]), int(found[2]), int(found[3] or 0))
    raise ValueError(f"not an hour: {text!r}")


def _locale(language: Language | str) -> Locale:
    return _parsed(_TERRITORIES[Language(language)])


@functools.cache
def _parsed(territory: str) -> Locale:
    return Locale.parse(territory)


def _group(locale: Locale) -> str:
    """The group sign; a narrow space becomes a plain no-break space, which every font has."""
    return _SPACES.sub(SPACE, numbers.get_group_symbol(locale))


def _half_up(value: Fraction) -> int:
    """The nearest integer of a value that is not negative; a half goes up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@functools.cache
def _typed_number(language: Language) -> re.Pattern[str]:
    group = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]"
    sign = re.escape(_group(_locale(language)))
    rest = re.escape(numbers.get_decimal_symbol(_locale(language)))
    wholes = f"[0-9]+|[0-9]{{1,3}}(?:{sign}[0-9]{{3}})+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+"
    return re.compile(f"[+-]?{group}?(?:{wholes})(?:{rest}[0-9]+)?")


def _day_of_month(value: date, language: Language | str) -> str:
    first = value.day == 1 and Language(language) is Language.FR
    return "1er" if first else str(value.day)


def _clock(instant: datetime, *, closing: bool) -> _Clock:
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    local = instant.astimezone(BRUSSELS)
    if closing and local.time() == time(0):
        return _Clock(local.date() - timedelta(days=1), 24, 0, 0)
    return _Clock(local.date(), local.hour, local.minute, local.second)


def _hours(clock: _Clock, language: Language | str, *, seconds: bool) -> str:
    key = "format.hour_seconds" if seconds else "format.hour"
    return Texts(language).say(
        key, hour=clock.hour, minute=f"{clock.minute:02}", second=f"{clock.second:02}"
    )
