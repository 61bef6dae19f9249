"""The binding acts of an award, as their sheets tell them, and forms that come back refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.forms import Act, Form
from api.pages import page
from api.pages.awarding.dossier import File
from api.pages.page import Visit
from contracts.actors import Permission
from contracts.refusals import Code, Refusal
from infra import ids


@dataclass(frozen=True)
class _Kind:
    """One act: who may do it, how the rules call it, what its button says, where it is sent."""

    permission: Permission
    kind: str
    label: str
    place: str


KINDS = {
    "propose": _Kind(
        Permission.PROPOSE_AWARD, "propose_award", "act.propose_award", "award/propose"
    ),
    "grant": _Kind(Permission.GRANT_VISUM, "grant_visum", "act.grant_visum", "visum/grant"),
    "refuse": _Kind(Permission.GRANT_VISUM, "refuse_visum", "act.refuse_visum", "visum/refuse"),
    "register": _Kind(
        Permission.REGISTER_DECISION,
        "register_decision",
        "act.register_decision",
        "decision/register",
    ),
    "conclude": _Kind(
        Permission.CONCLUDE_CONTRACT,
        "conclude_contract",
        "act.conclude_contract",
        "letters/conclude",
    ),
}
"""By the id of the sheet in its page."""

_OF_ROLES = frozenset({Code.NOT_ALLOWED, Code.SEPARATION_OF_DUTIES})


async def act(
    visit: Visit,
    file: File,
    name: str,
    *,
    happens: Iterable[str],
    told: Iterable[str],
    final: Iterable[str],
    hidden: Mapping[str, str] | None = None,
) -> Act:
    """One act of this award; greyed with its reason when this reader cannot do it now."""
    kind, actor, state = KINDS[name], visit.me.actor, file.award.state
    refusal = page.judged(
        actor, state, file.relations, kind.permission, kind.kind, visit.now, file.amounts
    )
    texts = visit.texts
    by_role = refusal is not None and refusal.code in _OF_ROLES
    return Act(
        name=name,
        label=texts.say(kind.label),
        path=f"{file.path}/{kind.place}",
        command_id=ids.new_id(),
        happens=tuple(texts.say(key) for key in happens),
        told=tuple(told),
        final=tuple(texts.say(key) for key in final),
        hidden=hidden or {},
        mandate=page.by_mandate(
            visit, kind.permission, file.relations, file.amounts.get(kind.kind)
        ),
        refusal=await visit.sentence(refusal) if refusal else None,
        who=page.who_can(kind.permission, texts) if by_role else None,
    )


def shown(visit: Visit, name: str) -> bool:
    """Whether the page was asked to show this sheet: after its form was kept and found right."""
    return visit.request.query_params.get("sheet") == name


async def refused(visit: Visit, typed: Mapping[str, str], errors: Mapping[str, Refusal]) -> Form:
    """The form as it was typed, with a sentence at each field; what no field is at fault for
    stands under the empty name."""
    return Form(
        typed=typed, errors={name: await visit.sentence(why) for name, why in errors.items()}
    )
