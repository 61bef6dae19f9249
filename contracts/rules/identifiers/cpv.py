"""Codes of the Common Procurement Vocabulary (Regulation 2195/2002, as Regulation 213/2008 has it).

Eight digits and a check digit. The first two are the division; each digit more that is not zero
goes one level down: group, class, category, and three finer ones.

Own code: python-stdnum knows no CPV. The Regulation prints the check digits and no rule for them;
the weights below give all of them, except where the edition of 2008 moved a code.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType

from contracts.rules.identifiers.problems import Problem, wrong

_CPV_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
_CPV_LENGTH = len(_CPV_WEIGHTS)


def _offsets(written: str) -> Mapping[str, int]:
    pairs = (entry.split("+") for entry in written.split())
    return MappingProxyType({prefix: int(offset) for prefix, offset in pairs})


_CPV_OFFSETS = _offsets(
    """
    03300000+8 0331+8 0332+8 034+9 09+6 090+0 31711154+3 31711155+3 33141113+9 34211100+9
    34211200+8 34211300+7 34421000+3 34422000+6 35113110+7 35125300+3 35331300+7 35642000+1
    37442100+9 37442200+8 37442300+7 37442400+6 37442500+5 37442600+4 37442700+3 37442800+2
    37442900+1 38941000+4 38942000+7 38944000+3 38945000+6 38946000+9 38947000+2 421+3 45233139+1
    48628000+3 51000000+7 65122000+6 65123000+2 71351920+4 71351921+7 71351923+3 71351924+6 72212+5
    722120+0 72267100+5 72267200+5 72330000+5 724+5 726+5 727+5 728+5 729+5 79342410+4 85210000+9
    92225100+2
    """
)
"""The edition of 2008 moved codes and left their check digit as it was: by how much the published
digit differs from the computed one, for each prefix concerned (the longest one counts). With it
all 9,454 codes of the vocabulary are as published; without it most IT services would be refused.
"""


_CODE = re.compile(r"([0-9]{8})(?:-([0-9]))?")
_DIVISION = 2


class Level(StrEnum):
    """How fine a code is."""

    DIVISION = "division"
    GROUP = "group"
    CLASS = "class"
    CATEGORY = "category"
    SUBCATEGORY = "subcategory"


_LEVELS = tuple(Level)


def cpv_check_digit(digits: str) -> int:
    """The check digit of the eight digits of a CPV code, as the vocabulary publishes it.

    It says nothing about whether the code exists. Raises `RuleError("cpv_form")` for other text.
    """
    if len(digits) != _CPV_LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise wrong(Problem.CPV_FORM, digits)
    prefixes = (digits[:n] for n in range(_CPV_LENGTH, 0, -1))
    offset = next((_CPV_OFFSETS[p] for p in prefixes if p in _CPV_OFFSETS), 0)
    weighted = sum(int(d) * w for d, w in zip(digits, _CPV_WEIGHTS, strict=True))
    return (weighted + offset) % 10


def cpv_code(text: str) -> str:
    """A CPV code with its check digit: `48820000-2`, from a text with or without one.

    That is also how people write it. Raises `RuleError` with `cpv_form`, or with `cpv_check` and
    the code `expected` when the check digit given is wrong.
    """
    found = _CODE.fullmatch(text.strip())
    if found is None:
        raise wrong(Problem.CPV_FORM, text)
    digits, given = found.groups()
    code = f"{digits}-{cpv_check_digit(digits)}"
    if given is not None and not code.endswith(given):
        raise wrong(Problem.CPV_CHECK, text, expected=code)
    return code


def eight_digits(text: str) -> str:
    """A CPV code without its check digit, as lists and notices key it."""
    return cpv_code(text)[:_CPV_LENGTH]


def level(code: str) -> Level:
    """How fine a code is."""
    depth = len(_significant(code)) - _DIVISION
    return _LEVELS[min(depth, len(_LEVELS) - 1)]


def parent(code: str) -> str | None:
    """The code one level up; None for a division.

    Some levels were never published (30192121 has no 30192120): who has the list asks for the
    first of `ancestors` that is in it.
    """
    own = _significant(code)
    return _filled(own[:-1]) if len(own) > _DIVISION else None


def ancestors(code: str) -> Iterator[str]:
    """The codes above this one, the nearest first, the division last."""
    above = parent(code)
    while above is not None:
        yield above
        above = parent(above)


def is_under(code: str, heading: str) -> bool:
    """Whether a code is this heading or belongs to it: 72253000 is under 72000000."""
    return eight_digits(code).startswith(_significant(heading))


def division(code: str) -> str:
    """The division of a code: `72000000-5`."""
    return _cut(code, Level.DIVISION)


def group(code: str) -> str | None:
    """The group of a code; None for a division."""
    return _cut_if_reached(code, Level.GROUP)


def class_of(code: str) -> str | None:
    """The class of a code; None for what is coarser."""
    return _cut_if_reached(code, Level.CLASS)


def category(code: str) -> str | None:
    """The category of a code; None for what is coarser."""
    return _cut_if_reached(code, Level.CATEGORY)


def _significant(code: str) -> str:
    """The digits that say something: at least the two of the division."""
    digits = eight_digits(code)
    return digits[:_DIVISION] + digits[_DIVISION:].rstrip("0")


def _cut(code: str, to: Level) -> str:
    return _filled(eight_digits(code)[: _DIVISION + _LEVELS.index(to)])


def _cut_if_reached(code: str, to: Level) -> str | None:
    return _cut(code, to) if _LEVELS.index(level(code)) >= _LEVELS.index(to) else None


def _filled(digits: str) -> str:
    return cpv_code(digits.ljust(_CPV_LENGTH, "0"))
