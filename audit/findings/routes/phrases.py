"""Canned phrases: the administrator's pages, and what the forms of findings ask for while somebody types."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from audit.findings.domain.phrases import PHRASE_KINDS, PhraseKind
from audit.findings.forms.findings import RevisionForm
from audit.findings.forms.phrases import PhraseForm
from audit.findings.models import FindingPhrase
from audit.findings.queries import phrases as queries
from audit.findings.services import phrases as services
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import db, transaction
from audit.kernel.errors import Conflict, Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from audit.kernel.paging import paginate
from audit.kernel.validity import VALIDITY_NAMES, VALIDITY_TONES, Validity, validity_on

blueprint = Blueprint(
    "finding_phrases", __name__, url_prefix="/finding-phrases", template_folder="../templates"
)
_LONGEST_SEARCH, _MOST_ITEMS = 100, 50


@blueprint.get("/")
@requires(Permission.EDIT_TEXTS)
def index() -> str:
    """Phrases by kind, words and how they stand; those in force unless asked otherwise."""
    today = clock.today()
    kind, text = request.args.get("kind", ""), request.args.get("q", "")[:_LONGEST_SEARCH]
    state = request.args.get("state", Validity.CURRENT.value)
    page = paginate(
        queries.listed(
            current_actor(),
            kind=kind if kind in PHRASE_KINDS else "",
            text=text,
            state=Validity(state) if state in VALIDITY_NAMES else None,
            on=today,
        ),
        keys=queries.ORDER,
        cursor=request.args.get("cursor"),
    )
    return render_template(
        "findings/phrases.html",
        page=page,
        kind=kind,
        text=text,
        state=state,
        kinds=PHRASE_KINDS,
        items=dict(queries.item_choices()),
        validity=lambda row: validity_on(row.valid_from, row.valid_to, today),
        states=VALIDITY_NAMES,
        tones=VALIDITY_TONES,
    )


@blueprint.get("/search")
@requires(Permission.EDIT_FINDINGS)
def search() -> Response:
    """Phrases to insert: ``kind``, the ``item`` or items the finding comes from, and words of ``q``."""
    kind = request.args.get("kind", "")
    items = request.args.getlist("item")[:_MOST_ITEMS]
    found = queries.offered(
        current_actor(),
        kind=kind if kind in PHRASE_KINDS else "",
        items=items,
        text=request.args.get("q", "")[:_LONGEST_SEARCH],
        on=clock.today(),
    )
    rows = [
        {"id": row.id, "name": row.name, "text": row.text, "own": row.item_code in items} for row in found
    ]
    return jsonify(phrases=rows)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(Permission.EDIT_TEXTS)
def new() -> str | AnyResponse | tuple[str, int]:
    """Add a phrase."""
    actor = current_actor()
    wanted = request.args.get("kind", "")
    form = PhraseForm(
        kind=wanted if wanted in PHRASE_KINDS else PhraseKind.SHORTCOMING, valid_from=clock.today()
    )
    if form.validate_on_submit():
        province = actor.province_code or current_app.config["SETTINGS"].province_code
        try:
            with transaction():
                services.add_phrase(actor=actor, province_code=province, values=form.values())
        except Invalid as error:
            form.refuse(error)
            return _form(form), error.status
        flash(_("Đã thêm câu mẫu."), "success")
        return redirect(url_for(".index"))
    return (_form(form), 422) if form.errors else _form(form)


@blueprint.route("/<int:phrase_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_TEXTS)
def edit(phrase_id: int) -> str | AnyResponse | tuple[str, int]:
    """Change a phrase; what was inserted before stays as it is."""
    actor = current_actor()
    phrase = queries.phrase(actor, phrase_id)
    form = PhraseForm()
    if request.method == "GET":
        form.show(phrase)
    elif form.validate_on_submit():
        try:
            with transaction():
                services.edit_phrase(
                    actor=actor, phrase_id=phrase_id, revision=form.revision.data or 0, values=form.values()
                )
        except (Invalid, Conflict) as error:
            db.session.rollback()
            form.refuse(error)
            return _form(form, queries.phrase(actor, phrase_id)), error.status
        flash(_("Đã lưu câu mẫu."), "success")
        return redirect(url_for(".index"))
    return (_form(form, phrase), 422) if form.errors else _form(form, phrase)


@blueprint.post("/<int:phrase_id>/end")
@requires(Permission.EDIT_TEXTS)
def end(phrase_id: int) -> AnyResponse:
    """Today is the last day of the phrase."""
    with transaction():
        services.end_phrase(
            actor=current_actor(), phrase_id=phrase_id, revision=_revision(), today=clock.today()
        )
    flash(_("Nội dung có hiệu lực đến hết hôm nay."), "success")
    return redirect(url_for(".index"))


@blueprint.post("/<int:phrase_id>/delete")
@requires(Permission.EDIT_TEXTS)
def delete(phrase_id: int) -> AnyResponse:
    """Take away a phrase that was never offered."""
    with transaction():
        services.delete_phrase(
            actor=current_actor(), phrase_id=phrase_id, revision=_revision(), today=clock.today()
        )
    flash(_("Đã xóa câu mẫu."), "success")
    return redirect(url_for(".index"))


def _revision() -> int:
    form = RevisionForm()
    if not form.validate_on_submit():
        raise Invalid("bad_form", _("Biểu mẫu không hợp lệ; hãy tải lại trang."))
    return int(form.revision.data)


def _form(form: PhraseForm, phrase: FindingPhrase | None = None) -> str:
    today = clock.today()
    state = validity_on(phrase.valid_from, phrase.valid_to, today) if phrase else None
    return render_template(
        "findings/phrase_form.html",
        form=form,
        phrase=phrase,
        items=queries.item_choices(),
        state=state,
        may_end=phrase is not None and state is Validity.CURRENT and phrase.valid_to != today,
        may_delete=phrase is not None and phrase.valid_from > today,
        states=VALIDITY_NAMES,
        tones=VALIDITY_TONES,
    )
