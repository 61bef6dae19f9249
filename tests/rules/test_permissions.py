"""Who may do what: the table, the separations, the scope, and that the page says the same."""

import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actors import Actor, Mandate, Permission, Relation, Role, system
from contracts.base import Money
from contracts.rules import permissions
from contracts.rules.permissions import (
    GRANTS,
    READS,
    SEPARATIONS,
    Rule,
    can,
)
from tests.rules.worked_pages import tables

CITY = "01890000-0000-7000-8000-000000000001"
OTHER_CITY = "01890000-0000-7000-8000-000000000002"
COMPANY = "01890000-0000-7000-8000-000000000003"
RIVAL = "01890000-0000-7000-8000-000000000004"
PERSON = "01890000-0000-7000-8000-000000000005"
TITULAR = "01890000-0000-7000-8000-000000000006"
DECIDED_ON = date(2026, 1, 5)

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"

ROLES = st.frozensets(st.sampled_from(Role))
RELATIONS = st.frozensets(st.sampled_from(Relation))
ACTS = st.sampled_from(Permission)
AMOUNTS = st.none() | st.builds(
    Money,
    amount=st.decimals(0, 10**7, places=2),
    currency=st.sampled_from(("EUR", "GBP")),
)
MANDATES = st.lists(
    st.builds(
        Mandate,
        role=st.sampled_from(Role),
        titular=st.just(TITULAR),
        decision=st.just("D1"),
        decided_on=st.just(DECIDED_ON),
        limit=AMOUNTS,
        acting=st.booleans(),
    )
).map(tuple)


def actor(*roles: Role, organisation: str = CITY, mandates: tuple[Mandate, ...] = ()) -> Actor:
    """A person with roles, and with mandates."""
    held = frozenset(roles)
    return Actor(person=PERSON, organisation=organisation, roles=held, mandates=mandates)


def rule(act: Permission, role: Role, *relations: Relation) -> str:
    """The verdict as a word: `+` for allowed, then the rule."""
    verdict = can(actor(role), act, frozenset(relations))
    return f"{'+' if verdict.allowed else '-'}{verdict.rule.value}"


