"""The procedures of the law as data, and what follows from one of them under an edition.

A procedure is a value that the caller hands over, like the edition: nothing here keeps a table of
procedures, and no function knows one by its id. `infra/procedure_files.py` reads the files.
"""

from contracts.rules.procedures.course import (
    RUN,
    Obstacle,
    Why,
    left_out,
    method,
    obstacles,
    runs,
    steps,
)
from contracts.rules.procedures.periods import (
    Shortened,
    minimum_deadline,
    minimum_term,
    shortening,
)
from contracts.rules.procedures.publicity import (
    CATCH_UP,
    THRESHOLDS,
    Authority,
    Level,
    catch_up_limit,
    european_threshold,
    publication_level,
    standstill,
    standstill_is_mandatory,
)
from contracts.rules.procedures.shapes import (
    AwardProcedure,
    Body,
    Bought,
    CallOff,
    Ground,
    LeftOut,
    Period,
    Procedures,
    Publication,
    Rounds,
    Step,
    Technique,
    lacking,
    strange,
)

__all__ = [
    "CATCH_UP",
    "RUN",
    "THRESHOLDS",
    "Authority",
    "AwardProcedure",
    "Body",
    "Bought",
    "CallOff",
    "Ground",
    "LeftOut",
    "Level",
    "Obstacle",
    "Period",
    "Procedures",
    "Publication",
    "Rounds",
    "Shortened",
    "Step",
    "Technique",
    "Why",
    "catch_up_limit",
    "european_threshold",
    "lacking",
    "left_out",
    "method",
    "minimum_deadline",
    "minimum_term",
    "obstacles",
    "publication_level",
    "runs",
    "shortening",
    "standstill",
    "standstill_is_mandatory",
    "steps",
    "strange",
]
