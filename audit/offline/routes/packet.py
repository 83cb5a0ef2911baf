"""The page that takes a tablet's sealed packet from any computer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Blueprint, render_template, request

from audit.kernel.access import Actor, Permission
from audit.kernel.database import transaction
from audit.kernel.errors import Conflict, DomainError
from audit.kernel.guards import current_actor, requires
from audit.offline.forms.packet import PacketForm
from audit.offline.queries.board import visits_by_id
from audit.offline.queries.ledger import receipts_of
from audit.offline.services.media import check_media, finish_media
from audit.offline.services.packet import Opened, open_sealed, take_packet, take_packet_medium

MAX_PACKET = 64 * 1024 * 1024

blueprint = Blueprint("tablet_packet", __name__, url_prefix="/tablet", template_folder="../templates")


@blueprint.url_value_preprocessor
def _room_for_a_packet(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before anything reads the form: a packet may be larger than other uploads.
    request.max_content_length = MAX_PACKET


@blueprint.route("/packet", methods=["GET", "POST"])
@requires(Permission.FILL_CHECKLISTS)
def page() -> str | tuple[str, int]:
    """Upload a packet and read what became of it."""
    form = PacketForm()
    outcomes: Counter[str] | None = None
    opened: Opened | None = None
    answer: dict[str, Any] = {}
    if form.validate_on_submit():
        try:
            opened = open_sealed(actor=current_actor(), data=form.packet.data.read())
            answer = taken(current_actor(), opened)
        except DomainError as error:
            form.refuse(error)
        else:
            outcomes = Counter(result["outcome"] for result in answer["results"])
    shown = render_template(
        "offline/packet.html",
        form=form,
        opened=opened,
        outcomes=outcomes,
        receipts=answer.get("receipts", ()),
        visits=visits_by_id(current_actor(), [one["visit"] for one in answer.get("receipts", ())]),
        held_back=[result for result in answer.get("results", ()) if result["code"]],
    )
    return (shown, 422) if form.is_submitted() and outcomes is None else shown


def taken(actor: Actor, opened: Opened) -> dict[str, Any]:
    """Take an opened packet: its records in one transaction, then each photo in its own."""
    device = opened.packet.device
    with transaction():
        answer = take_packet(actor=actor, opened=opened)
    for sha256, data in opened.packet.media:
        try:
            with transaction():
                unchecked = take_packet_medium(device_id=device, sha256=sha256, data=data)
        except Conflict:
            continue  # no record of the tablet names this photo
        if unchecked:
            checked = check_media(device_id=device, sha256=sha256)
            with transaction():
                finish_media(device_id=device, sha256=sha256, checked=checked)
    answer["receipts"] = receipts_of(device, [receipt["visit"] for receipt in answer["receipts"]])
    return answer
