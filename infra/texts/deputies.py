"""A deputy in words: who acted for whom, and on which mandate."""

from collections.abc import Mapping
from typing import Protocol

from contracts.actors import SYSTEM, Mandate
from infra.texts import formats
from infra.texts.catalogue import Texts


class Deed(Protocol):
    """Whatever was done by somebody, perhaps for somebody else: an event, a signature."""

    @property
    def actor(self) -> str:
        """The id of who acted."""
        ...

    @property
    def on_behalf_of(self) -> str | None:
        """The id of the holder of the role, when a deputy acted."""
        ...


def people(*deeds: Deed) -> set[str]:
    """The ids of all whose names are needed to say who did these."""
    return {i for deed in deeds for i in (deed.actor, deed.on_behalf_of) if i is not None}


def who(deed: Deed, named: Mapping[str, str], texts: Texts) -> str | None:
    """The name of who acted, as `{deputy} voor {titular}` for a deputy; None for the engine."""
    name = None if deed.actor == SYSTEM else named.get(deed.actor)
    if name is None or deed.on_behalf_of is None:
        return name
    return texts.say("mandate.for", deputy=name, titular=named[deed.on_behalf_of])


def ground(mandate: Mandate, titular: str, texts: Texts) -> str:
    """On which decision a deputy acts now, for whom and up to which amount."""
    day = formats.day_short(mandate.decided_on, texts.language)
    facts = {"titular": titular, "decision": mandate.decision, "date": day}
    if mandate.limit is None:
        return texts.say("mandate.ground", **facts)
    limit = formats.money(mandate.limit, texts.language)
    return texts.say("mandate.ground_limited", **facts, limit=limit)
