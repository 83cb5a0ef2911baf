"""Errors as people and programs see them: one page in plain words, or JSON with a code; never a trace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from audit.kernel.errors import DomainError
from audit.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class ErrorText:
    """Code, title, what happened, and what to do next."""

    code: str
    title: str
    happened: str
    advice: tuple[str, ...]


TEXTS: dict[int, ErrorText] = {
    400: ErrorText(
        "bad_request",
        _("Yêu cầu không hợp lệ"),
        _("Máy chủ không hiểu được thông tin vừa gửi."),
        (_("Quay lại trang trước, tải lại trang rồi thực hiện lại."),),
    ),
    401: ErrorText(
        "not_signed_in",
        _("Cần đăng nhập"),
        _("Phiên làm việc đã hết hạn hoặc anh/chị chưa đăng nhập."),
        (_("Đăng nhập rồi thực hiện lại."),),
    ),
    403: ErrorText(
        "not_permitted",
        _("Không có quyền truy cập"),
        _("Tài khoản của anh/chị không được giao thực hiện việc này."),
        (
            _("Nếu việc này thuộc nhiệm vụ của anh/chị, đề nghị quản trị hệ thống của đơn vị cấp quyền."),
            _("Nếu anh/chị có nhiều tài khoản, đăng xuất và đăng nhập lại bằng đúng tài khoản."),
        ),
    ),
    404: ErrorText(
        "not_found",
        _("Không tìm thấy trang"),
        _("Trang không tồn tại, đã được chuyển đi hoặc nằm ngoài phạm vi anh/chị được xem."),
        (_("Kiểm tra lại địa chỉ."), _("Mở lại từ danh mục chính hoặc tìm trong danh sách.")),
    ),
    405: ErrorText(
        "method_not_allowed",
        _("Thao tác không được hỗ trợ"),
        _("Địa chỉ này không nhận thao tác vừa gửi."),
        (_("Mở lại trang từ danh mục và dùng các nút trên trang."),),
    ),
    409: ErrorText(
        "conflict",
        _("Hiện không làm được việc này"),
        _("Nội dung anh/chị gửi dựa trên dữ liệu đã cũ."),
        (_("Quay lại trang trước và tải lại để xem tình trạng mới nhất."),),
    ),
    413: ErrorText(
        "too_large",
        _("Tệp quá lớn"),
        _("Dung lượng gửi lên vượt quá giới hạn cho phép."),
        (_("Giảm dung lượng tệp hoặc chia thành nhiều lần gửi."),),
    ),
    422: ErrorText(
        "invalid",
        _("Chưa thực hiện được"),
        _("Thông tin gửi lên chưa đúng quy định."),
        (_("Quay lại trang trước, sửa thông tin rồi gửi lại."),),
    ),
    429: ErrorText(
        "too_many_requests",
        _("Thao tác quá nhiều lần"),
        _("Hệ thống tạm dừng nhận yêu cầu từ máy của anh/chị để bảo đảm an toàn."),
        (_("Chờ một phút rồi thực hiện lại."),),
    ),
    500: ErrorText(
        "server_error",
        _("Hệ thống gặp lỗi"),
        _("Yêu cầu chưa được thực hiện; dữ liệu đã lưu trước đó không bị ảnh hưởng."),
        (
            _("Thực hiện lại sau ít phút."),
            _("Nếu lỗi lặp lại, báo cho quản trị hệ thống thời điểm xảy ra và việc đang làm."),
        ),
    ),
}

CHANGED = ErrorText(
    "changed_by_another",
    _("Dữ liệu vừa được người khác thay đổi"),
    _("Nội dung anh/chị gửi dựa trên dữ liệu đã cũ."),
    (_("Tải lại trang để xem nội dung mới nhất rồi thực hiện lại."),),
)

CSRF_TEXT = ErrorText(
    "csrf",
    _("Trang đã mở quá lâu"),
    _(
        "Để bảo đảm an toàn, biểu mẫu chỉ được gửi trong phiên làm việc đã mở nó. "
        "Thông tin vừa gửi chưa được lưu."
    ),
    (_("Quay lại trang trước, tải lại trang rồi gửi lại."), _("Nếu vẫn gặp thông báo này, đăng nhập lại.")),
)


def wants_json() -> bool:
    """Whether the caller is a program: it sent JSON, or prefers JSON to a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.is_json or (
        best == "application/json" and request.accept_mimetypes[best] > request.accept_mimetypes["text/html"]
    )


def _answer(status: int, text: ErrorText, message: str, field: str | None = None) -> Response:
    if wants_json():
        response = jsonify(code=text.code, message=message, field=field)
    else:
        page = "errors/inside.html" if g.get("actor") else "errors/outside.html"
        response = make_response(render_template(page, status=status, error=text, message=message))
    response.status_code = status
    return response


def _domain_error(error: DomainError) -> Response:
    known = CHANGED if error.code == CHANGED.code else TEXTS.get(error.status, TEXTS[400])
    text = ErrorText(error.code, known.title, str(error.message), known.advice)
    return _answer(error.status, text, str(error.message), error.field)


def _http_error(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    text = TEXTS.get(status) or (TEXTS[400] if status < 500 else TEXTS[500])
    response = _answer(status, text, str(text.happened))
    given: Any = error.get_response()
    for name in ("Allow", "Retry-After"):
        if name in given.headers:
            response.headers[name] = given.headers[name]
    return response


def _csrf_error(_error: CSRFError) -> Response:
    return _answer(400, CSRF_TEXT, str(CSRF_TEXT.happened))


def _server_error(error: InternalServerError) -> Response:
    # Flask has logged the original error; the person gets none of it. The page must not need the database.
    try:
        return _answer(500, TEXTS[500], str(TEXTS[500].happened))
    except Exception:
        current_app.logger.exception("the error page itself failed")
        return Response(str(TEXTS[500].happened), status=500, content_type="text/plain; charset=utf-8")


def init_app(app: Flask) -> None:
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _server_error)
