"""Creating, changing, closing and reopening accounts."""

from __future__ import annotations

from sqlalchemy import func, select

from audit.accounts import queries
from audit.accounts.adapters import password_hashes
from audit.accounts.domain.accounts import is_username, scope_fits
from audit.accounts.models import User
from audit.accounts.services.passwords import check_strength, end_all_sessions, temporary_password
from audit.kernel import clock
from audit.kernel.access import Actor, Permission, Role, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from audit.kernel.text import nfc, search_key


def create_user(
    *,
    actor: Actor,
    username: str,
    full_name: str,
    role: Role,
    scope_kind: ScopeKind,
    scope_code: str,
    province_code: str,
    position: str = "",
    password: str | None = None,
    must_change_password: bool = False,
) -> tuple[User, str | None]:
    """Create an account; the second value is its temporary password when none was given.

    A temporary password must be changed at the first sign-in. Raises :class:`Invalid` at the field that is
    wrong, :class:`Conflict` when the user name is taken.
    """
    _may_manage(actor, province_code)
    username = nfc(username).strip().casefold()
    if not is_username(username):
        raise Invalid(
            "bad_username",
            _("Tên đăng nhập gồm 3 đến 50 chữ thường không dấu, chữ số, có thể có dấu chấm ở giữa."),
            "username",
        )
    if queries.by_username(username) is not None:
        raise Conflict("username_taken", _("Tên đăng nhập này đã có người dùng."), "username")
    _check_area(role, scope_kind, scope_code)
    temporary = None
    if password is None:
        temporary = temporary_password()
    else:
        check_strength(password, username)
    user = User(
        username=username,
        password_hash=password_hashes.make(temporary or password or ""),
        active=True,
        must_change_password=must_change_password or temporary is not None,
        failed_sign_ins=0,
        created_at=clock.now(),
    )
    _fill(user, full_name, position, role, scope_kind, scope_code, province_code)
    end_all_sessions(user)
    db.session.add(user)
    db.session.flush()
    record(
        actor=actor,
        action="account.created",
        subject="user",
        subject_id=user.id,
        details=_described(user),
        province_code=province_code,
    )
    return user, temporary


def update_user(
    *,
    actor: Actor,
    user_id: int,
    full_name: str,
    position: str,
    role: Role,
    scope_kind: ScopeKind,
    scope_code: str,
) -> User:
    """Change who somebody is and what they may do; a change of rights ends their sessions."""
    user = queries.user(actor, user_id)
    _check_area(role, scope_kind, scope_code)
    if user.role == Role.ADMINISTRATOR and role is not Role.ADMINISTRATOR:
        _keep_one_administrator(user, "role")
    before = _described(user)
    rights = (user.role, user.scope_kind, user.scope_code)
    _fill(user, full_name, position, role, scope_kind, scope_code, user.province_code)
    if rights != (user.role, user.scope_kind, user.scope_code):
        end_all_sessions(user)
    after = _described(user)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if changed:
        record(actor=actor, action="account.updated", subject="user", subject_id=user.id, details=changed)
    return user


def set_active(*, actor: Actor, user_id: int, active: bool) -> User:
    """Close an account, ending its sessions at once, or open it again. Nothing it did is lost."""
    user = queries.user(actor, user_id)
    if user.active == active:
        return user
    if not active:
        if user.id == actor.id:
            raise Invalid("own_account", _("Anh/chị không thể ngừng tài khoản của chính mình."))
        if user.role == Role.ADMINISTRATOR:
            _keep_one_administrator(user, None)
    user.active = active
    user.failed_sign_ins, user.locked_until = 0, None
    end_all_sessions(user)
    action = "account.activated" if active else "account.deactivated"
    record(actor=actor, action=action, subject="user", subject_id=user.id)
    return user


def _may_manage(actor: Actor, province_code: str) -> None:
    if not actor.may(Permission.MANAGE_USERS):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền quản lý tài khoản."))
    if actor.province_code and actor.province_code != province_code:
        raise Invalid("other_province", _("Chỉ được tạo tài khoản trong tỉnh của mình."), "scope_code")


def _check_area(role: Role, kind: ScopeKind, code: str) -> None:
    if not scope_fits(role, kind):
        raise Invalid("scope_does_not_fit", _("Phạm vi này không phù hợp với vai trò đã chọn."), "scope_kind")
    if not code and kind is not ScopeKind.PROVINCE:
        raise Invalid("scope_missing", _("Hãy chọn đơn vị mà tài khoản thuộc về."), "scope_code")


def _keep_one_administrator(user: User, field: str | None) -> None:
    others = select(func.count()).where(User.role == Role.ADMINISTRATOR, User.active, User.id != user.id)
    if not db.session.scalar(others):
        raise Invalid(
            "last_administrator", _("Phải còn ít nhất một quản trị hệ thống đang hoạt động."), field
        )


def _fill(
    user: User,
    full_name: str,
    position: str,
    role: Role,
    scope_kind: ScopeKind,
    scope_code: str,
    province_code: str,
) -> None:
    user.full_name = " ".join(nfc(full_name).split())
    user.position = " ".join(nfc(position).split())
    if not user.full_name:
        raise Invalid("name_missing", _("Hãy nhập họ và tên."), "full_name")
    user.role, user.scope_kind = str(role), str(scope_kind)
    user.scope_code, user.province_code = scope_code, province_code
    user.search_key = search_key(f"{user.full_name} {user.username} {user.position}")[:400]


def _described(user: User) -> dict[str, str]:
    return {
        "username": user.username,
        "full_name": user.full_name,
        "position": user.position,
        "role": user.role,
        "scope": f"{user.scope_kind}:{user.scope_code}",
    }
