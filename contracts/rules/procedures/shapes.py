"""The procedures of the law, and the techniques on them, as data: the shapes of their files.

A file of `infra/procedures` is one procedure or one technique: its steps and who decides, the
grounds that open it, its shortest periods by the names of parameters of the edition (never a
figure), publication, candidates, rounds, call-offs. No function knows a procedure by its id, so a
further procedure is a further file.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from contracts.base import Message, content_hash
from contracts.rules.editions import Confidence, Edition, Line
from contracts.rules.errors import RuleError

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
"""The id of a procedure, a ground or a parameter."""

_ARTICLE = (
    r"(Act|RD|Decree) [0-9]+ [A-Z][a-z]+ [0-9]{4} art\. [0-9/]+"
    r"( par\.[0-9]+)?( al\.[0-9]+)?( [0-9]+)?"
)
Article = Annotated[str, StringConstraints(pattern=rf"^{_ARTICLE}(; {_ARTICLE})*$")]
"""`Act 17 June 2016 art. 36 par.1`; several are set apart by `; `."""


class Bought(StrEnum):
    """What is bought. Social and other specific services (annex III of the Act) have rules of
    their own; supplies are called goods, as OCDS does."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"
    SOCIAL = "social"


class Step(StrEnum):
    """The steps that a procedure or a technique can have."""

    PREPARATION = "preparation"
    APPROVAL = "approval"
    CONSULTATION = "consultation"
    PUBLICATION = "publication"
    REQUESTS = "requests"
    SELECTION = "selection"
    ADMISSION = "admission"
    INVITATION = "invitation"
    DIALOGUE = "dialogue"
    SUBMISSION = "submission"
    OPENING = "opening"
    EXAMINATION = "examination"
    NEGOTIATION = "negotiation"
    FINAL_TENDERS = "final_tenders"
    EVALUATION = "evaluation"
    AUCTION = "auction"
    PROPOSAL = "proposal"
    VISUM = "visum"
    DECISION = "decision"
    NOTIFICATION = "notification"
    STANDSTILL = "standstill"
    CONCLUSION = "conclusion"
    DEVELOPMENT = "development"
    PURCHASE = "purchase"
    ORDER = "order"
    CALL_OFF = "call_off"
    MINI_COMPETITION = "mini_competition"


class Body(StrEnum):
    """Who decides in a step, in a Flemish local authority (Decree of 22 December 2017)."""

    COUNCIL_OR_COLLEGE = "council_or_college"
    """The council fixes choice and conditions; the college for day-to-day management, or where
    the council named the contract."""
    COLLEGE = "college"
    FINANCE_DIRECTOR = "finance_director"


class Publication(StrEnum):
    """Where the procedure is announced."""

    BY_ESTIMATE = "by_estimate"
    """Nationally, and in the European Union from the threshold on."""
    NONE = "none"


class Rounds(StrEnum):
    """Whether bids are negotiated."""

    NONE = "none"
    OPTIONAL = "optional"
    PROVIDED = "provided"


class CallOff(StrEnum):
    """How a contract follows from a framework agreement or a dynamic purchasing system."""

    WITHIN_TERMS = "within_terms"
    """One participant: within the terms of the agreement."""
    CASCADE = "cascade"
    """Several, all terms fixed: by an order or another objective rule that was announced."""
    MINI_COMPETITION = "mini_competition"
    MIXED = "mixed"
    """Partly without and partly with competition, if that was announced."""
    INVITE_ALL = "invite_all"
    """Everybody who was admitted to the category is invited."""


class Ground(Message):
    """One ground on which a procedure is open. Without a limit and without a claim it always is.

    Given `below`, the estimate is lower than that limit; given `lots_below`, at least one lot is,
    and only such lots profit. A `claimed` ground is a fact of the case that the buyer invokes and
    reasons.
    """

    code: Name
    article: Article
    kinds: Annotated[tuple[Bought, ...], Field(min_length=1)] = tuple(Bought)
    claimed: bool = False
    below: Name | None = None
    below_central: Name | None = None
    """The limit of a central authority, where it has another one."""
    approved_too: bool = False
    """Whether the amount to approve stays below the limit too."""
    lots_below: Name | None = None
    confidence: Confidence = Confidence.HIGH
    note: str = ""

    @property
    def limits(self) -> tuple[str, ...]:
        """The parameters that it names."""
        named = (self.below, self.below_central, self.lots_below)
        return tuple(name for name in named if name)


class Period(Message):
    """A shortest period, by the names of parameters.

    `electronic` is added to `base` (a negative number of days), `urgent` and `prior_information`
    replace it. Without `base` the law fixes none, and the period is a reasonable one.
    """

    of: Name
    event: Name
    article: Article
    base: Name | None = None
    electronic: Name | None = None
    urgent: Name | None = None
    prior_information: Name | None = None

    @model_validator(mode="after")
    def _of_a_base(self) -> "Period":
        if self.base is None and (self.electronic or self.urgent or self.prior_information):
            raise ValueError("what has no fixed length is not shortened")
        return self

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters that it names."""
        named = (self.base, self.electronic, self.urgent, self.prior_information)
        return tuple(name for name in named if name)


class LeftOut(Message):
    """Steps that the law lets the buyer leave out together, as it does with negotiation when the
    contract is awarded on the first bids. `announced` says whether that must have been made known
    beforehand."""

    code: Name
    """What documents say of it: `procedure.without.<code>` in the catalogue."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    article: Article
    announced: bool
    confidence: Confidence = Confidence.HIGH
    note: str = ""


