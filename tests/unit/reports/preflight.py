"""Asks Apache PDFBox Preflight, an independent checker, whether files are PDF/A-1b."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

JARS = [
    Path("/usr/share/java", f"{name}.jar")
    for name in (
        "preflight",
        "pdfbox2",
        "fontbox2",
        "xmpbox",
        "commons-logging",
        "commons-io",
        "javax.activation",
        "jaxb-api",
    )
]
needs_preflight = pytest.mark.skipif(
    shutil.which("java") is None or not all(jar.exists() for jar in JARS),
    reason="Java or PDFBox Preflight (libpdfbox2-java) is not installed",
)
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


def verdicts(files: Mapping[str, bytes]) -> dict[str, str]:
    """By name: empty when the file is PDF/A-1b, or what the checker says is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / f"{name}.pdf").write_bytes(data)
        command = ["java", "-cp", ":".join(map(str, JARS)), "org.apache.pdfbox.preflight.Validator_A1b"]
        done = subprocess.run([*command, "batch", folder], capture_output=True, text=True, check=False)
    said = re.split(r"The file (\S+)\.pdf is ", done.stdout + done.stderr)
    found = dict(zip(said[1::2], said[2::2], strict=True))
    return {
        name: "" if found.get(name, "").startswith("a valid PDF/A-1b file") else found.get(name, done.stderr)
        for name in files
    }


def qpdf_complaints(data: bytes) -> str:
    """What ``qpdf --check`` says about a file when it is not content."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        done = subprocess.run(["qpdf", "--check", file.name], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
