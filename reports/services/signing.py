"""Digital signatures are added to the issued bytes: here with a configured key, or elsewhere, handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from audit.kernel import clock
from audit.kernel.access import Actor, Permission, ScopeKind
from audit.kernel.database import db
from audit.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from audit.kernel.files import store
from audit.kernel.i18n import _
from audit.kernel.journal.services import record
from reports.adapters.pdf.document import pdf_and_place
from reports.adapters.signing.identities import Identity, identities, trust_roots
from reports.adapters.signing.keys import opened, signer_name
from reports.adapters.signing.reading import UnreadablePdf, found_signatures, only_signed_since
from reports.adapters.signing.writing import with_signature
from reports.domain.content import UnreadableContent
from reports.domain.signatures import FoundSignature, Place, SignatureState, SignerRole
from reports.models import Document, DocumentSignature
from reports.queries import documents
from reports.queries.documents import visible
from reports.queries.signatures import signatures_of
from reports.services import words
from reports.services.checks import must
from reports.services.drawing import photo_files, stored_content

# A signature with its mark, its chain and a time stamp takes some dozen kilobytes.
MOST_ADDED = 8 * 1024 * 1024
MOST_SIGNATURES = 20


@dataclass(frozen=True, slots=True)
class PreparedSignatures:
    """Signatures that stand in the store, ready to be entered as long as nobody signed meanwhile.

    ``after`` is how many there were before; each is entered with the SHA-256 of the file that ends with it.
    """

    document_id: int
    after: int
    role: SignerRole
    found: tuple[tuple[FoundSignature, str], ...]


def usable_identities(actor: Actor) -> list[Identity]:
    """The configured keys this person may sign with; :class:`Conflict` when the settings are wrong."""
    if not actor.may(Permission.ISSUE_REPORTS) or actor.scope_kind is not ScopeKind.PROVINCE:
        return []
    return [one for one in identities() if not one.accounts or actor.username in one.accounts]


def prepare_signature(*, actor: Actor, document_id: int, identity: str, after: int) -> PreparedSignatures:
    """Sign the latest file of an issued document. Writes nothing but the new file.

    ``after`` is how many signatures the person saw. :class:`Conflict` when there are more by now, or when the
    key cannot be used; :class:`Forbidden` when it is not this person's.
    """
    document = _signable(actor, document_id)
    chosen = next((one for one in usable_identities(actor) if one.name == identity), None)
    if chosen is None:
        raise Forbidden("signing_identity", _("Anh/chị không được dùng chứng thư số này."))
    made = signatures_of(document.id)
    _check_unchanged(len(made), after)
    data = store().read(made[-1].sha256 if made else document.pdf_sha256 or "")
    moment = clock.now()
    with opened(chosen, moment) as signer:
        signed = with_signature(
            data,
            signer,
            name=signer_name(signer),
            role=chosen.role,
            pen=_pen(document) if chosen.role is SignerRole.OFFICER else None,
            number=words.number_line(document.number, document.symbol),
            moment=moment,
        )
    # What is entered is what a reader finds in the file, not what was meant to be written.
    *_earlier, found = found_signatures(signed, trust_roots())
    return PreparedSignatures(document.id, after, chosen.role, ((found, store().put(signed)),))


def prepare_signed_file(*, actor: Actor, document_id: int, data: bytes, after: int) -> PreparedSignatures:
    """Examine a copy that was signed elsewhere. Writes nothing but the file.

    :class:`Invalid` says why it is no signed copy of this document: it must begin with the latest copy,
    add nothing but signatures, each of them intact, and end with the last of them.
    """
    document = _signable(actor, document_id)
    made = signatures_of(document.id)
    _check_unchanged(len(made), after)
    issued = store().read(document.pdf_sha256 or "")
    latest = store().read(made[-1].sha256) if made else issued
    _check_beginning(data, issued, latest)
    try:
        found = found_signatures(data, trust_roots())
        clean = only_signed_since(issued, data)
    except UnreadablePdf:
        raise _refused(_("Không đọc được tệp PDF này.")) from None
    new = found[len(made) :]
    if not new:
        raise _refused(_("Tệp không có chữ ký số mới nào."))
    if len(found) > MOST_SIGNATURES:
        raise _refused(_("Tệp có quá nhiều chữ ký số (tối đa %(n)s).", n=MOST_SIGNATURES))
    if any(one.state is not SignatureState.INTACT for one in found):
        raise _refused(_("Có chữ ký số không hợp lệ, hoặc tệp bị sửa sau khi ký."))
    if not clean:
        raise _refused(
            _(
                "Ngoài chữ ký số, tệp còn thay đổi khác so với bản đã ban hành. "
                "Hãy ký trên đúng bản PDF đã tải về."
            )
        )
    if new[-1].end != len(data):
        raise _refused(_("Chữ ký số cuối cùng không bao trùm toàn bộ tệp."))
    entered = tuple((one, store().put(data[: one.end])) for one in new)
    return PreparedSignatures(document.id, after, SignerRole.OUTSIDE, entered)


def add_signatures(*, actor: Actor, prepared: PreparedSignatures) -> list[DocumentSignature]:
    """Enter what was prepared, in the caller's transaction; :class:`Conflict` when somebody was faster."""
    document = _signable(actor, prepared.document_id, lock=True)
    _check_unchanged(len(signatures_of(document.id)), prepared.after)
    rows = []
    for position, (found, digest) in enumerate(prepared.found, start=prepared.after + 1):
        certificate = found.certificate
        row = DocumentSignature(
            document_id=document.id,
            position=position,
            sha256=digest,
            role=prepared.role.value,
            signer=certificate.signer,
            issuer=certificate.issuer,
            serial=certificate.serial,
            fingerprint=certificate.fingerprint,
            signed_at=found.signed_at,
            trust=found.trust.value,
            added_by_name=actor.full_name,
            added_at=clock.now(),
        )
        db.session.add(row)
        rows.append(row)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise _somebody_signed() from error
    for row in rows:
        record(
            actor=actor,
            action="document.signed",
            subject="document",
            subject_id=document.id,
            details={
                "position": row.position,
                "role": row.role,
                "signer": row.signer,
                "fingerprint": row.fingerprint,
                "sha256": row.sha256,
            },
        )
    return rows


