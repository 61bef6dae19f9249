"""Acts around a contract: handing over a milestone."""

from api.acts.acting import Acting
from contracts import names
from contracts.contracting import DeliveryNote, process
from contracts.envelope import Answer


async def confirm_delivery(act: Acting, contract: str, note: DeliveryNote) -> Answer:
    """Hand over a milestone; an arrival, stamped when its request had been read.

    The answer tells when it was received and when its verification ends. Raises RefusedError.
    """
    command = process.ConfirmDelivery(
        **act.fields(names.contract(contract)),
        milestone=note.milestone,
        note=act.bind(note),
    )
    return await act.arrive(command)
