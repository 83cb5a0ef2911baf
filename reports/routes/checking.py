"""The page where anybody checks a printed document by its code, or a file against what was issued."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from audit.kernel.guards import public
from audit.kernel.i18n import _
from audit.kernel.limits import limiter
from reports.domain.check_codes import plain_code, shown_code
from reports.forms import CheckCodeForm, CheckFileForm
from reports.queries.checking import Certificate, by_code
from reports.services import words
from reports.services.file_check import FileVerdict, check_file

blueprint = Blueprint("document_check", __name__, url_prefix="/v", template_folder="../templates")


@blueprint.get("/")
@public
@limiter.limit("60 per minute")
def ask() -> Response | str | tuple[str, int]:
    """Ask for a code or a file; ``?code=`` as it was typed leads to its page."""
    if "code" not in request.args:
        return _page()
    code = plain_code(request.args["code"])
    if code:
        return redirect(url_for(".show", check_code=code))
    return _refused(
        request.args["code"], _("Mã gồm 16 chữ và số, in ở lề trái, cuối trang đầu của văn bản.")
    ), 422


@blueprint.get("/<check_code>")
@public
@limiter.limit("60 per minute")
def show(check_code: str) -> Response | str | tuple[str, int]:
    """What is known of the document with this code: number, day, state and SHA-256, never its content."""
    plain = plain_code(check_code)
    if plain and plain != check_code:
        return redirect(url_for(".show", check_code=plain), code=301)
    found = by_code(plain)
    if found is None:
        return _unknown(check_code)
    return _page(certificate=found)


@blueprint.post("/")
@public
@limiter.limit("20 per minute")
def compare() -> str | tuple[str, int]:
    """Say which issued document a file is; the file is not kept."""
    form = CheckFileForm()
    if not form.validate_on_submit():
        return _page(form=form), 422
    verdict = check_file(form.file.data.read())
    return _page(form=form, certificate=verdict.certificate, verdict=verdict)


@blueprint.post("/<check_code>")
@public
@limiter.limit("20 per minute")
def compare_with(check_code: str) -> str | tuple[str, int]:
    """Say whether a file is the document with this code; the file is not kept."""
    found = by_code(plain_code(check_code))
    if found is None:
        return _unknown(check_code)
    form = CheckFileForm()
    if not form.validate_on_submit():
        return _page(form=form, certificate=found), 422
    verdict = check_file(form.file.data.read())
    if verdict.certificate is not None and verdict.certificate.code != found.code:
        verdict = FileVerdict(None)
    return _page(form=form, certificate=found, verdict=verdict)


def _unknown(code: str) -> tuple[str, int]:
    problem = _("Không có văn bản nào đã ban hành mang mã này. Hãy so lại từng chữ với bản in.")
    return _refused(code, problem), 404


def _refused(typed: str, problem: str) -> str:
    form = CheckCodeForm(formdata=None, data={"code": typed[:60]})
    form.code.errors = [problem]
    return _page(code_form=form)


def _page(
    *,
    code_form: CheckCodeForm | None = None,
    form: CheckFileForm | None = None,
    certificate: Certificate | None = None,
    verdict: FileVerdict | None = None,
) -> str:
    return render_template(
        "reports/check.html",
        code_form=code_form or CheckCodeForm(formdata=None),
        form=form or CheckFileForm(formdata=None),
        certificate=certificate,
        verdict=verdict,
        shown_code=shown_code,
        words=words,
    )
