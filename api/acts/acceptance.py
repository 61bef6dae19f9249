"""Acts around a delivery: reporting what was tested, signing it off, remedying."""

from api.acts import sheets
from api.acts.acting import Acting
from api.commands import RefusedError
from contracts.acceptance import SignOffReport, process
from contracts.envelope import Answer
from contracts.refusals import Code, refuse
from infra.store.engine import Connection
from infra.store.queries import acceptance as deliveries


async def save_report(act: Acting, report: SignOffReport, known: int) -> int:
    """Write one's own report of the present round over version `known`; the new version.

    It binds nobody yet. Raises RefusedError (CHANGED_MEANWHILE) when another window of the same
    person saved it meanwhile, UNKNOWN_REFERENCE for a round that is over.
    """
    if report.round != await _round(act, report.acceptance):
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return await sheets.save(act, report.acceptance, deliveries.sheet(report.round), report, known)


async def sign_off(act: Acting, acceptance: str, report_hash: str) -> Answer:
    """Sign the version of one's own report that was read. Raises RefusedError."""
    command = process.SignOff(**act.fields(acceptance), report=report_hash)
    sheet = deliveries.sheet(await _round(act, acceptance))
    return await sheets.commit(act, command, sheet, report_hash)


async def _round(act: Acting, acceptance: str) -> int:
    def read(connection: Connection) -> int:
        return deliveries.state_of(connection, acceptance).round

    try:
        return await act.services.store.read(read)
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error


async def confirm_remedy(act: Acting, acceptance: str, note: str) -> Answer:
    """Say that the shortcomings are remedied; an arrival, as a delivery is."""
    bound = act.bind_text(note, "note")
    command = process.ConfirmRemedy(**act.fields(acceptance), note=bound)
    return await act.arrive(command)
