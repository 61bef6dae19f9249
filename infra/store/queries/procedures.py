"""The procedure that a tender runs by."""

from sqlalchemy import Connection

from contracts.rules.procedures import AwardProcedure
from contracts.tendering import Stage, TenderDraft, TenderState
from infra import procedure_files
from infra.store import records


def of_tender(
    connection: Connection, state: TenderState, draft: TenderDraft
) -> AwardProcedure | None:
    """The procedure as it stood when the version that counts was submitted; while a draft is
    prepared, as its file describes it now. None for a procedure that no file describes."""
    if state.procedure is None or state.stage is Stage.PREPARING:
        return procedure_files.shipped().find(draft.procedure)
    return records.bound(connection, state.procedure, AwardProcedure)
