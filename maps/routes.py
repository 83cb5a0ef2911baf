"""The map page, the frame that holds the map, its data, and the map as files."""

from __future__ import annotations

import gzip
import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for

from audit.kernel import clock
from audit.kernel.access import Actor, Permission
from audit.kernel.errors import Invalid
from audit.kernel.guards import current_actor, requires
from audit.kernel.i18n import _, chosen_language
from maps.adapters.folium_map import MapPage, content_policy, frame_page
from maps.domain.classes import class_index, classes_of
from maps.domain.filters import MapFilters
from maps.domain.payloads import Payload
from maps.forms import FilterForm, kind_labels, severity_labels
from maps.queries import inspections
from maps.services import details, findings_map, layers, wording
from maps.services.files import map_file, printed_map
from maps.services.results import commune_results

blueprint = Blueprint(
    "maps", __name__, url_prefix="/maps", template_folder="templates", static_folder="static"
)

MIDDLE = (16.5, 106.0)  # degrees; the script moves to the communes as soon as it has them
FORMAT = "1"  # to be raised when a payload changes its shape


def _form(actor: Actor) -> FilterForm:
    return FilterForm(inspections.plans(actor), request.args)


def _filters(actor: Actor) -> MapFilters:
    return _form(actor).filters()


def _address(endpoint: str, **values: Any) -> str | None:
    """The address of a page of another package; None where this installation has no such page."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def _prefix(endpoint: str, name: str) -> str | None:
    """The start of the addresses of single things, to which the script adds the number."""
    address = _address(endpoint, **{name: 0})
    return address[:-1] if address and address.endswith("/0") else None


@blueprint.get("/")
@requires(Permission.VIEW_MAP)
def index() -> str:
    """Filters, the frame with the map, and the same figures as a table."""
    actor, today = current_actor(), clock.today()
    form, error = _form(actor), None
    try:
        filters = form.filters()
    except Invalid as refusal:
        filters, error = MapFilters(), str(refusal.message)
    results = commune_results(actor, filters, today)
    labels, classes = wording.class_labels(), classes_of(filters.measure)
    arguments = filters.arguments()
    return render_template(
        "maps/index.html",
        form=form,
        error=error,
        choices={
            "plan": inspections.plans(actor),
            "kind": list(kind_labels().items()),
            "severity": list(severity_labels().items()),
            "state": list(wording.visit_labels().items()),
            "measure": list(wording.measure_labels().items()),
            "type": [(choice.value, choice.label) for choice in form.type.choices if choice.value],
        },
        filters=filters,
        frame_url=url_for(".frame", **arguments),
        file_url=url_for(".download", **arguments),
        print_url=url_for(".printed", **arguments),
        rows=[(r, labels[classes[class_index(filters.measure, r)].key]) for r in results],
        note=findings_map.table_note(results, today),
    )


@blueprint.get("/frame")
@requires(Permission.VIEW_MAP)
def frame() -> Response:
    """folium's page under a policy of its own; what is inline carries this answer's nonce."""
    filters = _filters(current_actor())
    arguments = filters.arguments()
    data = {key: url_for(f".{key}", **arguments) for key in ("findings", "visits", "establishments")}
    nonce = secrets.token_urlsafe(18)
    page = MapPage(
        title=str(_("Bản đồ kết quả kiểm tra")),
        language=chosen_language(),
        static_url=url_for(".static", filename="").rstrip("/"),
        area_title=wording.measure_labels()[filters.measure],
        communes_url=url_for(".communes", **arguments),
        boundaries_url=url_for(".boundaries"),
        detail_url=url_for(".unit", code="CODE", **arguments),
        centre=MIDDLE,
        texts=wording.page_texts(),
        points=layers.point_sources(data, shown=filters.shown_layers),
        zoom=6,
    )
    response = Response(frame_page(page, nonce=nonce), mimetype="text/html")
    response.headers["Content-Security-Policy"] = content_policy(nonce)
    return response


def _json(make: Callable[[], Payload], version: str | None = None) -> Response:
    """A payload under a strong tag: of its ``version`` where one is given (cheap), else of its content.

    The compressed answer has a tag of its own, as RFC 9110 section 8.8.3 asks; either one is recognised.
    """
    body = b""
    if version is None:
        body = _encoded(make())
        basis = body
    else:
        actor = current_actor()
        reach = (
            f"{actor.province_code}|{actor.scope_kind}|{actor.scope_code}|{actor.role}|{chosen_language()}"
        )
        basis = f"{FORMAT}|{request.full_path}|{reach}|{version}".encode()
    tag = hashlib.sha256(basis).hexdigest()[:32]
    known = request.if_none_match.contains(tag) or request.if_none_match.contains(f"{tag}-gz")
    squeezed = request.accept_encodings["gzip"] > 0
    response = Response(mimetype="application/json", status=304 if known else 200)
    if not known:
        body = body or _encoded(make())
        response.set_data(gzip.compress(body, 6, mtime=0) if squeezed else body)
        if squeezed:
            response.headers["Content-Encoding"] = "gzip"
    response.set_etag(f"{tag}-gz" if squeezed else tag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response


def _encoded(payload: Payload) -> bytes:
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


@blueprint.get("/data/communes.json")
@requires(Permission.VIEW_MAP)
def communes() -> Response:
    actor = current_actor()
    filters = _filters(actor)
    return _json(lambda: findings_map.communes(actor, filters, clock.today()))


@blueprint.get("/data/boundaries.json")
@requires(Permission.VIEW_MAP)
def boundaries() -> Response:
    actor, today = current_actor(), clock.today()
    outlines, _places = findings_map.versions(actor, MapFilters(), today)
    return _json(lambda: findings_map.boundaries(actor, today), outlines)


@blueprint.get("/data/visits.json")
@requires(Permission.VIEW_MAP)
def visits() -> Response:
    actor = current_actor()
    filters = _filters(actor)
    return _json(
        lambda: findings_map.visits(actor, filters, href=_prefix("inspections_visits.show", "visit_id"))
    )


@blueprint.get("/data/findings.json")
@requires(Permission.VIEW_MAP)
def findings() -> Response:
    actor = current_actor()
    filters = _filters(actor)
    return _json(lambda: findings_map.findings(actor, filters))


@blueprint.get("/data/establishments.json")
@requires(Permission.VIEW_MAP)
def establishments() -> Response:
    actor = current_actor()
    filters = _filters(actor)
    _outlines, places = findings_map.versions(actor, filters, clock.today())
    href = _prefix("registers_establishments.show", "number")
    return _json(lambda: findings_map.establishments(actor, filters, href=href), places)


@blueprint.get("/data/units/<code>.json")
@requires(Permission.VIEW_MAP)
def unit(code: str) -> Response:
    """The panel of one commune."""
    actor = current_actor()
    filters = _filters(actor)
    links = details.Links(
        visit=lambda key: _address("inspections_visits.show", visit_id=key),
        finding=lambda key: _address("findings.show", finding_id=key),
        visits_of_unit=lambda unit: _address("inspections_visits.index", q=unit.name),
        findings_of_unit=lambda unit: _address("findings.index", unit=unit.unit_id),
    )
    return _json(lambda: details.unit_panel(actor, code, filters, clock.today(), links))


@blueprint.get("/download")
@requires(Permission.VIEW_MAP)
def download() -> Response:
    """The map as one file that opens with no network."""
    actor, today = current_actor(), clock.today()
    html = map_file(actor, _filters(actor), today, language=chosen_language())
    return _file(html, "text/html", f"ban-do-kiem-tra-{today:%Y-%m-%d}.html")


@blueprint.get("/print.svg")
@requires(Permission.VIEW_MAP)
def printed() -> Response:
    """The map for paper: communes by result with their legend."""
    actor, today = current_actor(), clock.today()
    svg = printed_map(actor, _filters(actor), today)
    return _file(svg, "image/svg+xml", f"ban-do-kiem-tra-{today:%Y-%m-%d}.svg")


def _file(text: str, kind: str, name: str) -> Response:
    response = Response(text, mimetype=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
