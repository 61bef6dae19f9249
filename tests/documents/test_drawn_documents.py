"""Every sample document in every language: complete, in order, inside its margins, the same."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum

import pikepdf
import pypdfium2
import pytest
import segno

from contracts import documents as models
from contracts.base import Language, Message, Money, canonical_json, local_date
from contracts.documents.award import NoStandstill, StandstillRule
from infra import documents
from infra.documents.page import grouped
from infra.documents.style import HOUSE
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import margins, reading
from tests.documents.reading import NAMES, drawn, plain, sample

EVERY = [(name, language) for name in NAMES for language in Language]
every_document = pytest.mark.parametrize(("name", "language"), EVERY)

NOT_PRINTED = {
    *("document", "language", "authentic", "verification", "tree_head", "fingerprint"),
    *("term", "value", "by", "because"),
    *("given", "agreed"),
    *("points", "total", "label", "kind", "currency", "rule_edition"),
}
"""Fields that are printed in another form, or only in the footer."""


def texts_of(message: Message, *, letter: bool) -> Iterator[str]:
    """Every text in a model that a reader must find on paper."""
    for name in type(message).model_fields:
        value = getattr(message, name)
        values = value if isinstance(value, tuple) else (value,)
        for each in values:
            if isinstance(each, Message):
                if not (letter and name == "party"):
                    yield from texts_of(each, letter=letter)
            elif isinstance(each, str) and not isinstance(each, Enum) and name not in NOT_PRINTED:
                yield each


@every_document
def test_everything_in_the_model_is_on_paper(name: str, language: Language) -> None:
    model = sample(name, language)
    text = " ".join(reading.page_texts(drawn(name, language)))
    text += text.replace("@ ", "@")  # a long address goes on after its @
    wanted = {plain(t) for t in texts_of(model, letter=name.startswith("letter"))}
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
def test_what_a_jurist_must_confirm_stands_beside_the_period(language: Language) -> None:
    """A letter says it of its standstill, a decision of a standstill and a remedy; what was read
    in the law carries no mark."""
    texts = Texts(language)
    doubt = plain(texts.say("period.doubt.source"))
    mark = plain(texts.say("rules.to_confirm"))
    holidays = plain(texts.say("period.doubt.holiday_list"))
    assert holidays in reading.whole_text(drawn("letter-chosen", language))
    decision = sample("award", language)
    assert isinstance(decision, models.AwardDecision)
    assert isinstance(decision.standstill, StandstillRule)
    sure = reading.whole_text(drawn("award", language))
    assert doubt not in sure
    assert mark not in sure
    unsure = decision.model_copy(
        update={
            "standstill": decision.standstill.model_copy(update={"confirmed": False}),
            "remedies": (
                decision.remedies[0].model_copy(update={"confirmed": False}),
                *decision.remedies[1:],
            ),
        }
    )
    told = reading.whole_text(documents.draw(unsure, texts))
    assert doubt in told
    assert told.count(mark) == doubt.count(mark) + 1


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", ["award", "letter-chosen"])
def test_an_appeal_period_that_is_not_the_laws_says_so(name: str, language: Language) -> None:
    """The length of the law stands beside it; a period of the law says nothing."""
    texts = Texts(language)
    law = texts.plural("documents.length.calendar_days", 60)
    mark = plain(texts.say("documents.calculation.own", law=law))
    assert mark not in reading.whole_text(drawn(name, language))
    document = sample(name, language)
    assert isinstance(document, models.AwardDecision | models.TendererLetter)
    first, second = document.remedies
    longer = second.model_copy(update={"length": 90, "law": 60})
    own = document.model_copy(update={"remedies": (first, longer)})
    assert reading.whole_text(documents.draw(own, texts)).count(mark) == 1


@pytest.mark.parametrize("language", Language)
def test_a_standstill_to_come_that_is_not_the_laws_says_so(language: Language) -> None:
    texts = Texts(language)
    law = texts.plural("documents.length.calendar_days", 15)
    mark = plain(texts.say("documents.calculation.own", law=law))
    decision = sample("award", language)
    assert isinstance(decision, models.AwardDecision)
    assert isinstance(decision.standstill, StandstillRule)
    assert mark not in reading.whole_text(drawn("award", language))
    longer = decision.standstill.model_copy(update={"length": 20, "law": 15})
    own = decision.model_copy(update={"standstill": longer})
    assert mark in reading.whole_text(documents.draw(own, texts))


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
    pages = reading.characters(drawn(name, language))
    assert [(n, found) for n, page in enumerate(pages, 1) if (found := margins.outside(page))] == []


@every_document
def test_body_text_stays_clear_of_header_and_footer(name: str, language: Language) -> None:
    for page in reading.characters(drawn(name, language)):
        assert margins.in_the_gaps(page) == []


@every_document
def test_no_page_ends_with_a_heading(name: str, language: Language) -> None:
    for page in reading.characters(drawn(name, language)):
        assert not margins.ends_with_a_heading(page)


@every_document
def test_no_text_is_printed_over_other_text(name: str, language: Language) -> None:
    for page in reading.characters(drawn(name, language)):
        assert not margins.over_each_other(page)


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


def test_a_proposed_fine_is_told_and_taken_off_nothing() -> None:
    found = sample("acceptance-provisional", Language.NL)
    assert isinstance(found, models.AcceptanceCertificate)
    settlement = found.settlement
    assert settlement.delay is not None
    delay = settlement.delay.model_copy(update={"proposed": True, "to_confirm": True})
    whole = settlement.model_dump() | {"delay": delay, "payable": settlement.value}
    including = Money(amount=Decimal("232320.00"))
    proposed = type(settlement).model_validate(whole | {"payable_including": including})
    paper = found.model_copy(update={"settlement": proposed})
    text = " ".join(reading.page_texts(documents.draw(paper, Texts(Language.NL))))
    assert "Dit is een voorstel van € 3.264,00, niet ingehouden: een persoon beslist." in text
    assert "Tarief en maximum: te bevestigen door de jurist." in text
    assert "Te betalen, excl. btw € 192.000,00" in text
