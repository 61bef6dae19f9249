"""The annex of a decision and the file of its ranking are one calculation."""

from decimal import Decimal
from pathlib import Path

from contracts.evaluation import bundle
from contracts.rules.scoring.answer import answer
from contracts.tendering.draft import TieStep
from infra import documents
from infra.store.engine import Store
from infra.store.papers import award_decision
from infra.store.papers.voice import Voice
from infra.store.queries import evaluation
from infra.texts.catalogue import Texts
from tests import builders, direct
from tests.evaluated import AWARD, EVALUATION


async def test_the_annex_bears_the_digest_of_the_file_that_is_downloaded(
    store: Store, tmp_path: Path
) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate(Meerstroom="De prijs is niet ingevuld.")
    await course.decide("Kade Zeven")
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    ranked = await store.read(lambda c: evaluation.ranked(c, evaluation.read(c, EVALUATION)))
    worked = model.awards[0].workings
    assert worked is not None
    assert worked.fingerprint == answer(bundle.evaluation_file(ranked))["digest"]
    assert worked.file == bundle.file_name(model.imprint.reference)
    assert [(bid.tenderer, bid.total) for bid in worked.bids] == [
        ("Zilverdijk nv", "1455/16"),
        ("Kade Zeven nv", "85"),
    ]
    assert [(each.tenderer, each.because) for each in worked.left_out] == [
        ("Meerstroom nv", "examined")
    ]
    first = worked.bids[0].steps
    assert [step.formula for step in first] == ["Q1/1", "P1/1"]
    assert {term.term: term.value for term in first[1].terms} == {
        "weight": "25",
        "lowest_price": "600000",
        "price": "640000",
    }


async def test_the_chain_for_ties_and_a_minimum_are_worked_out_in_the_annex(
    store: Store, tmp_path: Path
) -> None:
    # 80 x 9/10 + 20 x 6/10 and 80 x 8/10 + 20: both 84. The third scores 6 of 10.
    quality, price = builders.draft().criteria
    band = {"full_price": Decimal(600000), "zero_price": Decimal(700000)}
    criteria = (
        quality.model_copy(update={"weight": Decimal(80), "minimum_percent": Decimal(75)}),
        price.model_copy(update={"weight": Decimal(20), "formula": "A1/1", "parameters": band}),
    )
    course = direct.course(store, tmp_path)
    draft = builders.draft(criteria=criteria, tie_break=(TieStep(by="quality"),))
    await course.evaluate(draft)
    await course.decide("Kade Zeven")
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    worked = model.awards[0].workings
    assert worked is not None
    (line,) = worked.ties
    assert (line.rank, line.by) == (1, "quality")
    assert {each.tenderer: each.value for each in line.values} == {
        "Zilverdijk nv": "72",
        "Kade Zeven nv": "64",
    }
    assert line.order == (("Zilverdijk nv",), ("Kade Zeven nv",))
    assert [(each.tenderer, each.because) for each in worked.left_out] == [
        ("Meerstroom nv", "below_threshold")
    ]
    assert documents.draw(model, Texts(model.imprint.language)).startswith(b"%PDF")
