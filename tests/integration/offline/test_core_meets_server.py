"""The tablet's core in JavaScript and the server understand each other, over real sockets."""

from __future__ import annotations

import base64
import io
import json
import secrets
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select
from waitress.server import create_server

from audit.kernel.database import db
from audit.offline.models import LedgerRecord
from tests.integration.offline.test_exchange import ITEMS
from tests.integration.told_world import Told

SCRIPT = Path(__file__).with_name("core_meets_server.mjs")


def jpeg() -> bytes:
    data = io.BytesIO()
    noise = Image.frombytes("RGB", (700, 700), secrets.token_bytes(700 * 700 * 3))
    noise.save(data, "JPEG", quality=90)
    return data.getvalue()


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed (Debian package: nodejs)")
def test_what_the_core_sends_the_server_holds_and_both_compute_one_receipt(
    told_app: Flask, told: Told, visit: int
) -> None:
    db.session.rollback()
    web = create_server(told_app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=web.run, daemon=True)
    thread.start()
    photo = jpeg()
    assert len(photo) > 300_000, "more than one piece"
    try:
        done = subprocess.run(
            ["node", "--experimental-global-webcrypto", str(SCRIPT)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            input=json.dumps(
                {
                    "BASE": f"http://127.0.0.1:{web.effective_port}",
                    "USERNAME": "kiemtra1",
                    "PASSWORD": told.passwords["kiemtra1"],
                    "VISIT": visit,
                    "ITEMS": ITEMS,
                    "PHOTO": base64.b64encode(photo).decode(),
                }
            ),
        )
    finally:
        web.close()
        web.task_dispatcher.shutdown(cancel_pending=True, timeout=5)
        thread.join(timeout=5)
    assert done.returncode == 0, done.stderr[-4000:]
    out: dict[str, Any] = json.loads(done.stdout)
    nothing = {"records": 0, "media": 0, "aside": 0}
    assert out["first"] == {"kind": "done", "waiting": nothing}
    assert out["state"]["state"] == "received"
    answers = [outcome for kind, outcome, _code in out["outcomes"] if kind == "answer"]
    assert set(answers[:-1]) <= {"accepted", "conflict"} and answers[-1] == "refused"
    photos = [(outcome, code) for kind, outcome, code in out["outcomes"] if kind == "photo"]
    assert photos[0] == ("accepted", "")
    assert photos[1][0] == "refused", "bytes that are no photo"
    assert out["unknown"] == [["parked", "visit_unknown"]]
    assert (out["ended"]["kind"], out["ended"]["reason"]) == ("paused", "sign_in")
    assert out["again"] == {"kind": "done", "waiting": nothing}
    assert out["receipts"][0]["code"] == out["code"]
    assert (out["left"], out["last"]) == (1, "received")
    assert out["packet"][:2] == [200, None]
    assert out["after"] == "received"
    assert out["same"] is None, "the copy is under the server's spare already"
    assert out["wrong"] == ["wrong_request", "no_spare"]
    assert out["renewed"] == out["records"]
    assert out["signedOut"] == "sign_in"
    db.session.rollback()
    held = db.session.scalar(
        select(func.count()).select_from(LedgerRecord).where(LedgerRecord.visit_id == visit)
    )
    assert held == out["records"]
