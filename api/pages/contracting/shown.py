"""What the pages of a contract read of it, and show of it alike."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from api import reading
from api.commands import RefusedError
from api.pages.page import Visit
from contracts import acceptance, names
from contracts.base import local_date
from contracts.contracting import Status
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import people
from infra.store.queries.contracting import Contract, MilestoneLine
from infra.texts import formats


@dataclass(frozen=True)
class Standing:
    """Where a milestone stands, as `_pill.html` shows it."""

    tone: str
    word: str


@dataclass(frozen=True)
class Turn:
    """What somebody must do next on a contract, and where."""

    line: MilestoneLine
    code: str
    kind: str
    """`deliver`, `verify` or `remedy`."""
    mine: bool
    """Whether it waits for the reader."""
    due: date | None
    path: str


@dataclass(frozen=True)
class File:
    """One contract as one reader looks at it."""

    contract: Contract
    manager: str | None
    whole: bool
    """Whether the reader is one of the buyer's people."""
    limits: dict[str, date]
    """The last day of each verification that runs, by milestone."""
    remedies: dict[str, date]
    """The first day that is too late for each remedy that is waited for, by milestone."""
    unsigned: frozenset[str]
    """The milestones whose verification waits for the reader."""

    @property
    def path(self) -> str:
        """Where the contract's pages stand."""
        return f"/contracts/{self.contract.id}"

    def code(self, line: MilestoneLine) -> str:
        """`M2`: the second milestone of the plan."""
        return f"M{self.contract.milestones.index(line) + 1}"

    def line(self, milestone: str) -> MilestoneLine:
        """The milestone of this id; RefusedError when the contract has none."""
        found = next((each for each in self.contract.milestones if each.id == milestone), None)
        if found is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        return found

    def head(self, visit: Visit) -> dict[str, Any]:
        """`contract` as `_contract.html` wants it."""
        contract, texts = self.contract, visit.texts
        concluded = formats.day(local_date(contract.concluded_at), visit.language)
        other = (
            texts.say("contract.meta_contractor", name=contract.supplier.name)
            if self.whole
            else texts.say("contract.meta_buyer", name=contract.buyer.name)
        )
        meta = [other, texts.say("contract.meta_concluded", day=concluded)]
        if self.manager is not None:
            meta.append(texts.say("contract.meta_manager", name=self.manager))
        return {
            "id": contract.id,
            "tender": contract.state.dossier,
            "reference": contract.reference,
            "title": contract.title,
            "stage": contract.state.stage,
            "meta": meta,
        }

    def place(self, line: MilestoneLine) -> str:
        """The page of a milestone: of its delivery, or of the verification of it."""
        if line.acceptance is None:
            return f"{self.path}/milestones/{line.id}"
        return f"/acceptances/{line.id}/{line.deliveries}"

    def turn(self) -> Turn | None:
        """What is waited for: first what waits for the reader, then what is due first."""
        found = [turn for line in self.contract.milestones if (turn := self._turn(line))]
        return min(found, key=lambda turn: (not turn.mine, turn.due or date.max), default=None)

    def _turn(self, line: MilestoneLine) -> Turn | None:
        code, place = self.code(line), self.place(line)
        if line.status is Status.PLANNED and self._ready(line):
            return Turn(line, code, "deliver", not self.whole, line.due, place)
        if line.acceptance == acceptance.Stage.VERIFYING:
            due = self.limits.get(line.id)
            return Turn(line, code, "verify", line.id in self.unsigned, due, place)
        if line.acceptance == acceptance.Stage.REMEDYING:
            return Turn(line, code, "remedy", not self.whole, self.remedies.get(line.id), place)
        return None

    def _ready(self, line: MilestoneLine) -> bool:
        """The last milestone is delivered after the others are accepted."""
        others = (each for each in self.contract.milestones if each is not line)
        return not line.final or all(each.status is Status.ACCEPTED for each in others)

    def action(self, visit: Visit) -> dict[str, str] | None:
        """The reader's next act as a button of the head."""
        turn = self.turn()
        if turn is None or not turn.mine:
            return None
        labels = {
            "deliver": visit.texts.say("milestones.act_deliver", code=turn.code),
            "verify": visit.texts.say("milestones.act_verify", code=turn.code),
            "remedy": visit.texts.say("milestones.act_remedy", code=turn.code),
        }
        return {"label": labels[turn.kind], "path": turn.path}

    def standing(self, line: MilestoneLine, visit: Visit) -> Standing:
        """Where a milestone stands."""
        texts = visit.texts
        late = (local_date(visit.now) - line.due).days
        if line.status is Status.PLANNED and late > 0:
            return Standing("bad", texts.plural("milestones.late", late))
        if line.status is Status.PLANNED:
            return Standing("idle", texts.say("contract.milestone.planned"))
        if line.status is Status.ACCEPTED:
            key = "milestones.finally" if line.final else "contract.milestone.accepted"
            return Standing("ok", texts.say(key))
        if line.acceptance is None:
            return Standing("now", texts.say("contract.milestone.delivered"))
        return Standing(_TONES[line.acceptance], texts.say(f"stage.acceptance.{line.acceptance}"))


_TONES = {
    acceptance.Stage.VERIFYING.value: "now",
    acceptance.Stage.REMEDYING.value: "warn",
    acceptance.Stage.ACCEPTED.value: "ok",
    acceptance.Stage.CERTIFIED.value: "ok",
}


def read(connection: Connection, visit: Visit, contract: str) -> File:
    """The contract for one of its parties. Raises RefusedError."""
    state = reading.readable_contract(connection, visit.me, contract)
    found = contracts.get(connection, state.aggregate)
    manager = found.contract_manager
    named = people.display_names(connection, [manager] if manager else [])
    limits, remedies, unsigned = {}, {}, set()
    for line in found.milestones:
        if line.acceptance is None:
            continue
        aggregate = names.acceptance(line.id, line.deliveries)
        running = deliveries.state_of(connection, aggregate)
        if running.stage is acceptance.Stage.VERIFYING:
            delivery = deliveries.get(connection, aggregate)
            limits[line.id] = delivery.rounds[-1].ends.last_day
        if running.stage is acceptance.Stage.REMEDYING and running.remedy_before:
            remedies[line.id] = running.remedy_before
        if running.stage is acceptance.Stage.VERIFYING:
            unsigned |= {line.id} if visit.me.actor.person in running.unsigned else set()
    return File(
        contract=found,
        manager=named.get(manager) if manager else None,
        whole=permissions.visible(visit.me.actor).whole,
        limits=limits,
        remedies=remedies,
        unsigned=frozenset(unsigned),
    )
