"""An exported ranking: everything in it follows from its own file, and nothing else is in it."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from contracts import evaluation
from contracts.base import Money
from contracts.bidding import OpenedBid
from contracts.evaluation import bundle
from contracts.evaluation.bundle import Ranked, TieSettled
from contracts.rules.errors import RuleError
from contracts.rules.scoring import bundle as bundles
from infra.evaluation_files import reading
from tests.rules import casework
from tests.rules.casework import AGREED, BRUG, DRAFT, GRIET, KADE, LINDE, MEER, ZILVER

NAMES = {KADE: "Kade Zeven nv", ZILVER: "Zilverdijk", MEER: "Meer", LINDE: "Linde", BRUG: "Brug"}


def ranked(**given: Any) -> Ranked:
    """The case system of the city, ranked; Brugwachter was set aside."""
    bids = given.pop("bids", casework.opened())
    scores = casework.scores(GRIET, given.pop("agreed", AGREED))
    return Ranked(
        draft=DRAFT,
        bids=bids,
        examined=casework.examination().rows,
        consensus=scores,
        result=evaluation.rank(DRAFT, bids, {BRUG}, scores),
        tenderers=NAMES,
        **given,
    )


def _read(made: dict[str, Any]) -> reading.Bundle:
    return reading.bundle(json.dumps(made).encode())


def test_a_bundle_is_computed_again_to_the_last_digit() -> None:
    made = bundle.bundle(ranked())
    assert made["bundle"] == 1
    assert {bid: each["shown"] for bid, each in made["answer"]["totals"].items()} == {
        ZILVER: "86.72",
        KADE: "86.48",
        MEER: "83.19",
        LINDE: "74.50",
    }
    read = _read(made)
    assert bundles.differences(read.file, read.answer) == ()


@pytest.mark.parametrize("part", ["evaluation", "answer"])
def test_one_changed_digit_is_found(part: str) -> None:
    made = bundle.bundle(ranked())
    if part == "evaluation":
        made["evaluation"]["bids"][0]["price"]["amount"] = "1396450.01"
    else:
        exact = made["answer"]["totals"][KADE]["exact"]
        made["answer"]["totals"][KADE]["exact"] = exact[:-1] + str(9 - int(exact[-1]))
    read = _read(made)
    assert bundles.differences(read.file, read.answer) != ()


def test_bids_bear_the_names_of_their_suppliers_and_the_ground_on_which_they_fell() -> None:
    written = bundle.bundle(ranked())["evaluation"]
    bids = {bid["id"]: bid for bid in written["bids"]}
    assert {bid: each["tenderer"] for bid, each in bids.items()} == NAMES
    assert bids[BRUG]["excluded"]
    assert [bid for bid, each in bids.items() if each.get("excluded")] == [BRUG]
    aside = bundle.bundle(ranked())["answer"]["set_aside"]
    assert aside == [{"bid": BRUG, "because": "excluded", "ground": bids[BRUG]["excluded"]}]


def test_no_member_is_named_and_every_agreed_score_has_its_reasons() -> None:
    scores = bundle.bundle(ranked())["evaluation"]["scores"]
    assert len(scores) == 4 * len(casework.WEIGHTS)
    assert all("member" not in score and score["motivation"].strip() for score in scores)


def test_a_bid_that_cannot_be_compared_is_listed_where_it_was_set_aside() -> None:
    others = tuple(bid for bid in casework.opened() if bid.bid != BRUG)
    unread = OpenedBid(bid=BRUG, intact=False, form=None)
    assert _read(bundle.bundle(ranked(bids=(*others, unread)))).file.bids[-1].price is None
    brug = next(bid for bid in casework.opened() if bid.bid == BRUG)
    assert brug.form is not None
    for amount, currency in (("1.00", "USD"), ("0.00", "EUR")):
        price = Money(amount=Decimal(amount), currency=currency)
        strange = brug.model_copy(update={"form": brug.form.model_copy(update={"price": price})})
        made = bundle.bundle(ranked(bids=(*others, strange)))
        assert made["answer"]["totals"].keys() == {KADE, ZILVER, MEER, LINDE}


def test_the_order_of_what_is_read_changes_no_byte() -> None:
    found = ranked()
    turned = Ranked(
        **{
            **vars(found),
            "bids": found.bids[::-1],
            "examined": found.examined[::-1],
            "consensus": found.consensus.model_copy(update={"rows": found.consensus.rows[::-1]}),
        }
    )
    assert json.dumps(bundle.bundle(turned)) == json.dumps(bundle.bundle(found))


def _tied() -> dict[str, Any]:
    same = dict.fromkeys((KADE, ZILVER, MEER), "1400000.00") | {LINDE: "1500000.00"}
    scores = dict.fromkeys((KADE, ZILVER, MEER), (8,) * 7) | {LINDE: (5,) * 7}
    return {"same": same, "scores": scores}


@pytest.mark.parametrize("equal", [2, 3])
def test_the_order_that_was_decided_between_two_is_in_the_file(equal: int) -> None:
    prices = _tied()["same"] | ({MEER: "1500000.00"} if equal == 2 else {})
    tie = TieSettled(
        bid=ZILVER, by=GRIET, at=datetime(2026, 10, 29, 9, tzinfo=UTC), reason="Loting."
    )
    bids = casework.opened({**prices, BRUG: "1.00"})
    made = bundle.bundle(ranked(bids=bids, agreed=_tied()["scores"], tie=tie))
    first = made["answer"]["ranking"][: 2 if equal == 2 else 1]
    assert first == ([[ZILVER], [KADE]] if equal == 2 else [[KADE, ZILVER, MEER]])
    read = _read(made)
    assert bundles.differences(read.file, read.answer) == ()


def test_a_ranking_that_does_not_follow_from_its_records_is_not_exported() -> None:
    found = ranked()
    other = casework.scores(GRIET, AGREED | {ZILVER: (9, 8, 9, 8, 8, 9, 9)})
    with pytest.raises(RuleError, match="ranking_not_reproduced"):
        bundle.bundle(Ranked(**{**vars(found), "consensus": other}))
