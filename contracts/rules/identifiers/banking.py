"""Account numbers of any country (ISO 13616), and the structured communication of a payment."""

import re

from stdnum import iban as accounts
from stdnum.be import ogm_vcs
from stdnum.exceptions import InvalidFormat

from contracts.rules.identifiers.problems import Problem, checked, wrong

_GROUP = 4
_SHAPE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_CHECK_DIGITS = range(2, 99)
"""ISO 7064 computes 98 minus a remainder; 00, 01 and 99 would leave the same remainder."""


def iban(text: str) -> str:
    """An IBAN without spaces, in capitals, of any country that has them.

    Raises `RuleError` with `iban_check` when its check digits are wrong, else `iban_form`:
    another country, another length or another build. It says nothing about the bank.
    """
    number = checked(_validated, text, Problem.IBAN_FORM, Problem.IBAN_CHECK)
    if int(number[2:4]) not in _CHECK_DIGITS:
        raise wrong(Problem.IBAN_CHECK, text)
    return number


def _validated(text: str) -> str:
    if not _SHAPE.fullmatch(accounts.compact(text)):
        raise InvalidFormat
    # Not the countries' own checks: the Belgian one refuses every bank that its list does not
    # hold, and the suppliers of that bank with it.
    return accounts.validate(text, check_country=False)


def written_iban(text: str) -> str:
    """An IBAN in groups of four: `BE68 5390 0754 7034`."""
    number = iban(text)
    return " ".join(number[at : at + _GROUP] for at in range(0, len(number), _GROUP))


def structured_communication(text: str) -> str:
    """The twelve digits of a structured communication (OGM/VCS), with +++, *** or without.

    The last two are the first ten modulo 97, 97 for none. Raises `RuleError` with
    `communication_check` or `communication_form`.
    """
    form, check = Problem.COMMUNICATION_FORM, Problem.COMMUNICATION_CHECK
    return checked(lambda typed: ogm_vcs.validate(typed.replace("*", "")), text, form, check)


def written_structured_communication(text: str) -> str:
    """A structured communication as it stands on a payment: `+++010/8068/17183+++`."""
    digits = structured_communication(text)
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
