"""Every finding is raised by some input, has its effect, and is settled as a person decides."""

import pytest

from contracts.rules import scoring
from contracts.rules.scoring import Effect, Finding, FindingCode, Result
from contracts.rules.scoring.evaluation_file import EvaluationFile
from contracts.rules.scoring.rounds import snapshots
from tests.rules import published
from tests.rules.findings_table import (
    BLOCKS,
    EFFECTS,
    INPUT,
    METHOD,
    OF_ROUNDS,
    QUALITY,
    WAITS,
    Document,
    bid,
    decided,
    document,
    priced,
    score,
)

EVERY = [
    (code, each)
    for table in EFFECTS.values()
    for code, documents in table.items()
    for each in documents
]


def evaluated(written: Document) -> Result:
    """The evaluation of a document."""
    return scoring.evaluate(*published.file_of({"criteria": [], "bids": [], **written}))


def of_code(result: Result, code: FindingCode) -> list[Finding]:
    """The findings of one code."""
    return [finding for finding in result.findings if finding.code is code]


def with_decision(written: Document, *more: Document) -> Document:
    """The document with decisions."""
    return written | {"decisions": [*written.get("decisions", []), *more]}


def test_every_finding_is_raised_here_or_by_rounds() -> None:
    here = {code for table in EFFECTS.values() for code in table}
    assert here | OF_ROUNDS == set(FindingCode)
    assert not here & OF_ROUNDS
    assert {code: code.effect for code in here} == {
        code: effect for effect, table in EFFECTS.items() for code in table
    }


@pytest.mark.parametrize(("code", "written"), EVERY)
def test_the_least_input_raises_its_finding_and_no_other(
    code: FindingCode, written: Document
) -> None:
    result = evaluated(written)
    assert of_code(result, code)
    beside = {finding.code for finding in result.findings} - {code}
    nobody_left = code is FindingCode.NO_ADMISSIBLE_BID
    assert beside <= ({FindingCode.BELOW_THRESHOLD} if nobody_left else set())
    assert result.findings == tuple(
        sorted(result.findings, key=lambda f: (f.code, f.criterion, f.bid))
    )


@pytest.mark.parametrize(("code", "written"), EVERY)
def test_a_finding_has_its_effect(code: FindingCode, written: Document) -> None:
    result = evaluated(written)
    model, _ = published.file_of({"criteria": [], "bids": [], **written})
    found = of_code(result, code)
    stops = code.effect in (Effect.METHOD, Effect.INPUT, Effect.BLOCKS)
    assert bool(scoring.examine(model)) == (code.effect is Effect.METHOD)
    assert result.complete != stops
    assert all(finding.blocks == stops for finding in found)
    assert all(finding.waits == (code.effect is not Effect.TOLD) for finding in found)
    assert result.settled == (code.effect is Effect.TOLD)
    if stops:
        assert (result.rows, result.ranking_groups, result.trace) == ((), (), ())
    else:
        assert result.rows


@pytest.mark.parametrize(
    ("code", "written"), [each for each in EVERY if each[0] in METHOD or each[0] in INPUT]
)
def test_nobody_decides_away_what_cannot_be_right(code: FindingCode, written: Document) -> None:
    result = evaluated(with_decision(written, decided(code, "admit")))
    assert not result.complete
    assert all(finding.decided is None for finding in result.findings)


@pytest.mark.parametrize(("code", "written"), [each for each in EVERY if each[0] in BLOCKS])
def test_what_blocks_on_a_bid_is_settled_by_excluding_it(
    code: FindingCode, written: Document
) -> None:
    found = of_code(evaluated(written), code)
    names = {finding.bid for finding in found} - {""}
    more = tuple(decided(code, "exclude", bid=each) for each in sorted(names))
    result = evaluated(with_decision(written, *more))
    left = {each["id"] for each in written["bids"]} - names
    assert result.complete == bool(names and left)
    assert {out.bid for out in result.set_aside} >= names
    assert all(out.because == code for out in result.set_aside if out.bid in names)


@pytest.mark.parametrize(("code", "written"), [each for each in EVERY if each[0] in BLOCKS])
def test_what_blocks_is_not_settled_by_words(code: FindingCode, written: Document) -> None:
    result = evaluated(with_decision(written, decided(code, "admit")))
    assert not result.complete
    assert any(finding.blocks for finding in result.findings)


def test_a_price_of_zero_is_admitted_where_the_formula_has_a_value_for_it() -> None:
    free = document(priced("P3/1"), QUALITY, bids=[bid("A", "0"), bid("B")])
    assert not evaluated(free).complete
    result = evaluated(with_decision(free, decided("price_zero", "admit", bid="A")))
    assert result.settled
    assert [(f.code, f.decided) for f in result.findings] == [("price_zero", "admit")]
    credit = document(
        priced("A1/1", full_price="0", zero_price="9"), QUALITY, bids=[bid("A", "-4"), bid("B")]
    )
    assert evaluated(with_decision(credit, decided("price_negative", "admit"))).settled
    assert not evaluated(credit).complete


@pytest.mark.parametrize("outcome", ["admit", "exclude"])
@pytest.mark.parametrize("code", [FindingCode.CEILING_PASSED, FindingCode.ABNORMALLY_LOW])
def test_what_waits_on_a_bid_is_decided_either_way(code: FindingCode, outcome: str) -> None:
    written = with_decision(WAITS[code][0], decided(code, outcome, bid="A"))
    result = evaluated(written)
    assert result.settled
    assert [(f.code, f.decided) for f in result.findings] == [(code, outcome)]
    ranked = {each for group in result.ranking_groups for each in group.bids}
    assert ranked == ({"A", "B"} if outcome == "admit" else {"B"})


def test_a_screening_keeps_its_statistics_when_a_bid_is_excluded_for_it() -> None:
    written = WAITS[FindingCode.ABNORMALLY_LOW][0]
    before = evaluated(written).screenings
    after = evaluated(with_decision(written, decided("abnormally_low", "exclude", bid="A")))
    assert after.screenings == before


@pytest.mark.parametrize("order", [["A", "B"], ["B", "A"]])
def test_a_tie_is_settled_by_the_order_that_was_decided(order: list[str]) -> None:
    written = WAITS[FindingCode.TIE][0]
    result = evaluated(with_decision(written, decided("tie", "admit", order=order)))
    assert result.settled
    assert [list(group.bids) for group in result.ranking_groups] == [[each] for each in order]
    assert [row.rank for row in result.rows] == [1, 2]
    assert [step.by for step in result.tie_breaks] == ["decision"]


def test_an_order_settles_its_own_tie_and_no_other() -> None:
    four = {"A": "5", "B": "5", "C": "2", "D": "2"}
    written = document(
        bids=[bid(each) for each in four], scores=[score(b, v) for b, v in four.items()]
    )
    written = with_decision(written, decided("tie", "admit", order=["B", "A"]))
    result = evaluated(written)
    assert [list(group.bids) for group in result.ranking_groups] == [["B"], ["A"], ["C", "D"]]
    assert [(f.facts["rank"], f.decided) for f in result.findings] == [("1", "admit"), ("3", None)]
    assert not result.settled


def test_a_round_that_refuses_an_offer_says_that_the_earlier_one_counts() -> None:
    again = {"id": "2", "bids": [bid("A", "7", excluded="Late.")]}
    file = EvaluationFile.model_validate(document() | {"rounds": [again]})
    [_, after] = snapshots(file)
    [finding] = after.findings
    assert (finding.code, finding.bid) == (FindingCode.EARLIER_OFFER_COUNTS, "A")
    assert finding.effect is Effect.TOLD
