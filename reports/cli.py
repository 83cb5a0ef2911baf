"""``flask reports``: prove that issued documents are still what was issued."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from audit.kernel.access import SYSTEM
from audit.kernel.errors import DomainError
from reports.services import words
from reports.services.verification import Verdict, issued_ids, verify_one

group = AppGroup("reports", help="Văn bản kế hoạch, biên bản, báo cáo kết quả kiểm tra.")


@group.command("verify", help="In lại văn bản đã ban hành và so từng byte với bản lưu.")
@click.argument("document_id", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="Kiểm tra mọi văn bản đã ban hành.")
def verify(document_id: int | None, everything: bool) -> None:
    if (document_id is None) == (not everything):
        raise click.UsageError("Nêu số thứ tự của một văn bản, hoặc --all.")
    ids = issued_ids(SYSTEM) if document_id is None else [document_id]
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


def _line(verdict: Verdict) -> str:
    document = verdict.document
    name = f"{document.id}: số {document.number.zfill(2)}/{document.symbol} năm {document.year}"
    return f"{name}: {'khớp' if verdict.sound else words.FAULTS[verdict.fault]}"
