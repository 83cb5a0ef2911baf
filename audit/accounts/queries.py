"""Reads of accounts: scoped to the province of the person who asks, ordered, paged by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from audit.accounts.models import SignIn, User
from audit.kernel import clock
from audit.kernel.access import Actor, Permission, Role
from audit.kernel.database import db
from audit.kernel.errors import Forbidden, NotFound
from audit.kernel.i18n import _
from audit.kernel.paging import Page, paginate
from audit.kernel.text import search_key

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class UserFilter:
    """What a list is narrowed to; empty values do not narrow. ``state``: active, inactive or locked."""

    text: str = ""
    role: str = ""
    state: str = ""


def _visible(actor: Actor) -> Select[User]:
    if not actor.may(Permission.MANAGE_USERS):
        raise Forbidden("not_permitted", _("Anh/chị không có quyền quản lý tài khoản."))
    statement = select(User)
    return statement.where(User.province_code == actor.province_code) if actor.province_code else statement


def _narrowed(actor: Actor, wanted: UserFilter) -> Select[User]:
    statement = _visible(actor)
    for word in search_key(wanted.text).split():
        statement = statement.where(User.search_key.contains(word, autoescape=True))
    if wanted.role:
        statement = statement.where(User.role == wanted.role)
    if wanted.state == "locked":
        statement = statement.where(User.active, User.locked_until > clock.now())
    elif wanted.state:
        statement = statement.where(User.active == (wanted.state == "active"))
    return statement


def users(
    actor: Actor, wanted: UserFilter, *, sort: str = "", cursor: str | None = None, limit: int = 50
) -> Page[User]:
    """A page of accounts. ``sort``: ``name`` (the default), ``username`` or ``seen``, with ``-`` reversed."""
    descending, key = sort.startswith("-"), sort.removeprefix("-")
    column = {
        "username": User.username,
        "seen": func.coalesce(User.last_sign_in_at, NEVER),
    }.get(key, User.search_key)
    keys = [column.desc(), User.id.desc()] if descending else [column, User.id]
    return paginate(_narrowed(actor, wanted), keys=keys, cursor=cursor, limit=limit)


def all_users(actor: Actor, wanted: UserFilter) -> list[User]:
    """Every matching account by name: the list that is reviewed every quarter."""
    return list(db.session.scalars(_narrowed(actor, wanted).order_by(User.search_key, User.id)))


def count(actor: Actor, wanted: UserFilter) -> int:
    """How many accounts match."""
    return db.session.scalar(select(func.count()).select_from(_narrowed(actor, wanted).subquery())) or 0


def user(actor: Actor, user_id: int) -> User:
    """One account; :class:`NotFound` when it does not exist or belongs to another province."""
    found = db.session.scalar(_visible(actor).where(User.id == user_id))
    if found is None:
        raise NotFound("user_not_found", _("Không có tài khoản này."))
    return found


def by_username(username: str) -> User | None:
    """The account of that user name, whatever the case it was typed in."""
    return db.session.scalar(select(User).where(User.username == username.strip().casefold()))


def active_users(province_code: str = "", roles: tuple[Role, ...] = ()) -> list[User]:
    """Active accounts of a province, by name: for choosing team members. At most some hundreds."""
    statement = select(User).where(User.active)
    if province_code:
        statement = statement.where(User.province_code == province_code)
    if roles:
        statement = statement.where(User.role.in_([str(role) for role in roles]))
    return list(db.session.scalars(statement.order_by(User.search_key, User.id)))


def person_now(user_id: int) -> Actor | None:
    """The person of an account with the rights of this moment, None when it is closed; for work that somebody
    asked for earlier."""
    found = db.session.scalar(
        select(User).where(User.id == user_id, User.active).execution_options(populate_existing=True)
    )
    return found.actor if found else None


def open_session(token_hash: str) -> SignIn | None:
    """The session of that token, with its person, unless it or the account has been ended."""
    statement = (
        select(SignIn)
        .join(SignIn.user)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.ended_at.is_(None),
            SignIn.session_key == User.session_key,
            User.active,
        )
        .options(contains_eager(SignIn.user))
    )
    return db.session.scalar(statement)


def open_sessions(user_id: int, whole: timedelta) -> list[SignIn]:
    """A person's sessions that are neither ended nor older than ``whole``, newest first."""
    statement = (
        select(SignIn)
        .join(SignIn.user)
        .where(
            SignIn.user_id == user_id,
            SignIn.ended_at.is_(None),
            SignIn.session_key == User.session_key,
            SignIn.started_at > clock.now() - whole,
        )
        .order_by(SignIn.started_at.desc(), SignIn.id.desc())
    )
    return list(db.session.scalars(statement))