@pytest.mark.parametrize(
    ("act", "role", "relations", "verdict"),
    [
        ("create_tender", "project_manager", (), "+role"),
        ("publish_tender", "file_manager", (), "+role"),
        ("publish_tender", "project_manager", (), "-no_role"),
        ("approve_legal", "jurist", (), "+role"),
        ("approve_legal", "jurist", ("preparer",), "-preparer_does_not_approve"),
        ("approve_budget", "finance_director", ("preparer",), "-preparer_does_not_approve"),
        ("approve_budget", "finance_director", ("approver",), "-one_approval_per_person"),
        ("approve_budget", "jurist", (), "-no_role"),
        ("submit_bid", "supplier", (), "+role"),
        ("open_bids", "opening_officer", (), "+role"),
        ("open_bids", "opening_officer", ("bidder",), "-bidder_does_not_judge"),
        ("score_bids", "evaluator", ("evaluator",), "+role_and_relation"),
        ("score_bids", "evaluator", (), "-no_relation"),
        ("score_bids", "evaluator", ("evaluator", "conflicted"), "-conflict_of_interest"),
        ("record_consensus", "committee_chair", ("chair",), "+role_and_relation"),
        ("record_consensus", "evaluator", ("evaluator",), "-no_role"),
        ("reveal_ranking", "committee_chair", ("chair", "conflicted"), "-conflict_of_interest"),
        ("examine_bids", "jurist", ("conflicted",), "-conflict_of_interest"),
        ("read_bids", "evaluator", ("evaluator", "conflicted"), "-conflict_of_interest"),
        ("read_bids", "supplier", ("bidder",), "-bidder_does_not_judge"),
        ("read_evaluation", "evaluator", ("evaluator", "conflicted"), "-conflict_of_interest"),
        ("declare_interest", "evaluator", ("evaluator", "conflicted"), "+role_and_relation"),
        ("grant_visum", "finance_director", (), "+role"),
        ("grant_visum", "finance_director", ("approver",), "+role"),
        ("grant_visum", "finance_director", ("proposer",), "-proposer_does_not_decide"),
        ("grant_visum", "finance_director", ("scorer",), "-evaluator_does_not_decide"),
        ("grant_visum", "finance_director", ("decider",), "-decider_does_not_grant_visum"),
        ("register_decision", "director_general", (), "+role"),
        ("register_decision", "director_general", ("proposer",), "-proposer_does_not_decide"),
        ("register_decision", "director_general", ("chair",), "-evaluator_does_not_decide"),
        ("register_decision", "director_general", ("evaluator",), "-evaluator_does_not_decide"),
        ("register_decision", "director_general", ("visum_giver",), "-visum_giver_does_not_decide"),
        ("confirm_delivery", "supplier", ("contractor",), "+role_and_relation"),
        ("confirm_delivery", "supplier", ("bidder",), "-no_relation"),
        ("confirm_remedy", "contract_manager", (), "-no_role"),
        ("sign_off", "acceptance_member", ("acceptor",), "+role_and_relation"),
        ("sign_off", "contract_manager", ("acceptor",), "+role_and_relation"),
        ("sign_off", "contract_manager", (), "-no_relation"),
        (
            "sign_off",
            "contract_manager",
            ("acceptor", "contractor"),
            "-contractor_does_not_accept",
        ),
        ("confirm_bond", "finance_director", (), "+role"),
        ("confirm_bond", "contract_manager", ("contract_manager",), "+role_and_relation"),
        ("confirm_bond", "contract_manager", (), "-no_relation"),
        ("confirm_bond", "supplier", ("contractor",), "-no_role"),
        ("release_payment", "finance_director", (), "+role"),
        ("release_payment", "finance_director", ("visum_giver",), "+role"),
        ("release_payment", "finance_director", ("acceptor",), "-acceptor_does_not_pay"),
        ("release_payment", "contract_manager", (), "-no_role"),
        ("read_audit_log", "auditor", (), "+role"),
        ("read_audit_log", "administrator", (), "-administrator_has_no_business"),
        ("edit_tender", "auditor", (), "-auditor_writes_nothing"),
        ("record_outcome", "file_manager", (), "-only_the_engine"),
    ],
)
def test_one_act_has_one_verdict_and_its_rule(
    act: str, role: str, relations: tuple[str, ...], verdict: str
) -> None:
    related = [Relation(relation) for relation in relations]
    assert rule(Permission(act), Role(role), *related) == verdict


def test_the_engine_records_outcomes_and_nothing_else() -> None:
    engine = system(CITY)
    allowed = {act for act in Permission if can(engine, act, frozenset()).allowed}
    assert allowed == {Permission.RECORD_OUTCOME}


def test_the_auditor_reads_everything_and_writes_nothing() -> None:
    auditor = actor(Role.AUDITOR)
    assert {act for act in Permission if can(auditor, act, frozenset()).allowed} == READS
    both = actor(Role.AUDITOR, Role.FILE_MANAGER)
    assert can(both, Permission.EDIT_TENDER, frozenset()).rule is Rule.AUDITOR


def test_the_administrator_does_no_business_in_any_other_role_either() -> None:
    both = actor(Role.ADMINISTRATOR, Role.JURIST)
    assert not any(can(both, act, frozenset()).allowed for act in Permission)


def test_the_two_approvals_are_two_people() -> None:
    versatile = actor(Role.JURIST, Role.FINANCE_DIRECTOR)
    assert can(versatile, Permission.APPROVE_LEGAL, frozenset()).allowed
    after = frozenset({Relation.APPROVER})
    assert can(versatile, Permission.APPROVE_BUDGET, after).rule is Rule.APPROVER


