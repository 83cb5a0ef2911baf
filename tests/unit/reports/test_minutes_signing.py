"""Who signs the minutes for the inspecting side."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from reports.adapters.pdf.document import pdf_of
from reports.domain.minutes_document import MinutesDocument, MinutesKind
from tests.unit.reports import samples


def _without_head(content: MinutesDocument, deputy: str) -> MinutesDocument:
    head, *others = content.inspectors
    return replace(content, inspectors=(*others, replace(head, name="Người Cấp Phó", role=deputy)))


def test_the_head_of_the_team_signs_when_present() -> None:
    content = samples.minutes()
    assert content.leader is not None
    assert content.leader.role == "Trưởng đoàn"
    assert content.leader_title == "Trưởng đoàn kiểm tra"


@pytest.mark.parametrize(
    ("kind", "deputy", "titles"),
    [
        (MinutesKind.MANAGEMENT, "Phó trưởng đoàn", ("TM. ĐOÀN KIỂM TRA", "PHÓ TRƯỞNG ĐOÀN")),
        (MinutesKind.ESTABLISHMENT, "Đội phó", ("TM. ĐỘI KIỂM TRA", "ĐỘI PHÓ")),
    ],
)
def test_a_deputy_signs_on_behalf_of_the_team(
    kind: MinutesKind, deputy: str, titles: tuple[str, ...]
) -> None:
    content = _without_head(samples.minutes(kind=kind), deputy)
    assert content.leader is not None
    assert content.leader.name == "Người Cấp Phó"
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(content))).pages)
    assert all(title in text for title in titles)
