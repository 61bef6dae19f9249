"""Our own case files are read and written without loss, and the shipped ones are what they say."""

from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.tendering import TenderDraft
from contracts.tendering.draft import (
    Category,
    Criterion,
    Item,
    Lot,
    MilestonePlan,
    ScaleLevel,
    Source,
    Team,
)
from infra.notices import case_file, importing
from infra.notices.case_file import CaseBid, CaseFile, CasePlan
from infra.notices.results import ImportProblem, NoteCode, ProblemCode
from tests.notices.samples import notes

CASES = Path(__file__).parents[2] / "bestek" / "demo" / "cases"

SERVERS = CASES / "servers-and-storage.toml"
FELP = CASES / "felp-80-20.toml"

texts = st.text(max_size=60)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=4
)
ids = st.from_regex(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", fullmatch=True)
amounts = st.builds(
    Money,
    amount=st.decimals(min_value=0, max_value=10**12, places=2),
    currency=st.sampled_from(["EUR", "GBP"]),
)
instants = st.datetimes(timezones=st.sampled_from([timezone.utc, timezone(timedelta(hours=2))]))  # noqa: UP017
codes = st.from_regex(r"[0-9]{8}(-[0-9])?", fullmatch=True)
lots = st.builds(Lot, id=texts, title=texts, description=texts, value=st.none() | amounts)
items = st.builds(Item, id=texts, description=texts, cpv=st.none() | codes, quantity=numbers)
levels = st.lists(st.builds(ScaleLevel, score=numbers, meaning=texts), max_size=2).map(tuple)
criteria = st.builds(
    Criterion,
    id=texts,
    name=texts,
    kind=st.sampled_from(["price", "quality"]),
    weight=st.none() | numbers,
    formula=st.none() | texts,
    scale_max=numbers,
    levels=levels,
)
milestones = st.builds(
    MilestonePlan,
    id=texts,
    title=texts,
    days_after_start=st.integers(1, 3650),
    share=numbers,
    criteria=st.lists(texts, max_size=2).map(tuple),
    final=st.booleans(),
)
teams = st.builds(Team, chair=st.none() | ids, evaluators=st.lists(ids, max_size=3).map(tuple))
drafts = st.builds(
    TenderDraft,
    title=texts,
    description=texts,
    category=st.none() | st.sampled_from(Category),
    procedure=texts,
    estimate=st.none() | amounts,
    vat_rate=numbers,
    lots=st.lists(lots, max_size=2).map(tuple),
    items=st.lists(items, max_size=2).map(tuple),
    criteria=st.lists(criteria, max_size=2).map(tuple),
    normalise_quality=st.booleans(),
    submission_deadline=st.none() | instants,
    validity_days=st.integers(1, 730),
    milestones=st.lists(milestones, max_size=2).map(tuple),
    team=teams,
    source=st.none() | st.builds(Source, name=texts, licence=texts, note=st.none() | texts),
)
bids = st.builds(
    CaseBid,
    bidder=texts,
    price=amounts,
    scores=st.dictionaries(texts, numbers, max_size=2),
    published_total=st.none() | numbers,
)
cases = st.builds(
    CaseFile,
    draft=drafts,
    plan=st.none() | st.builds(CasePlan, days_to_bid=st.integers(1, 365), closing_time=st.times()),
    bids=st.lists(bids, max_size=2).map(tuple),
)


@given(cases)
def test_a_case_is_written_and_read_back_equal(case: CaseFile) -> None:
    written = case_file.dump(case)
    read = case_file.load(written.encode())
    assert read == case
    assert isinstance(read, CaseFile)
    assert read.model_dump_json() == case.model_dump_json()


@pytest.mark.parametrize("path", [SERVERS, FELP], ids=lambda path: path.stem)
def test_a_shipped_case_lacks_only_people_and_the_deadline(path: Path) -> None:
    result = importing.import_file(path)
    assert result.refusal is None
    assert {note.path for note in result.missing} == {
        "submission_deadline",
        "opening_officers",
        "chair",
        "evaluators",
        "contract_manager",
        "acceptance_committee",
    }
    case = _case(path)
    assert case_file.load(case_file.dump(case).encode()) == case


def test_the_servers_case_says_that_pounds_were_taken_as_euro() -> None:
    result = importing.import_file(SERVERS)
    source = result.draft.source
    assert source is not None
    assert source.licence == "Open Government Licence v3.0"
    assert result.draft.estimate == Money(amount=Decimal("650000.00"))
    ((_, note),) = notes(result.taken, NoteCode.SOURCE_NOTE)
    assert note == source.note
    assert "650.000 pond is zonder omrekening overgenomen als euro" in (note or "")


def test_the_servers_case_keeps_the_facts_of_its_notice() -> None:
    draft = _case(SERVERS).draft
    assert [(c.name, c.kind, c.weight) for c in draft.criteria] == [
        ("Technisch", "quality", Decimal(75)),
        ("Commercieel", "price", Decimal(25)),
    ]
    quality = draft.criteria[0]
    assert quality.scale_max == 100
    assert [int(level.score) for level in quality.levels] == [100, 75, 50, 25, 0]
    assert (draft.procedure, draft.contract_months) == ("open", 36)
    assert "twee jaar verlengen" in draft.renewal
    assert {item.cpv for item in draft.items} == {"48800000-6", "72251000-9"}
    assert [milestone.final for milestone in draft.milestones] == [False, False, True]
    assert sum(milestone.share for milestone in draft.milestones) == 100


def test_the_felp_case_gives_its_published_totals_by_hand() -> None:
    case = _case(FELP)
    best = max(bid.scores["kwaliteit"] for bid in case.bids)
    lowest = min(bid.price.amount for bid in case.bids)
    totals = {
        bid.bidder: Fraction(bid.scores["kwaliteit"]) / Fraction(best) * 80
        + Fraction(lowest) / Fraction(bid.price.amount) * 20
        for bid in case.bids
    }
    shown = {bidder: _two_decimals(total) for bidder, total in totals.items()}
    assert shown == {bid.bidder: bid.published_total for bid in case.bids}
    assert sorted(totals, key=lambda bidder: -totals[bidder]) == ["B", "C", "A", "D"]
    assert case.draft.normalise_quality
    assert case.draft.criteria[0].scale_max == 150


def _two_decimals(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _case(path: Path) -> CaseFile:
    case = case_file.load(path.read_bytes())
    assert isinstance(case, CaseFile)
    return case


def test_numbers_of_a_case_are_read_from_their_literal_text() -> None:
    case = case_file.load(
        b"bestek-case = 1\n[draft]\nvat_rate = 0.1\n[draft.estimate]\namount = 1_000.10\n"
    )
    assert isinstance(case, CaseFile)
    assert case.draft.estimate is not None
    assert (str(case.draft.vat_rate), str(case.draft.estimate.amount)) == ("0.1", "1000.10")


def test_a_deadline_of_a_case_is_an_instant() -> None:
    text = b"bestek-case = 1\n[draft]\nsubmission_deadline = 2026-07-01T10:00:00+02:00\n"
    draft = importing.import_bytes(text, "zaak.toml").draft
    assert draft.submission_deadline == datetime.fromisoformat("2026-07-01T08:00:00+00:00")


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("bestek-case = 1\n[draft]\ntitle = Servers\n", ProblemCode.BROKEN_TOML, "3"),
        ("bestek-case = 1\n[draft]\ntitle = 'a", ProblemCode.BROKEN_TOML, "3"),
        ("[draft]\n", ProblemCode.NOT_A_CASE, None),
        ("bestek-case = 2\n[draft]\n", ProblemCode.NOT_A_CASE, None),
        ("bestek-case = 1\n", ProblemCode.CASE_FIELD_MISSING, "draft"),
        (
            "bestek-case = 1\n[[draft.lots]]\nid = '1'\ntitel = 'A'\n",
            ProblemCode.CASE_FIELD_MISSING,
            "draft.lots.0.title",
        ),
        (
            "bestek-case = 1\n[draft]\ntitel = 'A'\n",
            ProblemCode.CASE_FIELD_UNKNOWN,
            "draft.titel",
        ),
        (
            "bestek-case = 1\n[draft]\nvalidity_days = 9000\n",
            ProblemCode.CASE_FIELD_WRONG,
            "draft.validity_days",
        ),
        (
            "bestek-case = 1\n[draft]\nsubmission_deadline = 2026-07-01T10:00:00\n",
            ProblemCode.CASE_FIELD_WRONG,
            "draft.submission_deadline",
        ),
        ("bestek-case = 1\n[draft]\nvat_rate = nan\n", ProblemCode.CASE_FIELD_WRONG, None),
    ],
)
def test_a_faulty_case_is_refused_with_its_line_or_field(
    text: str, code: ProblemCode, value: str | None
) -> None:
    problem = case_file.load(text.encode())
    assert isinstance(problem, ImportProblem)
    assert problem.code is code
    if value is not None:
        assert problem.value is not None
        assert problem.value.value == value
