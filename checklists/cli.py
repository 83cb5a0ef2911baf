"""``flask checklists``: load the project's own instruments, import indicator tables."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from audit.kernel.access import SYSTEM
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError
from checklists.adapters.data_files import indicator_sets, instruments
from checklists.services.indicator_import import import_indicators
from checklists.services.indicator_sets import publish_indicator_set
from checklists.services.publishing import publish_instrument

group = AppGroup("checklists", help="Biểu mẫu và bộ chỉ số.")


@group.command(
    "load", help="Nạp bộ chỉ số, biểu thống kê và bảng kiểm kèm theo phần mềm; chạy lại không đổi gì."
)
def load() -> None:
    sets, contents = indicator_sets(), instruments()
    with transaction():
        for content in sets:
            found, created = publish_indicator_set(content=content, actor=SYSTEM)
            _say("Bộ chỉ số", found.code, found.version, len(content.indicators), created)
        for instrument in contents:
            version, created = publish_instrument(content=instrument, actor=SYSTEM)
            _say("Biểu mẫu", instrument.code, str(version.number), len(instrument.items), created)


def _say(kind: str, code: str, version: str, rows: int, created: bool) -> None:
    click.echo(f"{kind} {code}, phiên bản {version}: {rows} dòng" + ("" if created else " (đã có)"))


@group.command(
    "import-indicators", help="Nhập bộ chỉ số từ tệp .xlsx hoặc .csv có chín cột của Phụ lục 1 QĐ 29."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--code", required=True, help="Mã bộ chỉ số, ví dụ qd29.")
@click.option("--version", required=True, help="Số phiên bản.")
@click.option("--valid-from", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Ngày bắt đầu áp dụng.")
@click.option("--name", default="", help="Tên bộ chỉ số.")
@click.option("--source", default="", help="Văn bản ban hành.")
def import_file(file: Path, code: str, version: str, valid_from: datetime, name: str, source: str) -> None:
    try:
        with transaction():
            result = import_indicators(
                data=file.read_bytes(),
                filename=file.name,
                code=code,
                version=version,
                valid_from=valid_from.date(),
                name=name,
                source=source,
                actor=SYSTEM,
            )
            _say("Bộ chỉ số", code, version, result.indicators, result.created)
    except DomainError as error:
        click.echo(str(error.message), err=True)
        for line, reason in error.details.get("rows", ()):  # type: ignore[attr-defined]
            click.echo(f"  dòng {line}: {reason}", err=True)
        raise SystemExit(1) from None
