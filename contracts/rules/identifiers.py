"""Numbers with a check: enterprise numbers and CPV codes.

Sources: the enterprise register (KBO/BCE): ten digits, the last two 97 minus the rest modulo 97,
checked by python-stdnum; Regulation 213/2008 for the CPV.
"""

from collections.abc import Mapping
from types import MappingProxyType

from stdnum.be import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

from contracts.rules.errors import RuleError

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


def enterprise_number(text: str) -> str:
    """The ten digits of a Belgian enterprise number, however it was written.

    Raises `RuleError` with `enterprise_number_check` when the check digits are wrong and
    `enterprise_number_form` for anything that is no such number. Numbers of the 1xxx range pass.
    """
    try:
        return vat.validate(text)
    except InvalidChecksum:
        raise RuleError("enterprise_number_check", number=text) from None
    except ValidationError:
        raise RuleError("enterprise_number_form", number=text) from None


def written_enterprise_number(text: str) -> str:
    """An enterprise number as people write it: `0403.019.261`."""
    digits = enterprise_number(text)
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def cpv_check_digit(digits: str) -> int:
    """The check digit of the eight digits of a CPV code, as the vocabulary publishes it.

    It says nothing about whether the code exists. Raises `RuleError("cpv_form")` for other text.
    """
    if len(digits) != _CPV_LENGTH or not (digits.isascii() and digits.isdecimal()):
        raise RuleError("cpv_form", code=digits)
    prefixes = (digits[:n] for n in range(_CPV_LENGTH, 0, -1))
    offset = next((_CPV_OFFSETS[p] for p in prefixes if p in _CPV_OFFSETS), 0)
    weighted = sum(int(d) * w for d, w in zip(digits, _CPV_WEIGHTS, strict=True))
    return (weighted + offset) % 10


def cpv_code(text: str) -> str:
    """A CPV code with its check digit: `48820000-2`, from a text with or without one.

    Raises `RuleError` with `cpv_form`, or with `cpv_check` when the check digit given is wrong.
    """
    digits, _, given = text.strip().partition("-")
    expected = str(cpv_check_digit(digits))
    if given not in ("", expected) or text.strip().endswith("-"):
        raise RuleError("cpv_check", code=text, expected=f"{digits}-{expected}")
    return f"{digits}-{expected}"
