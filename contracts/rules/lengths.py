"""How the length of a period is made where an organisation uses figures of its own."""

from contracts.base import Message
from contracts.rules.editions import Parameter


class Own(Message):
    """A figure of the organisation's own that went into a length; its reason stands in the
    edition."""

    parameter: str
    law: int
    """What the law says instead, in the unit of the period."""


def own_of(name: str, parameter: Parameter) -> tuple[Own, ...]:
    """The figure of the organisation's own that a parameter has; none where it has that of the
    law."""
    if parameter.override is None:
        return ()
    return (Own(parameter=name, law=int(parameter.override.original)),)


def shortened(*days: int) -> int:
    """The length of a period after its reductions (negative numbers): at least one day, which
    only figures of an organisation's own can make necessary."""
    return max(1, sum(days))