class Described(Message):
    """What the file of a procedure and that of a technique have in common."""

    id: Name
    article: Article
    confidence: Confidence = Confidence.HIGH
    source: Line
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    decides: dict[Step, Body] = {}
    periods: tuple[Period, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> "Described":
        if len(set(self.steps)) != len(self.steps):
            raise ValueError("a step stands once in the order")
        if not set(self.decides) <= set(self.steps):
            raise ValueError("who decides, decides in a step of this procedure")
        return self

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter of the edition that it names, once."""
        return tuple(dict.fromkeys(name for period in self.periods for name in period.parameters))

    @property
    def pinned_form(self) -> dict[str, Any]:
        """What the hash is taken of, as for an edition: what has its default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def sha256(self) -> str:
        """The content hash that advice tells and that a tender pins."""
        return content_hash(self.pinned_form)


class AwardProcedure(Described):
    """A procedure: when it is open, and how it runs."""

    form: Literal["procedure"]
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1)]
    publication: Publication
    low_value: bool = False
    """Whether it stands outside most of the Act, as the contract of low value does (art. 92)."""
    minimum_candidates: Name | None = None
    negotiation: Rounds = Rounds.NONE
    may_leave_out: tuple[LeftOut, ...] = ()
    dialogue: bool = False
    choice_reasoned: tuple[Bought, ...] = ()
    """For which kinds its choice is reasoned in a decision (Act of 17 June 2013, art. 4)."""
    prices_examined_as: Literal["open", "restricted"] | None = None
    """As which of the two procedures that RD of 18 April 2017, art. 36 par. 4, names its low prices
    are examined; None where that rule leaves them alone."""

    @model_validator(mode="after")
    def _once_each(self) -> "AwardProcedure":
        told = [(ground.code, kind) for ground in self.grounds for kind in ground.kinds]
        if len(set(told)) != len(told):
            raise ValueError("a ground stands once for a kind of purchase")
        without = [step for each in self.may_leave_out for step in each.steps]
        if not set(without) <= set(self.steps) or len(set(without)) != len(without):
            raise ValueError("what is left out is a step of this procedure, and stands once")
        return self

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter of the edition that it names, once."""
        limits = (name for ground in self.grounds for name in ground.limits)
        candidates = (self.minimum_candidates,) if self.minimum_candidates else ()
        return tuple(dict.fromkeys((*limits, *super().parameters, *candidates)))


class Technique(Described):
    """A technique on a procedure: a framework agreement, a dynamic system, an auction."""

    form: Literal["technique"]
    on: tuple[Name, ...] = ()
    """The procedures that it goes with; all those that are announced or negotiated when empty."""
    kinds: Annotated[tuple[Bought, ...], Field(min_length=1)] = tuple(Bought)
    longest: Name | None = None
    """The parameter with its longest duration."""
    call_offs: tuple[CallOff, ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Every parameter of the edition that it names, once."""
        longest = (self.longest,) if self.longest else ()
        return tuple(dict.fromkeys((*super().parameters, *longest)))


class Procedures(Message):
    """All procedures and techniques that are known, in a fixed order."""

    procedures: tuple[AwardProcedure, ...]
    techniques: tuple[Technique, ...] = ()

    def find(self, procedure_id: str) -> AwardProcedure | None:
        """The procedure of this id; None if there is none."""
        return next((each for each in self.procedures if each.id == procedure_id), None)

    def procedure(self, procedure_id: str) -> AwardProcedure:
        """The procedure of this id; `RuleError("procedure_unknown")` if there is none."""
        if (found := self.find(procedure_id)) is None:
            raise RuleError("procedure_unknown", procedure=procedure_id)
        return found

    def techniques_on(self, procedure: AwardProcedure, bought: Bought) -> tuple["Technique", ...]:
        """The techniques that fit a procedure for what is bought."""
        if procedure.low_value:
            return ()
        return tuple(
            each
            for each in self.techniques
            if bought in each.kinds and (not each.on or procedure.id in each.on)
        )

    @property
    def grounds(self) -> frozenset[str]:
        """The codes of the grounds that a buyer can invoke."""
        every = (ground for each in self.procedures for ground in each.grounds)
        return frozenset(ground.code for ground in every if ground.claimed)


def lacking(known: Procedures, edition: Edition) -> tuple[str, ...]:
    """The parameters that procedures and techniques name and that an edition does not hold."""
    named = (name for each in (*known.procedures, *known.techniques) for name in each.parameters)
    return tuple(sorted({name for name in named if name not in edition.parameters}))


def strange(known: Procedures) -> Iterable[str]:
    """Each technique that names a procedure that is not known, as `technique: procedure`."""
    ids = {each.id for each in known.procedures}
    for technique in known.techniques:
        yield from (f"{technique.id}: {name}" for name in technique.on if name not in ids)
