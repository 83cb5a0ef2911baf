"""``flask registers``: load units and agencies, import boundaries and establishments from the terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from audit.kernel import clock
from audit.kernel.access import SYSTEM
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError
from audit.registers.services.import_boundaries import import_boundaries
from audit.registers.services.import_establishments import ImportRefused, import_establishments
from audit.registers.services.load_agencies import load_agencies
from audit.registers.services.load_units import load_units

group = AppGroup("registers", help="Danh mục đơn vị hành chính, cơ quan, cơ sở kinh doanh dịch vụ.")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


@group.command("load-units", help="Nạp đơn vị hành chính trước và sau 01/7/2025 cùng quan hệ sáp nhập.")
def units() -> None:
    with transaction():
        loaded = load_units(actor=SYSTEM)
    click.echo(
        f"Đơn vị hành chính: {_number(loaded.units)} bản ghi (thêm {_number(loaded.units_added)}, "
        f"sửa {_number(loaded.units_changed)}); quan hệ cũ - mới: {_number(loaded.lineage)} "
        f"(thêm {_number(loaded.lineage_added)})."
    )
    if loaded.establishments_moved:
        click.echo(f"Chuyển {_number(loaded.establishments_moved)} cơ sở sang đơn vị kế thừa.")


@group.command("load-agencies", help="Nạp danh mục cơ quan nêu trong các văn bản chính thức.")
def agencies() -> None:
    with transaction():
        added, changed = load_agencies(actor=SYSTEM)
    click.echo(f"Cơ quan: thêm {added}, sửa {changed}.")


@group.command("import-boundaries", help="Nạp địa giới (GeoJSON) và sửa tọa độ, diện tích sai theo địa giới.")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Ngày mà mã trong tệp có hiệu lực.")
@click.option("--skip-unknown", is_flag=True, help="Bỏ qua mã không thuộc đơn vị nào, thay vì từ chối.")
def boundaries(files: tuple[Path, ...], day: datetime | None, skip_unknown: bool) -> None:
    content = [(path.name, path.read_bytes()) for path in files]
    try:
        with transaction():
            done = import_boundaries(
                actor=SYSTEM,
                files=content,
                day=day.date() if day else clock.today(),
                skip_unknown=skip_unknown,
            )
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    for mended in done.mended:
        click.echo(f"  {mended.code} {mended.name}: {mended.what}")
    if done.unknown:
        click.echo(f"Bỏ qua mã không có trong danh mục: {', '.join(done.unknown)}.")
    click.echo(
        f"Đã nạp {_number(done.outlines)} địa giới, sửa {_number(len(done.mended))} chỗ trong danh mục."
    )


@group.command("import-establishments", help="Nhập cơ sở kinh doanh dịch vụ từ XLSX hoặc CSV.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--province", required=True, help="Mã tỉnh, ví dụ 20.")
@click.option("--update", is_flag=True, help="Cập nhật cơ sở đã có cùng mã thay vì báo trùng.")
def establishments(file: Path, province: str, update: bool) -> None:
    try:
        with transaction():
            done = import_establishments(
                actor=SYSTEM,
                province_code=province,
                data=file.read_bytes(),
                filename=file.name,
                update_existing=update,
            )
    except ImportRefused as error:
        for fault in error.faults:
            click.echo(f"Dòng {fault.line}, cột {fault.column or '-'}: {fault.reason}", err=True)
        raise click.ClickException(str(error.message)) from error
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Đã thêm {done.created}, cập nhật {done.updated}, không đổi {done.unchanged} cơ sở.")
