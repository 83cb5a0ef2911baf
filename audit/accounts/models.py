"""Accounts and the sessions opened with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from audit.kernel.access import Actor, Role, ScopeKind
from audit.kernel.database import Model, UtcDateTime


def _one_of(column: str, values: type[Role] | type[ScopeKind]) -> str:
    return f"{column} IN ({', '.join(repr(str(value)) for value in values)})"


class User(Model):
    """A person who may sign in.

    ``position`` is the person's office (chức vụ); ``session_key`` changes when every open session must end;
    ``search_key`` is the folded name, user name and office.
    """

    __tablename__ = "user_account"
    __table_args__ = (
        CheckConstraint(_one_of("role", Role), name="role"),
        CheckConstraint(_one_of("scope_kind", ScopeKind), name="scope_kind"),
        CheckConstraint("failed_sign_ins >= 0", name="failed_sign_ins"),
        Index(None, "search_key", "id"),
        Index(None, "province_code", "search_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(80), unique=True)
    full_name: Mapped[str] = mapped_column(String(200))
    position: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    scope_kind: Mapped[str] = mapped_column(String(20))
    scope_code: Mapped[str] = mapped_column(String(40), default="")
    province_code: Mapped[str] = mapped_column(String(8), default="")
    active: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_key: Mapped[str] = mapped_column(String(64))
    search_key: Mapped[str] = mapped_column(String(500), default="")
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def actor(self) -> Actor:
        """This person as the rest of the program knows them."""
        return Actor(
            id=self.id,
            username=self.username,
            full_name=self.full_name,
            role=Role(self.role),
            scope_kind=ScopeKind(self.scope_kind),
            scope_code=self.scope_code,
            province_code=self.province_code,
        )


class SignIn(Model):
    """One open or ended session: what a cookie must still match, so that a copied cookie dies with it.

    The cookie holds a random token; only its SHA-256 is stored. ``device`` is the browser in a few words.
    """

    __tablename__ = "user_sign_in"
    __table_args__ = (Index(None, "user_id", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    session_key: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()