@given(ROLES, ACTS, RELATIONS)
def test_nobody_may_what_no_role_of_theirs_holds(
    roles: frozenset[Role], act: Permission, relations: frozenset[Relation]
) -> None:
    if not roles & set(GRANTS[act]):
        assert not can(actor(*roles), act, relations).allowed


@given(ROLES, ACTS, RELATIONS, MANDATES, AMOUNTS)
def test_no_role_and_no_mandate_overcomes_a_separation(
    roles: frozenset[Role],
    act: Permission,
    relations: frozenset[Relation],
    mandates: tuple[Mandate, ...],
    amount: Money | None,
) -> None:
    separated = any(act in s.acts and s.relations & relations for s in SEPARATIONS)
    verdict = can(actor(*roles, mandates=mandates), act, relations, amount)
    assert not (separated and verdict.allowed)


@given(ROLES, MANDATES)
def test_who_may_read_a_dossier_finds_it_in_the_list(
    roles: frozenset[Role], mandates: tuple[Mandate, ...]
) -> None:
    """A list and its detail agree, also for who reads by a role that is lent."""
    reader = actor(*(roles - {Role.SUPPLIER, Role.SYSTEM}), mandates=mandates)
    found = permissions.sees(permissions.visible(reader), CITY)
    assert found is can(reader, Permission.READ_TENDER, frozenset()).allowed


@given(ROLES, ACTS)
def test_more_roles_of_business_never_take_a_permission_away(
    roles: frozenset[Role], act: Permission
) -> None:
    business = roles - {Role.ADMINISTRATOR, Role.AUDITOR, Role.SYSTEM}
    everything = frozenset(Relation) - {r for s in SEPARATIONS for r in s.relations}
    for role in business:
        if can(actor(role), act, everything).allowed:
            assert can(actor(*business), act, everything).allowed


def test_a_buyer_sees_its_own_organisation_and_no_other() -> None:
    scope = permissions.visible(actor(Role.FILE_MANAGER))
    assert permissions.sees(scope, CITY)
    assert not permissions.sees(scope, OTHER_CITY, published=True)
    assert not permissions.sees(scope, OTHER_CITY, parties=frozenset({COMPANY}))


def test_a_supplier_sees_public_tenders_and_its_own_papers() -> None:
    scope = permissions.visible(actor(Role.SUPPLIER, organisation=COMPANY))
    assert permissions.sees(scope, CITY, published=True)
    assert not permissions.sees(scope, CITY)
    assert permissions.sees(scope, CITY, parties=frozenset({COMPANY}))
    assert not permissions.sees(scope, CITY, parties=frozenset({RIVAL}))


@pytest.mark.parametrize("roles", [(), (Role.ADMINISTRATOR,), (Role.ADMINISTRATOR, Role.JURIST)])
def test_an_administrator_or_nobody_sees_no_dossier(roles: tuple[Role, ...]) -> None:
    scope = permissions.visible(actor(*roles))
    for published, parties in itertools.product((True, False), (frozenset({CITY}), frozenset())):
        assert not permissions.sees(scope, CITY, published=published, parties=parties)


def test_every_permission_has_its_line() -> None:
    assert set(GRANTS) == set(Permission)
    assert all(GRANTS[act] for act in Permission)


def _cell(relations: frozenset[Relation] | None) -> str:
    if relations is None:
        return ""
    return ", ".join(sorted(relations)) or "yes"


def test_the_page_shows_the_table_of_the_code() -> None:
    grants, *_ = tables(PAGE)
    expected = [
        {"act": act.value} | {role.value: _cell(GRANTS[act].get(role)) for role in Role}
        for act in Permission
    ]
    assert grants == expected


def test_the_page_shows_the_separations_of_the_code() -> None:
    _, separations, _ = tables(PAGE)
    assert separations == [
        {
            "rule": s.rule.value,
            "who is": ", ".join(sorted(s.relations)),
            "does not": ", ".join(sorted(s.acts)),
        }
        for s in SEPARATIONS
    ]
