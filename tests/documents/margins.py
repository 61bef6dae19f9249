"""What may not be on a page: text outside its margins, in its gaps, or over other text."""

from collections import defaultdict

from infra.documents.page import BAND_TOP
from infra.documents.style import HOUSE
from tests.documents.reading import Character, in_body

CELL = 24
"""Points; no character is larger."""

HEADER = HOUSE.height - HOUSE.top + 4
FOOTER = HOUSE.footer_bottom + HOUSE.code + 6


def outside(page: list[Character]) -> list[Character]:
    """The characters beyond a margin."""
    return [char for char in page if char.text.strip() and not _inside(char)]


def _inside(char: Character) -> bool:
    across = HOUSE.left - 1 <= char.left and char.right <= HOUSE.width - HOUSE.right + 1
    high = HOUSE.height - BAND_TOP
    return across and HOUSE.footer_bottom - 3 <= char.bottom and char.top <= high


def in_the_gaps(page: list[Character]) -> list[Character]:
    """The characters between the text and the footer, or over the edge of the header."""
    seen = [char for char in page if char.text.strip()]
    below = [char for char in seen if FOOTER < char.bottom < HOUSE.bottom - 4]
    return below + [char for char in seen if char.bottom <= HEADER - 4 and char.top > HEADER]


def ends_with_a_heading(page: list[Character]) -> bool:
    """Whether the lowest text stands in the size of a heading."""
    body = [char for char in page if char.text.strip() and in_body(char)]
    lowest = min(body, key=lambda char: char.bottom)
    return lowest.size in {HOUSE.section.size, HOUSE.part.size}


def over_each_other(page: list[Character]) -> bool:
    """Whether two characters cover each other."""
    near: dict[tuple[int, int], list[Character]] = defaultdict(list)
    for char in (each for each in page if each.text.strip()):
        place = (int(char.left // CELL), int(char.bottom // CELL))
        around = [(place[0] + x, place[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1)]
        if any(_covers(char, other) for cell in around for other in near[cell]):
            return True
        near[place].append(char)
    return False


def _covers(one: Character, other: Character) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    up = min(one.top, other.top) - max(one.bottom, other.bottom)
    return across > 1.5 and up > 1.5
