"""The world every case begins in: the demonstration told once, three visits begun, two tablets enrolled."""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.server import ROOT, Server, environment
from tests.faults.tablet_process import TabletProcess

PIN = "135790"
DATABASE = "thuc-dia.sqlite3"
ANSWERABLE = ("yes_no", "rating", "count", "text", "percent", "money")
TABLETS = {"kiemtra1": "Máy 1", "kiemtra2": "Máy 2"}


@dataclass(frozen=True, slots=True)
class World:
    """``folder`` holds ``data`` (the server's files at rest), ``tablets`` (stores by user name), ``photos``.

    ``devices``: enrolment by user name. ``visits``: in progress, attended by all of ``TABLETS``. ``items``:
    code and answer type of what is asked there. ``photos``: JPEG files from 3 KiB to 300 KiB.
    """

    folder: Path
    password: str
    people: dict[str, int]
    devices: dict[str, str]
    visits: tuple[int, ...]
    items: tuple[tuple[str, str], ...]
    photos: tuple[Path, ...]

    @property
    def data(self) -> Path:
        return self.folder / "data"


def build(folder: Path) -> World:
    """Make the world in the empty ``folder``; takes some 15 seconds, most of them for the demonstration."""
    data, tablets = folder / "data", folder / "tablets"
    data.mkdir(parents=True)
    tablets.mkdir()
    told = subprocess.run(
        [sys.executable, "-m", "tests.faults.world", str(data)],
        cwd=ROOT,
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        raise RuntimeError(f"the demonstration could not be told:\n{told.stderr[-4000:]}")
    facts = json.loads(told.stdout.splitlines()[-1])
    photos = tuple(_photo(folder / f"photo-{number}.jpg", number) for number in range(8))
    devices = _enrol(folder, facts["password"])
    _at_rest(data)
    return World(
        folder=folder,
        password=facts["password"],
        people=facts["people"],
        devices=devices,
        visits=tuple(facts["visits"]),
        items=tuple((code, kind) for code, kind in facts["items"]),
        photos=photos,
    )


def _enrol(folder: Path, password: str) -> dict[str, str]:
    """Each person signs in and enrols a tablet of their own, on the real server."""
    server = Server(folder / "data", folder / "server.log")
    process = TabletProcess(folder / "tablet.log")
    devices = {}
    try:
        server.start()
        for number, (username, label) in enumerate(TABLETS.items(), start=1):
            path = str(folder / "tablets" / f"{username}.store")
            process.order("open", path=path, base=f"http://127.0.0.1:{server.port}")
            process.order("signIn", username=username, password=password)
            name = f"00000000-0000-7000-8000-{number:012d}"
            devices[username] = process.order("enrol", name=name, label=label, pin=PIN)["device"]
    finally:
        process.kill()
        server.close()
    return devices


def _at_rest(data: Path) -> None:
    """Everything is in the one file of the database."""
    with sqlite3.connect(data / DATABASE) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for left in data.glob(f"{DATABASE}-*"):
        left.unlink()


def copy_data(source: Path, target: Path) -> None:
    """A copy of a server's files at rest; what lay at ``target`` is gone."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def _photo(path: Path, number: int) -> Path:
    """A photo of coloured noise; the larger the number the larger the file."""
    from PIL import Image

    pick = random.Random(number)
    side = (48, 64, 96, 160, 240, 320, 480, 560)[number]
    image = Image.frombytes("RGB", (side, side), pick.randbytes(side * side * 3))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=92)
    path.write_bytes(out.getvalue())
    return path


def _tell() -> dict[str, Any]:
    """In a process of its own: schema, registers, instruments, the story, and two more visits begun."""
    from flask_migrate import upgrade
    from sqlalchemy import delete, select

    from audit.app import create_app
    from audit.demo import story
    from audit.inspections.models.visits import Visit
    from audit.inspections.services.visits import start_visit
    from audit.kernel.database import db, transaction
    from audit.kernel.migrations import attach
    from audit.offline.models import Device, LedgerRecord, MinutesSignature, SignedMinutes, Upload
    from checklists.models.instruments import Item
    from checklists.models.submissions import Submission

    app = create_app()
    with app.app_context():
        attach(app)
        upgrade()
        for command in (
            ["registers", "load-units"],
            ["registers", "load-agencies"],
            ["checklists", "load"],
            ["reports", "load-texts"],
        ):
            result = app.test_cli_runner().invoke(args=command)
            if result.exit_code:
                raise RuntimeError(result.output)
        people = story.tell("20", "Sở Y tế")
        with transaction():
            # The story has a tablet of its own; the cases count what theirs have sent.
            for table in (MinutesSignature, SignedMinutes, Upload, LedgerRecord, Device):
                db.session.execute(delete(table))
        announced = db.session.scalars(select(Visit.id).where(Visit.state == "announced")).all()
        for visit_id in announced:
            with transaction():
                start_visit(actor=people["kiemtra1"].actor, visit_id=visit_id)
        visits = db.session.scalars(
            select(Visit.id).where(Visit.state == "in_progress").order_by(Visit.id.desc())
        ).all()
        version = db.session.scalars(
            select(Submission.version_id).join(Visit).where(Visit.id == visits[0])
        ).one()
        items = db.session.execute(
            select(Item.code, Item.answer_type)
            .where(Item.version_id == version, Item.answer_type.in_(ANSWERABLE))
            .order_by(Item.position)
        ).all()
        return {
            "password": people["kiemtra1"].password,
            "people": {name: person.actor.id for name, person in people.items()},
            "visits": list(visits),
            "items": [list(item) for item in items],
        }


if __name__ == "__main__":
    print(json.dumps(_tell()))
