"""Every sample document in every language: complete, in order, inside its margins, the same."""

import hashlib
import io
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from functools import partial

import pikepdf
import pypdfium2
import pytest
import segno

from contracts import documents as models
from contracts.base import Language, Message, Money, canonical_json, local_date
from contracts.documents.award import NoStandstill, Standstill
from infra import documents
from infra.documents.page import grouped
from infra.documents.style import HOUSE
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import reading
from tests.documents.reading import NAMES, drawn, plain, sample

EVERY = [(name, language) for name in NAMES for language in Language]
every_document = pytest.mark.parametrize(("name", "language"), EVERY)

CELL = 24
"""Points; no character is larger."""

NOT_PRINTED = {
    *("document", "language", "authentic", "verification", "tree_head", "fingerprint"),
    *("term", "value", "by", "because"),
    *("points", "total", "label", "kind", "currency", "rule_edition"),
}
"""Fields that are printed in another form, or only in the footer."""


def _texts(message: Message, *, letter: bool) -> Iterator[str]:
    """Every text in a model that a reader must find on paper."""
    for name in type(message).model_fields:
        value = getattr(message, name)
        values = value if isinstance(value, tuple) else (value,)
        for each in values:
            if isinstance(each, Message):
                if not (letter and name == "party"):
                    yield from _texts(each, letter=letter)
            elif isinstance(each, str) and not isinstance(each, Enum) and name not in NOT_PRINTED:
                yield each


@every_document
def test_everything_in_the_model_is_on_paper(name: str, language: Language) -> None:
    model = sample(name, language)
    text = " ".join(reading.page_texts(drawn(name, language)))
    text += text.replace("@ ", "@")  # a long address goes on after its @
    wanted = {plain(t) for t in _texts(model, letter=name.startswith("letter"))}
    if isinstance(model, models.TendererLetter) and isinstance(model.standstill, NoStandstill):
        wanted.discard(model.warn_at)
    missing = {t for t in wanted if t[1:] not in text}  # a first letter may be a capital
    assert missing == set()


def _figures(message: Message, language: Language) -> Iterator[tuple[str, ...]]:
    """For every amount, day and moment in a model, the forms in which it may be printed."""
    for name in type(message).model_fields:
        value = getattr(message, name)
        for each in value if isinstance(value, tuple) else (value,):
            match each:
                case Money():
                    less = Money(amount=-each.amount, currency=each.currency)
                    yield tuple(formats.money(amount, language) for amount in (each, less))
                case Message():
                    yield from _figures(each, language)
                case datetime():
                    yield (
                        formats.moment(each, language),
                        formats.moment_short(each, language),
                        formats.moment_short(each, language, seconds=True),
                        formats.day(local_date(each), language),
                    )
                case date():
                    yield (formats.day(each, language), formats.day_short(each, language))


@every_document
def test_amounts_and_dates_are_written_as_the_language_does(name: str, language: Language) -> None:
    model = sample(name, language)
    text = " ".join(reading.page_texts(drawn(name, language))).lower()
    wanted = [[plain(form).lower() for form in forms] for forms in _figures(model, language)]
    assert wanted
    assert [forms for forms in wanted if not any(form in text for form in forms)] == []


