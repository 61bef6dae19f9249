"""Evaluation and award on both databases: facts, relations, sheets, papers, queries."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from contracts import awarding, names, tendering
from contracts.actors import Relation
from contracts.awarding import process as award
from contracts.base import Money
from contracts.contracting import ContractState
from contracts.documents.award import Outcome, StandstillRule
from contracts.documents.letter import Category, TendererLetter
from contracts.evaluation import Examination, ExaminationSheet
from contracts.evaluation import process as evaluate
from contracts.refusals import Code
from contracts.tendering.draft import TieStep
from infra.store import clock, drafts, sheets
from infra.store.engine import Connection, Store
from infra.store.papers import award_decision, tenderer_letter
from infra.store.papers.voice import Voice
from infra.store.queries import awarding as awards
from infra.store.queries import evaluation as evaluations
from infra.store.queries import people
from tests import builders, direct, opened
from tests.builders import uid
from tests.evaluated import AWARD, EVALUATION, TENDER

DOSSIER = names.subject_of(TENDER)


async def held(store: Store, who: str) -> frozenset[Relation]:
    """What ties somebody of the cast to the dossier."""
    return await store.read(lambda c: people.relations(c, DOSSIER, uid(who)))


async def test_from_opened_bids_to_a_running_contract(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate()
    await course.decide()
    waiting = await course.state(AWARD)
    assert waiting.stage is awarding.Stage.STANDSTILL
    assert (await course.state(TENDER)).stage is tendering.Stage.STANDSTILL
    await store.write(lambda c: clock.move(c, waiting.standstill_ends))
    await course.act(award.ConcludeContract, AWARD, "Bram", contract=uid("contract"))
    contract = await course.state(names.contract(uid("contract")))
    assert isinstance(contract, ContractState)
    for who, relation in (
        ("Bram", Relation.PROPOSER),
        ("Koenraad", Relation.VISUM_GIVER),
        ("Wouter", Relation.DECIDER),
    ):
        assert relation in await held(store, who)


async def test_a_refused_visum_frees_who_proposed(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate()
    await course.propose()
    reason = await course.bind("Het krediet volstaat niet.")
    await course.act(award.RefuseVisum, AWARD, "Koenraad", reason=reason)
    assert Relation.PROPOSER not in await held(store, "Bram")
    found = await store.read(lambda c: awards.read(c, AWARD))
    assert found.proposal is None
    assert found.refused is not None
    assert found.refused.reason == "Het krediet volstaat niet."


async def test_an_award_on_a_page_has_all_that_is_bound_of_it(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate()
    begun = await store.read(lambda c: awards.begun_proposal(c, awards.state_of(c, AWARD)))
    assert begun == course.proposal("Zilverdijk", "Kade Zeven", "Meerstroom").model_copy(
        update={"motivation": "", "advantages": begun.advantages}
    )
    assert {row.bid for row in begun.advantages} == {
        opened.bid("Kade Zeven"),
        opened.bid("Meerstroom"),
    }
    await course.decide()
    found = await store.read(lambda c: awards.read(c, AWARD))
    assert found.proposal is not None
    assert found.visum is not None
    assert found.decision is not None
    assert found.endorsed is not None
    assert found.endorsed.actor == uid("Koenraad")
    assert [letter.kind for letter in found.letters] == ["D-14b", "D-14a", "D-14b"]
    assert all(len(letter.proofs) == 2 for letter in found.letters)
    assert found.standstill is not None
    assert found.standstill.concludes_from == date(2026, 3, 18)
    assert found.standstill.explanation.length == 15


async def test_only_what_was_sent_is_told_to_a_tenderer(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate(Meerstroom="De prijs is niet ingevuld.")
    assert await store.read(lambda c: awards.told(c, DOSSIER, uid("Zilverdijk"))) == set()
    await course.decide("Kade Zeven")
    found = await store.read(lambda c: awards.read(c, AWARD))
    letters = {letter.document.party: letter for letter in found.letters}
    irregular = await store.read(lambda c: awards.told(c, DOSSIER, uid("Meerstroom")))
    assert irregular == {letters[uid("Meerstroom")].document.id}
    chosen = await store.read(lambda c: awards.told(c, DOSSIER, uid("Zilverdijk")))
    assert len(chosen) == 2
    assert await store.read(lambda c: awards.told(c, DOSSIER, uid("Lindekreek"))) == set()


async def test_the_decision_is_complete(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.evaluate(Meerstroom="De prijs is niet ingevuld.")
    await course.decide("Kade Zeven")
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert [row.outcome for row in model.tenderers] == [
        Outcome.NOT_CHOSEN,
        Outcome.CHOSEN,
        Outcome.IRREGULAR,
    ]
    assert model.irregularities[0].finding == "De prijs is niet ingevuld."
    assert [(bid.tenderer, bid.total) for bid in model.awards[0].ranking.bids] == [
        ("Zilverdijk nv", "1455/16"),
        ("Kade Zeven nv", "85"),
    ]
    assert model.awards[0].motivations[0].motives[0].text == "Zilverdijk: waarom 9 op Technisch."
    assert model.total.including == Money(amount=Decimal("774400.00"))
    assert isinstance(model.standstill, StandstillRule)
    assert [(row.length, row.source.article) for row in model.remedies] == [(15, "23"), (60, "23")]
    assert model.visum is not None
    assert (model.visum.officer, model.visum.amount) == ("Koenraad", model.total.including)
    again = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert again.model_dump(exclude={"imprint"}) == model.model_dump(exclude={"imprint"})


async def test_each_outcome_has_its_own_letter(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.open()
    await course.declare()
    rows = (
        row("Kade Zeven", not_excluded=False, reason="Een veroordeling in 2024."),
        row("Zilverdijk"),
        row("Meerstroom", selected=False, reason="Geen enkele referentie."),
    )
    sheet = await course.bind(ExaminationSheet(evaluation=EVALUATION, rows=rows))
    await course.act(evaluate.RecordExamination, EVALUATION, "Ilse", sheet=sheet)
    await course.score({"Zilverdijk": "9"})
    await course.rank()
    await course.propose_alone()
    await course.endorse()
    await course.register()
    letters = {each: await letter_of(store, each) for each in opened.PRICES}
    assert [letter.category for letter in letters.values()] == [
        Category.EXCLUDED,
        Category.CHOSEN,
        Category.NOT_SELECTED,
    ]
    assert letters["Kade Zeven"].irregularities[0].source.article == "67-70"
    assert letters["Meerstroom"].irregularities[0].source.article == "71"
    assert not letters["Meerstroom"].annexes
    assert not letters["Meerstroom"].comparisons
    decision = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    assert [found.selected for found in decision.selections] == [False, True, False]
    assert decision.irregularities == ()


async def test_points_below_nothing_are_printed_as_they_are(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    quality, price = builders.draft().criteria
    linear = price.model_copy(update={"formula": "P2/1"})
    draft = builders.draft(criteria=(quality, linear))
    prices = opened.PRICES | {"Meerstroom": "1300000.00"}
    await store.write(lambda c: opened.tender(c, draft, prices))
    await course.start()
    await course.declare()
    await course.examine()
    await course.score(draft=draft)
    await course.rank()
    await course.decide()
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    # 25 points, less a sixth of them: the price is 2 1/6 times the lowest.
    assert model.awards[0].ranking.bids[-1].points[1] == "-25/6"


async def test_of_equal_bids_the_chosen_one_stands_first(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    same = dict.fromkeys(opened.PRICES, opened.PRICES["Zilverdijk"])
    await store.write(lambda c: opened.tender(c, prices=same))
    await course.start()
    await course.declare()
    await course.examine()
    await course.score(dict.fromkeys(opened.PRICES, "8"))
    await course.act(evaluate.RevealRanking, EVALUATION, "Griet")
    reason = await course.bind("Loting op 2 maart, zie het verslag.")
    tie = {"bid": opened.bid("Zilverdijk"), "reason": reason}
    await course.act(evaluate.DecideTie, EVALUATION, "Griet", **tie)
    await course.act(evaluate.ConcludeEvaluation, EVALUATION, "Griet")
    await course.decide()
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("x")))
    bids = model.awards[0].ranking.bids
    assert [bid.rank for bid in bids] == [1, 1, 1]
    assert bids[0].tenderer == "Zilverdijk nv"
    assert any("Loting op 2 maart" in paragraph for paragraph in model.background)


async def test_cards_that_are_not_filled_in_do_not_stop_the_letters(
    store: Store, tmp_path: Path
) -> None:
    def emptied(connection: Connection) -> None:
        for table, columns in (
            ("organisations", ("address", "seat")),
            ("people", ("function", "department")),
        ):
            for column in columns:
                connection.exec_driver_sql(f"update {table} set {column} = ''")  # noqa: S608

    course = direct.course(store, tmp_path)
    await store.write(emptied)
    await course.evaluate()
    await course.decide()
    letter = await letter_of(store, "Zilverdijk")
    assert letter.imprint.address == ("Stad Scheldeburg",)
    assert letter.addressee.lines == ()


async def letter_of(store: Store, supplier: str) -> TendererLetter:
    """The letter to a supplier, for dispatch now."""

    def model(connection: Connection) -> TendererLetter:
        now = clock.now(connection)
        return tenderer_letter.model(connection, AWARD, opened.bid(supplier), now, Voice("x"))

    return await store.read(model)


def row(
    supplier: str, not_excluded: bool = True, selected: bool = True, reason: str = ""
) -> Examination:
    """One examined bid."""
    return Examination(
        bid=opened.bid(supplier),
        not_excluded=not_excluded,
        selected=selected,
        regular=True,
        reason=reason,
    )


async def test_a_member_writes_only_in_its_own_name_and_time(store: Store, tmp_path: Path) -> None:
    course = direct.course(store, tmp_path)
    await course.open()
    state = await course.state(EVALUATION)
    now = await store.read(clock.now)
    tine = await store.read(lambda c: people.actor(c, uid("Tine"), builders.START))
    bram = await store.read(lambda c: people.actor(c, uid("Bram"), builders.START))
    assert tine is not None
    assert bram is not None
    tied = await held(store, "Tine")
    scores = evaluations.SCORES
    refused = sheets.edit_refusal(scores, state, tine, tied, now)
    assert refused is not None
    assert refused.code is Code.DECLARATION_MISSING
    outsider = sheets.edit_refusal(scores, state, bram, await held(store, "Bram"), now)
    assert outsider is not None
    assert outsider.code is Code.NOT_ALLOWED
    assert scores.author(uid("Tine")) == uid("Tine")
    assert evaluations.CONSENSUS.author(uid("Griet")) == drafts.SHARED


async def test_a_bid_below_a_minimum_cannot_win_and_gets_its_letter(
    store: Store, tmp_path: Path
) -> None:
    quality, price = builders.draft().criteria
    quality = quality.model_copy(update={"minimum_percent": Decimal(75)})
    course = direct.course(store, tmp_path)
    await course.evaluate(builders.draft(criteria=(quality, price)))
    await course.decide("Kade Zeven")
    to = await store.read(lambda c: tenderer_letter.addressees(c, AWARD))
    assert {each.bid: each.kind for each in to} == {
        opened.bid("Zilverdijk"): "D-14a",
        opened.bid("Kade Zeven"): "D-14b",
        opened.bid("Meerstroom"): "D-14d",
    }
    decision = await store.read(
        lambda c: award_decision.model(c, AWARD, Voice("https://x.example"))
    )
    outcomes = {each.party.name: each.outcome for each in decision.tenderers}
    assert outcomes["Meerstroom nv"] is Outcome.IRREGULAR
    assert [bid.tenderer for bid in decision.awards[0].ranking.bids] == [
        "Zilverdijk nv",
        "Kade Zeven nv",
    ]
    (ground,) = decision.irregularities
    assert ground.tenderer == "Meerstroom nv"
    assert ground.requirement.endswith("een minimum van 75\xa0% van de punten.")
    assert ground.finding == (
        "De offerte behaalt 60\xa0% op “Technisch”. Meerstroom: waarom 6 op Technisch."
    )
    letter = await store.read(
        lambda c: tenderer_letter.model(
            c, AWARD, opened.bid("Meerstroom"), clock.now(c), Voice("https://x.example")
        )
    )
    assert letter.irregularities == (ground,)
    assert letter.comparisons == ()


async def test_the_decision_says_how_the_price_counted_and_what_broke_a_tie(
    store: Store, tmp_path: Path
) -> None:
    # 80 x 9/10 + 20 x 6/10 and 80 x 8/10 + 20: both 84.
    quality, price = builders.draft().criteria
    band = {"full_price": Decimal(600000), "zero_price": Decimal(700000)}
    criteria = (
        quality.model_copy(update={"weight": Decimal(80)}),
        price.model_copy(update={"weight": Decimal(20), "formula": "A1/1", "parameters": band}),
    )
    course = direct.course(store, tmp_path)
    draft = builders.draft(criteria=criteria, tie_break=(TieStep(by="quality"),))
    await course.evaluate(draft)
    await course.decide()
    decision = await store.read(
        lambda c: award_decision.model(c, AWARD, Voice("https://x.example"))
    )
    said = "\n".join(decision.background)
    assert "Volle prijs: tot en met deze prijs alle punten: €\xa0600.000,00." in said
    assert "Plaats 1, de meeste punten voor kwaliteit: " in said
    assert "Zilverdijk nv (72)" in said
    assert "Volgorde: Zilverdijk nv > Kade Zeven nv." in said
    assert {bid.total for bid in decision.awards[0].ranking.bids[:2]} == {"84"}
