"""Who may write programmes, and that nobody writes over what another has just changed."""

from __future__ import annotations

from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.errors import Conflict, Forbidden
from audit.kernel.i18n import _
from audit.programme.models import ClosingReview, Programme


def must_edit(actor: Actor) -> None:
    """Programmes are written by people of the whole province who may edit plans."""
    if not (
        actor.may(Permission.EDIT_PLANS) and actor.scope_kind is ScopeKind.PROVINCE and actor.province_code
    ):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))


def unchanged_since(thing: Programme | ClosingReview, revision: int) -> None:
    """:class:`Conflict` when somebody changed the thing after the person loaded it."""
    if thing.revision != revision:
        raise Conflict(
            "changed_by_another",
            _("Nội dung đã được người khác thay đổi sau khi anh/chị mở trang. Hãy mở lại và thực hiện lại."),
        )
