"""Pages of the administrator: the texts that new documents begin with, by kind, each with its days."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.paging import paginate
from audit.kernel.validity import VALIDITY_NAMES, VALIDITY_TONES, Validity, validity_on
from reports.domain.standing_texts import DOCUMENTS, TextKind
from reports.domain.wording import DocumentKind
from reports.forms import RevisionForm, StandingTextForm
from reports.models import StandingText
from reports.queries import standing_texts as queries
from reports.services import standing_texts as services
from reports.services import words

blueprint = Blueprint(
    "standing_texts", __name__, url_prefix="/standing-texts", template_folder="../templates"
)


@blueprint.get("/")
@requires(Permission.EDIT_TEXTS)
def index() -> str:
    """Texts of one kind; legal bases unless the address says which. Those in force unless asked otherwise."""
    actor, kind, today = current_actor(), _kind(), clock.today()
    document_kind = request.args.get("document", "")
    state = request.args.get("state", Validity.CURRENT.value)
    page = paginate(
        queries.listed(
            actor,
            kind=kind,
            document_kind=document_kind if document_kind in DOCUMENTS[kind] else "",
            state=Validity(state) if state in VALIDITY_NAMES else None,
            on=today,
        ),
        keys=queries.ORDER,
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "reports/standing_texts.html",
        page=page,
        kind=kind,
        document_kind=document_kind,
        state=state,
        documents=[(each, words.KINDS[DocumentKind(each)]) for each in DOCUMENTS[kind] if each],
        validity=lambda text: validity_on(text.valid_from, text.valid_to, today),
        inspections=words.INSPECTIONS,
        states=VALIDITY_NAMES,
        tones=VALIDITY_TONES,
        shown=services.shown,
        words=words,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_TEXTS)
def new() -> str | AnyResponse | tuple[str, int]:
    """Add a text of the kind in the address."""
    actor, kind = current_actor(), _kind()
    form = StandingTextForm(position=queries.next_position(actor, kind), valid_from=clock.today())
    form.fit(kind)
    if form.validate_on_submit():
        province = actor.province_code or current_app.config["SETTINGS"].province_code
        try:
            with transaction():
                services.add_text(actor=actor, province_code=province, kind=kind, values=form.values())
        except (Invalid, Conflict) as error:
            return _refused(form, kind, error), error.status
        flash(_("Đã thêm nội dung."), "success")
        return redirect(url_for(".index", kind=kind))
    return (_form(form, kind), 422) if form.errors else _form(form, kind)


@blueprint.route("/<int:text_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_TEXTS)
def edit(text_id: int) -> str | AnyResponse | tuple[str, int]:
    """Change a text; drafts and documents made before keep their words."""
    actor = current_actor()
    text = queries.standing_text(actor, text_id)
    kind = TextKind(text.kind)
    form = StandingTextForm()
    form.fit(kind)
    if request.method == "GET":
        form.show(text)
    elif form.validate_on_submit():
        try:
            with transaction():
                services.edit_text(
                    actor=actor, text_id=text_id, revision=form.revision.data or 0, values=form.values()
                )
        except (Invalid, Conflict) as error:
            db.session.rollback()
            return _refused(form, kind, error, queries.standing_text(actor, text_id)), error.status
        flash(_("Đã lưu nội dung."), "success")
        return redirect(url_for(".index", kind=kind))
    return (_form(form, kind, text), 422) if form.errors else _form(form, kind, text)


@blueprint.post("/<int:text_id>/end")
@requires(Permission.EDIT_TEXTS)
def end(text_id: int) -> AnyResponse:
    """Today is the last day of the text."""
    with transaction():
        text = services.end_text(
            actor=current_actor(), text_id=text_id, revision=_revision(), today=clock.today()
        )
        kind = text.kind
    flash(_("Nội dung có hiệu lực đến hết hôm nay."), "success")
    return redirect(url_for(".index", kind=kind))


@blueprint.post("/<int:text_id>/delete")
@requires(Permission.EDIT_TEXTS)
def delete(text_id: int) -> AnyResponse:
    """Take away a text that was never in force."""
    actor = current_actor()
    kind = queries.standing_text(actor, text_id).kind
    with transaction():
        services.delete_text(actor=actor, text_id=text_id, revision=_revision(), today=clock.today())
    flash(_("Đã xóa nội dung."), "success")
    return redirect(url_for(".index", kind=kind))


def _kind() -> TextKind:
    wanted = request.args.get("kind", "")
    return TextKind(wanted) if wanted in words.TEXT_KINDS else TextKind.LEGAL_BASIS


def _revision() -> int:
    form = RevisionForm()
    if not form.validate_on_submit():
        raise Invalid("bad_form", _("Biểu mẫu không hợp lệ; hãy tải lại trang."))
    return int(form.revision.data)


def _refused(
    form: StandingTextForm, kind: TextKind, error: Invalid | Conflict, text: StandingText | None = None
) -> str:
    if kind is TextKind.SYMBOL and error.field == "text":
        error.field = "symbol"
    form.refuse(error)
    return _form(form, kind, text)


def _form(form: StandingTextForm, kind: TextKind, text: StandingText | None = None) -> str:
    today = clock.today()
    state = validity_on(text.valid_from, text.valid_to, today) if text else None
    return render_template(
        "reports/standing_text_form.html",
        form=form,
        kind=kind,
        text=text,
        state=state,
        may_end=text is not None and state is Validity.CURRENT and text.valid_to != today,
        may_delete=text is not None and services.may_delete(text, today),
        states=VALIDITY_NAMES,
        tones=VALIDITY_TONES,
        words=words,
    )
