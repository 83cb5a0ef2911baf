"""Setting passwords: one's own, and a temporary one for somebody who forgot theirs."""

from __future__ import annotations

import secrets

from audit.accounts import queries
from audit.accounts.adapters import password_hashes
from audit.accounts.adapters.common_passwords import common_passwords
from audit.accounts.domain.passwords import LONGEST, SHORTEST, Weakness, weakness
from audit.accounts.models import User
from audit.kernel.access import Actor
from audit.kernel.errors import Invalid
from audit.kernel.i18n import _
from audit.kernel.journal.services import record

# Letters and digits that nobody mistakes for one another when reading them aloud.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

_REASONS: dict[Weakness, str] = {
    Weakness.TOO_SHORT: _("Mật khẩu phải có ít nhất %(n)s ký tự.", n=SHORTEST),
    Weakness.TOO_LONG: _("Mật khẩu không được dài quá %(n)s ký tự.", n=LONGEST),
    Weakness.COMMON: _("Mật khẩu này quá phổ biến, dễ bị đoán. Hãy chọn mật khẩu khác."),
    Weakness.REPETITIVE: _("Mật khẩu chỉ lặp lại một hai ký tự. Hãy chọn mật khẩu khác."),
    Weakness.LIKE_USERNAME: _("Mật khẩu không được giống tên đăng nhập."),
    Weakness.CONTEXT: _("Mật khẩu chỉ gồm từ ai cũng đoán được. Hãy ghép thêm từ khác."),
}


def check_strength(password: str, username: str, field: str = "password") -> None:
    """Raise :class:`Invalid` when the password may not be used (ASVS V6.2)."""
    reason = weakness(password, username=username, common=common_passwords())
    if reason is not None:
        raise Invalid(f"password_{reason}", _REASONS[reason], field)


def temporary_password() -> str:
    """Four groups of four characters, 79 bits: easy to read over the telephone, impossible to guess."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _i in range(4)) for _g in range(4))


def end_all_sessions(user: User) -> None:
    """From now on no cookie handed out before is good for this account."""
    user.session_key = secrets.token_urlsafe(32)


def set_password(user: User, password: str, *, temporary: bool) -> None:
    """Store the hash and end every session; the caller has checked the password and records the change."""
    user.password_hash = password_hashes.make(password)
    user.must_change_password = temporary
    user.failed_sign_ins = 0
    user.locked_until = None
    end_all_sessions(user)


def change_password(*, actor: Actor, user: User, current: str, new: str) -> None:
    """A person changes their own password; every session of theirs ends, the caller opens a new one.

    Raises :class:`Invalid` at ``current`` or ``new``.
    """
    if not password_hashes.matches(user.password_hash, current):
        raise Invalid("wrong_password", _("Mật khẩu hiện tại không đúng."), "current")
    check_strength(new, user.username, "new")
    if password_hashes.matches(user.password_hash, new):
        raise Invalid("same_password", _("Mật khẩu mới phải khác mật khẩu hiện tại."), "new")
    set_password(user, new, temporary=False)
    record(actor=actor, action="account.password_changed", subject="user", subject_id=user.id)


def reset_password(*, actor: Actor, user_id: int) -> tuple[User, str]:
    """Give an account a temporary password, returned once and never stored; it must be changed at sign-in."""
    user = queries.user(actor, user_id)
    if user.id == actor.id:
        raise Invalid("own_password", _("Với tài khoản của mình, hãy dùng trang đổi mật khẩu."))
    password = temporary_password()
    set_password(user, password, temporary=True)
    record(actor=actor, action="account.password_reset", subject="user", subject_id=user.id)
    return user, password
