"""The bundle over the wire: only what the tablet lacks, compressed when it says that it can read that."""

from __future__ import annotations

import gzip

from flask import Response, g, request

from audit.kernel import clock
from audit.kernel.access import Permission
from audit.kernel.guards import current_actor, requires
from audit.offline.domain.resources import difference, read_have
from audit.offline.queries.bundle import VALID
from audit.offline.queries.bundle import bundle as bundle_of
from audit.offline.routes.blank_forms import blank_form
from audit.offline.routes.door import api_blueprint, proved, reply
from audit.offline.routes.reading import body_object, wrong

MAX_BODY = 512 * 1024
WORTH_COMPRESSING = 1024

blueprint = api_blueprint("tablet_bundle", __name__)


@blueprint.post("/bundle")
@requires(Permission.VIEW_HOME)
@proved(limit=MAX_BODY)
def bundle() -> Response:
    """``have`` in, ``manifest`` of everything and the ``resources`` that differ out."""
    try:
        have = read_have(body_object().get("have", {}))
    except ValueError:
        raise wrong("have") from None
    found = difference(bundle_of(current_actor(), blank_form), have)
    g.tablet_compress = True
    return reply(
        {
            "manifest": found.manifest,
            "resources": found.resources,
            "expires_at": (clock.now() + VALID).isoformat(),
        }
    )


@blueprint.after_app_request
def compress(response: Response) -> Response:
    """Runs after the reply was sealed: the seal is over the text, which the browser unpacks by itself."""
    if not g.pop("tablet_compress", False) or response.status_code != 200:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.get_data()) >= WORTH_COMPRESSING:
        response.set_data(gzip.compress(response.get_data(), compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
