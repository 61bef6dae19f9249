"""Several lots in one evaluation file, awarded by the announced rule."""

from typing import Any

from tests.rules.evaluation_documents import Document, answered, codes


def lotted(rule: str, *prices: dict[str, str], **policy: Any) -> Document:
    """Lots won on price alone; bid `N1` is of Noord for the first lot."""
    lots = [
        {
            "id": str(place),
            "bids": [
                {"id": f"{who[0]}{place}", "tenderer": who, "price": amount}
                for who, amount in of_lot.items()
            ],
        }
        for place, of_lot in enumerate(prices, start=1)
    ]
    return {
        "criteria": [{"id": "p", "kind": "price", "weight": 100, "formula": "P1/1"}],
        "lots": lots,
        "lot_policy": {"rule": rule, **policy},
    }


ONE = {"Noord": "100", "Zuid": "110"}
TWO = {"Noord": "100", "Zuid": "150"}


def awards(told: Document) -> list[dict[str, str | None]]:
    """Who is awarded what, in each allocation."""
    return [each["awards"] for each in told["allocations"]]


def test_independent_lots_go_to_the_best_bid_of_each() -> None:
    told = answered(lotted("independent", ONE, TWO))
    assert awards(told) == [{"1": "N1", "2": "N2"}]
    assert told["rule_versions"] == ["P1/1", "lots_independent/1"]


def test_a_limit_is_met_by_the_best_sum_or_in_the_announced_order() -> None:
    best = answered(lotted("limit_optimal", ONE, TWO, limit=1, figure="price"))
    assert awards(best) == [{"1": "Z1", "2": "N2"}]
    assert best["allocation_total"] == {"exact": "210/1", "shown": "210.00"}
    first = answered(lotted("limit_priority", ONE, TWO, limit=1, order=["1", "2"]))
    assert awards(first) == [{"1": "N1", "2": "Z2"}]
    assert first["allocation_steps"][1]["considered"][0]["verdict"] == "limit_reached"


def test_a_tenderer_may_have_a_limit_of_its_own() -> None:
    told = answered(lotted("limit_optimal", ONE, TWO, limits={"Noord": 1}, figure="price"))
    assert awards(told) == [{"1": "Z1", "2": "N2"}]


def test_discounts_for_combinations_are_compared_on_prices() -> None:
    discount = {"id": "z", "tenderer": "Zuid", "lots": ["1", "2"], "percent": 25}
    told = answered(lotted("combined", ONE, TWO, figure="price", discounts=[discount]))
    assert awards(told) == [{"1": "Z1", "2": "Z2"}]
    assert told["allocation_total"]["exact"] == "195/1"
    on_points = answered(lotted("combined", ONE, TWO, discounts=[discount]))
    assert codes(on_points) == ["lot_figure_unsuitable"]
    assert on_points["allocations"] == []


def test_all_equally_good_allocations_are_answered_and_wait() -> None:
    document = lotted("limit_optimal", TWO, TWO, limit=1, figure="price")
    told = answered(document)
    assert len(told["allocations"]) == 2
    [found] = told["findings"]
    assert (found["code"], found["waits"]) == ("several_optima", True)
    decision = {"finding": "several_optima", "outcome": "admit", "reason": "Drawn by lot."}
    [found] = answered(document | {"decisions": [decision]})["findings"]
    assert (found["decided"], found["waits"]) == ("admit", False)


def test_a_lot_without_bids_is_no_mistake() -> None:
    told = answered(lotted("independent", ONE, {}))
    assert awards(told) == [{"1": "N1", "2": None}]
    [found] = told["findings"]
    assert (found["code"], found["lot"], found["waits"]) == ("lot_without_award", "2", False)


def test_a_lot_that_is_not_ready_holds_up_the_others_only_where_they_depend_on_it() -> None:
    unready = {"Noord": "0", "Zuid": "5"}
    apart = answered(lotted("independent", ONE, unready))
    assert awards(apart) == [{"1": "N1"}]
    assert codes(apart) == ["lots_not_ready"]
    together = answered(lotted("limit_optimal", ONE, unready, limit=1))
    assert (awards(together), codes(together)) == ([], ["lots_not_ready"])


def test_lots_that_are_compared_have_one_currency() -> None:
    document = lotted("limit_optimal", ONE, TWO, limit=1, figure="price")
    for bid in document["lots"][1]["bids"]:
        bid["price"] = {"amount": bid["price"], "currency": "USD"}
    assert codes(answered(document)) == ["currencies_differ"]
    apart = answered(document | {"lot_policy": {}})
    assert codes(apart) == []


def test_a_wrong_order_of_lots_is_bad_input() -> None:
    [found] = answered(lotted("limit_priority", ONE, TWO, order=["1"]))["findings"]
    assert (found["code"], found["effect"]) == ("priority_order", "input")


def test_lots_won_by_the_most_and_by_the_least_have_no_sum() -> None:
    document = lotted("limit_optimal", ONE, TWO, limit=1)
    document["lots"][0]["parameters"] = {"formula": "A6/1"}
    document["lots"][0]["criteria"] = [{"id": "q", "weight": 100, "scale": {"maximum": 10}}]
    document["lots"][0]["scores"] = [
        {"bid": bid, "criterion": "q", "value": 5} for bid in ("N1", "Z1")
    ]
    assert codes(answered(document)) == ["lot_directions_differ"]


def test_a_lot_may_announce_its_own_method_and_is_answered_as_a_file_of_its_own() -> None:
    document = lotted("independent", ONE, TWO)
    own = [{"id": "d", "kind": "price", "weight": 100, "formula": "P2/1"}]
    document["lots"][1]["criteria"] = own
    told = answered(document)
    alone = {"criteria": own, "bids": document["lots"][1]["bids"]}
    assert told["lots"]["2"] == answered(alone)
    assert told["rule_versions"] == ["P1/1", "P2/1", "lots_independent/1"]
