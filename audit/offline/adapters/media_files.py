"""Photos on their way: bytes on the server's disk until the photo has appeared on its sheet."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from flask import current_app

from audit.offline.domain.proofs import is_digest
from checklists.domain.identifiers import is_identifier


class MediaFiles:
    """Files ``<root>/<device>/<sha256>``; what is written past the offset in the database does not count."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, device_id: str, sha256: str) -> Path:
        if not (is_identifier(device_id) and is_digest(sha256)):
            raise ValueError("no name of a photo's bytes")
        return self.root / device_id / sha256

    def size(self, device_id: str, sha256: str) -> int:
        """Bytes on disk, 0 when there is no file."""
        try:
            return self.path(device_id, sha256).stat().st_size
        except FileNotFoundError:
            return 0

    def write(self, device_id: str, sha256: str, offset: int, data: bytes) -> None:
        """Put ``data`` at ``offset``; a write that was not committed before is written over."""
        path = self.path(device_id, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o640)
        with os.fdopen(handle, "wb") as file:
            file.seek(offset)
            file.write(data)
            file.flush()
            file.truncate(offset + len(data))

    def whole(self, device_id: str, sha256: str) -> bytes | None:
        """The bytes, safe on disk, when they are those that the name promises; None otherwise."""
        path = self.path(device_id, sha256)
        try:
            with path.open("r+b") as file:
                data = file.read()
                if hashlib.sha256(data).hexdigest() != sha256:
                    return None
                os.fsync(file.fileno())
        except FileNotFoundError:
            return None
        return data

    def remove(self, device_id: str, sha256: str) -> None:
        self.path(device_id, sha256).unlink(missing_ok=True)


def media_files() -> MediaFiles:
    """Where the running application keeps photos on their way."""
    return MediaFiles(current_app.config["SETTINGS"].data_dir / "tablet-media")
