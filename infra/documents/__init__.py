"""The documents that Bestek draws: the only place that knows reportlab and pikepdf."""

from infra.documents.drawing import draw
from infra.documents.finish import twin_of

__all__ = ["draw", "twin_of"]
