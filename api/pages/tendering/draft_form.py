"""The draft of a tender as a form, there and back: what is shown is what is read."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from api.pages.tendering import announcing, choosing, terms
from api.pages.typed import TEXT, Reader
from contracts.base import BRUSSELS, Language, Money
from contracts.refusals import Refusal
from contracts.rules.procedures import Shortened
from contracts.tendering import TenderDraft
from contracts.tendering.draft import (
    PLACES_MOST,
    Category,
    Criterion,
    Item,
    Lot,
    MilestonePlan,
    ScaleLevel,
    Team,
)
from infra.texts import formats

N = TypeVar("N", Lot, Item, Criterion, MilestonePlan)
Row = dict[str, str]

LISTS: Mapping[str, tuple[str, ...]] = {
    "lots": ("title", "value"),
    "items": ("description", "cpv", "quantity", "unit"),
    "criteria": ("name", "weight", "formula", "description", "levels", "minimum_percent"),
    "milestones": ("title", "days_after_start", "share", "criteria", "final"),
}
"""The fields of a row that say something: a row without any of them is no row."""

PREFIXES = {"lots": "", "items": "", "criteria": "K", "milestones": "M"}
"""What the ids of new rows begin with."""

NEW: Mapping[str, Mapping[str, str]] = {"criteria": {"kind": "quality", "scale_max": "10"}}
"""What stands in a new row."""

PEOPLE = ("opening_officers", "evaluators", "acceptance_committee")
_ROW = re.compile(r"(lots|items|criteria|milestones)-([0-9]{1,4})-([a-z_]+)")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
_HUNDRED = Decimal(100)
_MOST = Decimal("999999999999")
_SCALE = Decimal(1000)


@dataclass(frozen=True)
class Read:
    """What a form holds: the draft as far as it could be read, and what is wrong by field."""

    draft: TenderDraft
    errors: Mapping[str, Refusal]


# --- rows -------------------------------------------------------------------------------------


def rows_of(typed: Mapping[str, str]) -> dict[str, list[Row]]:
    """The rows of each list in the order in which they were shown."""
    found: dict[str, dict[int, Row]] = {name: {} for name in LISTS}
    for name, value in typed.items():
        if parts := _ROW.fullmatch(name):
            found[parts[1]].setdefault(int(parts[2]), {})[parts[3]] = value
    return {name: [rows[n] for n in sorted(rows)] for name, rows in found.items()}


def numbered(typed: Mapping[str, str], rows: Mapping[str, Sequence[Row]]) -> Row:
    """The form with these rows, numbered from 0."""
    plain = {name: value for name, value in typed.items() if not _ROW.fullmatch(name)}
    listed = {
        f"{name}-{n}-{field}": value
        for name, found in rows.items()
        for n, row in enumerate(found)
        for field, value in row.items()
    }
    return plain | listed


def shown(typed: Mapping[str, str]) -> Row:
    """The form with a row to fill in under each list that has none."""
    rows = {name: found or [new_row(name, found)] for name, found in rows_of(typed).items()}
    return numbered(typed, rows)


def new_row(name: str, rows: Sequence[Row]) -> Row:
    """A row that says nothing yet. It has its id from the start: a page that saves itself sends
    the same row again and again."""
    own = _free(PREFIXES[name], {row.get("id", "") for row in rows})
    return {"id": own, **NEW.get(name, {})}


def is_blank(name: str, row: Row) -> bool:
    """Whether a row says nothing."""
    return not any(row.get(field, "").strip() for field in LISTS[name])


# --- from the draft to the form ---------------------------------------------------------------


def fill(draft: TenderDraft, language: Language) -> Row:
    """The draft as texts, in the notation of a language."""

    def plain(value: Decimal | int | None) -> str:
        return "" if value is None else formats.plain(value, language)

    def money(value: Money | None) -> str:
        return "" if value is None else formats.number(value.amount, 2, language)

    day, hour = _day_and_hour(draft.submission_deadline, language)
    typed = {
        "title": draft.title,
        "description": draft.description,
        "category": draft.category or "",
        "procedure": draft.procedure,
        "procedure_reasons": draft.procedure_reasons,
        "shortened": draft.shortened or "",
        "shortened_reasons": draft.shortened_reasons,
        "cpv": draft.cpv or "",
        **{f"places-{n}": code for n, code in enumerate(draft.places)},
        "estimate": money(draft.estimate),
        "estimate_method": draft.estimate_method,
        "vat_rate": plain(draft.vat_rate),
        "budget_line": draft.budget_line,
        "normalise_quality": "yes" if draft.normalise_quality else "",
        "deadline_day": day,
        "deadline_hour": hour,
        "validity_days": str(draft.validity_days),
        "contract_months": "" if draft.contract_months is None else str(draft.contract_months),
        "renewal": draft.renewal,
        "chair": draft.team.chair or "",
        "contract_manager": draft.team.contract_manager or "",
        **announcing.fill_chain(draft),
        **terms.fill(draft.terms, language),
    }
    for name in PEOPLE:
        typed |= {f"{name}-{n}": person for n, person in enumerate(getattr(draft.team, name))}
    rows: dict[str, list[Row]] = {
        "lots": [
            {"id": lot.id, "title": lot.title, "value": money(lot.value)} for lot in draft.lots
        ],
        "items": [
            {
                "id": item.id,
                "description": item.description,
                "cpv": item.cpv or "",
                "quantity": plain(item.quantity),
                "unit": item.unit or "",
            }
            for item in draft.items
        ],
        "criteria": [
            {
                "id": criterion.id,
                "name": criterion.name,
                "kind": criterion.kind,
                "weight": plain(criterion.weight),
                "formula": criterion.formula or "",
                "scale_max": plain(criterion.scale_max),
                "description": criterion.description,
                "levels": "\n".join(f"{plain(e.score)}: {e.meaning}" for e in criterion.levels),
                **announcing.fill(criterion, language),
            }
            for criterion in draft.criteria
        ],
        "milestones": [
            {
                "id": plan.id,
                "title": plan.title,
                "days_after_start": str(plan.days_after_start),
                "share": plain(plan.share),
                "criteria": "\n".join(plan.criteria),
                "final": "yes" if plan.final else "",
            }
            for plan in draft.milestones
        ],
    }
    return numbered(typed, rows)


def _day_and_hour(instant: datetime | None, language: Language) -> tuple[str, str]:
    if instant is None:
        return "", ""
    day = instant.astimezone(BRUSSELS).date()
    sign = "." if language is Language.DE else "/"
    return day.strftime(f"%d{sign}%m{sign}%Y"), formats.hour(instant, language)


# --- from the form to the draft ---------------------------------------------------------------


def read(
    typed: Mapping[str, str], base: TenderDraft, language: Language, people: Collection[str]
) -> Read:
    """The draft that a form holds; `people` are the ids that can be chosen.

    What the form does not show stays as it is in `base`: the source, the descriptions of lots,
    the currency. A form that says what `base` says is `base` itself.
    """
    form = Reader(typed, language)
    draft = _read(form, base, people)
    if not form.errors and fill(draft, language) == fill(base, language):
        return Read(base, {})
    return Read(draft, form.errors)


def _read(form: Reader, base: TenderDraft, people: Collection[str]) -> TenderDraft:
    currency = base.estimate.currency if base.estimate else "EUR"
    category = form.choice("category", {kind.value for kind in Category})
    lots = _rows(form, "lots", base.lots, lambda at, own, old: _lot(form, at, own, old, currency))
    months = form.whole("contract_months", 1, 240)
    shortened = form.choice("shortened", {ground.value for ground in Shortened})
    criteria = _rows(form, "criteria", base.criteria, lambda *row: _criterion(form, *row))
    vat = form.number("vat_rate", Decimal(0), _HUNDRED)
    validity = form.whole("validity_days", 1, 730)
    return base.model_copy(
        update={
            "title": form.text("title"),
            "description": form.text("description", TEXT),
            "category": Category(category) if category else None,
            "procedure": form.choice("procedure", choosing.ids(base)) or base.procedure,
            "procedure_reasons": form.text("procedure_reasons", TEXT),
            "shortened": Shortened(shortened) if shortened else None,
            "shortened_reasons": form.text("shortened_reasons", TEXT),
            "cpv": form.cpv("cpv"),
            "places": _places(form),
            "estimate": form.money("estimate", currency),
            "estimate_method": form.text("estimate_method"),
            "vat_rate": base.vat_rate if vat is None else vat,
            "lots": lots,
            "items": _rows(
                form, "items", base.items, lambda at, own, old: _item(form, at, own, old, lots)
            ),
            "criteria": criteria,
            "tie_break": announcing.chain(form, [each.id for each in criteria], base.tie_break),
            "normalise_quality": form.ticked("normalise_quality"),
            "submission_deadline": form.moment("deadline_day", "deadline_hour"),
            "validity_days": base.validity_days if validity is None else validity,
            "contract_months": months,
            "renewal": form.text("renewal", TEXT),
            "milestones": _rows(
                form, "milestones", base.milestones, lambda *row: _milestone(form, *row)
            ),
            "budget_line": form.text("budget_line"),
            "team": _team(form, people),
            "terms": terms.read(form),
        }
    )


def _places(form: Reader) -> tuple[str, ...]:
    codes = (form.nuts(f"places-{n}") for n in range(PLACES_MOST))
    return tuple(dict.fromkeys(code for code in codes if code))


def place_fields(typed: Mapping[str, str], free: int) -> int:
    """How many fields for a place of performance are shown: those filled in, and `free` more."""
    filled = [n for n in range(PLACES_MOST) if typed.get(f"places-{n}", "").strip()]
    return min(PLACES_MOST, max(filled, default=-1) + 1 + free)


def _rows(
    form: Reader, name: str, before: Sequence[N], made: Callable[[str, str, N | None], N | None]
) -> tuple[N, ...]:
    """The rows of a list that say something, each over the one with its id in the draft before."""
    known: dict[str, N] = {row.id: row for row in before}
    rows = rows_of(form.typed)[name]
    taken = {row.get("id", "") for row in rows} | known.keys()
    found: list[N] = []
    for n, row in enumerate(rows):
        if is_blank(name, row):
            continue
        own = row.get("id", "")
        usable = own in known or _ID.fullmatch(own)
        if not usable or own in {each.id for each in found}:
            own = _free(PREFIXES[name], taken)
            taken.add(own)
        if (each := made(f"{name}-{n}-", own, known.get(own))) is not None:
            found.append(each)
    return tuple(found)


def _free(prefix: str, taken: set[str]) -> str:
    return next(f"{prefix}{n}" for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)


def _lot(form: Reader, at: str, own: str, before: Lot | None, currency: str) -> Lot:
    title, value = form.text(f"{at}title"), form.money(f"{at}value", currency)
    if before is not None:
        return before.model_copy(update={"title": title, "value": value})
    return Lot(id=own, title=title, value=value)


def _item(form: Reader, at: str, own: str, before: Item | None, lots: Sequence[Lot]) -> Item:
    lot = before.lot if before else None
    if lot not in {each.id for each in lots}:
        lot = lots[0].id if len(lots) == 1 else None
    return Item(
        id=own,
        description=form.text(f"{at}description"),
        cpv=form.cpv(f"{at}cpv"),
        quantity=form.number(f"{at}quantity", Decimal(0), _MOST),
        unit=form.text(f"{at}unit") or None,
        lot=lot,
    )


def _criterion(form: Reader, at: str, own: str, before: Criterion | None) -> Criterion:
    priced = form.choice(f"{at}kind", {"price", "quality"}) == "price"
    offered = {each.name for each in announcing.formulas()}
    offered |= {before.formula} if before and before.formula else set()
    formula = form.choice(f"{at}formula", offered) if priced else None
    shown = form.number(f"{at}scale_max", Decimal(1), _SCALE)
    highest = (before.scale_max if before else Decimal(10)) if shown is None else shown
    found = (form.level(f"{at}levels", line, highest) for line in form.lines(f"{at}levels"))
    return Criterion(
        id=own,
        name=form.text(f"{at}name"),
        kind="price" if priced else "quality",
        weight=form.number(f"{at}weight", Decimal(0), _HUNDRED),
        description=form.text(f"{at}description", TEXT),
        formula=formula,
        parameters=announcing.parameters(form, at, formula),
        minimum_percent=None if priced else announcing.minimum(form, at),
        scale_max=highest,
        levels=tuple(ScaleLevel(score=level[0], meaning=level[1]) for level in found if level),
    )


def _milestone(
    form: Reader, at: str, own: str, before: MilestonePlan | None
) -> MilestonePlan | None:
    days = form.whole(f"{at}days_after_start", 1, 3650)
    share = form.number(f"{at}share", Decimal(0), _HUNDRED)
    form.needs(f"{at}days_after_start")
    form.needs(f"{at}share")
    if days is None or share is None:
        return before
    return MilestonePlan(
        id=own,
        title=form.text(f"{at}title"),
        days_after_start=days,
        share=share,
        criteria=form.lines(f"{at}criteria"),
        final=form.ticked(f"{at}final"),
    )


def _team(form: Reader, people: Collection[str]) -> Team:
    def chosen(name: str) -> tuple[str, ...]:
        fields = (field for field in form.typed if field.startswith(f"{name}-"))
        picked = (form.choice(field, people) for field in fields)
        return tuple(dict.fromkeys(person for person in picked if person))

    return Team(
        opening_officers=chosen("opening_officers"),
        chair=form.choice("chair", people),
        evaluators=chosen("evaluators"),
        contract_manager=form.choice("contract_manager", people),
        acceptance_committee=chosen("acceptance_committee"),
    )
