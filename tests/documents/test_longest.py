"""The longest values that people write: nothing overflows, is clipped or stands over other text."""

import re

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


def _letters(text: str) -> str:
    """Without spaces and hyphens, since a line may end in any of them."""
    return re.sub(r"[\s-]", "", plain(text))
