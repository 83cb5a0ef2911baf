"""Pages that show findings: the register, one finding, the findings of a visit, photos, exports."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, send_file

from audit.findings.domain.states import FindingState
from audit.findings.domain.wording import FINDING_STATES, KINDS, SEVERITIES
from audit.findings.forms.findings import DropForm, RevisionForm
from audit.findings.queries import choices, recommendations
from audit.findings.queries import findings as queries
from audit.findings.queries.scope import finding_for, may_work_on, visit_for
from audit.findings.routes.arguments import arguments, finding_filters
from audit.findings.routes.downloads import spreadsheet
from audit.findings.services.exports import export_findings
from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.database import transaction
from audit.kernel.errors import NotFound
from audit.kernel.files import store
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _
from checklists.domain.kinds import FindingKind
from checklists.queries.sheets import photo_of

blueprint = Blueprint(
    "findings",
    __name__,
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/findings/static",
)


@blueprint.get("/findings/")
@requires(Permission.VIEW_FINDINGS)
def index() -> str:
    """The register of findings."""
    actor, filters = current_actor(), finding_filters()
    return render_template(
        "findings/index.html",
        page=queries.register(actor, filters, cursor=request.args.get("cursor")),
        totals=queries.totals(actor, filters),
        filters=filters,
        arguments=arguments(),
        units=choices.units(actor),
        plans=choices.plans(actor),
        for_unit=actor.commune_code is not None,
        kinds=KINDS,
        severities=SEVERITIES,
        states=FINDING_STATES,
    )


@blueprint.get("/findings.xlsx", defaults={"ending": "xlsx"})
@blueprint.get("/findings.csv", defaults={"ending": "csv"})
@requires(Permission.VIEW_FINDINGS)
def export(ending: str) -> Response:
    """The register as filtered, as a spreadsheet; leaves a journal entry."""
    with transaction():
        data = export_findings(actor=current_actor(), filters=finding_filters(), kind=ending)
    return spreadsheet(data, ending, "nhan-xet", clock.today())


@blueprint.get("/findings/<int:finding_id>")
@requires(Permission.VIEW_FINDINGS)
def show(finding_id: int) -> str:
    """One finding with everything it holds."""
    actor = current_actor()
    finding = finding_for(actor, finding_id)
    visible = [r for r in recommendations.of_visit(actor, finding.visit_id) if finding in r.findings]
    return render_template(
        "findings/show.html",
        finding=finding,
        recommendations=visible,
        workable=_workable(finding.visit.state, by_hand=finding.suggestion_key is None)
        and may_work_on(actor, finding.visit),
        drop_form=DropForm(revision=finding.revision),
        today=clock.today(),
    )


@blueprint.get("/visits/<int:visit_id>/findings")
@requires(Permission.VIEW_FINDINGS)
def of_visit(visit_id: int) -> str:
    """The work list after a visit: suggestions to decide, findings, recommendations beside them."""
    actor = current_actor()
    visit = visit_for(actor, visit_id)
    grouped = queries.of_visit(actor, visit.id)
    everything = [finding for kind in FindingKind for finding in grouped[kind]]
    by_state = {
        state: [finding for finding in everything if finding.state == state] for state in FindingState
    }
    may_work = may_work_on(actor, visit)
    return render_template(
        "findings/of_visit.html",
        visit=visit,
        suggested=sorted(by_state[FindingState.SUGGESTED], key=lambda f: f.position),
        confirmed={
            kind: [f for f in grouped[kind] if f.state == FindingState.CONFIRMED] for kind in FindingKind
        },
        dropped=by_state[FindingState.DROPPED],
        recommendations=recommendations.of_visit(actor, visit.id),
        workable=may_work and _workable(visit.state, by_hand=False),
        by_hand=may_work and _workable(visit.state, by_hand=True),
        form=RevisionForm(),
        kinds=KINDS,
        today=clock.today(),
    )


@blueprint.get("/visits/<int:visit_id>/findings/photos/<int:photo_id>")
@requires(Permission.VIEW_FINDINGS)
def photo(visit_id: int, photo_id: int) -> Response:
    """A photo of the visit: any of them for the team, only chosen evidence for everybody else."""
    actor = current_actor()
    visit = visit_for(actor, visit_id)
    evidence = choices.is_visible_evidence(actor, photo_id, visit.id)
    if visit.submission_id is None or not (evidence or may_work_on(actor, visit)):
        raise NotFound("photo_not_found", _("Không tìm thấy ảnh."))
    attachment = photo_of(visit.submission_id, photo_id)
    path = store().path(attachment.published_sha256)
    if not path.is_file():
        raise NotFound("photo_not_found", _("Không tìm thấy ảnh."))
    return send_file(path, mimetype=attachment.media_type, etag=attachment.published_sha256)


def _workable(visit_state: str, *, by_hand: bool) -> bool:
    return visit_state in ("completed", "reviewed") or (by_hand and visit_state == "in_progress")
