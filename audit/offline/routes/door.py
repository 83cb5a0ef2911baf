"""The one door of the tablets' API: who knocks is proved, and every reply is enveloped and sealed."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Blueprint, Response, current_app, g, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from audit.kernel import clock
from audit.kernel.error_pages import TEXTS
from audit.kernel.errors import DomainError
from audit.kernel.i18n import _
from audit.kernel.json_text import compact
from audit.kernel.limits import csrf
from audit.offline.domain.proofs import is_nonce, proof_of, proves, request_key, seal_of
from audit.offline.queries.devices import Knock, generation, knocking
from checklists.domain.identifiers import is_identifier

PROTOCOL = 1
DEVICE = "X-Thuc-Dia-Device"
NONCE = "X-Thuc-Dia-Nonce"
PROOF = "X-Thuc-Dia-Proof"
SEAL = "X-Thuc-Dia-Seal"
TIME = "X-Thuc-Dia-Time"
VERSION = "X-Thuc-Dia-Protocol"
SMALL_BODY = 64 * 1024

View = TypeVar("View", bound=Callable[..., Any])
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def api_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint under ``/tablet/api`` whose views stand behind this door."""
    blueprint = Blueprint(name, import_name, url_prefix="/tablet/api")
    csrf.exempt(blueprint)  # not exempt: the door asks for the token itself, after the session
    blueprint.before_request(_enter)
    blueprint.after_request(_leave)
    blueprint.register_error_handler(DomainError, _domain_error)
    blueprint.register_error_handler(CSRFError, _csrf_error)
    blueprint.register_error_handler(HTTPException, _http_error)
    blueprint.register_error_handler(DBAPIError, _database_error)
    blueprint.register_error_handler(OSError, _system_error)
    return blueprint


def proved(*, limit: int = SMALL_BODY, session: bool = True) -> Callable[[View], View]:
    """Only for an enrolled device that proves itself, with a body of at most ``limit`` bytes; without
    ``session`` the proof alone is enough, and a revoked device is let in."""

    def mark(view: View) -> View:
        view.proved, view.limit, view.session = True, limit, session  # type: ignore[attr-defined]
        return view

    return mark


def body_limit(limit: int) -> Callable[[View], View]:
    """For a view that needs a session but no proof: how large its body may be."""

    def mark(view: View) -> View:
        view.limit = limit  # type: ignore[attr-defined]
        return view

    return mark


def reply(payload: Mapping[str, Any], status: int = 200) -> Response:
    """A JSON reply in its envelope."""
    if "tablet_generation" not in g:
        g.tablet_generation = generation()
    whole = {
        **payload,
        "protocol": PROTOCOL,
        "generation": g.tablet_generation,
        "server_time": clock.now().isoformat(),
    }
    return Response(compact(whole), status=status, content_type="application/json; charset=utf-8")


def refusal(status: int, code: str, message: str, **more: Any) -> Response:
    """A refusal in its envelope."""
    return reply({"code": code, "message": str(message), **more}, status)


def current_device() -> str:
    """The id of the device that proved itself in this request."""
    knock: Knock = g.tablet
    return knock.id


def _enter() -> Response | None:
    for left_over in ("tablet", "tablet_key", "tablet_generation"):
        g.pop(left_over, None)
    view: Any = current_app.view_functions[request.endpoint or ""]
    request.max_content_length = getattr(view, "limit", SMALL_BODY)
    spoken = request.headers.get(VERSION, str(PROTOCOL))
    if getattr(view, "proved", False):
        refused = _prove()
        if refused is not None:
            return refused
        if g.tablet.revoked_at is not None and view.session:
            message = _("Máy tính bảng này đã bị thu hồi; dữ liệu trên máy phải được xóa.")
            return refusal(403, "device_revoked", message, wipe=True)
    if not spoken.isdecimal() or int(spoken[:9]) < PROTOCOL:
        message = _("Ứng dụng trên máy tính bảng đã cũ. Hãy cập nhật; dữ liệu trên máy được giữ nguyên.")
        return refusal(426, "protocol_too_old", message)
    if not getattr(view, "session", True):
        return None
    if g.get("actor") is None:
        return refusal(401, "sign_in", _("Phiên làm việc đã hết hạn. Đăng nhập lại để tiếp tục gửi."))
    if "tablet" in g and g.tablet.user_id != g.actor.id:
        message = _("Máy tính bảng này đăng ký cho người khác. Đăng nhập đúng tài khoản của người đó.")
        return refusal(403, "device_not_yours", message)
    csrf.protect()
    return None


def _prove() -> Response | None:
    """Find the device that knocks and check its proof; from here on replies are sealed."""
    device, nonce = request.headers.get(DEVICE, ""), request.headers.get(NONCE, "")
    knock, g.tablet_generation = knocking(device) if is_identifier(device) else (None, generation())
    if knock is None:
        return refusal(401, "device_unknown", _("Máy chủ không biết máy tính bảng này. Đăng nhập lại."))
    key = request_key(knock.secret)
    expected = proof_of(
        key, method=request.method, path=_path_as_sent(), nonce=nonce, body=request.get_data()
    )
    if not is_nonce(nonce) or not proves(request.headers.get(PROOF, ""), expected):
        return refusal(403, "proof_wrong", _("Yêu cầu không chứng minh được là của máy tính bảng này."))
    g.tablet, g.tablet_key = knock, key
    return None


def _path_as_sent() -> str:
    query = request.query_string.decode("latin-1")
    path = request.script_root + request.path
    return f"{path}?{query}" if query else path


def _leave(response: Response) -> Response:
    if "tablet_key" in g:
        response.headers[SEAL] = seal_of(
            g.tablet_key,
            nonce=request.headers[NONCE],
            status=response.status_code,
            body=response.get_data(),
        )
    return response


def _domain_error(error: DomainError) -> Response:
    more = {name: error.details[name] for name in ("offset",) if name in error.details}
    return refusal(error.status, error.code, error.message, **more)


def _csrf_error(_error: CSRFError) -> Response:
    return refusal(400, "csrf", _("Phiên làm việc đã đổi; ứng dụng sẽ tự lấy lại mã phiên rồi gửi tiếp."))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    text = TEXTS.get(status) or (TEXTS[400] if status < 500 else TEXTS[500])
    response = refusal(status, text.code, text.happened)
    if error.get_response().headers.get("Retry-After"):
        response.headers["Retry-After"] = error.get_response().headers["Retry-After"]
    return response


def _database_error(error: DBAPIError) -> Response:
    """A full disk is said as such; a clash of two writers is for the client to try again."""
    current_app.logger.exception("the database refused")
    if "disk is full" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "53100":
        return _full()
    if isinstance(error, OperationalError | IntegrityError):
        return refusal(503, "busy", _("Máy chủ đang bận; ứng dụng sẽ tự gửi lại."))
    return refusal(500, TEXTS[500].code, TEXTS[500].happened)


def _system_error(error: OSError) -> Response:
    current_app.logger.exception("the disk refused")
    return _full() if error.errno in _FULL else refusal(500, TEXTS[500].code, TEXTS[500].happened)


def _full() -> Response:
    message = _("Máy chủ hết chỗ lưu; chưa có gì được ghi. Dữ liệu trên máy tính bảng được giữ nguyên.")
    return refusal(507, "storage_full", message)
