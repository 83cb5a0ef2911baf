"""``flask accounts``: the first administrator, made from the terminal: no account exists by default."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from audit.accounts.services.users import create_user
from audit.kernel.access import SYSTEM, Role, ScopeKind
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError

group = AppGroup("accounts", help="Tài khoản người dùng.")


@group.command("create-admin", help="Tạo tài khoản quản trị hệ thống.")
@click.argument("username")
@click.option("--full-name", default="Quản trị hệ thống", show_default=True, help="Họ và tên.")
@click.option("--province", default=None, help="Mã tỉnh; mặc định là tỉnh của hệ thống này.")
@click.option("--generate", is_flag=True, help="Sinh mật khẩu tạm thay vì hỏi.")
def create_admin(username: str, full_name: str, province: str | None, generate: bool) -> None:
    """Ask for a password, or make a temporary one and print it once."""
    code = province or current_app.config["SETTINGS"].province_code
    password = None
    if not generate:
        password = click.prompt("Mật khẩu", hide_input=True, confirmation_prompt="Nhập lại mật khẩu")
    try:
        with transaction():
            user, temporary = create_user(
                actor=SYSTEM,
                username=username,
                full_name=full_name,
                role=Role.ADMINISTRATOR,
                scope_kind=ScopeKind.PROVINCE,
                scope_code=code,
                province_code=code,
                password=password,
            )
            name = user.username
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Đã tạo tài khoản quản trị “{name}”.")
    if temporary:
        click.echo(f"Mật khẩu tạm (chỉ hiện một lần, phải đổi khi đăng nhập): {temporary}")
