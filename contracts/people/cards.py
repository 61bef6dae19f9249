"""Organisations and people as documents and pages name them: shapes only."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from contracts.base import Identifier, Language, Message
from contracts.rules.identifiers import enterprises

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=200)]
"""An address with one @; whether it exists is shown by the link that is mailed to it."""

EnterpriseNumber = Annotated[str, AfterValidator(enterprises.enterprise_number)]
"""A Belgian enterprise number, checked and kept as its ten digits."""


class OrganisationKind(StrEnum):
    """On which side an organisation stands; for people under `people.kind.*`."""

    BUYER = "buyer"
    SUPPLIER = "supplier"


class OrganisationCard(Message):
    """What documents and pages say of an organisation."""

    id: Identifier
    kind: OrganisationKind
    name: Name
    enterprise_number: EnterpriseNumber | None = None
    """None for an organisation that is not in the Belgian register."""
    address: Annotated[str, StringConstraints(max_length=1_000)] = ""
    """Street, number, postal code and municipality, a line each."""
    seat: Annotated[str, StringConstraints(max_length=200)] = ""
    """The municipality of the registered office (RD 18 April 2017, art. 84)."""
    email: Email
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{0,6}$")] = ""
    """What a buyer's references begin with; its initials when it has chosen none."""


class Person(Message):
    """Someone who acts for one organisation. What they may do is said by their roles."""

    id: Identifier
    organisation: Identifier
    name: Name
    email: Email
    function: Annotated[str, StringConstraints(max_length=200)] = ""
    department: Annotated[str, StringConstraints(max_length=200)] = ""
    """The service that the documents of this person's dossiers name."""
    language: Language = Language.NL
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
