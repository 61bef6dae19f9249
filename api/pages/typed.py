"""Reads what people typed, in their own notation, and keeps what is wrong with it by field."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from decimal import Decimal

from api import identifying
from contracts.base import Language, Money
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines
from contracts.rules.errors import RuleError
from contracts.rules.identifiers.cpv import cpv_code
from contracts.rules.identifiers.nuts import nuts_code
from infra.texts import formats

LABEL = 300
TEXT = 20_000
SHOWN = 60
"""Characters of what was typed that a sentence repeats."""

CENTS = 2
FINEST = 12
"""The most decimals that any number has."""

MOST_MONEY = Decimal("999999999999.99")
YEARS = range(2000, 2101)


def day_text(day: date) -> str:
    """A day as a field of a form holds it; it is read back in every language."""
    return f"{day.day:02}/{day.month:02}/{day.year}"


class Reader:
    """One form. Every method answers the value, None for an empty or a refused field."""

    def __init__(self, typed: Mapping[str, str], language: Language) -> None:
        self.typed = typed
        self.language = language
        self.errors: dict[str, Refusal] = {}

    def raw(self, name: str) -> str:
        """What was typed, with the line ends that forms send made plain."""
        return self.typed.get(name, "").replace("\r\n", "\n").strip()

    def refuse(self, name: str, code: Code, **facts: str | int | Decimal) -> None:
        """Something is wrong with a field; the first thing said of it stands."""
        self.errors.setdefault(name, refuse(code, name, **facts))

    def text(self, name: str, limit: int = LABEL) -> str:
        """A text of at most so many characters."""
        value = self.raw(name)
        if len(value) > limit:
            self.refuse(name, Code.TEXT_TOO_LONG, length=len(value), limit=limit)
            return ""
        return value

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines that say something."""
        found = tuple(line.strip() for line in self.raw(name).split("\n") if line.strip())
        if longest := [line for line in found if len(line) > LABEL]:
            self.refuse(name, Code.TEXT_TOO_LONG, length=len(longest[0]), limit=LABEL)
            return ()
        return found

    def number(self, name: str, least: Decimal, most: Decimal) -> Decimal | None:
        """A decimal number between two bounds, both included."""
        return self._number(name, self.raw(name), least, most)

    def _number(self, name: str, value: str, least: Decimal, most: Decimal) -> Decimal | None:
        if not value:
            return None
        try:
            number = formats.parse_decimal(value, self.language)
        except ValueError:
            self.refuse(name, Code.NOT_A_NUMBER, value=value[:SHOWN])
            return None
        if not least <= number <= most:
            self.refuse(name, Code.NUMBER_OUT_OF_RANGE, value=value[:SHOWN], min=least, max=most)
            return None
        if number != round(number, FINEST):
            self.refuse(name, Code.NOT_A_NUMBER, value=value[:SHOWN])
            return None
        return number

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two bounds, both included."""
        number = self.number(name, Decimal(least), Decimal(most))
        if number is None:
            return None
        if number != number.to_integral_value():
            value = self.raw(name)[:SHOWN]
            self.refuse(name, Code.NUMBER_OUT_OF_RANGE, value=value, min=least, max=most)
            return None
        return int(number)

    def money(self, name: str, currency: str = "EUR") -> Money | None:
        """An amount in cents."""
        number = self.number(name, Decimal(0), MOST_MONEY)
        if number is None:
            return None
        if number != round(number, CENTS):
            self.refuse(name, Code.AMOUNT_TOO_PRECISE, value=self.raw(name)[:SHOWN])
            return None
        return Money(amount=round(number, CENTS), currency=currency)

    def level(self, name: str, line: str, most: Decimal) -> tuple[Decimal, str] | None:
        """`7,5: goed`: a score and what it means."""
        score, _, meaning = line.partition(":")
        if not score.strip() or not meaning.strip():
            self.refuse(name, Code.NOT_A_LEVEL, value=line[:SHOWN])
            return None
        number = self._number(name, score.strip(), Decimal(0), most)
        return None if number is None else (number, meaning.strip())

    def cpv(self, name: str) -> str | None:
        """A code of the Common Procurement Vocabulary, with its check digit or without."""
        return self.raw(name) if self._identified(name, cpv_code) else None

    def nuts(self, name: str) -> str | None:
        """A code of a region, in capitals however it was typed."""
        return self._identified(name, nuts_code)

    def _identified(self, name: str, rule: Callable[[str], str]) -> str | None:
        """The code in the one form that its rule keeps."""
        value = self.raw(name)
        if not value:
            return None
        try:
            return rule(value)
        except RuleError as error:
            if wrong := identifying.refusal(error, name):
                self.errors.setdefault(name, wrong)
            return None

    def choice(self, name: str, allowed: Collection[str]) -> str | None:
        """One of the values of a list."""
        value = self.raw(name)
        if value and value not in allowed:
            self.refuse(name, Code.INVALID_INPUT)
            return None
        return value or None

    def needs(self, name: str) -> None:
        """An empty field is refused."""
        if not self.raw(name):
            self.refuse(name, Code.TEXT_MISSING)

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.typed.get(name) == "yes"

    def moment(self, day: str, hour: str) -> datetime | None:
        """A day and an hour, Belgian time; both or neither."""
        on, at = self.day(day), self._hour(hour)
        if not self.raw(day) and not self.raw(hour):
            return None
        self.needs(day)
        self.needs(hour)
        if on is None or at is None:
            return None
        try:
            return deadlines.parse_local(on, at)
        except RuleError as error:
            self.refuse(hour, Code(error.code), time=self.raw(hour))
            return None

    def day(self, name: str) -> date | None:
        value = self.raw(name)
        if not value:
            return None
        try:
            found = formats.parse_day(value, self.language)
        except ValueError:
            found = None
        if found is None or found.year not in YEARS:
            self.refuse(name, Code.NOT_A_DATE, value=value[:SHOWN])
            return None
        return found

    def _hour(self, name: str) -> time | None:
        value = self.raw(name)
        if not value:
            return None
        try:
            return formats.parse_time(value, self.language)
        except ValueError:
            self.refuse(name, Code.NOT_A_TIME, value=value[:SHOWN])
            return None
