"""``flask reports``: prove that issued documents are still what was issued."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from audit.kernel.access import SYSTEM
from audit.kernel.errors import DomainError
from reports.services import words
from reports.services.file_check import check_file
from reports.services.verification import Verdict, issued_ids, verify_one

group = AppGroup("reports", help="Văn bản kế hoạch, biên bản, báo cáo kết quả kiểm tra.")


@group.command(
    "verify", help="Kiểm tra văn bản đã ban hành theo số thứ tự, hoặc một tệp PDF có đúng là bản đã ban hành."
)
@click.argument("what", required=False, metavar="[SỐ THỨ TỰ | TỆP]")
@click.option("--all", "everything", is_flag=True, help="Kiểm tra mọi văn bản đã ban hành.")
def verify(what: str | None, everything: bool) -> None:
    if (what is None) == (not everything):
        raise click.UsageError("Nêu số thứ tự của một văn bản, một tệp PDF, hoặc --all.")
    if what is not None and not (what.isascii() and what.isdecimal() and len(what) < 10):
        _verify_file(Path(what))
        return
    ids = issued_ids(SYSTEM) if what is None else [int(what)]
    faulty = 0
    for number in ids:
        try:
            verdict = verify_one(actor=SYSTEM, document_id=number)
        except DomainError as error:
            raise click.ClickException(str(error.message)) from error
        click.echo(_line(verdict))
        faulty += not verdict.sound
    click.echo(f"Đã kiểm tra {len(ids)} văn bản, {faulty} văn bản có sai lệch.")
    if faulty:
        sys.exit(1)


def _verify_file(path: Path) -> None:
    """Say whether the file is an issued document; exit code 1 when it is not, or not byte for byte."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise click.UsageError(f"Không đọc được tệp {path}.") from error
    verdict = check_file(data)
    found = verdict.certificate
    if found is None:
        click.echo("Tệp này không phải văn bản đã ban hành, hoặc đã bị thay đổi.")
        sys.exit(1)
    name = f"{found.type_name.capitalize()} {words.number_line(found.number, found.symbol)}"
    state = ", ĐÃ THU HỒI" if found.withdrawn_at else ""
    click.echo(f"{name} ngày {found.issued_on:%d/%m/%Y}, {found.pages} trang{state}.")
    if verdict.same:
        click.echo("Tệp khớp từng byte với bản đã ban hành.")
        return
    click.echo(
        f"Tệp mở đầu bằng bản đã ban hành, phía sau có thêm {verdict.added} byte (chữ ký số thường ở đó)."
    )
    sys.exit(1)


def _line(verdict: Verdict) -> str:
    document = verdict.document
    name = f"{document.id}: số {document.number.zfill(2)}/{document.symbol} năm {document.year}"
    return f"{name}: {'khớp' if verdict.sound else words.FAULTS[verdict.fault]}"
