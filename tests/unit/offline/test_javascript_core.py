"""The tablet's core in JavaScript, tested by Node: one test a file of ``tests/unit/offline``."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.test.mjs"))
# Debian 12's Node 18 keeps Web Cryptography behind this switch; later ones accept it.
SWITCH = "--experimental-global-webcrypto"


def test_there_are_javascript_tests() -> None:
    assert len(FILES) >= 5


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed (Debian package: nodejs)")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.split(".")[0])
def test_the_core_of_the_tablet_keeps_its_promises(file: Path) -> None:
    done = subprocess.run(
        ["node", SWITCH, "--test", str(file)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"},
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-4000:]
    assert "# pass 0" not in done.stdout
