"""Reference files: one of each kind of document as it was last looked at and found right.

``python -m tests.unit.reports.references`` writes them anew. Do so knowingly: issued documents are redrawn to
the bytes of their day only as long as these files stay as they are.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from reports.domain.wording import DocumentKind
from tests.unit.reports.kinds import finished

FOLDER = Path(__file__).with_name("references")
# Kinds whose plain sample holds photos are kept without: their bytes are another library's.
_SAMPLES = {"findings_report": "findings_report-map"}
REFERENCES = {str(kind): _SAMPLES.get(kind, str(kind)) for kind in DocumentKind}


def reference(kind: str) -> bytes:
    """The file as it was kept."""
    return (FOLDER / f"{kind}.pdf").read_bytes()


def laid_open(data: bytes) -> bytes:
    """The file with every stream uncompressed: what is compared is what we wrote, not how zlib packed it."""
    with tempfile.TemporaryDirectory() as folder:
        packed, opened = Path(folder) / "packed.pdf", Path(folder) / "opened.pdf"
        packed.write_bytes(data)
        command = ["qpdf", "--qdf", "--static-id", "--object-streams=disable", str(packed), str(opened)]
        subprocess.run(command, check=True, capture_output=True)
        return opened.read_bytes()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, sample in REFERENCES.items():
        (FOLDER / f"{name}.pdf").write_bytes(finished(sample))
