"""Who may do what: the table, the separations, the scope, and that the page says the same."""

import itertools
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.actors import Actor, Permission, Relation, Role, system
from contracts.base import Money
from contracts.rules import permissions
from contracts.rules.errors import RuleError
from contracts.rules.permissions import GRANTS, READS, SEPARATIONS, Mandate, Rule, can
from tests.rules.worked_pages import tables

CITY = "01890000-0000-7000-8000-000000000001"
OTHER_CITY = "01890000-0000-7000-8000-000000000002"
COMPANY = "01890000-0000-7000-8000-000000000003"
RIVAL = "01890000-0000-7000-8000-000000000004"
PERSON = "01890000-0000-7000-8000-000000000005"
TITULAR = "01890000-0000-7000-8000-000000000006"

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"

ROLES = st.frozensets(st.sampled_from(Role))
RELATIONS = st.frozensets(st.sampled_from(Relation))
ACTS = st.sampled_from(Permission)
MANDATES = st.lists(
    st.builds(Mandate, role=st.sampled_from(Role), titular=st.just(TITULAR), decision=st.just("D1"))
)


def actor(*roles: Role, organisation: str = CITY) -> Actor:
    """A person with roles."""
    return Actor(person=PERSON, organisation=organisation, roles=frozenset(roles))


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


@given(ROLES, ACTS, RELATIONS, MANDATES)
def test_no_role_and_no_mandate_overcomes_a_separation(
    roles: frozenset[Role],
    act: Permission,
    relations: frozenset[Relation],
    mandates: list[Mandate],
) -> None:
    separated = any(act in s.acts and s.relations & relations for s in SEPARATIONS)
    verdict = can(actor(*roles), act, relations, mandates)
    assert not (separated and verdict.allowed)


@given(ROLES, ACTS)
def test_more_roles_of_business_never_take_a_permission_away(
    roles: frozenset[Role], act: Permission
) -> None:
    business = roles - {Role.ADMINISTRATOR, Role.AUDITOR, Role.SYSTEM}
    everything = frozenset(Relation) - {r for s in SEPARATIONS for r in s.relations}
    for role in business:
        if can(actor(role), act, everything).allowed:
            assert can(actor(*business), act, everything).allowed


@pytest.mark.parametrize(
    ("act", "lent", "relations", "expected"),
    [
        (Permission.GRANT_VISUM, Role.FINANCE_DIRECTOR, (), Rule.MANDATE),
        (Permission.GRANT_VISUM, Role.FINANCE_DIRECTOR, (Relation.SCORER,), Rule.EVALUATOR),
        (Permission.REGISTER_DECISION, Role.DIRECTOR_GENERAL, (Relation.PROPOSER,), Rule.PROPOSER),
        (Permission.SCORE_BIDS, Role.EVALUATOR, (Relation.DECIDER,), Rule.NO_ROLE),
        (Permission.OPEN_BIDS, Role.OPENING_OFFICER, (), Rule.NO_ROLE),
        (Permission.READ_AUDIT_LOG, Role.AUDITOR, (), Rule.NO_ROLE),
        (Permission.SUBMIT_BID, Role.SUPPLIER, (), Rule.NO_ROLE),
    ],
)
def test_a_deputy_acts_by_decision_and_stays_bound_by_separation(
    act: Permission, lent: Role, relations: tuple[Relation, ...], expected: Rule
) -> None:
    mandate = Mandate(role=lent, titular=TITULAR, decision="2026_CBS_00012")
    verdict = can(actor(Role.PROJECT_MANAGER), act, frozenset(relations), [mandate])
    assert verdict.rule is expected
    assert verdict.allowed is (expected is Rule.MANDATE)


@pytest.mark.parametrize(
    ("limit", "amount", "expected"),
    [
        (None, "999999999.99", Rule.MANDATE),
        ("30000.00", "30000.00", Rule.MANDATE),
        ("30000.00", "30000.01", Rule.MANDATE_LIMIT),
        ("30000.00", None, Rule.MANDATE),
    ],
)
def test_a_mandate_reaches_up_to_and_including_its_limit(
    limit: str | None, amount: str | None, expected: Rule
) -> None:
    mandate = lent_for(limit)
    asked = None if amount is None else Money(amount=Decimal(amount))
    verdict = can(actor(), Permission.GRANT_VISUM, frozenset(), [mandate], asked)
    assert verdict.rule is expected
    assert verdict.allowed is (expected is Rule.MANDATE)


def test_the_mandate_with_the_higher_limit_serves() -> None:
    mandates = [lent_for("10.00"), lent_for("100.00")]
    asked = Money(amount=Decimal(50))
    assert can(actor(), Permission.GRANT_VISUM, frozenset(), mandates, asked).allowed


def test_a_limit_in_another_currency_is_not_compared() -> None:
    asked = Money(amount=Decimal(5), currency="GBP")
    with pytest.raises(RuleError, match="currencies_differ"):
        can(actor(), Permission.GRANT_VISUM, frozenset(), [lent_for("10.00")], asked)


def lent_for(limit: str | None) -> Mandate:
    """The finance director's role, by a decision with a limit."""
    return Mandate(
        role=Role.FINANCE_DIRECTOR,
        titular=TITULAR,
        decision="2026_CBS_00012",
        limit=None if limit is None else Money(amount=Decimal(limit)),
    )


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
    grants, _ = tables(PAGE)
    expected = [
        {"act": act.value} | {role.value: _cell(GRANTS[act].get(role)) for role in Role}
        for act in Permission
    ]
    assert grants == expected


def test_the_page_shows_the_separations_of_the_code() -> None:
    _, separations = tables(PAGE)
    assert separations == [
        {
            "rule": s.rule.value,
            "who is": ", ".join(sorted(s.relations)),
            "does not": ", ".join(sorted(s.acts)),
        }
        for s in SEPARATIONS
    ]
    text = PAGE.read_text(encoding="utf-8")
    for act in permissions.NOT_DEPUTISABLE - READS - {Permission.RECORD_OUTCOME}:
        assert act.value in text.split("## Deputies")[1]
