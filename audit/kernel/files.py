"""Evidence is stored under the SHA-256 of its bytes: it cannot change without changing its name."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from flask import current_app

from audit.kernel.errors import NotFound
from audit.kernel.i18n import _

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class FileStore:
    """Files under ``root``, two levels deep; a file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str) -> Path:
        """Where the file of this digest lies; :class:`NotFound` when ``digest`` is not one."""
        if not _DIGEST.match(digest):
            raise NotFound("file_not_found", _("Không tìm thấy tệp."))
        return self.root / digest[:2] / digest[2:4] / digest

    def exists(self, digest: str) -> bool:
        return bool(_DIGEST.match(digest)) and self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its SHA-256 in hex; storing the same bytes twice is one file."""
        digest = hashlib.sha256(data).hexdigest()
        target = self.path(digest)
        if target.is_file():
            return digest
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(data)
                part.flush()
                os.fsync(part.fileno())
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes of ``digest``; :class:`NotFound` when they are absent or do not match it any more."""
        try:
            data = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise NotFound("file_not_found", _("Không tìm thấy tệp.")) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise NotFound("file_damaged", _("Tệp đã bị hỏng trên máy chủ; hãy báo quản trị viên."))
        return data


def store() -> FileStore:
    """The evidence store of the running application."""
    return FileStore(current_app.config["SETTINGS"].data_dir / "files")
