"""Administration of accounts: list, create, change, close, reopen, new password."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.accounts import queries
from audit.accounts import session as sessions
from audit.accounts.forms.labels import ROLE_LABELS, ROLE_NOTES, SCOPE_LABELS, USER_STATES
from audit.accounts.forms.users import UserForm
from audit.accounts.models import User
from audit.accounts.queries import UserFilter
from audit.accounts.services import passwords, users
from audit.accounts.services import sign_in as sign_in_service
from audit.kernel import clock
from audit.kernel.access import Permission, Role, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError, NotFound
from audit.kernel.formats import vn_moment
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.spreadsheets import Sheet, write_xlsx

blueprint = Blueprint("accounts_users", __name__, url_prefix="/users", template_folder="../templates")


def _filter() -> UserFilter:
    args = request.args
    return UserFilter(args.get("q", "")[:200], args.get("role", "")[:20], args.get("state", "")[:20])


@blueprint.get("/")
@requires(Permission.MANAGE_USERS)
def index() -> str:
    actor, wanted = current_actor(), _filter()
    page = queries.users(actor, wanted, sort=request.args.get("sort", ""), cursor=request.args.get("cursor"))
    return render_template(
        "accounts/users.html",
        page=page,
        wanted=wanted,
        total=queries.count(actor, wanted),
        roles=ROLE_LABELS,
        states=USER_STATES,
        areas=_areas(page.items),
        now=clock.now(),
    )


@blueprint.get("/export.xlsx")
@requires(Permission.MANAGE_USERS)
def export() -> Response:
    """The list of accounts, for the quarterly review."""
    found, now = queries.all_users(current_actor(), _filter()), clock.now()
    areas = _areas(found)
    rows = [
        (
            user.full_name,
            user.username,
            user.position,
            str(ROLE_LABELS[user.actor.role]),
            areas[user.actor.scope_kind, user.scope_code],
            str(USER_STATES[_state(user)]),
            vn_moment(user.last_sign_in_at),
            vn_moment(user.created_at),
        )
        for user in found
    ]
    header = [
        str(text)
        for text in (
            _("Họ và tên"),
            _("Tên đăng nhập"),
            _("Chức vụ"),
            _("Vai trò"),
            _("Phạm vi"),
            _("Trạng thái"),
            _("Đăng nhập gần nhất"),
            _("Ngày tạo"),
        )
    ]
    sheet = Sheet(
        name=str(_("Tài khoản")),
        header=header,
        rows=rows,
        widths=(28, 20, 28, 28, 28, 18, 20, 20),
        notes=(str(_("Danh sách tài khoản, lập lúc %(when)s", when=vn_moment(now))),),
    )
    return Response(
        write_xlsx([sheet]),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": 'attachment; filename="tai-khoan.xlsx"'},
    )


def _areas(found: Sequence[User]) -> dict[tuple[ScopeKind, str], str]:
    """The names of the areas these people are confined to."""
    return sessions.places().names((user.actor.scope_kind, user.scope_code) for user in found)


def _state(user: User) -> str:
    if not user.active:
        return "inactive"
    return "locked" if user.locked_until and user.locked_until > clock.now() else "active"


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def create() -> AnyResponse | str | tuple[str, int]:
    actor = current_actor()
    province = actor.province_code or current_app.config["SETTINGS"].province_code
    form = UserForm(places=sessions.places(), province_code=province)
    if form.validate_on_submit():
        try:
            with transaction():
                user, password = users.create_user(
                    actor=actor,
                    username=form.username.data,
                    full_name=form.full_name.data,
                    position=form.position.data or "",
                    role=Role(form.role.data),
                    scope_kind=ScopeKind(form.scope_kind.data),
                    scope_code=form.scope_code,
                    province_code=province,
                )
        except DomainError as error:
            error.field = form.field_of(error.field)
            form.refuse(error)
        else:
            return render_template(
                "accounts/temporary_password.html", user=user, password=password, created=True
            )
    page = render_template("accounts/user_form.html", form=form, user=None, notes=ROLE_NOTES)
    return page, 422 if form.errors else 200


@blueprint.route("/<int:user_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_USERS)
def edit(user_id: int) -> AnyResponse | str | tuple[str, int]:
    actor = current_actor()
    user = queries.user(actor, user_id)
    form = UserForm(places=sessions.places(), province_code=user.province_code, user=user)
    if form.validate_on_submit():
        try:
            with transaction():
                users.update_user(
                    actor=actor,
                    user_id=user_id,
                    full_name=form.full_name.data,
                    position=form.position.data or "",
                    role=Role(form.role.data),
                    scope_kind=ScopeKind(form.scope_kind.data),
                    scope_code=form.scope_code,
                )
        except NotFound:
            raise
        except DomainError as error:
            error.field = form.field_of(error.field)
            form.refuse(error)
        else:
            flash(_("Đã lưu tài khoản."), "good")
            return redirect(url_for(".index"), code=303)
    page = render_template(
        "accounts/user_form.html",
        form=form,
        user=user,
        state=_state(user),
        states=USER_STATES,
        notes=ROLE_NOTES,
        scopes=SCOPE_LABELS,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<int:user_id>/active")
@requires(Permission.MANAGE_USERS)
def set_active(user_id: int) -> AnyResponse:
    active = request.form.get("active") == "1"
    try:
        with transaction():
            user = users.set_active(actor=current_actor(), user_id=user_id, active=active)
            name = user.full_name
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        done = _("Đã mở lại tài khoản của %(name)s.") if active else _("Đã ngừng tài khoản của %(name)s.")
        flash(str(done) % {"name": name}, "good")
    return redirect(url_for(".edit", user_id=user_id), code=303)


@blueprint.post("/<int:user_id>/reset-password")
@requires(Permission.MANAGE_USERS)
def reset_password(user_id: int) -> AnyResponse | str:
    try:
        with transaction():
            user, password = passwords.reset_password(actor=current_actor(), user_id=user_id)
    except NotFound:
        raise
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for(".edit", user_id=user_id), code=303)
    # Shown on this page alone: a redirect would have to carry the password through the cookie.
    return render_template("accounts/temporary_password.html", user=user, password=password, created=False)


@blueprint.post("/<int:user_id>/sign-out")
@requires(Permission.MANAGE_USERS)
def sign_out(user_id: int) -> AnyResponse:
    with transaction():
        actor = current_actor()
        sign_in_service.sign_out_everywhere(actor=actor, user=queries.user(actor, user_id))
    flash(_("Đã kết thúc mọi phiên làm việc của tài khoản này."), "good")
    return redirect(url_for(".edit", user_id=user_id), code=303)
