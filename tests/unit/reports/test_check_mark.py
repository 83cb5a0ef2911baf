"""The check mark of an issued document: a QR code that reads as its address, and the code in words."""

from __future__ import annotations

import dataclasses
import io
import shutil
import subprocess
from pathlib import Path

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reports.adapters.pdf.check_mark import WIDE, X
from reports.adapters.pdf.document import pdf_of
from reports.domain.check_codes import ALPHABET, LENGTH, new_code, plain_code, shown_code
from reports.domain.plan_document import PlanDocument
from tests.unit.reports.reading import needs_poppler, words
from tests.unit.reports.samples import plan

CODE = "7F3AK2MX9QRT4WZ1"
ADDRESS = f"https://thucdia.soyte.langson.gov.vn/v/{CODE}"


def marked(code: str = CODE, address: str = ADDRESS) -> PlanDocument:
    content = plan(units=True)
    head = dataclasses.replace(content.letterhead, check_code=code, check_address=address)
    return dataclasses.replace(content, letterhead=head)


def page(data: bytes, folder: Path, number: int = 1) -> Image.Image:
    (folder / "page.pdf").write_bytes(data)
    command = ["pdftoppm", "-r", "300", "-gray", "-f", str(number), "-l", str(number), "page.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return Image.open(io.BytesIO(next(folder.glob("page-*.pgm")).read_bytes()))


@needs_poppler
@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler (pdftoppm) is not installed")
def test_every_module_of_the_qr_code_is_where_its_address_says(tmp_path: Path) -> None:
    data = pdf_of(marked())
    picture = page(data, tmp_path)
    top = min(word.top for word in words(data) if word.page == 1 and word.text == "Mã" and word.right < 30)
    rows = segno.make(ADDRESS, error="m", micro=False).matrix
    module, dots = WIDE / len(rows), 300 / 25.4
    pixels = picture.crop((0, 0, int(30 * dots), picture.height))
    dark = [(x, y) for y in range(pixels.height) for x in range(pixels.width) if pixels.getpixel((x, y)) < 90]
    start = min(y for _x, y in dark) / dots
    assert start + WIDE < top
    for down, row in enumerate(rows):
        for across, expected in enumerate(row):
            at = (round((X + (across + 0.5) * module) * dots), round((start + (down + 0.5) * module) * dots))
            assert (picture.getpixel(at) < 128) == bool(expected), (down, across)


@needs_poppler
def test_the_code_stands_in_the_margin_of_the_first_page_alone() -> None:
    found = words(pdf_of(marked()))
    in_margin = [word for word in found if word.right < 29]
    assert [word.text for word in in_margin] == ["Mã", "kiểm", "tra", "7F3A-K2MX-", "9QRT-4WZ1"]
    assert {word.page for word in in_margin} == {1}
    assert all(word.bottom <= 297 - 20 + 1 for word in in_margin)


@needs_poppler
def test_without_an_address_the_code_stands_alone_and_a_draft_has_none(tmp_path: Path) -> None:
    alone = pdf_of(marked(address=""))
    assert [word.text for word in words(alone) if word.right < 29][-1] == "9QRT-4WZ1"
    assert b"/Figure" not in alone
    draft = pdf_of(marked(code="", address=""))
    assert [word for word in words(draft) if word.right < 29] == []


@given(st.text(alphabet=ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_back_however_it_is_written(code: str) -> None:
    assert plain_code(shown_code(code)) == code
    assert plain_code(f"  {shown_code(code).lower().replace('-', ' ')} ") == code
    assert plain_code(code.replace("0", "O").replace("1", "I")) == code


@given(st.text())
def test_anything_else_is_no_code(text: str) -> None:
    found = plain_code(text)
    assert found == "" or (len(found) == LENGTH and set(found) <= set(ALPHABET))


def test_codes_differ() -> None:
    assert len({new_code() for _n in range(1000)}) == 1000
