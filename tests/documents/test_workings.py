"""The annex works a ranking out so that a reader can do it again, however long it becomes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from contracts.base import Language
from contracts.documents import AwardDecision, award, workings
from infra import documents
from infra.documents.page import grouped
from infra.documents.style import HOUSE
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import cast, heard, reading, samples
from tests.documents.reading import drawn, plain, sample

NL = Language.NL
BIDS, CRITERIA = 8, 12
IRRATIONAL = str(Fraction(71_234_567_890_123_456_789_012_345_678_901, 10**30))


def _said(key: str, **values: str | int) -> str:
    return plain(Texts(NL).say(f"documents.workings.{key}", **values))


def _annex(pdf: bytes) -> list[str]:
    """The text of each page of the annex."""
    pages = reading.page_texts(pdf)
    first = next(n for n, page in enumerate(pages) if "Tabel B.1." in page)
    assert _said("heading") in pages[first]
    return pages[first:]


def _step(bid: int, criterion: int) -> workings.Step:
    name = f"Criterium {criterion} van de opdracht, met een naam van gewone lengte"
    if criterion:
        terms = (
            workings.Term(term="weight", value="5"),
            workings.Term(term="scale_maximum", value="10"),
            workings.Term(term="score", value=str(Fraction(bid + criterion, 2))),
        )
        points = str(Fraction(bid + criterion, 4))
        return workings.Step(criterion=name, formula="Q1/1", terms=terms, points=points)
    amounts = {"lowest_price": "1279980", "price": str(1_279_980 + bid), "base": "21/2"}
    return workings.Step(
        criterion=name,
        formula="P9/1",
        terms=tuple(workings.Term(term=term, value=value) for term, value in amounts.items()),
        points=IRRATIONAL,
    )


def _long() -> AwardDecision:
    """Eight bids on twelve criteria, the price with thirty decimals."""
    decision = samples.award_decision(NL)
    first = decision.awards[0]
    steps = {bid: tuple(_step(bid, each) for each in range(CRITERIA)) for bid in range(BIDS)}
    totals = {bid: sum(Fraction(s.points) for s in each) for bid, each in steps.items()}
    order = sorted(totals, key=lambda bid: -totals[bid])
    ranking = award.Ranking(
        criteria=tuple(
            award.Criterion(
                name=steps[0][n].criterion,
                label=f"K{n}",
                kind="quality" if n else "price",
                weight=Decimal(5 if n else 45),
            )
            for n in range(CRITERIA)
        ),
        bids=tuple(
            award.RankedBid(
                rank=place,
                tenderer=f"Inschrijver {bid} nv",
                price=cast.money("1279980.00"),
                points=tuple(step.points for step in steps[bid]),
                total=str(totals[bid]),
            )
            for place, bid in enumerate(order, start=1)
        ),
    )
    assert first.workings is not None
    worked = first.workings.model_copy(
        update={
            "ties": (),
            "bids": tuple(
                workings.WorkedBid(
                    rank=place,
                    tenderer=f"Inschrijver {bid} nv",
                    steps=steps[bid],
                    total=str(totals[bid]),
                )
                for place, bid in enumerate(order, start=1)
            ),
        }
    )
    lot = award.LotAward(
        winner=first.winner,
        price=first.price,
        ranking=ranking,
        motivations=(),
        advantages=first.advantages,
        workings=worked,
    )
    return decision.model_copy(update={"awards": (lot,)})


@pytest.mark.parametrize("language", Language)
def test_the_annex_follows_the_calculation(language: Language) -> None:
    decision = sample("award", language)
    assert isinstance(decision, AwardDecision)
    worked = decision.awards[0].workings
    assert worked is not None
    text = reading.whole_text(drawn("award", language))
    at = text.index(plain(Texts(language).say("documents.workings.heading")))
    wanted = [
        *worked.formulas,
        *(
            each
            for bid in worked.bids
            for each in (
                *(word for step in bid.steps for word in _printed(step, language)),
                "/".join(map(str, Fraction(bid.total).as_integer_ratio())),
                formats.number(Fraction(bid.total), 2, language),
            )
        ),
        worked.left_out[0].tenderer,
        worked.file,
        grouped(worked.fingerprint),
    ]
    for word in map(plain, wanted):
        found = text.find(word, at)
        assert found >= 0, f"{word!r} is not found after {text[at - 60 : at]!r}"
        at = found + len(word)


def _printed(step: workings.Step, language: Language) -> tuple[str, ...]:
    exact = Fraction(step.points)
    return (
        step.formula,
        f"{exact.numerator}/{exact.denominator}",
        formats.number(exact, 2, language),
    )


def test_a_long_annex_breaks_between_rows_under_a_repeated_head() -> None:
    pdf = documents.draw(_long(), Texts(NL))
    pages = _annex(pdf)
    assert len(pages) > BIDS / 2
    head = f"{_said('formula')} {_said('terms')} {_said('fraction')}"
    for page in pages[:-1]:
        assert head in page
    total = plain(Texts(NL).say("documents.head.total"))
    assert all(page.split(head, 1)[-1].split()[1:2] != [total] for page in pages)
    for characters in reading.characters(pdf)[-len(pages) :]:
        right = max(c.right for c in characters if c.text.strip())
        assert right <= HOUSE.width - HOUSE.right + 1


def test_a_number_without_an_end_stands_beside_its_fraction() -> None:
    found = _long()
    worked = found.awards[0].workings
    assert worked is not None
    first = worked.bids[0].steps[0]
    mean = workings.Term(term="mean_price", value="4000000/3")
    step = first.model_copy(update={"terms": (*first.terms, mean)})
    bid = worked.bids[0].model_copy(update={"steps": (step, *worked.bids[0].steps[1:])})
    bids = (bid, *worked.bids[1:])
    lot = found.awards[0].model_copy(update={"workings": worked.model_copy(update={"bids": bids})})
    text = " ".join(_annex(documents.draw(found.model_copy(update={"awards": (lot,)}), Texts(NL))))
    assert "gemiddelde prijs € 1.333.333,33 (4000000/3)" in text
    numerator, denominator = Fraction(IRRATIONAL).as_integer_ratio()
    assert f"{numerator}/{denominator}" in text.replace(" ", "")


def test_normalisation_and_rounding_are_printed_when_they_were_announced() -> None:
    plain_text = " ".join(_annex(drawn("award", NL)))
    assert _said("not_normalised") in plain_text
    assert _said("not_rounded") in plain_text
    decision = samples.award_decision(NL)
    first = decision.awards[0]
    worked = first.workings
    assert worked is not None
    step = worked.bids[0].steps[0].model_copy(update={"rounding": "criterion/2/half_up"})
    bid = worked.bids[0].model_copy(update={"steps": (step, *worked.bids[0].steps[1:])})
    announced = worked.model_copy(update={"normalised": True, "bids": (bid, *worked.bids[1:])})
    awards = (first.model_copy(update={"workings": announced}),)
    pdf = documents.draw(decision.model_copy(update={"awards": awards}), Texts(NL))
    text = " ".join(_annex(pdf))
    assert _said("normalised") in text
    assert _said("rounding", decimals=2, how=_said("mode.half_up")) in text
    assert _said("not_rounded") not in text


def test_every_lot_has_its_own_annex() -> None:
    text = reading.whole_text(drawn("award-lots", NL))
    headings = heard.tree(drawn("award-lots", NL)).of("H2")
    assert sum(_said("heading") in heading.text for heading in headings) == 2
    assert len({f"Tabel B.{n}. " for n in range(1, 15) if f"Tabel B.{n}. " in text}) == 14


def test_the_annex_works_out_the_totals_of_the_ranking() -> None:
    lot = samples.lot_award(NL)
    assert lot.workings is not None
    other = lot.workings.bids[0].model_copy(update={"total": "1"})
    wrong = lot.workings.model_copy(update={"bids": (other, *lot.workings.bids[1:])})
    with pytest.raises(ValidationError, match="totals of the ranking"):
        award.LotAward.model_validate(dict(lot) | {"workings": wrong})
    turned = lot.workings.bids[::-1]
    with pytest.raises(ValidationError, match="order of their rank"):
        workings.Workings.model_validate(dict(lot.workings) | {"bids": turned})
