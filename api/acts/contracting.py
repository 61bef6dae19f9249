"""Acts around a contract: handing over a milestone, the proof of the bond, a payment."""

from api.acts.acting import Acting
from contracts import names
from contracts.contracting import BondSheet, DeliveryNote, PaymentSheet, process
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


async def record_bond(act: Acting, sheet: BondSheet) -> Answer:
    """Record that the performance bond is proved; committed directly. Raises RefusedError."""
    command = process.RecordBond(**act.fields(sheet.contract), bond=act.bind(sheet))
    return await act.arrive(command)


async def record_payment(act: Acting, sheet: PaymentSheet) -> Answer:
    """Record what was paid for a milestone; committed directly, also after the contract was
    completed. Raises RefusedError."""
    command = process.RecordPayment(
        **act.fields(sheet.contract), milestone=sheet.milestone, payment=act.bind(sheet)
    )
    return await act.arrive(command)
