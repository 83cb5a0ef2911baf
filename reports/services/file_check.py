"""Whether a file is an issued document: the very bytes, a signed copy, or either with more added after it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from reports.models import DocumentSignature
from reports.queries.checking import Certificate, by_digests, by_id
from reports.queries.signatures import by_file, signatures_of

_END = b"%%EOF"
# Each signature adds one; a file with more is not looked through further.
_MOST_ENDS = 40


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """``certificate`` of the document found in the file, None when it is none of ours; ``signatures`` are
    those of the signed copy it is or begins with; ``added`` is how many bytes stand after what is known of it
    (a digital signature adds some, and so may anybody)."""

    certificate: Certificate | None
    added: int = 0
    signatures: tuple[DocumentSignature, ...] = ()

    @property
    def same(self) -> bool:
        """The file is the issued one, byte for byte."""
        return self.certificate is not None and not self.added and not self.signatures

    @property
    def signed(self) -> bool:
        """The file is a signed copy that is kept here, byte for byte; its signatures were valid on entry."""
        return bool(self.signatures) and not self.added


def check_file(data: bytes) -> FileVerdict:
    """Look for the issued document that ``data`` is or begins with; reads only.

    A PDF is signed by adding to it (ISO 32000-1, 7.5.6), so the document as issued still stands in front: its
    end is one of the file's end marks.
    """
    lengths = _ends(data)
    digests: dict[str, int] = {}
    running, at = hashlib.sha256(), 0
    for length in lengths:
        running.update(data[at:length])
        at = length
        digests[running.copy().hexdigest()] = length
    last = by_file(digests.keys())
    if last is not None:
        made = tuple(row for row in signatures_of(last.document_id) if row.position <= last.position)
        return FileVerdict(by_id(last.document_id), len(data) - digests[last.sha256], made)
    found = by_digests(digests.keys())
    return FileVerdict(found, len(data) - digests[found.pdf_sha256]) if found else FileVerdict(None)


def _ends(data: bytes) -> list[int]:
    """Where a PDF may have ended, shortest first, and the whole of it; with and without the line's end."""
    ends = {len(data)}
    at = data.find(_END)
    while at >= 0 and len(ends) < _MOST_ENDS:
        end = at + len(_END)
        ends.add(end)
        for tail in (b"\r\n", b"\n", b"\r"):
            if data.startswith(tail, end):
                ends.add(end + len(tail))
                break
        at = data.find(_END, end)
    return sorted(ends)
