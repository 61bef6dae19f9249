"""What procedures are called, and which one is called so."""

from contracts.base import Language
from contracts.rules.procedures import Procedures
from infra.texts.catalogue import Texts


def name(procedure_id: str, texts: Texts) -> str:
    """*openbare procedure*; what a file or an import calls it, where the catalogue does not know
    it."""
    key = f"procedure.{procedure_id}"
    return texts.say(key) if texts.has(key) else procedure_id


def called(words: str, known: Procedures) -> str | None:
    """The id of the procedure that is called so in one of our languages; None for any other."""
    wanted = " ".join(words.casefold().split())
    for language in Language:
        texts = Texts(language)
        for each in known.procedures:
            if wanted == name(each.id, texts).casefold():
                return each.id
    return None
