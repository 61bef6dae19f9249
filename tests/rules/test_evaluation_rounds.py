"""Rounds of negotiation: each is laid over the one before, with statistics of its own."""

from typing import Any

from tests.rules.evaluation_documents import Document, answered, codes, shown


def negotiated(*rounds: Document, **parts: Any) -> Document:
    """Two bids on price and quality, then rounds."""
    usual: Document = {
        "criteria": [
            {"id": "p", "kind": "price", "weight": 50, "formula": "P1/1"},
            {"id": "q", "weight": 50, "scale": {"maximum": 10}},
        ],
        "bids": [{"id": "A", "price": 100}, {"id": "B", "price": 80}],
        "scores": [
            {"bid": "A", "criterion": "q", "value": 9},
            {"bid": "B", "criterion": "q", "value": 5},
        ],
        "rounds": list(rounds),
    }
    return usual | parts


def test_a_round_is_laid_over_the_one_before() -> None:
    told = answered(negotiated({"id": "1", "bids": [{"id": "A", "price": 50}]}))
    assert shown(told) == {"A": "95.00", "B": "56.25"}
    [before] = told["rounds"]
    assert (before["id"], shown(before)) == ("initial", {"A": "85.00", "B": "75.00"})


def test_every_snapshot_has_statistics_of_its_own() -> None:
    told = answered(
        negotiated(
            {"id": "1", "bids": [{"id": "A", "price": 40}]},
            {"id": "2", "withdrawn": ["A"]},
        )
    )
    assert [each["id"] for each in told["rounds"]] == ["initial", "1"]
    assert shown(told["rounds"][1]) == {"A": "95.00", "B": "50.00"}
    assert shown(told) == {"B": "75.00"}
    assert told["set_aside"] == [{"bid": "A", "because": "withdrawn", "ground": ""}]


def test_only_the_last_admissible_offer_counts() -> None:
    late = {"id": "A", "price": 10, "excluded": "late"}
    told = answered(negotiated({"id": "1", "bids": [late]}))
    assert shown(told) == {"A": "85.00", "B": "75.00"}
    [found] = told["findings"]
    assert (found["code"], found["bid"]) == ("earlier_offer_counts", "A")
    assert found["facts"] == {"round": "1", "ground": "late"}


def test_a_bid_without_an_earlier_offer_stays_excluded() -> None:
    late = {"id": "C", "price": 10, "excluded": "late"}
    told = answered(negotiated({"id": "1", "bids": [late]}))
    assert told["set_aside"] == [{"bid": "C", "because": "excluded", "ground": "late"}]


def test_a_withdrawn_bid_may_come_back_with_a_new_offer() -> None:
    back = {"id": "2", "bids": [{"id": "A", "price": 80}]}
    told = answered(negotiated({"id": "1", "withdrawn": ["A"]}, back))
    assert shown(told) == {"A": "95.00", "B": "75.00"}


def test_scores_and_comparisons_of_a_round_replace_the_same_cells_only() -> None:
    again = {"bid": "B", "criterion": "q", "value": 10}
    told = answered(negotiated({"id": "1", "scores": [again]}))
    assert shown(told) == {"A": "85.00", "B": "100.00"}


def test_what_a_round_names_twice_is_told() -> None:
    twice = {"id": "1", "bids": [{"id": "A", "price": 1}, {"id": "A", "price": 2}]}
    assert codes(answered(negotiated(twice))) == ["duplicate_bid"]
    strange = {"id": "1", "withdrawn": ["Z"]}
    [found] = answered(negotiated(strange))["findings"]
    assert (found["code"], found["bid"], found["effect"]) == ("unknown_bid", "Z", "input")


def test_bids_may_come_in_a_later_round_and_be_decided_on_for_all() -> None:
    entered = {
        "id": "1",
        "bids": [{"id": "C", "price": 60}],
        "scores": [{"bid": "C", "criterion": "q", "value": 8}],
    }
    decision = {"finding": "missing_price", "bid": "C", "outcome": "exclude", "reason": "No."}
    told = answered(negotiated(entered, decisions=[decision]))
    assert set(shown(told["rounds"][0])) == {"A", "B"}
    assert [each["bid"] for each in told["set_aside"]] == ["C"]


def test_rounds_alone_need_no_first_offers() -> None:
    document = negotiated()
    first = {"id": "1", "bids": document.pop("bids"), "scores": document.pop("scores")}
    told = answered({**document, "rounds": [first]})
    assert shown(told) == {"A": "85.00", "B": "75.00"}
    assert told["rounds"] == []
