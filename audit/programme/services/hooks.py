"""Places where packages above this one join in; filled once by the composition root."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from audit.inspections.services.hooks import Panel
from audit.kernel.access import Actor
from audit.programme.models import ClosingReview, Programme

ProgrammePanels = Callable[[Actor, Programme], Iterable[Panel]]
# Whether documents rest on a programme, or on one review of it.
MadeOf = Callable[[Programme, ClosingReview | None], bool]

programme_panels: list[ProgrammePanels] = []
made_of: list[MadeOf] = []


def has_documents(programme: Programme, review: ClosingReview | None = None) -> bool:
    """Whether a package above has made a document of the programme, or of this review."""
    return any(ask(programme, review) for ask in made_of)


def panels(actor: Actor, programme: Programme) -> list[Panel]:
    """Boxes of packages above for the page of a programme."""
    return [panel for provider in programme_panels for panel in provider(actor, programme)]
