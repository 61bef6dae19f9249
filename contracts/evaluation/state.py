"""How far an evaluation is: its stages, its committee, and the State between two acts."""

from enum import StrEnum
from typing import ClassVar, Literal

from contracts import names
from contracts.aggregate import State
from contracts.base import Identifier, Message, Sha256
from contracts.tendering.draft import EVALUATORS_MINIMUM


class Stage(StrEnum):
    """The stages of an evaluation; their names for people stand under `stage.evaluation.*`."""

    DECLARING = "declaring"
    EXAMINING = "examining"
    SCORING = "scoring"
    CONSENSUS = "consensus"
    CLOSED = "closed"
    RANKING = "ranking"
    RANKED = "ranked"
    CONCLUDED = "concluded"


COMMITTEE_SITS = (Stage.DECLARING, Stage.EXAMINING, Stage.SCORING, Stage.CONSENSUS)
"""While nothing is agreed yet, a declaration can change and a member can be replaced."""


class Interest(StrEnum):
    """What a member declares before seeing a bid (Act of 17 June 2016, art. 6)."""

    NONE = "none"
    POSSIBLE = "possible"
    CONFLICT = "conflict"


class Member(Message):
    """A member of the committee, as far as it went."""

    person: Identifier
    interest: Interest | None = None
    """None until the member has declared."""
    judged: bool | None = None
    """Whether the jurist admits a member who declared a possible conflict."""
    scored: bool = False

    @property
    def admitted(self) -> bool:
        """Whether this member may see and score the bids."""
        return self.interest is Interest.NONE or (
            self.interest is Interest.POSSIBLE and self.judged is True
        )

    @property
    def stepped_out(self) -> bool:
        """Whether an interest keeps this member from taking part."""
        return self.interest is Interest.CONFLICT or (
            self.interest is Interest.POSSIBLE and self.judged is False
        )

    @property
    def unjudged(self) -> bool:
        """Whether a possible conflict waits for the jurist."""
        return self.interest is Interest.POSSIBLE and self.judged is None


class EvaluationState(State):
    """An evaluation between two acts. It holds no score and no price."""

    ENDS: ClassVar[frozenset[str]] = frozenset({Stage.CONCLUDED})

    kind: Literal["evaluation"] = "evaluation"
    stage: Stage = Stage.DECLARING
    round: int
    draft_hash: Sha256
    """The version of the tender that binds: its criteria, weights and formula."""
    bids: int = 0
    """How many bids the opening found."""
    chair: Identifier | None = None
    members: tuple[Member, ...] = ()
    """The committee, chair included."""
    barred: tuple[Identifier, ...] = ()
    """Members who stepped out for an interest and were replaced: they do not come back."""
    excluded: tuple[Identifier, ...] = ()
    """Bids that the examination set aside."""
    consensus: Sha256 | None = None
    ranking: Sha256 | None = None
    first: tuple[Identifier, ...] = ()
    """The bids in the first place: several when the totals are exactly equal."""
    winner: Identifier | None = None
    """The bid in the first place, once a tie is decided."""

    @property
    def tender(self) -> str:
        """The aggregate id of the tender."""
        return names.tender(self.dossier)

    @property
    def active(self) -> tuple[Member, ...]:
        """The members who take part, or still may."""
        return tuple(member for member in self.members if not member.stepped_out)

    @property
    def staffed(self) -> bool:
        """Whether enough members are left, with the chair among them."""
        people = {member.person for member in self.active}
        return len(people) >= EVALUATORS_MINIMUM and self.chair in people

    @property
    def ready(self) -> bool:
        """Whether the committee is staffed and every active member is admitted."""
        return self.staffed and all(member.admitted for member in self.active)

    @property
    def scored(self) -> bool:
        """Whether the committee is ready and every active member has submitted scores."""
        return self.ready and all(member.scored for member in self.active)

    def member(self, person: str) -> Member | None:
        """The member with this id."""
        return next((member for member in self.members if member.person == person), None)
