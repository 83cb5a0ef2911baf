"""``flask journal``: check the chain from the terminal."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from audit.kernel.journal import queries

group = AppGroup("journal", help="Nhật ký hệ thống.")

_FAULTS = {
    "missing": "thiếu bản ghi",
    "altered": "nội dung đã bị sửa",
    "relinked": "mắt xích bị nối lại",
    "head": "bản ghi cuối không khớp",
}


@group.command("verify", help="Kiểm tra chuỗi băm của nhật ký; mã thoát 1 nếu có sai lệch.")
def verify() -> None:
    read, fault = queries.verify()
    if fault is None:
        click.echo(f"Nhật ký nguyên vẹn: {read} bản ghi, mã {queries.head_hash()[:16]}.")
        return
    click.echo(
        f"Sai lệch tại bản ghi {fault.position}: {_FAULTS[fault.fault]} ({read} bản ghi trước đó đúng)."
    )
    raise SystemExit(1)
