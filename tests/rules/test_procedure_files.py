"""The procedures as files: complete, in order, and open to a further one without code."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.base import Money
from contracts.rules import advice, procedures
from contracts.rules.advice import Question
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Body, Bought, CallOff, Publication, Rounds, Step
from infra import procedure_files, rulebook
from infra.procedure_files import ProcedureFileError

SHIPPED = Path(procedure_files.__file__).parent / "procedures"
KNOWN = procedure_files.shipped()
FURTHER = """
id = "sandbox_contest"
form = "procedure"
article = "Act 17 June 2016 art. 36"
source = "a test"
steps = ["preparation", "submission", "decision"]
publication = "by_estimate"

[decides]
decision = "college"

[[grounds]]
code = "city_experiment"
article = "Act 17 June 2016 art. 36"
kinds = ["services"]
claimed = true
below = "low_value_limit"

[[periods]]
of = "submission"
event = "notice_dispatched"
article = "Act 17 June 2016 art. 36"
base = "open_receipt_tenders"
"""
LEFT_OUT = """
[[may_leave_out]]
code = "decision"
steps = ["decision"]
article = "Act 17 June 2016 art. 36"
announced = false
"""


def test_every_row_of_the_law_page_is_a_file() -> None:
    assert {each.id for each in KNOWN.procedures} == {
        *("open", "restricted", "competitive_negotiation", "simplified_negotiated"),
        *("negotiated_without_publication", "competitive_dialogue", "innovation_partnership"),
        *("low_value", "social_services_own"),
    }
    assert {each.id for each in KNOWN.techniques} == {
        *("framework_agreement", "dynamic_purchasing_system"),
        *("electronic_auction", "electronic_catalogue"),
    }


def test_every_edition_holds_what_every_file_names() -> None:
    lacking = {e.id: procedures.lacking(KNOWN, e) for e in rulebook.shipped().editions}
    assert {edition: names for edition, names in lacking.items() if names} == {}
    assert len(lacking) > 1


def test_a_parameter_that_an_edition_lacks_is_named() -> None:
    edition = rulebook.edition_for(date(2026, 1, 12))
    held = {name: each for name, each in edition.parameters.items() if name != "dps_tenders"}
    without = edition.model_copy(update={"parameters": held})
    assert procedures.lacking(KNOWN, without) == ("dps_tenders",)


def test_who_decides_stands_in_each_procedure_with_a_decision() -> None:
    for each in KNOWN.procedures:
        if each.low_value:
            assert each.decides == {Step.ORDER: Body.COLLEGE}
            continue
        assert each.decides == {
            Step.APPROVAL: Body.COUNCIL_OR_COLLEGE,
            Step.VISUM: Body.FINANCE_DIRECTOR,
            Step.DECISION: Body.COLLEGE,
        }
        steps = [each.steps.index(step) for step in (Step.VISUM, Step.DECISION, Step.STANDSTILL)]
        assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("name", "candidates", "negotiation", "dialogue", "publication"),
    [
        ("open", None, Rounds.NONE, False, Publication.BY_ESTIMATE),
        ("restricted", 5, Rounds.NONE, False, Publication.BY_ESTIMATE),
        ("competitive_negotiation", 3, Rounds.OPTIONAL, False, Publication.BY_ESTIMATE),
        ("simplified_negotiated", None, Rounds.OPTIONAL, False, Publication.BY_ESTIMATE),
        ("negotiated_without_publication", None, Rounds.OPTIONAL, False, Publication.NONE),
        ("competitive_dialogue", 3, Rounds.NONE, True, Publication.BY_ESTIMATE),
        ("innovation_partnership", 3, Rounds.PROVIDED, False, Publication.BY_ESTIMATE),
        ("low_value", None, Rounds.OPTIONAL, False, Publication.NONE),
    ],
)
def test_candidates_rounds_and_publication_are_those_of_the_law(
    name: str,
    candidates: int | None,
    negotiation: Rounds,
    dialogue: bool,
    publication: Publication,
) -> None:
    each, edition = KNOWN.procedure(name), rulebook.edition_for(date(2026, 1, 12))
    least = each.minimum_candidates
    assert (None if least is None else edition.number(least)) == candidates
    assert (each.negotiation, each.dialogue, each.publication) == (
        negotiation,
        dialogue,
        publication,
    )


def test_techniques_fit_where_the_law_lets_them() -> None:
    def fitting(name: str, bought: Bought = Bought.SERVICES) -> set[str]:
        return {each.id for each in KNOWN.techniques_on(KNOWN.procedure(name), bought)}

    assert fitting("restricted") == {each.id for each in KNOWN.techniques}
    assert "dynamic_purchasing_system" not in fitting("restricted", Bought.WORKS)
    assert "dynamic_purchasing_system" not in fitting("open")
    assert fitting("negotiated_without_publication") == {
        "framework_agreement",
        "electronic_catalogue",
    }
    assert fitting("low_value") == set()


def test_a_framework_agreement_has_its_call_offs() -> None:
    [framework] = [each for each in KNOWN.techniques if each.id == "framework_agreement"]
    assert set(framework.call_offs) == set(CallOff) - {CallOff.INVITE_ALL}
    assert Step.MINI_COMPETITION in framework.steps
    assert framework.longest == "framework_max_duration"


def test_a_further_procedure_is_a_further_file(tmp_path: Path) -> None:
    (tmp_path / "sandbox_contest.toml").write_text(FURTHER, encoding="utf-8")
    known = procedure_files.read(SHIPPED, tmp_path)
    question = Question(
        bought=Bought.SERVICES,
        estimate=Estimate(base=Money(amount=Decimal("29999.99"))),
        day=date(2026, 11, 23),
        grounds=frozenset({"city_experiment"}),
    )
    found = advice.advise(question, rulebook.edition_for(question.day), known)
    [option] = [each for each in found.procedures if each.procedure == "sandbox_contest"]
    assert option.open
    assert [(each.code, each.because) for each in option.grounds] == [
        ("city_experiment", advice.Because.INVOKED)
    ]
    assert [period.days for period in option.periods] == [35]
    assert "framework_agreement" in {each.id for each in option.techniques}
    with pytest.raises(RuleError, match="ground_unknown"):
        advice.advise(question, rulebook.edition_for(question.day), KNOWN)


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        ("id =", "sandbox_contest.toml: "),
        (FURTHER.replace("college", "mayor"), "decides.decision"),
        (FURTHER.replace('"submission", "d', '"siesta", "d'), "steps.1"),
        (FURTHER.replace('"decision"]', '"submission"]'), "stands once in the order"),
        (FURTHER.replace("decision = ", "visum = "), "decides in a step of this procedure"),
        (FURTHER.replace("claimed = true", "claimed = 35000.5"), "grounds.0.claimed"),
        (FURTHER.replace('base = "', 'urgent = "'), "not shortened"),
        (FURTHER.replace("art. 36", "somewhere"), "article"),
        (FURTHER + LEFT_OUT.replace("decision", "dialogue"), "a step of this procedure"),
        (FURTHER + LEFT_OUT + LEFT_OUT, "stands once"),
        (FURTHER.replace('"sandbox_contest"', '"another"'), "holds another"),
        (FURTHER.replace('"by_estimate"', '"by_estimate"\nextra = 1'), "extra"),
        (
            FURTHER + '[[grounds]]\ncode = "city_experiment"\narticle = "Act 17 June 2016 art. 1"',
            "stands once for a kind",
        ),
    ],
)
def test_a_faulty_file_is_named_with_its_field(tmp_path: Path, faulty: str, said: str) -> None:
    (tmp_path / "sandbox_contest.toml").write_text(faulty, encoding="utf-8")
    with pytest.raises(ProcedureFileError, match=said) as caught:
        procedure_files.read(SHIPPED, tmp_path)
    assert str(caught.value).startswith("sandbox_contest.toml: ")


def test_two_files_of_one_name_and_a_technique_on_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "open.toml").write_text(
        (SHIPPED / "open.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(ProcedureFileError, match="open stands in two folders"):
        procedure_files.read(SHIPPED, tmp_path)
    auction = (SHIPPED / "electronic_auction.toml").read_text(encoding="utf-8")
    (tmp_path / "electronic_auction.toml").write_text(auction, encoding="utf-8")
    with pytest.raises(ProcedureFileError, match="electronic_auction: "):
        procedure_files.read(tmp_path)


def test_an_unknown_procedure_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        KNOWN.procedure("secret")
    assert caught.value.code == "procedure_unknown"


def test_what_a_file_says_is_in_its_hash() -> None:
    each = KNOWN.procedure("open")
    assert len({one.sha256 for one in (*KNOWN.procedures, *KNOWN.techniques)}) == 13
    assert each.model_copy(update={"note": "changed"}).sha256 != each.sha256
    assert each.model_copy(update={"note": ""}).sha256 == each.sha256
