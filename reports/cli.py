"""``flask reports``: prove that issued documents are still what was issued; load the standing texts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from audit.kernel import clock
from audit.kernel.access import SYSTEM
from audit.kernel.database import transaction
from audit.kernel.errors import DomainError
from reports.adapters.signing.identities import trust_roots
from reports.adapters.signing.reading import UnreadablePdf, found_signatures
from reports.domain.signatures import SignatureState
from reports.services import words
from reports.services.file_check import check_file
from reports.services.load_texts import load_texts
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


@group.command("load-texts", help="Nạp nội dung sẵn của văn bản: căn cứ, nơi nhận, ký hiệu, câu mẫu.")
@click.option("--province", "provinces", multiple=True, help="Mã tỉnh; mặc định là tỉnh của hệ thống.")
def texts(provinces: tuple[str, ...]) -> None:
    for code in provinces or (current_app.config["SETTINGS"].province_code,):
        with transaction():
            added, changed = load_texts(actor=SYSTEM, province_code=code)
        click.echo(f"Nội dung sẵn của văn bản, tỉnh {code}: thêm {added}, sửa {changed}.")


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
    if found.replaced_by:
        state = f", ĐÃ ĐƯỢC THAY THẾ bằng văn bản số {found.replaced_by}"
    click.echo(f"{name} ngày {found.issued_on:%d/%m/%Y}, {found.pages} trang{state}.")
    if verdict.same:
        click.echo("Tệp khớp từng byte với bản đã ban hành.")
        return
    if verdict.signed:
        click.echo(f"Tệp là bản đã ký số của văn bản {words.number_line(found.number, found.symbol)}.")
    sound = _tell_signatures(data)
    if verdict.signed and sound:
        return
    known = "bản đã ký số đang lưu" if verdict.signatures else "bản đã ban hành"
    click.echo(f"Tệp mở đầu bằng {known}, phía sau có thêm {verdict.added} byte (chữ ký số thường ở đó).")
    sys.exit(1)


def _tell_signatures(data: bytes) -> bool:
    """A line for each signature of the file; whether it has any and all are intact."""
    try:
        found = found_signatures(data, trust_roots())
    except UnreadablePdf:
        click.echo("Không đọc được chữ ký số trong tệp.")
        return False
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    for one in found:
        signed = f", ký lúc {clock.local(one.signed_at):%H:%M:%S %d/%m/%Y}" if one.signed_at else ""
        state = words.SIGNATURE_STATES[one.state]
        click.echo(f"Chữ ký số của {one.certificate.signer}{signed}: {state}; {words.TRUST[one.trust]}.")
    return bool(found) and all(one.state is SignatureState.INTACT for one in found)


def _line(verdict: Verdict) -> str:
    document = verdict.document
    name = f"{document.id}: số {document.number.zfill(2)}/{document.symbol} năm {document.year}"
    return f"{name}: {'khớp' if verdict.sound else words.FAULTS[verdict.fault]}"
