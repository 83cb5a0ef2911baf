"""Signing in and out: the same answer and the same time for everybody who is refused."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select, update

from audit.accounts import queries
from audit.accounts.adapters import password_hashes
from audit.accounts.domain.attempts import is_resting, rest_after
from audit.accounts.models import SignIn, User
from audit.accounts.services.passwords import end_all_sessions
from audit.kernel import clock
from audit.kernel.access import SYSTEM, Actor
from audit.kernel.database import db
from audit.kernel.errors import NotFound
from audit.kernel.i18n import _
from audit.kernel.journal.services import record


@dataclass(frozen=True, slots=True)
class Checked:
    """A password compared with an account, outside any transaction because hashing takes its time."""

    user_id: int | None
    correct: bool
    new_hash: str | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was opened: ``token`` goes into the cookie and is stored nowhere."""

    user: User
    token: str


def token_hash(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_password(*, username: str, password: str) -> Checked:
    """Compare; an unknown user name costs the same hash as a known one. Writes nothing."""
    user = queries.by_username(username)
    correct = password_hashes.matches(user.password_hash if user else None, password)
    outdated = user is not None and correct and password_hashes.is_outdated(user.password_hash)
    new_hash = password_hashes.make(password) if outdated else None
    return Checked(user.id if user else None, correct, new_hash)


def authenticate(*, checked: Checked, known_device: bool, device: str = "") -> Opened | None:
    """Open a session, or count the failure and return None; the caller commits in both cases.

    Five wrong passwords in a row let the account rest (see ``domain.attempts``). While it rests, right
    passwords are refused as well and wrong ones do not prolong the rest. A browser that has signed in to this
    account before (``known_device``) is not bound by that rest, so that nobody can be shut out by a stranger;
    its own attempts are limited where it knocks.
    """
    statement = select(User).where(User.id == checked.user_id).with_for_update()
    user = db.session.scalar(statement.execution_options(populate_existing=True))
    if user is None or not user.active:
        return None
    now = clock.now()
    if is_resting(user.locked_until, now) and not known_device:
        return None
    if not checked.correct:
        _count_failure(user)
        return None
    user.failed_sign_ins, user.locked_until, user.last_sign_in_at = 0, None, now
    if checked.new_hash:
        user.password_hash = checked.new_hash
    opened = open_session(user=user, device=device)
    record(actor=user.actor, action="account.signed_in", subject="user", subject_id=user.id)
    return opened


def _count_failure(user: User) -> None:
    user.failed_sign_ins += 1
    details: dict[str, object] = {"failures": user.failed_sign_ins}
    rest = rest_after(user.failed_sign_ins)
    action = "account.sign_in_failed"
    if rest is not None:
        user.locked_until = clock.now() + rest
        action, details = "account.locked", {**details, "minutes": int(rest.total_seconds() // 60)}
    record(
        actor=SYSTEM,
        action=action,
        subject="user",
        subject_id=user.id,
        details=details,
        province_code=user.province_code,
    )


def open_session(*, user: User, device: str = "") -> Opened:
    """A new session with a token of 256 random bits."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            user_id=user.id,
            token_hash=token_hash(token),
            session_key=user.session_key,
            device=device[:80],
            started_at=clock.now(),
        )
    )
    db.session.flush()
    return Opened(user, token)


def sign_out(*, actor: Actor, token: str) -> None:
    """End the session of this token, so that a copy of its cookie is worth nothing."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    record(actor=actor, action="account.signed_out", subject="user", subject_id=actor.id or 0)


def end_session(*, actor: Actor, session_id: int) -> None:
    """End one of one's own sessions, on another machine for instance."""
    session = db.session.get(SignIn, session_id)
    if session is None or session.user_id != actor.id:
        raise NotFound("session_not_found", _("Không có phiên làm việc này."))
    if session.ended_at is None:
        session.ended_at = clock.now()
        record(actor=actor, action="account.session_ended", subject="user", subject_id=session.user_id)


def sign_out_everywhere(*, actor: Actor, user: User) -> None:
    """End every session of an account: one's own, or that of somebody one manages."""
    if user.id != actor.id:
        user = queries.user(actor, user.id)
    end_all_sessions(user)
    record(actor=actor, action="account.signed_out_everywhere", subject="user", subject_id=user.id)