@pytest.mark.parametrize("language", Language)
def test_the_opening_record_follows_the_order_of_its_fields(language: Language) -> None:
    record = sample("opening", language)
    assert isinstance(record, models.OpeningRecord)
    text = reading.whole_text(drawn("opening", language))
    _assert_in_order(
        text,
        [
            formats.moment(record.deadline, language),
            formats.moment(record.opened_at, language),
            *(officer.name for officer in record.officers),
            *(bid.tenderer.name for bid in record.bids),
            *(grouped(bid.fingerprint) for bid in record.bids),
            *(bid.tenderer for bid in record.replaced),
            *(bid.tenderer for bid in record.late),
            *(outage.description for outage in record.outages),
            *record.remarks,
            formats.moment(record.closed_at, language),
            *(place.name for place in record.signatures),
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_the_award_decision_follows_the_order_of_its_fields(language: Language) -> None:
    decision = sample("award", language)
    assert isinstance(decision, models.AwardDecision)
    award = decision.awards[0]
    number = partial(formats.number, decimals=2, language=language)
    _assert_in_order(
        reading.whole_text(drawn("award", language)),
        [
            decision.decision.number,
            formats.money(decision.total.excluding, language),
            award.winner.name,
            *(publication.number for publication in decision.publications),
            *(tenderer.party.name for tenderer in decision.tenderers),
            *(selection.tenderer for selection in decision.selections),
            decision.irregularities[0].requirement,
            *(criterion.name for criterion in award.ranking.criteria),
            *(number(Fraction(bid.total)) for bid in award.ranking.bids),
            *(formats.money(bid.price, language) for bid in award.ranking.bids),
            award.advantages.splitlines()[0],
            *(m.text for motivation in award.motivations for m in motivation.motives),
            *(other.reason for other in award.not_chosen),
            formats.money(decision.visum.amount, language) if decision.visum else "",
            decision.budget_line or "",
            *(remedy.forum for remedy in decision.remedies),
            *(place.name for place in decision.signatures),
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_letter_follows_the_order_of_its_fields(language: Language) -> None:
    letter = sample("letter-chosen", language)
    assert isinstance(letter, models.TendererLetter)
    assert isinstance(letter.standstill, Standstill)
    assert letter.concludes_from is not None
    _assert_in_order(
        reading.whole_text(drawn("letter-chosen", language)),
        [
            letter.addressee.party.name,
            *letter.addressee.lines,
            letter.decision.number,
            formats.money(letter.awarded[0].price.excluding, language),
            formats.money(letter.awarded[0].price.including, language),
            formats.day(letter.concludes_from, language),
            *(piece.piece for piece in letter.pieces),
            formats.day(letter.standstill.calculation.last_day, language),
            formats.day_short(letter.standstill.calculation.last_day, language),
            letter.standstill.holidays[0].name,
            letter.warn_at,
            *(remedy.forum for remedy in letter.remedies),
            *(dispatch.proof for dispatch in letter.dispatches if dispatch.proof),
            *letter.annexes,
            letter.contact.name,
            letter.signatures[0].name,
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_certificate_follows_the_order_of_its_fields(language: Language) -> None:
    found = sample("acceptance-provisional", language)
    assert isinstance(found, models.AcceptanceCertificate)
    delay, warranty, bond = found.settlement.delay, found.warranty, found.bond
    assert delay is not None
    assert warranty is not None
    assert bond is not None
    _assert_in_order(
        reading.whole_text(drawn("acceptance-provisional", language)),
        [
            formats.day(found.effective_on, language),
            found.contractor.name,
            formats.moment(found.delivered_at, language),
            *(test.number for test in found.tests),
            *(remark.text for remark in found.remarks),
            formats.money(found.settlement.value, language),
            formats.number(delay.fine.amount, 2, language),
            formats.money(found.settlement.payable, language),
            formats.money(found.settlement.payable_including, language),
            formats.day(warranty.last_day, language),
            formats.money(bond.released, language),
            *(place.name for place in found.signatures),
        ],
    )


def _assert_in_order(text: str, wanted: list[str]) -> None:
    at = 0
    for each in map(plain, wanted):
        found = text.find(each, at)
        assert found >= 0, f"{each!r} is not found after {text[max(0, at - 60) : at]!r}"
        at = found + len(each)


@every_document
def test_the_same_model_gives_the_same_bytes(name: str, language: Language) -> None:
    again = documents.draw(sample(name, language), Texts(language))
    assert again == drawn(name, language)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(seed: str) -> None:
    program = (
        "import hashlib\n"
        "from contracts.base import Language\n"
        "from tests.documents import reading\n"
        "pdf = reading.drawn('award', Language.FR)\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = hashlib.sha256(drawn("award", Language.FR)).hexdigest()
    assert done.stdout.strip() == expected


@every_document
def test_the_attached_twin_is_the_model(name: str, language: Language) -> None:
    model, pdf = sample(name, language), drawn(name, language)
    twin = documents.twin_of(pdf)
    assert twin == canonical_json(model)
    assert models.parse(twin) == model
    footer = grouped(hashlib.sha256(twin).hexdigest())
    assert all(footer in page for page in reading.page_texts(pdf))


@every_document
def test_nothing_leaves_the_margins(name: str, language: Language) -> None:
    outside = [
        (number, char)
        for number, page in enumerate(reading.characters(drawn(name, language)), start=1)
        for char in page
        if char.text.strip() and not _inside(char)
    ]
    assert outside == []


def _inside(char: reading.Character) -> bool:
    across = HOUSE.left - 1 <= char.left and char.right <= HOUSE.width - HOUSE.right + 1
    high = HOUSE.height - HOUSE.header_top + 1
    return across and HOUSE.footer_bottom - 3 <= char.bottom and char.top <= high


@every_document
def test_body_text_stays_clear_of_header_and_footer(name: str, language: Language) -> None:
    header = HOUSE.height - HOUSE.top + 4
    footer = HOUSE.footer_bottom + HOUSE.code + 6
    for page in reading.characters(drawn(name, language)):
        between = [c for c in page if c.text.strip() and footer < c.bottom < HOUSE.bottom - 4]
        above = [c for c in page if c.text.strip() and c.top > header]
        assert between == []
        assert all(char.bottom > header - 4 for char in above)


@every_document
def test_no_page_ends_with_a_heading(name: str, language: Language) -> None:
    headings = {HOUSE.section.size, HOUSE.part.size}
    for page in reading.characters(drawn(name, language)):
        body = [c for c in page if c.text.strip() and reading.in_body(c)]
        lowest = min(body, key=lambda c: c.bottom)
        assert lowest.size not in headings


@every_document
def test_no_text_is_printed_over_other_text(name: str, language: Language) -> None:
    for page in reading.characters(drawn(name, language)):
        near: dict[tuple[int, int], list[reading.Character]] = defaultdict(list)
        for char in (c for c in page if c.text.strip()):
            place = (int(char.left // CELL), int(char.bottom // CELL))
            around = [(place[0] + x, place[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
            assert not any(_covers(char, other) for cell in around for other in near[cell])
            near[place].append(char)


def _covers(one: reading.Character, other: reading.Character) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 1.5 and up > 1.5


@every_document
def test_pages_are_counted(name: str, language: Language) -> None:
    pages = reading.page_texts(drawn(name, language))
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text


@every_document
def test_metadata_tells_the_legal_fact(name: str, language: Language) -> None:
    imprint = sample(name, language).imprint
    with pikepdf.open(io.BytesIO(drawn(name, language))) as pdf:
        stamp = imprint.drawn_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
        assert str(pdf.docinfo["/CreationDate"]) == stamp
        assert str(pdf.docinfo["/Title"]).endswith(imprint.title)
        assert str(pdf.Root.Lang) == language.value
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize("language", Language)
def test_a_copy_in_another_language_says_so(language: Language) -> None:
    text = reading.page_texts(drawn("award", language))[0]
    notice = Texts(language).say("documents.translation.nl")
    assert (notice in text) is (language is not Language.NL)


@pytest.mark.parametrize("language", Language)
def test_draft_and_sample_are_said_on_every_page(language: Language) -> None:
    texts = Texts(language)
    day = formats.day_short(sample("award-lots", language).imprint.drawn_at.date(), language)
    draft = plain(texts.say("documents.mark.draft", day=day))
    for page in reading.page_texts(drawn("award-lots", language)):
        assert draft in page
        assert plain(texts.say("documents.mark.demo")) in page
    assert all(draft not in page for page in reading.page_texts(drawn("award", language)))


def test_the_code_holds_the_address_to_check() -> None:
    name, language = "acceptance-plain", Language.NL
    address = sample(name, language).imprint.verification
    expected = segno.make(address, error="m", micro=False).matrix
    scale = 8
    page = pypdfium2.PdfDocument(drawn(name, language))[0].render(scale=scale).to_pil().convert("L")
    module = HOUSE.code / len(expected)
    for row, line in enumerate(expected):
        for column, dark in enumerate(line):
            x = HOUSE.left + (column + 0.5) * module
            y = HOUSE.height - HOUSE.footer_bottom - HOUSE.code + (row + 0.5) * module
            shade = page.getpixel((int(x * scale), int(y * scale)))
            assert (shade < 128) is bool(dark), (row, column)
