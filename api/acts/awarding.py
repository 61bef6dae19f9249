"""Acts of an award: proposal, visum, decision, conclusion."""

from api.acts import sheets
from api.acts.acting import Acting
from contracts.awarding import AwardProposal, DecisionSheet, VisumSheet, process
from contracts.envelope import Answer
from infra.store.queries import awarding


async def save_proposal(act: Acting, sheet: AwardProposal, known: int) -> int:
    """Write the proposal; it binds nobody yet."""
    return await sheets.save(act, sheet.award, awarding.PROPOSAL, sheet, known)


async def propose(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Propose the award as the sheet that was read says."""
    command = process.ProposeAward(**act.fields(aggregate), proposal=sha256)
    return await sheets.commit(act, command, awarding.PROPOSAL, sha256)


async def save_visum(act: Acting, sheet: VisumSheet, known: int) -> int:
    """Write the visum; it binds nobody yet."""
    return await sheets.save(act, sheet.award, awarding.VISUM, sheet, known)


async def grant_visum(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Endorse the commitment as the sheet that was read says."""
    command = process.GrantVisum(**act.fields(aggregate), visum=sha256)
    return await sheets.commit(act, command, awarding.VISUM, sha256)


async def refuse_visum(act: Acting, aggregate: str, reason: str) -> Answer:
    """Refuse the endorsement; the proposal goes back with the reason."""
    bound = act.bind_text(reason, "reason")
    command = process.RefuseVisum(**act.fields(aggregate), reason=bound)
    return await act.send(command)


async def save_decision(act: Acting, sheet: DecisionSheet, known: int) -> int:
    """Write what the organ decided; it is not registered yet."""
    return await sheets.save(act, sheet.award, awarding.DECISION, sheet, known)


async def register(act: Acting, aggregate: str, sha256: str) -> Answer:
    """Register the decision as the sheet that was read says; the letters follow."""
    command = process.RegisterDecision(**act.fields(aggregate), decision=sha256)
    return await sheets.commit(act, command, awarding.DECISION, sha256)


async def conclude(act: Acting, aggregate: str) -> Answer:
    """Conclude the contract; the answer names its id."""
    command = process.ConcludeContract(**act.fields(aggregate), contract=act.new_id())
    return await act.send(command)
