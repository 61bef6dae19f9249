"""The money of a contract: its bond, the fines that are proposed, what is to be paid and was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import contracting as acts
from api.forms import Act, Form
from api.pages import page, typed
from api.pages.contracting import shown
from api.pages.contracting.shown import File
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission, Relation
from contracts.base import REFERENCE_LENGTH, Identifier, Money, local_date
from contracts.contracting import BondSheet, PaymentSheet, Status
from contracts.contracting.dues import PaidLate
from contracts.refusals import Refusal
from contracts.rules import reckoning
from contracts.rules.deadlines import Computed
from infra import ids
from infra.store.engine import Connection
from infra.store.queries import dues, people
from infra.store.queries.contracting import MilestoneLine
from infra.store.queries.dues import Bill, Bond, Dues
from infra.texts import citations, formats
from infra.texts import money as words
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

BOND = "bond"
PAYMENT = "payment-"
"""How the name of the sheet of a milestone's payment begins; its code follows."""


@dataclass(frozen=True)
class _Page:
    """The contract and its money, as one reader looks at it."""

    file: File
    dues: Dues
    relations: frozenset[Relation]
    named: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where the page stands."""
        return f"{self.file.path}/money"


def _read(connection: Connection, visit: Visit, contract: str) -> _Page:
    file = shown.read(connection, visit, contract)
    found = dues.of(connection, file.contract)
    recorded = [bill.paid_by for bill in found.bills if bill.paid_by]
    if found.bond and found.bond.confirmed_by:
        recorded.append(found.bond.confirmed_by)
    return _Page(
        file=file,
        dues=found,
        relations=people.relations(connection, file.contract.state.dossier, visit.me.actor.person),
        named=people.display_names(connection, recorded),
    )


@router.get("/{lang}/contracts/{contract}/money")
async def money_page(contract: Identifier, visit: Looking) -> Response:
    """The page."""
    return await _show(visit, contract)


@router.post("/{lang}/contracts/{contract}/money/bond")
async def prove(contract: Identifier, sent: Posted) -> Response:
    """Confirm that the bond is proved."""
    found = await sent.services.store.read(lambda c: _read(c, sent, contract))
    form = typed.Reader(sent.typed, sent.language)
    sheet = _bond_sheet(found, form)
    if sheet is None:
        return await _show(sent, contract, BOND, form.errors)
    outcome = await page.attempt(sent, acts.record_bond(await sent.act(), sheet))
    return await _done(sent, contract, BOND, outcome, "done.bond_recorded")


@router.post("/{lang}/contracts/{contract}/milestones/{milestone}/payment")
async def pay(contract: Identifier, milestone: Identifier, sent: Posted) -> Response:
    """Record a payment."""
    found = await sent.services.store.read(lambda c: _read(c, sent, contract))
    line = found.file.line(milestone)
    form, name = typed.Reader(sent.typed, sent.language), f"{PAYMENT}{found.file.code(line)}"
    sheet = _payment_sheet(found, line, name, form)
    if sheet is None:
        return await _show(sent, contract, name, form.errors)
    outcome = await page.attempt(sent, acts.record_payment(await sent.act(), sheet))
    return await _done(sent, contract, name, outcome, "done.payment_recorded")


async def _done(sent: Sent, contract: str, name: str, outcome: page.Outcome, done: str) -> Response:
    """Back to the page, or the sheet again with what is wrong at its field."""
    if outcome.refusal is None:
        return sent.go(f"/contracts/{contract}/money", outcome.notice(done))
    field = outcome.refusal.field
    return await _show(sent, contract, name, {f"{name}-{field}" if field else "": outcome.refusal})


def _bond_sheet(found: _Page, form: typed.Reader) -> BondSheet | None:
    for field in ("amount", "proved_on", "reference"):
        form.needs(f"{BOND}-{field}")
    price = found.file.contract.price
    amount = form.money(f"{BOND}-amount", price.currency if price else "EUR")
    day, reference = form.day(f"{BOND}-proved_on"), form.text(f"{BOND}-reference", REFERENCE_LENGTH)
    if form.errors or amount is None or day is None:
        return None
    aggregate = found.file.contract.state.aggregate
    return BondSheet(contract=aggregate, amount=amount, proved_on=day, reference=reference)


def _payment_sheet(
    found: _Page, line: MilestoneLine, name: str, form: typed.Reader
) -> PaymentSheet | None:
    for field in ("amount", "invoiced_on", "paid_on", "reference"):
        form.needs(f"{name}-{field}")
    amount = form.money(f"{name}-amount", line.value.currency if line.value else "EUR")
    invoiced, paid = form.day(f"{name}-invoiced_on"), form.day(f"{name}-paid_on")
    reference = form.text(f"{name}-reference", REFERENCE_LENGTH)
    if form.errors or amount is None or invoiced is None or paid is None:
        return None
    return PaymentSheet(
        contract=found.file.contract.state.aggregate,
        milestone=line.id,
        amount=amount,
        invoiced_on=invoiced,
        paid_on=paid,
        reference=reference,
    )


async def _show(
    visit: Visit, contract: str, open_sheet: str = "", errors: Mapping[str, Refusal] | None = None
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, contract))
    errors = errors or {}
    kept = visit.typed if isinstance(visit, Sent) else {}
    said = {name: await visit.sentence(why) for name, why in errors.items()}
    lines = found.file.contract.milestones
    bills = list(zip(lines, found.dues.bills, strict=True))
    payments = [
        await _payment_act(found, line, visit)
        for line, bill in bills
        if found.file.whole and line.status is Status.ACCEPTED and bill.paid is None
    ]
    bond = found.dues.bond
    awaited = missing_bond(bond, visit) is not None
    return visit.render(
        "money.html",
        next(iter(errors.values()), None),
        contract=found.file.head(visit),
        verdict=_verdict(found, visit.texts),
        bond=_bond(found, bond, visit) if bond is not None else None,
        prove=await _bond_act(found, visit) if awaited and found.file.whole else None,
        bills=[_bill(found, line, bill, visit) for line, bill in bills],
        fines=[_fine(found, line, bill, visit.texts) for line, bill in bills if bill.fine],
        payments=payments,
        form=Form(typed=_proposed(found, visit) | dict(kept), errors=said),
        open=open_sheet,
    )


def _verdict(found: _Page, texts: Texts) -> str:
    waiting = sum(
        line.status is Status.ACCEPTED and bill.paid is None
        for line, bill in zip(found.file.contract.milestones, found.dues.bills, strict=True)
    )
    if not waiting:
        return texts.say("dues.nothing_to_pay")
    return texts.plural("dues.to_pay", waiting)


def missing_bond(found: Bond | None, visit: Visit) -> dict[str, str] | None:
    """That the proof of the bond is still waited for, in a line: tone and text."""
    if found is None or found.proved is not None or not found.due.amount.amount:
        return None
    left = (found.proof.last_day - local_date(visit.now)).days
    texts = visit.texts
    day = formats.day(found.proof.last_day, visit.language)
    key = "dues.bond_missing" if left >= 0 else "dues.bond_late"
    amount = formats.money(found.due.amount, visit.language)
    text = texts.plural(key, abs(left), amount=amount, day=day)
    return {"tone": "warn" if left >= 0 else "bad", "text": text}


def _bond(found: _Page, bond: Bond, visit: Visit) -> dict[str, Any]:
    texts, language = visit.texts, visit.language
    facts = [
        {
            "name": texts.say("dues.bond_due"),
            "value": formats.money(bond.due.amount, language)
            if bond.due.amount.amount
            else texts.say("dues.bond_none"),
            "note": "; ".join(words.sources(bond.due.figures, texts)) or None,
        }
    ]
    if bond.due.amount.amount:
        facts.append(_day(texts.say("dues.bond_by"), bond.proof, visit))
    if (proved := bond.proved) is not None:
        facts.append(
            {
                "name": texts.say("dues.bond_proved"),
                "value": formats.money(proved.amount, language),
                "note": texts.say(
                    "dues.recorded",
                    day=formats.day_short(proved.proved_on, language),
                    reference=proved.reference,
                    who=found.named.get(bond.confirmed_by or "", "–"),
                ),
            }
        )
    codes = {line.id: found.file.code(line) for line in found.file.contract.milestones}
    facts += [
        {
            "name": texts.say("dues.bond_released", code=codes[milestone]),
            "value": formats.money(each.amount, language),
            "note": "; ".join(words.sources(each.figures, texts)) or None,
        }
        for milestone, each in bond.released.items()
    ]
    return {
        "facts": facts,
        "missing": missing_bond(bond, visit),
        "working": words.working(bond.due, texts),
    }


def _day(name: str, computed: Computed, visit: Visit) -> dict[str, str | None]:
    article = citations.cited(computed.explanation.article, visit.texts)
    return {
        "name": name,
        "value": formats.day_short(computed.last_day, visit.language),
        "note": article,
    }


def _bill(found: _Page, line: MilestoneLine, bill: Bill, visit: Visit) -> dict[str, Any]:
    texts, language = visit.texts, visit.language
    paid = bill.paid
    return {
        "title": f"{found.file.code(line)}. {line.title}",
        "standing": found.file.standing(line, visit),
        "late": texts.plural("format.days", bill.days_late) if bill.days_late else None,
        "fine": bill.fine.amount if bill.fine else None,
        "payable": bill.payable,
        "by": bill.periods[-1].last_day if bill.periods else None,
        "overdue": bool(bill.periods)
        and paid is None
        and bill.periods[-1].last_day < local_date(visit.now),
        "rule": citations.cited(bill.periods[-1].explanation.article, texts)
        if bill.periods
        else None,
        "paid": paid.amount if paid else None,
        "recorded": texts.say(
            "dues.recorded",
            day=formats.day_short(paid.paid_on, language),
            reference=paid.reference,
            who=found.named.get(bill.paid_by or "", "–"),
        )
        if paid
        else None,
        "interest": _interest(bill.paid_late, texts) if bill.paid_late else None,
    }


def _interest(late: PaidLate, texts: Texts) -> str:
    """What a late payment costs: the lump sum, and why the interest itself is not computed."""
    flat = formats.money(late.lump_sum.amount, texts.language) if late.lump_sum else "–"
    return texts.plural(
        "dues.paid_late",
        late.days,
        amount=flat,
        margin=formats.exact(reckoning.number(late.margin), texts.language),
        article=citations.cited(late.margin.article, texts),
    )


def _fine(found: _Page, line: MilestoneLine, bill: Bill, texts: Texts) -> dict[str, Any]:
    return {
        "title": f"{found.file.code(line)}. {line.title}",
        "working": words.working(bill.fine, texts) if bill.fine else None,
    }


def _proposed(found: _Page, visit: Visit) -> dict[str, str]:
    """What stands in the fields before anybody typed: the whole amount, today."""
    today = typed.day_text(local_date(visit.now))
    fields = {}
    if found.dues.bond is not None:
        due = found.dues.bond.due.amount
        fields[f"{BOND}-amount"] = formats.number(due.amount, 2, visit.language)
        fields[f"{BOND}-proved_on"] = today
    for line, bill in zip(found.file.contract.milestones, found.dues.bills, strict=True):
        name = f"{PAYMENT}{found.file.code(line)}"
        if bill.payable is not None:
            fields[f"{name}-amount"] = formats.number(bill.payable.amount, 2, visit.language)
        fields[f"{name}-paid_on"] = today
    return fields


@dataclass(frozen=True)
class _Kind:
    """One act: who may do it, how the rules call it, and what its sheet says of it."""

    permission: Permission
    kind: str
    happens: tuple[str, ...]


_PROVING = _Kind(Permission.CONFIRM_BOND, "record_bond", ("confirm.bond.happens",))
_PAYING = _Kind(
    Permission.RELEASE_PAYMENT,
    "record_payment",
    ("confirm.payment.happens", "confirm.payment.fine"),
)


async def _act(
    found: _Page,
    visit: Visit,
    kind: _Kind,
    name: str,
    label: str,
    path: str,
    commits: Money | None = None,
) -> Act:
    texts, actor, state = visit.texts, visit.me.actor, found.file.contract.state
    amounts = {kind.kind: commits} if commits else {}
    refusal = page.judged(
        actor, state, found.relations, kind.permission, kind.kind, visit.now, amounts
    )
    return Act(
        name=name,
        label=label,
        path=path,
        command_id=ids.new_id(),
        happens=tuple(texts.say(key) for key in kind.happens),
        final=(texts.say("confirm.money.final"),),
        mandate=page.by_mandate(visit, kind.permission, found.relations, commits),
        refusal=await visit.sentence(refusal) if refusal else None,
        who=page.who_can(kind.permission, texts) if refusal else None,
    )


async def _bond_act(found: _Page, visit: Visit) -> Act:
    label = visit.texts.say("act.record_bond")
    return await _act(found, visit, _PROVING, BOND, label, f"{found.path}/bond")


async def _payment_act(found: _Page, line: MilestoneLine, visit: Visit) -> Act:
    code = found.file.code(line)
    label = visit.texts.say("act.record_payment", code=code)
    path = f"{found.file.path}/milestones/{line.id}/payment"
    return await _act(found, visit, _PAYING, f"{PAYMENT}{code}", label, path, line.value)
