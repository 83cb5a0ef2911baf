"""Who may write programmes, and that nobody writes over what another has just changed."""

from __future__ import annotations

from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.errors import Forbidden
from audit.kernel.i18n import _


def must_edit(actor: Actor) -> None:
    """Programmes are written by people of the whole province who may edit plans."""
    if not (
        actor.may(Permission.EDIT_PLANS) and actor.scope_kind is ScopeKind.PROVINCE and actor.province_code
    ):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền thực hiện việc này."))
