"""Exactly equal totals: the page says so, and a person applies the announced rule."""

from decimal import Decimal
from pathlib import Path

from contracts.evaluation import Examination, ExaminationSheet, Interest, Score, ScoreSheet
from contracts.evaluation import process as evaluate
from contracts.tendering import TenderDraft
from contracts.tendering.draft import TieStep
from tests import builders, direct, opened
from tests.builders import uid
from tests.evaluated import COMMITTEE, EVALUATION
from tests.pages import site
from tests.pages.site import Site
from tests.pages.test_evaluation import ROUND

PRICES = {"Kade Zeven": "600000.00", "Zilverdijk": "600000.00"}
REASON = "Beide offertes voldoen ruim."


def _sheet(who: str) -> ScoreSheet:
    rows = tuple(
        Score(bid=opened.bid(each), criterion="K1", score=Decimal(8), motivation=REASON)
        for each in PRICES
    )
    return ScoreSheet(evaluation=EVALUATION, person=uid(who), rows=rows)


async def ranked(found: Site, folder: Path, draft: TenderDraft | None = None) -> None:
    """Two bids with the same price and the same scores, and their ranking."""
    await found.store.write(lambda c: opened.tender(c, draft, PRICES))
    course = direct.course(found.store, folder)
    await course.start()
    for who in COMMITTEE:
        await course.act(evaluate.DeclareInterest, EVALUATION, who, choice=Interest.NONE)
    examined = ExaminationSheet(
        evaluation=EVALUATION,
        rows=tuple(
            Examination(bid=opened.bid(each), not_excluded=True, selected=True, regular=True)
            for each in PRICES
        ),
    )
    sheet = await course.bind(examined)
    await course.act(evaluate.RecordExamination, EVALUATION, "Ilse", sheet=sheet)
    for who in COMMITTEE:
        sheet = await course.bind(_sheet(who))
        await course.act(evaluate.SubmitScores, EVALUATION, who, sheet=sheet)
    sheet = await course.bind(_sheet("Griet"))
    await course.act(evaluate.CloseConsensus, EVALUATION, "Griet", sheet=sheet)
    await course.act(evaluate.RevealRanking, EVALUATION, "Griet")


async def test_a_tie_is_decided_by_the_announced_rule(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await ranked(found, tmp_path)
        page = await found.people.see("Griet", f"{ROUND}/ranking")
        assert "Gelijke score (exact): Kade Zeven nv, Zilverdijk nv" in page.text.replace(
            "Zilverdijk nv, Kade Zeven nv", "Kade Zeven nv, Zilverdijk nv"
        )
        assert not any("Rond de beoordeling af" in form.buttons for form in page.forms)
        refused = await found.people.press(page, "Beslis de gelijke stand")
        assert refused.status == 422
        refused = await found.people.press(
            page, "Beslis de gelijke stand", bid=opened.bid("Zilverdijk")
        )
        assert refused.status == 422
        assert "Hier is tekst nodig." in refused.text
        assert '<dialog class="sheet" id="tie" aria-labelledby="tie-title" open' in refused.html
        form = refused.form_with("Beslis de gelijke stand")
        assert form.fields["bid"] == opened.bid("Zilverdijk")
        page = await found.people.press(
            page,
            "Beslis de gelijke stand",
            bid=opened.bid("Zilverdijk"),
            reason="Loting in aanwezigheid van beide inschrijvers (bestek, punt 8).",
        )
        assert "De regel voor gelijke stand wees Zilverdijk nv aan." in page.text
        page = await found.people.press(page, "Rond de beoordeling af")
        assert "De beoordeling is afgerond." in page.text


async def test_what_the_chain_leaves_tied_a_person_still_decides(tmp_path: Path) -> None:
    chain = (TieStep(by="price"), TieStep(by="quality"), TieStep(by="lots"))
    async with site.opened(tmp_path) as found:
        await ranked(found, tmp_path, builders.draft(tie_break=chain))
        page = await found.people.see("Griet", f"{ROUND}/ranking")
        assert "Pas de bekendgemaakte regel voor gelijke stand toe." in page.text
        for step in ("de laagste prijs", "de meeste punten voor kwaliteit"):
            assert f"Plaats 1, {step}: " in page.text
        assert page.text.count("De stand blijft gelijk.") == 2
        assert "€ 600.000,00" in page.text
        page = await found.people.press(
            page,
            "Beslis de gelijke stand",
            bid=opened.bid("Zilverdijk"),
            reason="Loting op 3 maart, met twee getuigen.",
        )
        assert "De regel voor gelijke stand wees Zilverdijk nv aan." in page.text
