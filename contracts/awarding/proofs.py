"""What proves that the award letters were dispatched: document, addressee, channel, moment."""

from datetime import date
from enum import StrEnum

from contracts.base import Identifier, Instant, Message, Sha256


class Channel(StrEnum):
    """How a letter travels."""

    PORTAL = "portal"
    """The letter itself, in the inbox of the addressee on the portal."""
    EMAIL = "email"
    """A notice that the letter is there; without names, prices and scores."""


class LetterProof(Message):
    """One dispatch of one letter."""

    document: Identifier
    sha256: Sha256
    addressee: Identifier
    """The organisation."""
    channel: Channel
    to: str
    """The address: the organisation's inbox or its e-mail address."""
    sent_at: Instant | None
    """None for a notice that the mail server did not take."""


class LetterProofs(Message):
    """All dispatches of the letters of one award. The standstill runs from the last."""

    award: str
    day: date
    """The day for which the letters were drawn."""
    letters: tuple[LetterProof, ...]

    @property
    def last_sent_at(self) -> Instant:
        """The moment of the last dispatch; ValueError when nothing was sent."""
        return max(proof.sent_at for proof in self.letters if proof.sent_at is not None)
