"""Belgian enterprises, their establishment units, and VAT numbers of the Union.

Sources: the enterprise register (KBO/BCE). Both of its numbers have ten digits, of which the last
two are 97 minus the first eight modulo 97: 01 to 97. An enterprise number begins with 0 or 1, an
establishment unit number with 2 to 8 (the range is to be confirmed; the check is not in doubt).
"""

import re

from stdnum.be import vat as register
from stdnum.eu import vat
from stdnum.exceptions import InvalidComponent

from contracts.rules.errors import RuleError
from contracts.rules.identifiers.problems import LONGEST, Problem, checked, wrong

_MODULUS = 97
_SEPARATORS = re.compile(r"[\s.\-/]")
_UNIT = re.compile(r"[2-8][0-9]{9}")

COUNTRIES = frozenset("EL" if name == "gr" else name.upper() for name in vat.MEMBER_STATES)
"""What a VAT number may begin with: a Member State (Greece is EL), or XI for Northern Ireland."""


def enterprise_number(text: str) -> str:
    """The ten digits of a Belgian enterprise number, however it was written.

    Raises `RuleError` with `enterprise_number_check` when the check digits are wrong and
    `enterprise_number_form` for anything that is no such number. Numbers of the 1xxx range pass.
    """
    form, check = Problem.ENTERPRISE_NUMBER_FORM, Problem.ENTERPRISE_NUMBER_CHECK
    digits = checked(register.validate, text, form, check)
    # python-stdnum asks that the sum is a multiple of 97, which 00, 98 and 99 can be too.
    if digits[8:] != _check_digits(digits):
        raise wrong(check, text)
    return digits


def written_enterprise_number(text: str) -> str:
    """An enterprise number as people write it: `0403.019.261`."""
    return _in_groups(enterprise_number(text))


def establishment_number(text: str) -> str:
    """The ten digits of a Belgian establishment unit number, however it was written.

    Raises `RuleError` with `establishment_number_check` or `establishment_number_form`.
    """
    # Own code: python-stdnum knows no establishment units.
    digits = _SEPARATORS.sub("", text[:LONGEST])
    if not _UNIT.fullmatch(digits):
        raise wrong(Problem.ESTABLISHMENT_NUMBER_FORM, text)
    if digits[8:] != _check_digits(digits):
        raise wrong(Problem.ESTABLISHMENT_NUMBER_CHECK, text)
    return digits


def written_establishment_number(text: str) -> str:
    """An establishment unit number as people write it: `2.000.000.042`."""
    digits = establishment_number(text)
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:]}"


def vat_number(text: str) -> str:
    """A VAT number of the Union with its country, without separators: `BE0403019261`.

    A Belgian one is BE and an enterprise number. Raises `RuleError` with `vat_country` when it
    begins with no Member State, `vat_check` when a check digit is wrong (not every country has
    one that tells all changes), else `vat_form`. Whether it is in use only the register knows.
    """
    country = text.strip()[:2].upper()
    if country not in COUNTRIES:
        raise wrong(Problem.VAT_COUNTRY, text)
    if country == "BE":
        try:
            return f"BE{enterprise_number(text)}"
        except RuleError as error:
            form = error.code == Problem.ENTERPRISE_NUMBER_FORM
            raise wrong(Problem.VAT_FORM if form else Problem.VAT_CHECK, text) from None
    return checked(_validated, text, Problem.VAT_FORM, Problem.VAT_CHECK)


def _validated(text: str) -> str:
    number = vat.validate(text)
    if not number.isascii():
        raise InvalidComponent
    return number


def written_vat_number(text: str) -> str:
    """A VAT number as people write it: `BE 0403.019.261`; of another country, `NL 004495445B01`."""
    number = vat_number(text)
    country, rest = number[:2], number[2:]
    return f"{country} {_in_groups(rest) if country == 'BE' else rest}"


def _check_digits(digits: str) -> str:
    return f"{_MODULUS - int(digits[:8]) % _MODULUS:02}"


def _in_groups(digits: str) -> str:
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
