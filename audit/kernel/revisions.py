"""Nobody writes over what another has changed since the page was opened."""

from __future__ import annotations

from typing import Protocol

from audit.kernel.errors import Conflict
from audit.kernel.i18n import _


class Revised(Protocol):
    """A row that counts its changes."""

    revision: int


def unchanged_since(thing: Revised, revision: int) -> None:
    """:class:`Conflict` when somebody changed the thing after the person loaded it."""
    if thing.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Nội dung đã được người khác thay đổi sau khi anh/chị mở trang. Hãy mở lại và thực hiện lại."),
        )
