"""``flask demo``: build the demonstration, show its accounts, write its documents."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from audit.accounts.models import User
from audit.demo import output, story
from audit.demo.people import Person
from audit.kernel.access import Role
from audit.kernel.database import db
from audit.kernel.settings import Settings

group = AppGroup("demo", help="Dữ liệu minh họa.")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("Không nạp dữ liệu minh họa vào hệ thống đang vận hành.")
    return settings


def _province() -> str:
    return os.environ.get("DEMO_PROVINCE", "20")


def _roles() -> dict[str, str]:
    return {
        Role.ADMINISTRATOR: "quản trị hệ thống",
        Role.DEPARTMENT_HEAD: "lãnh đạo Sở",
        Role.TEAM_LEAD: "trưởng đoàn",
        Role.INSPECTOR: "kiểm tra viên",
        Role.UNIT_OFFICER: "cán bộ xã, phường",
        Role.VIEWER: "người theo dõi",
    }


@group.command("load", help="Dựng dữ liệu minh họa (DEMO_PROVINCE=20 hoặc 75).")
@click.option("--if-empty", is_flag=True, help="Bỏ qua nếu hệ thống đã có tài khoản.")
def load(if_empty: bool) -> None:
    settings = _settings()
    if db.session.scalar(select(func.count()).select_from(User)):
        if if_empty:
            return
        raise click.ClickException("Hệ thống đã có tài khoản; dữ liệu minh họa chỉ nạp vào hệ thống trống.")
    click.echo("Đang dựng dữ liệu minh họa…")
    people = story.tell(_province(), settings.department_name)
    _remember(settings, people)


def _remember(settings: Settings, people: dict[str, Person]) -> None:
    rows = [
        {"username": p.username, "role": p.role, "full_name": p.full_name, "password": p.password}
        for p in people.values()
    ]
    path = settings.data_dir / "demo-accounts.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")


@group.command("accounts", help="In địa chỉ và các tài khoản minh họa.")
@click.option("--address", required=True)
def accounts(address: str) -> None:
    path = _settings().data_dir / "demo-accounts.json"
    click.echo(f"\n  Thực Địa: {address}\n")
    if path.is_file():
        roles = _roles()
        rows = json.loads(path.read_text(encoding="utf-8"))
        for row in rows:
            click.echo(f"  {row['username']:<12} {roles[row['role']]:<20} {row['full_name']}")
        click.echo(f"\n  Mật khẩu chung của các tài khoản minh họa: {rows[0]['password']}\n")


@group.command("write", help="Ghi văn bản, bản đồ và số liệu của dữ liệu minh họa ra thư mục.")
@click.option("--output", "folder", type=click.Path(path_type=Path), required=True)
def write(folder: Path) -> None:
    _settings()
    head = db.session.scalar(select(User).where(User.role == Role.DEPARTMENT_HEAD).order_by(User.id).limit(1))
    if head is None:
        raise click.ClickException("Chưa có dữ liệu minh họa; hãy chạy flask demo load trước.")
    for path, size in output.write(head.actor, folder):
        click.echo(f"  {path}  {size / 1024:,.0f} KiB")
