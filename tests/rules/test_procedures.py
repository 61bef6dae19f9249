"""What follows from a procedure: its shortest periods, its publication, its standstill, its run."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money, local_date
from contracts.rules import deadlines, procedures
from contracts.rules.deadlines import Computed
from contracts.rules.editions import Confidence, Edition
from contracts.rules.errors import RuleError
from contracts.rules.procedures import (
    RUN,
    AwardProcedure,
    Bought,
    LeftOut,
    Level,
    Publication,
    Shortened,
    Step,
    Why,
)
from infra import procedure_files, rulebook

DISPATCH = datetime(2026, 1, 12, 8, tzinfo=UTC)
EDITION = rulebook.edition_for(date(2026, 1, 12))
KNOWN = procedure_files.shipped()
OPEN, SIMPLIFIED = KNOWN.procedure("open"), KNOWN.procedure("simplified_negotiated")
RUNNING = [each for each in KNOWN.procedures if procedures.runs(each)]


def euro(amount: int) -> Money:
    """Whole euros."""
    return Money(amount=Decimal(amount))


def least(
    procedure: AwardProcedure,
    dispatch: datetime = DISPATCH,
    *,
    electronic: bool = True,
    shortened: Shortened | None = None,
) -> Computed:
    """The shortest period of a procedure that has one."""
    found = procedures.minimum_deadline(
        procedure, EDITION, dispatch, electronic=electronic, shortened=shortened
    )
    assert found is not None
    return found


# --- the shortest period ----------------------------------------------------------------------


def test_electronic_submission_shortens_35_days_to_30() -> None:
    computed = least(OPEN)
    assert computed.last_day == date(2026, 2, 11)
    explained = computed.explanation
    assert [(part.days, part.parameter) for part in explained.parts] == [
        (35, "open_receipt_tenders"),
        (-5, "open_reduction_electronic"),
    ]
    assert explained.length == 30
    assert explained.event == "notice_dispatched"
    assert explained.article == ("Act 17 June 2016 art. 36 par.1; Act 17 June 2016 art. 36 par.4")
    assert explained.edition == "be-2026-01"


def test_the_simplified_negotiated_procedure_leaves_17_days_instead_of_22() -> None:
    computed = least(SIMPLIFIED)
    assert [part.days for part in computed.explanation.parts] == [22, -5]
    assert computed.last_day == date(2026, 1, 29)
    assert least(SIMPLIFIED, electronic=False).last_day == date(2026, 2, 3)
    urgent = least(SIMPLIFIED, shortened=Shortened.URGENT)
    assert (urgent.explanation.length, urgent.last_day) == (10, date(2026, 1, 22))


def test_paper_keeps_35_days() -> None:
    computed = least(OPEN, electronic=False)
    assert computed.last_day == date(2026, 2, 16)
    assert computed.explanation.parts == ()


@pytest.mark.parametrize("ground", Shortened)
def test_fifteen_days_are_not_shortened_further(ground: Shortened) -> None:
    computed = least(OPEN, shortened=ground)
    assert computed.explanation.length == 15
    assert computed.last_day == date(2026, 1, 27)


def test_a_dispatch_just_before_midnight_counts_for_its_day_in_brussels() -> None:
    evening = datetime(2026, 1, 12, 22, 59, 59, tzinfo=UTC)
    night = datetime(2026, 1, 12, 23, 0, 0, tzinfo=UTC)
    assert least(OPEN, evening).explanation.start.day == 12
    assert least(OPEN, night).explanation.start.day == 13


def test_a_reduction_that_is_unsure_makes_the_period_unsure() -> None:
    reduction = EDITION.parameter("open_reduction_electronic")
    unsure = reduction.model_copy(update={"confidence": Confidence.MEDIUM})
    edition = EDITION.model_copy(
        update={"parameters": {**EDITION.parameters, "open_reduction_electronic": unsure}}
    )
    term = procedures.minimum_term(OPEN, edition)
    assert term is not None
    assert term.confidence is Confidence.MEDIUM


def test_a_period_that_the_law_leaves_open_is_no_number() -> None:
    own = KNOWN.procedure("social_services_own")
    assert procedures.minimum_term(own, EDITION) is None
    assert procedures.minimum_deadline(own, EDITION, DISPATCH) is None
    assert procedures.shortening(own) == ()
    with pytest.raises(RuleError) as caught:
        procedures.minimum_term(own, EDITION, shortened=Shortened.URGENT)
    assert caught.value.code == "period_not_shortened"


def test_a_period_from_an_invitation_does_not_run_from_the_notice() -> None:
    assert procedures.minimum_term(KNOWN.procedure("restricted"), EDITION) is None


@given(
    st.sampled_from(RUNNING),
    st.sampled_from(rulebook.shipped().editions),
    st.integers(0, 13 * 365 * 24),
    st.booleans(),
    st.sampled_from([None, *Shortened]),
)
def test_a_running_procedure_has_the_period_that_its_file_names(
    procedure: AwardProcedure,
    edition: Edition,
    hours: int,
    electronic: bool,
    ground: Shortened | None,
) -> None:
    dispatch = datetime(2018, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    [period] = [each for each in procedure.periods if each.of == "submission"]
    if ground is not None and getattr(period, ground) is None:
        with pytest.raises(RuleError, match="period_not_shortened"):
            procedures.minimum_term(procedure, edition, shortened=ground)
        return
    computed = procedures.minimum_deadline(
        procedure, edition, dispatch, electronic=electronic, shortened=ground
    )
    if period.base is None:
        assert computed is None
        return
    days = edition.number(getattr(period, ground) if ground else period.base)
    if electronic and period.electronic and not ground:
        days += edition.number(period.electronic)
    assert computed is not None
    assert computed.explanation.length == days
    assert computed.last_day >= local_date(dispatch) + timedelta(days=int(days))


# --- publication and standstill ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("bought", "estimate", "level"),
    [
        (Bought.GOODS, 215_999, Level.NATIONAL),
        (Bought.GOODS, 216_000, Level.EUROPEAN),
        (Bought.SERVICES, 650_000, Level.EUROPEAN),
        (Bought.WORKS, 5_403_999, Level.NATIONAL),
        (Bought.WORKS, 5_404_000, Level.EUROPEAN),
    ],
)
def test_the_threshold_itself_is_european(bought: Bought, estimate: int, level: Level) -> None:
    assert procedures.publication_level(OPEN, EDITION, bought, euro(estimate)) is level


def test_the_threshold_is_that_of_the_edition() -> None:
    old = rulebook.edition_for(date(2025, 12, 31))
    level = procedures.publication_level
    assert level(OPEN, old, Bought.GOODS, euro(220_000)) is Level.NATIONAL
    assert level(OPEN, EDITION, Bought.GOODS, euro(220_000)) is Level.EUROPEAN


def test_a_procedure_without_notice_is_published_nowhere() -> None:
    unpublished = KNOWN.procedure("negotiated_without_publication")
    level = procedures.publication_level(unpublished, EDITION, Bought.GOODS, euro(900_000))
    assert level is None
    assert not procedures.standstill(EDITION, level, Bought.GOODS, euro(900_000)).mandatory


def test_an_estimate_in_a_currency_without_threshold_is_refused() -> None:
    pounds = Money(amount=Decimal(650_000), currency="GBP")
    with pytest.raises(RuleError) as caught:
        procedures.publication_level(OPEN, EDITION, Bought.GOODS, pounds)
    assert caught.value.code == "currency_without_threshold"
    assert caught.value.facts["currency"] == "GBP"


@pytest.mark.parametrize(
    ("level", "bought", "award", "mandatory"),
    [
        (Level.EUROPEAN, Bought.SERVICES, 1, True),
        (Level.NATIONAL, Bought.SERVICES, 1, False),
        (Level.NATIONAL, Bought.SERVICES, 259_200, False),
        (Level.NATIONAL, Bought.SERVICES, 259_201, True),  # the threshold of 216 000 and 20 %
        (Level.NATIONAL, Bought.GOODS, 259_201, True),
        (Level.NATIONAL, Bought.WORKS, 2_702_000, False),
        (Level.NATIONAL, Bought.WORKS, 2_702_001, True),
    ],
)
def test_the_standstill_is_mandatory_only_where_the_law_says_so(
    level: Level, bought: Bought, award: int, mandatory: bool
) -> None:
    term = procedures.standstill(EDITION, level, bought, euro(award))
    assert (term.length, term.mandatory) == (15, mandatory)
    assert term.event == "award_letters_dispatched"


def test_fifteen_days_after_10_november_2026_is_the_25th() -> None:
    term = procedures.standstill(EDITION, Level.EUROPEAN, Bought.GOODS, euro(900_000))
    assert deadlines.compute(term, date(2026, 11, 10)).last_day == date(2026, 11, 25)


# --- which procedures run ---------------------------------------------------------------------


def changed(**changes: object) -> AwardProcedure:
    """The open procedure with something else in its file."""
    return OPEN.model_copy(update=changes)


def test_procedures_run_whose_steps_bestek_has() -> None:
    assert {each.id for each in RUNNING} == {
        "open",
        "simplified_negotiated",
        "social_services_own",
    }


def test_what_the_law_lets_the_buyer_leave_out_is_left_out() -> None:
    [without] = procedures.left_out(SIMPLIFIED)
    assert without.steps == (Step.NEGOTIATION, Step.FINAL_TENDERS)
    assert without.announced
    assert procedures.steps(SIMPLIFIED) == RUN
    bound = SIMPLIFIED.model_copy(update={"may_leave_out": ()})
    assert [(each.step, each.why) for each in procedures.obstacles(bound)] == [
        (Step.NEGOTIATION, Why.NOT_BUILT),
        (Step.FINAL_TENDERS, Why.NOT_BUILT),
    ]


def test_what_bestek_can_do_is_not_left_out() -> None:
    law = "Act 17 June 2016 art. 36"
    opened = LeftOut(code="opening", steps=(Step.OPENING,), article=law, announced=False)
    procedure = changed(may_leave_out=(opened,))
    assert procedures.left_out(procedure) == ()
    assert procedures.steps(procedure) == RUN


@pytest.mark.parametrize("step", [step for step in RUN if step is not Step.STANDSTILL])
def test_a_step_that_a_procedure_lacks_is_not_added_to_it(step: Step) -> None:
    procedure = changed(steps=tuple(each for each in RUN if each is not step))
    assert [(each.step, each.why) for each in procedures.obstacles(procedure)] == [
        (step, Why.NOT_FORESEEN)
    ]


def test_a_procedure_without_standstill_runs_without_it() -> None:
    procedure = changed(steps=tuple(each for each in RUN if each is not Step.STANDSTILL))
    assert procedures.runs(procedure)
    assert Step.STANDSTILL not in procedures.steps(procedure)


def test_another_order_is_not_played() -> None:
    first, second, *others = RUN
    procedure = changed(steps=(second, first, *others))
    assert {each.why for each in procedures.obstacles(procedure)} == {Why.OTHER_ORDER}


@given(st.permutations(tuple(Step)), st.integers(1, len(Step)))
def test_whatever_runs_is_played_in_the_order_of_its_file(order: list[Step], length: int) -> None:
    procedure = changed(steps=tuple(order[:length]))
    if procedures.runs(procedure):
        assert procedures.steps(procedure) == procedure.steps
        assert set(procedure.steps) <= set(RUN)
    else:
        assert procedures.obstacles(procedure)


@pytest.mark.parametrize(
    ("name", "method"),
    {
        "open": "open",
        "simplified_negotiated": "open",
        "restricted": "selective",
        "negotiated_without_publication": "limited",
    }.items(),
)
def test_the_method_of_the_code_list_follows_from_who_may_submit(name: str, method: str) -> None:
    assert procedures.method(KNOWN.procedure(name)) == method


def test_no_answer_hangs_on_the_name_of_a_procedure() -> None:
    for each, bought in product(KNOWN.procedures, Bought):
        renamed = each.model_copy(update={"id": "another"})
        assert procedures.obstacles(renamed) == procedures.obstacles(each)
        assert procedures.minimum_term(renamed, EDITION) == procedures.minimum_term(each, EDITION)
        assert procedures.method(renamed) == procedures.method(each)
        levels = {
            procedures.publication_level(procedure, EDITION, bought, euro(900_000))
            for procedure in (each, renamed)
        }
        assert len(levels) == 1
        assert (levels == {None}) is (each.publication is Publication.NONE)
