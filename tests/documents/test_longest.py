"""The longest values that people write: nothing overflows, is clipped or stands over other text."""

import itertools
import re

import pypdfium2
import pytest

from contracts.base import Language
from infra import documents
from infra.texts.catalogue import Texts
from tests.documents import heard, longest, margins, reading
from tests.documents.reading import plain, sample
from tests.documents.test_drawn_documents import texts_of

FULL = (
    *("tender", "opening-priced", "report", "award", "letter-chosen", "letter-not-chosen"),
    *("letter-conclusion", "delivery", "shortcomings", "acceptance-provisional"),
)
"""The samples that say all that their kind can."""

WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsgesellschaft"
"""The longest word of the German samples: wider than most columns."""


@pytest.mark.parametrize("language", [Language.NL, Language.DE])
@pytest.mark.parametrize("name", FULL)
def test_the_longest_values_find_their_room(name: str, language: Language) -> None:
    model = longest.longest(sample(name, language), language)
    type(model).model_validate(model.model_dump())
    pdf = documents.draw(model, Texts(language))
    for page in reading.characters(pdf):
        assert margins.outside(page) == []
        assert margins.in_the_gaps(page) == []
        assert not margins.ends_with_a_heading(page)
        assert not margins.over_each_other(page)
    told = _letters(heard.tree(pdf).told())
    wanted = texts_of(model, letter=name.startswith("letter"))
    missing = {text for text in wanted if _letters(text[1:]) not in told}
    # What some documents say in their header alone, which is cut to three lines.
    assert missing <= {model.imprint.department, model.imprint.reference}


@pytest.mark.parametrize("name", ["award", "report", "tender", "letter-chosen"])
def test_a_long_word_is_broken_where_a_hyphen_may_stand(name: str) -> None:
    model = longest.longest(sample(name, Language.DE), Language.DE)
    opened = pypdfium2.PdfDocument(documents.draw(model, Texts(Language.DE)))
    pages = [page.get_textpage().get_text_range().split() for page in opened]
    pairs = [pair for words in pages for pair in itertools.pairwise(words)]
    assert any(WORD.startswith(first[:-1]) and len(first) > 2 for first, _ in pairs)
    # A piece without a hyphen is followed by the next piece of the word.
    assert [(first, then) for first, then in pairs if f"{first}{then}" in WORD] == []


def _letters(text: str) -> str:
    """Without spaces and hyphens, since a line may end in any of them."""
    return re.sub(r"[\s-]", "", plain(text))
