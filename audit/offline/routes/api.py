"""The tablets' API: enrolling, exchanging records, comparing, and sending photos piece by piece."""

from __future__ import annotations

import base64
import binascii

from flask import Response, abort, g, request
from flask_wtf.csrf import generate_csrf

from audit.kernel.access import Permission
from audit.kernel.courtesy import people
from audit.kernel.database import transaction
from audit.kernel.guards import current_actor, public, requires
from audit.kernel.limits import limiter
from audit.offline.domain.proofs import is_digest, secret_text
from audit.offline.domain.states import read_state
from audit.offline.queries.devices import get_own_device
from audit.offline.queries.ledger import records_not_held
from audit.offline.queries.wording import words_for
from audit.offline.routes import reading
from audit.offline.routes.door import api_blueprint, body_limit, current_device, proved, refusal, reply
from audit.offline.routes.packet import MAX_PACKET, taken
from audit.offline.services import exchange as exchanging
from audit.offline.services import media as receiving
from audit.offline.services.devices import EXPIRES_DAYS, confirm_wiped, enrol, take_up_again
from audit.offline.services.packet import open_sealed
from audit.offline.services.spares import spare_again, spare_for

MAX_EXCHANGE = 2 * 1024 * 1024
MAX_MISSING = 5_000
DIGEST = 64
# Records of one transaction while people are at work: who saves an answer waits for no more than these.
PORTION = 50

blueprint = api_blueprint("tablet_api", __name__)


@blueprint.get("/session")
@requires(Permission.VIEW_HOME)
def session() -> Response:
    """Who is signed in here, and the token that changes need."""
    actor = current_actor()
    person = {"id": actor.id, "full_name": actor.full_name, "username": actor.username}
    return reply({"person": person, "csrf_token": generate_csrf()})


@blueprint.post("/devices")
@requires(Permission.FILL_CHECKLISTS)
def devices() -> Response:
    """Enrol the person on this tablet; an enrolment that a restored server has lost is taken up again."""
    body = reading.body_object()
    tablet = reading.text(body, "tablet", 36)
    label, app_version = reading.text(body, "label", 120), reading.text(body, "app_version", 40)
    with transaction():
        if "device" in body:
            device = take_up_again(
                actor=current_actor(),
                device_id=reading.text(body, "device", 36),
                secret=_secret(reading.text(body, "secret", 64)),
                tablet=tablet,
                label=label,
                app_version=app_version,
            )
        else:
            device = enrol(actor=current_actor(), tablet=tablet, label=label, app_version=app_version)
        told = {"device": device.id, "secret": secret_text(device.secret), "expires_days": EXPIRES_DAYS}
        if "device" not in body and device.spare is not None:  # else it asks whether it has the right one
            told["spare"] = secret_text(device.spare)
    return reply(told, 201)


@blueprint.post("/spare")
@requires(Permission.VIEW_HOME)
@proved()
def spare() -> Response:
    """The spare key for an open tablet; nothing when its copy is under that one already."""
    held = reading.text(reading.body_object(), "held", DIGEST)
    with transaction():
        found = spare_for(device_id=current_device(), held=held)
    return reply({"spare": secret_text(found)} if found else {})


@blueprint.post("/devices/<device_id>/spare")
@limiter.limit("10 per 15 minutes", key_func=lambda: f"spare:{current_actor().id}")
@requires(Permission.VIEW_HOME)
def spare_of(device_id: str) -> Response:
    """The spare key for a locked tablet whose person has forgotten the PIN; the account is all they prove."""
    get_own_device(current_actor(), device_id)  # before the body is read: who is a stranger learns nothing
    held = reading.text(reading.body_object(), "held", DIGEST)
    with transaction():
        found = spare_again(actor=current_actor(), device_id=device_id, held=held)
    return reply({"spare": secret_text(found)})


@blueprint.post("/exchange")
@requires(Permission.VIEW_HOME)
@proved(limit=MAX_EXCHANGE)
def exchange() -> Response:
    """Records in, outcomes and receipts out."""
    body = reading.body_object()
    texts = reading.a_list(body, "records", exchanging.MAX_RECORDS)
    receipts = reading.visit_ids(body, "receipts", exchanging.MAX_RECEIPTS)
    device, skew_ms = current_device(), reading.skew_ms()
    state = read_state(body.get("state"))
    records = exchanging.read_all(texts, device_id=device)
    taken = exchanging.Taken()
    for portion in people.portions(records, PORTION):
        with transaction():
            taken.add(exchanging.take(device_id=device, records=portion, state=state, skew_ms=skew_ms))
    return reply(exchanging.answer(device_id=device, taken=taken, receipts=receipts, skew_ms=skew_ms))


@blueprint.post("/missing")
@requires(Permission.VIEW_HOME)
@proved(limit=MAX_EXCHANGE)
def missing() -> Response:
    """Of what the tablet holds, what the server does not."""
    body = reading.body_object()
    records = reading.record_names(body, "records", MAX_MISSING)
    media = reading.digests(body, "media", MAX_MISSING)
    held = receiving.held_media(current_device(), set(media))
    return reply(
        {
            "records": [list(record) for record in records_not_held(current_device(), records)],
            "media": [sha256 for sha256 in media if sha256 not in held],
        }
    )


@blueprint.get("/media/<sha256>")
@requires(Permission.VIEW_HOME)
@proved()
def media_offset(sha256: str) -> Response:
    """Where to go on sending a photo."""
    at = receiving.media_offset(device_id=current_device(), sha256=_named(sha256))
    return reply({"offset": at.offset, "complete": at.complete})


@blueprint.put("/media/<sha256>")
@requires(Permission.VIEW_HOME)
@proved(limit=receiving.MAX_CHUNK)
def media(sha256: str) -> Response:
    """One piece of a photo; after the last one its bytes are checked, and only then the photo appears."""
    device, name = current_device(), _named(sha256)
    with transaction():
        at = receiving.take_chunk(
            device_id=device,
            sha256=name,
            offset=reading.whole_number("offset"),
            size=reading.whole_number("size"),
            data=request.get_data(),
        )
    if at.unchecked:
        checked = receiving.check_media(device_id=device, sha256=name)
        with transaction():
            at = receiving.finish_media(device_id=device, sha256=name, checked=checked)
        if checked.damaged and not at.complete:
            return refusal(422, "media_damaged", words_for("media_damaged"), offset=0)
    return reply({"offset": at.offset, "complete": at.complete})


@blueprint.post("/packet")
@requires(Permission.FILL_CHECKLISTS)
@body_limit(MAX_PACKET)
def packet() -> Response:
    """A sealed packet, uploaded by any inspector of the province."""
    opened = open_sealed(actor=current_actor(), data=request.get_data())
    return reply(taken(current_actor(), opened))


@blueprint.post("/wiped")
@public
@proved(session=False)
def wiped() -> Response:
    """A revoked tablet says, with its last breath, that it destroys its key."""
    with transaction():
        confirm_wiped(device_id=current_device())
    return reply({"revoked": g.tablet.revoked_at is not None})


def _named(sha256: str) -> str:
    if not is_digest(sha256):
        abort(404)
    return sha256


def _secret(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise reading.wrong("secret") from None
