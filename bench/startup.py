"""How long a web process takes until it has answered its first request."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from typing import Any

_PROGRAM = """
import time
start = time.perf_counter()
from wsgi import app
answer = app.test_client().get("/sign-in")
assert answer.status_code == 200, answer.status_code
print(time.perf_counter() - start)
"""
_BARE = """
import time
start = time.perf_counter()
from flask import Flask
app = Flask("bare")
app.get("/sign-in")(lambda: "")
assert app.test_client().get("/sign-in").status_code == 200
print(time.perf_counter() - start)
"""


def _seconds(program: str, folder: str) -> float:
    environ = {**os.environ, "THUC_DIA_MODE": "development", "DATA_DIR": folder}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environ, capture_output=True, text=True, check=True
    )
    return float(result.stdout.split()[-1])


def run() -> list[dict[str, Any]]:
    """Median of five cold processes, ours and an empty Flask application alternated."""
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        _seconds(_PROGRAM, folder)  # byte code is written once, on installation
        for _ in range(5):
            ours.append(_seconds(_PROGRAM, folder))
            bare.append(_seconds(_BARE, folder))
    one, other = statistics.median(ours), statistics.median(bare)
    return [
        {
            "name": "web process ready (beside an empty Flask application)",
            "ours": one,
            "other": other,
            "unit": "s",
            "ratio": one / other,
            "target": "< 1 s",
            "ok": one < 1.0,
        }
    ]
