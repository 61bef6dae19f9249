"""What every sheet of the API has in common: a version to write over, a hash to bind it by."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from contracts.base import Message, Sha256

Round = Annotated[
    int, Path(ge=1, le=99, description="Evaluations, or awards, of a tender, from 1.")
]
Text = Annotated[str, Field(max_length=20_000)]


class SavedSheet(BaseModel):
    """The version that was written, and the hash to bind it by."""

    version: int
    sha256: Sha256


class SheetHash(Message):
    """The version of a sheet that is bound: the hash that was read."""

    sha256: Sha256
