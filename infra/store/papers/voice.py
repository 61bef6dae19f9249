"""How a document speaks: its language, and the address that it gives for checking it."""

from dataclasses import dataclass

from contracts.base import Language
from infra.texts.catalogue import Texts


@dataclass(frozen=True)
class Voice:
    """The language of a document, and what addresses of this installation start with."""

    address: str
    language: Language = Language.NL
    """Dutch is the language of a Flemish authority; any other is that of a copy."""

    @property
    def texts(self) -> Texts:
        """The catalogue in the document's language."""
        return Texts(self.language)

    @property
    def verification(self) -> str:
        """The page that checks the document, in its own language: the QR code holds it."""
        return f"{self.address}/{self.language}/documents"
