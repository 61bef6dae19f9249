"""The order for a document: written with the fact that asks for it, answered once."""

from typing import Literal, Self, get_args

from pydantic import model_validator

from contracts.base import Identifier, Language, Message

Kind = Literal["D-02", "D-07", "D-10", "D-12", "D-14", "D-15", "D-18", "D-19", "D-21"]
"""The kinds that are drawn from a model."""

COPIED: frozenset[str] = frozenset(get_args(Kind))
"""The kinds of which there can be a copy in another language."""


class Order(Message):
    """A document of one aggregate; `of` says of which of its facts, where it has several.

    Or a copy of a document that was issued, `original`, in another language.
    """

    document: Kind
    aggregate: str
    of: str = ""
    original: Identifier | None = None
    language: Language = Language.NL
    """That of the copy; an original is Dutch, the language of a Flemish authority."""

    @property
    def key(self) -> str:
        """The business key: one order, one document."""
        if self.original is not None:
            return f"copy/{self.original}/{self.language}"
        return "/".join(part for part in (self.aggregate, self.document, self.of) if part)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.original is None and self.language is not Language.NL:
            raise ValueError("an original is in Dutch; another language is that of a copy")
        return self
