"""The page of the ranking says how firm it is, with the figures of the product specification."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.async_api import Browser

from api.drawings import weighing
from contracts.base import Language
from contracts.evaluation import Examination, ExaminationSheet, Interest, Score, ScoreSheet
from contracts.evaluation import process as evaluate
from contracts.tendering.draft import Criterion
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests import builders, direct, opened
from tests.builders import uid
from tests.evaluated import COMMITTEE, EVALUATION, Course
from tests.pages import site
from tests.pages.site import Site
from tests.pages.test_evaluation import ROUND, TENDER
from tests.pages.test_real_pages import barriers, served
from tests.rules import casework

NAMES = {
    casework.KADE: "Kade Zeven",
    casework.ZILVER: "Zilverdijk",
    casework.MEER: "Meerstroom",
    casework.LINDE: "Lindekreek",
}
PRICES = {name: casework.PRICES[bid] for bid, name in NAMES.items()}
BUNDLE = f"/api/v1{TENDER}/evaluations/1/bundle"


def _criteria() -> tuple[Criterion, ...]:
    """As announced in the story: price for 35, two plans and a service for 65."""
    said = {"K": "Prijs", "F1": "Functionaliteit", "P1": "Migratie", "D1": "Dienstverlening"}
    return tuple(
        each.model_copy(update={"name": said.get(each.id, each.name)})
        for each in casework.DRAFT.criteria
    )


def _sheet(who: str) -> ScoreSheet:
    rows = tuple(
        Score(
            bid=opened.bid(name),
            criterion=criterion,
            score=Decimal(score),
            motivation=f"{criterion}: waarom {score}.",
        )
        for bid, name in NAMES.items()
        for criterion, score in zip(casework.WEIGHTS, casework.AGREED[bid], strict=True)
    )
    return ScoreSheet(evaluation=EVALUATION, person=uid(who), rows=rows)


async def closed(found: Site, folder: Path) -> Course:
    """The consensus of the story's committee, before its ranking."""
    draft = builders.draft(criteria=_criteria())
    await found.store.write(lambda c: opened.tender(c, draft, PRICES))
    course = direct.course(found.store, folder)
    await course.start()
    for who in COMMITTEE:
        await course.act(evaluate.DeclareInterest, EVALUATION, who, choice=Interest.NONE)
    rows = tuple(
        Examination(bid=opened.bid(name), not_excluded=True, selected=True, regular=True)
        for name in PRICES
    )
    sheet = await course.bind(ExaminationSheet(evaluation=EVALUATION, rows=rows))
    await course.act(evaluate.RecordExamination, EVALUATION, "Ilse", sheet=sheet)
    for who in COMMITTEE:
        sheet = await course.bind(_sheet(who))
        await course.act(evaluate.SubmitScores, EVALUATION, who, sheet=sheet)
    sheet = await course.bind(_sheet("Griet"))
    await course.act(evaluate.CloseConsensus, EVALUATION, "Griet", sheet=sheet)
    return course


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Site]:
    """The ranking of the story, shown."""
    async with site.opened(tmp_path) as found:
        course = await closed(found, tmp_path)
        await course.act(evaluate.RevealRanking, EVALUATION, "Griet")
        yield found


