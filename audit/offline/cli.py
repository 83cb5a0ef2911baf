"""``flask offline``: what the keeper of the server does for the tablets."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from audit.kernel.access import SYSTEM
from audit.kernel.database import transaction
from audit.offline.services.generation import new_generation

group = AppGroup("offline", help="Máy tính bảng làm việc không có mạng.")


@group.command(
    "new-generation",
    help="Sau khi phục hồi từ bản sao lưu: để máy tính bảng đối chiếu và gửi lại những gì máy chủ không còn.",
)
def generation() -> None:
    with transaction():
        name = new_generation(actor=SYSTEM)
    click.echo(f"Máy chủ có mã mới: {name}. Máy tính bảng sẽ đối chiếu ở lần kết nối tới.")
