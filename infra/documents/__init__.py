"""The documents that Bestek draws: the only place that knows reportlab and pikepdf."""

from infra.documents.drawing import draw
from infra.documents.finish import look_of, twin_of

__all__ = ["draw", "look_of", "twin_of"]