async def test_nothing_is_said_about_firmness_before_the_ranking(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await closed(found, tmp_path)
        page = await found.people.see("Griet", f"{ROUND}/ranking")
        assert "Informatief." not in page.text
        assert "Download de herberekenbare beoordeling" not in page.text


async def test_the_page_says_when_the_winner_would_change(story: Site) -> None:
    page = await story.people.see("Griet", f"{ROUND}/ranking")
    banner = "Informatief. De wegingen liggen vast; deze analyse wijzigt de beslissing niet."
    assert banner in page.text
    turns = "De winnaar wisselt als Prijs 37,76 % weegt in plaats van 35 %"
    assert f"{turns}: dan gaat Kade Zeven nv voorop." in page.text
    assert "Prijs 35 % 37,76 % (+2,76) Kade Zeven nv van 0 % tot 37,76 %" in page.text
    without = "Zilverdijk nv 89,47 – Kade Zeven nv 89,40 – Meerstroom nv 85,72"
    assert f"Lindekreek nv {without} De volgorde blijft." in page.text
    assert "Zilverdijk nv F2 9 → 8 Kade Zeven nv" in page.text
    assert "zonder dat lid blijft de uitkomst dezelfde" in page.text


async def test_a_weight_that_only_draws_level_is_not_said_to_turn(story: Site) -> None:
    page = await story.people.see("Griet", f"{ROUND}/ranking?weight=D2")
    assert "D2 6 % 100 % (+94,00) gelijke stand met Kade Zeven nv" in page.text
    assert "Weegt D2 100 % in plaats van 6 %, dan staat Kade Zeven nv gelijk met" in page.text


@pytest.mark.parametrize("language", Language)
async def test_every_language_says_first_that_nothing_changes(
    story: Site, language: Language
) -> None:
    page = await story.people.fetch("Griet", f"/{language}{ROUND}/ranking")
    assert page.status_code == 200
    texts = Texts(language)
    assert texts.say("firmness.banner") in page.text
    assert formats.percentage(Fraction(3776, 100), language, 2) in page.text


async def test_another_criterion_can_be_drawn(story: Site) -> None:
    page = await story.people.see("Griet", f"{ROUND}/ranking?weight=P2")
    assert "Totalen bij elke weging van P2" in page.text
    assert "De winnaar wisselt als P2 10,12 % weegt in plaats van 8 %" in page.text
    page = await story.people.see("Griet", f"{ROUND}/ranking?weight=unknown")
    assert "Totalen bij elke weging van Prijs" in page.text


async def test_the_same_lines_stand_in_a_table(story: Site) -> None:
    page = await story.people.see("Bram", f"{ROUND}/ranking")
    assert "0 % 35 % bekendgemaakt 37,76 % 100 %" in page.text
    # At the announced weight the totals of the ranking, at the crossing two that are equal.
    assert "Zilverdijk nv 86,92 86,72 86,70 86,33" in page.text
    assert "Kade Zeven nv 83,69 86,48 86,70 91,66" in page.text


async def test_the_file_is_taken_from_the_page_and_verified_offline(
    story: Site, tmp_path: Path
) -> None:
    page = await story.people.see("Bram", f"{ROUND}/ranking")
    assert f'href="{BUNDLE}" download' in page.html
    content = (await story.people.fetch("Bram", BUNDLE)).text
    path = tmp_path / "beoordeling.json"
    path.write_text(content, encoding="utf-8")
    done = _verified(path)
    assert done.returncode == 0, done.stderr
    changed = json.loads(content)
    total = changed["answer"]["totals"][opened.bid("Zilverdijk")]
    total["shown"] = total["shown"].replace("86.72", "86.73")
    path.write_text(json.dumps(changed), encoding="utf-8")
    done = _verified(path)
    assert done.returncode not in (0, None)
    assert "86.73" in done.stdout + done.stderr


def _verified(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bestek", "evaluate", "--verify", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(240)
async def test_the_page_of_the_ranking_has_no_barrier(chromium: Browser, story: Site) -> None:
    async with served(story.app) as address:
        places = [("Griet", f"{ROUND}/ranking"), ("Griet", f"{ROUND}/ranking?weight=D2")]
        assert await barriers(story, chromium, address, places) == []


def _totals(*ends: tuple[int, int]) -> list[weighing.Total]:
    return [
        weighing.Total(rank, Fraction(without), Fraction(alone))
        for rank, (without, alone) in enumerate(ends, start=1)
    ]


def test_lines_are_drawn_from_nothing_to_all_and_cross_where_they_should() -> None:
    half = Fraction(1, 2)
    drawing = weighing.draw(_totals((80, 60), (60, 80)), (Fraction(1, 4), "25 %"), [(half, "50 %")])
    first, second = drawing.lines
    assert (first.start, first.end) == (second.end, second.start)
    (mark,) = drawing.crossings
    assert mark.x == (drawing.left + drawing.right) / 2
    assert mark.y == (first.start + first.end) / 2
    assert (first.lead, first.dash) == (True, "")
    assert not second.lead


def test_the_numbers_at_the_ends_of_lines_never_stand_on_each_other() -> None:
    for level in (0, 50, 100):
        drawing = weighing.draw(_totals(*[(90, level)] * 6, (0, 100)), (Fraction(0), "0 %"), [])
        labels = sorted(line.label for line in drawing.lines)
        gaps = [after - before for before, after in pairwise(labels)]
        assert min(gaps) >= weighing.APART
        assert labels[-1] <= drawing.bottom


def test_a_text_near_an_edge_is_written_inwards() -> None:
    ends = [(Fraction(1), "100 %"), (Fraction(0), "0 %")]
    drawing = weighing.draw(_totals((80, 60), (60, 80)), (Fraction(1, 2), "50 %"), ends)
    assert [mark.anchor for mark in drawing.crossings] == ["end", "start"]