def kept_whole(signatures: Sequence[DocumentSignature]) -> dict[int, bool]:
    """By position, whether the stored file still has the bytes whose signatures were found intact when it
    was entered. All but the last begin the last, so that one reading tells of them all."""
    if not signatures:
        return {}
    if _stored(signatures[-1].sha256):
        return dict.fromkeys((row.position for row in signatures), True)
    return {row.position: _stored(row.sha256) for row in signatures}


def _stored(digest: str) -> bool:
    """Whether the store gives the bytes of this digest."""
    try:
        store().read(digest)
    except NotFound:
        return False
    return True


def _signable(actor: Actor, document_id: int, *, lock: bool = False) -> Document:
    must(actor, Permission.ISSUE_REPORTS)
    if actor.scope_kind is not ScopeKind.PROVINCE:
        raise NotFound("document_not_found", _("Không tìm thấy văn bản."))
    if lock:
        locked = visible(actor).where(Document.id == document_id).with_for_update()
        db.session.scalar(locked.execution_options(populate_existing=True))
    document = documents.document(actor, document_id)
    if document.state != "issued":
        raise Conflict("document_not_issued", _("Chỉ ký số được văn bản đã ban hành và đang có hiệu lực."))
    return document


def _check_unchanged(there: int, seen: int) -> None:
    if there != seen:
        raise _somebody_signed()


def _somebody_signed() -> Conflict:
    return Conflict(
        "signed_by_another",
        _("Văn bản vừa có thêm chữ ký số. Đề nghị xem lại bản đã ký mới nhất rồi thực hiện lại."),
    )


def _check_beginning(data: bytes, issued: bytes, latest: bytes) -> None:
    if not data.startswith(issued):
        raise _refused(_("Tệp không mở đầu bằng bản PDF đã ban hành của văn bản này."))
    if not data.startswith(latest):
        raise _refused(
            _("Tệp thiếu chữ ký số đã có. Hãy tải bản đã ký số mới nhất về rồi ký tiếp trên bản đó.")
        )
    if len(data) - len(latest) > MOST_ADDED:
        raise _refused(_("Phần ghi thêm quá lớn (tối đa %(n)s MB).", n=MOST_ADDED // 1024 // 1024))


def _refused(why: str) -> Invalid:
    return Invalid("signed_file_refused", why, "file")


def _pen(document: Document) -> Place | None:
    """Where the officer would have signed by hand; None when the document is drawn otherwise today."""
    try:
        drawn, place = pdf_and_place(stored_content(document), photo_files(document.photo_digests))
    except (UnreadableContent, NotFound):
        return None
    return place if hashlib.sha256(drawn).hexdigest() == document.pdf_sha256 else None
