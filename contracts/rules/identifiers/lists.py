"""The official lists of codes, as far as the product knows them: which there are, what they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from contracts.base import Language


class Scheme(StrEnum):
    """A list of codes; the words stand under `labels.scheme.*`."""

    CPV = "cpv"
    NUTS = "nuts"


@dataclass(frozen=True)
class LabelList:
    """What one file says: every code of `labels` has its text in all languages.

    A CPV code is its eight digits without the check digit, as notices key it.
    """

    scheme: Scheme
    version: str
    labels: Mapping[str, Mapping[Language, str]]
