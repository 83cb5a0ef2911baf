"""Pages of one's own account: signing in and out, the password, open sessions, the language."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from audit.accounts import queries
from audit.accounts import session as sessions
from audit.accounts.domain.requests import device_words, local_address
from audit.accounts.forms.labels import SCOPE_LABELS
from audit.accounts.forms.sign_in import ChangePasswordForm, SignInForm
from audit.accounts.models import User
from audit.accounts.services import passwords
from audit.accounts.services import sign_in as service
from audit.kernel.access import Permission
from audit.kernel.database import db, transaction
from audit.kernel.errors import Invalid
from audit.kernel.guards import current_actor, public, requires
from audit.kernel.i18n import LANGUAGES, _
from audit.kernel.limits import limiter

blueprint = Blueprint("accounts", __name__, template_folder="../templates")

# One sentence for every refusal: it does not tell whether the account exists, is closed or is resting.
REFUSED = _(
    "Tên đăng nhập hoặc mật khẩu chưa đúng, hoặc tài khoản đang tạm khóa do nhập sai nhiều lần. "
    "Kiểm tra lại bộ gõ tiếng Việt và phím Caps Lock, chờ vài phút rồi thử lại."
)


def _sign_in_limit() -> str:
    return str(current_app.config["SIGN_IN_LIMIT"])


def _device_name() -> str:
    known = sessions.known_device()
    return f"device:{known[1]}" if known else get_remote_address()


def _was_refused(response: Response) -> bool:
    return response.status_code != 303


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(_sign_in_limit, methods=["POST"], deduct_when=_was_refused)
@limiter.limit(
    "10 per 15 minutes",
    key_func=_device_name,
    methods=["POST"],
    deduct_when=_was_refused,
    exempt_when=lambda: sessions.known_device() is None,
)
def sign_in() -> Response | str | tuple[str, int]:
    form = SignInForm()
    target = local_address(form.next.data or request.args.get("next")) or "/"
    if sessions.current_token() is not None:
        return redirect(target, code=303)
    form.next.data = target
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.errors else 200
    checked = service.check_password(username=form.username.data, password=form.password.data)
    known = sessions.known_device()
    with transaction():
        opened = service.authenticate(
            checked=checked,
            known_device=known is not None and known[0] == checked.user_id,
            device=device_words(request.user_agent.string),
        )
    if opened is None:
        current_app.logger.warning("sign-in refused from %s", get_remote_address())
        form.form_errors.append(str(REFUSED))
        return render_template("accounts/sign_in.html", form=form), 422
    sessions.start(opened)
    response = redirect(target, code=303)
    sessions.remember_device(response, opened.user.id)
    return response


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    token = sessions.current_token()
    if token is not None:
        actor = current_actor()
        with transaction():
            service.sign_out(actor=actor, token=token)
    sessions.stop()
    flash(_("Anh/chị đã đăng xuất."), "good")
    response = redirect(url_for(".sign_in"), code=303)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/account")
@requires(Permission.VIEW_HOME)
def account() -> str:
    user = _myself()
    return render_template(
        "accounts/account.html",
        user=user,
        scope_label=SCOPE_LABELS[user.actor.scope_kind],
        scope_name=sessions.places().name(user.actor.scope_kind, user.scope_code),
        open_sessions=queries.open_sessions(user.id, sessions.whole_lifetime()),
        this_session=sessions.current_sign_in_id(),
        idle_minutes=current_app.config["SESSION_IDLE_MINUTES"],
        hours=current_app.config["SESSION_HOURS"],
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.VIEW_HOME)
@limiter.limit("20 per 15 minutes", methods=["POST"], key_func=lambda: f"password:{current_actor().id}")
def change_password() -> Response | str | tuple[str, int]:
    form = ChangePasswordForm()
    user = _myself()
    temporary = user.must_change_password
    if form.validate_on_submit():
        try:
            with transaction():
                user = _myself()
                passwords.change_password(
                    actor=current_actor(), user=user, current=form.current.data, new=form.new.data
                )
                opened = service.open_session(user=user, device=device_words(request.user_agent.string))
        except Invalid as error:
            form.refuse(error)
        else:
            sessions.start(opened)
            flash(_("Đã đổi mật khẩu. Các phiên làm việc khác đã kết thúc."), "good")
            return redirect("/" if temporary else url_for(".account"), code=303)
    page = render_template("accounts/change_password.html", form=form, temporary=temporary, user=user)
    return page, 422 if form.errors else 200


@blueprint.post("/account/sessions/<int:session_id>/end")
@requires(Permission.VIEW_HOME)
def end_session(session_id: int) -> Response:
    with transaction():
        service.end_session(actor=current_actor(), session_id=session_id)
    flash(_("Đã kết thúc phiên làm việc."), "good")
    return redirect(url_for(".account"), code=303)


@blueprint.post("/account/sessions/end-all")
@requires(Permission.VIEW_HOME)
def end_all_sessions() -> Response:
    with transaction():
        service.sign_out_everywhere(actor=current_actor(), user=_myself())
    sessions.stop()
    flash(_("Đã đăng xuất khỏi mọi thiết bị."), "good")
    return redirect(url_for(".sign_in"), code=303)


@blueprint.post("/language")
@public
def choose_language() -> Response:
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        abort(400)
    session["language"] = language
    return redirect(local_address(request.form.get("next")) or "/", code=303)


def _myself() -> User:
    user = db.session.get(User, current_actor().id)
    if user is None:
        abort(401)
    return user
