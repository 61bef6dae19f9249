"""The ids that stand in the paths of the API while a test goes through all of them."""

from contracts import names
from tests import contracted, opened
from tests.builders import uid

TENDER = names.subject_of(opened.TENDER)
CONTRACT = names.subject_of(contracted.CONTRACT)


def placed(path: str) -> str:
    """A route's path with the ids of what the stages hold."""
    return path.format(
        tender=TENDER,
        number=1,
        position=0,
        bid=opened.bid("Kade Zeven"),
        person=uid("Tine"),
        contract=CONTRACT,
        milestone=contracted.M1,
        document=uid("D-12"),
        mandate=uid("mandate"),
        parameter="standstill",
        sha256="0" * 64,
        language="fr",
    )
