"""What a page shows of a form and of an act: texts as they were typed, and what the act will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Form:
    """A form as it stands: what was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    """A sentence for each field that was refused."""


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    name: str
    note: str | None = None


@dataclass(frozen=True)
class Act:
    """A binding act: the sheet that says what happens, or why it cannot be done now.

    The form of the sheet is posted to `path` with the fields `command_id`, `form_token` and
    `hidden`; `name` is the id of the sheet in the page.
    """

    name: str
    label: str
    path: str
    command_id: str
    """Made when the page is shown, so that sending twice is doing once."""
    happens: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    final: tuple[str, ...] = ()
    hidden: Mapping[str, str] = field(default_factory=dict)
    mandate: str | None = None
    """On which mandate a deputy does it, as a sentence; None for who acts in own right."""
    refusal: str | None = None
    """Why not now, as a sentence; the act is then greyed."""
    who: str | None = None
    """Who can do it, when this person cannot."""
