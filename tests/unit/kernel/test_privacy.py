"""Free text that looks like a person is questioned; administrative figures are not."""

from __future__ import annotations

import pytest
from flask import Flask

from audit.kernel import i18n
from audit.kernel.privacy import personal_data_warnings


@pytest.fixture(autouse=True)
def language() -> object:
    app = Flask(__name__)
    i18n.init_app(app)
    with app.app_context():
        yield


@pytest.mark.parametrize(
    "text",
    [
        "Số định danh 001234567890 của người được hỏi",
        "liên hệ 0912 345 678",
        "gọi +84912345678",
        "CCCD của nhân viên",
        "nhân viên sinh năm 1999",
        "Nguyễn Thị Hoa dương tính HIV",
    ],
)
def test_text_about_a_person_is_questioned(text: str) -> None:
    assert personal_data_warnings(text)


@pytest.mark.parametrize(
    "text",
    [
        "Xã có 12 cơ sở kinh doanh dịch vụ, 34 lao động nữ.",
        "Kế hoạch số 48/KH-UBND ngày 27/02/2023 của Ủy ban nhân dân tỉnh",
        "Kinh phí 1.250.000.000 đồng; đã sử dụng 980.500.000 đồng",
        "Tuyên truyền phòng, chống HIV/AIDS 4 buổi, 320 lượt người",
        "Giai đoạn 2021-2025, hạn 30/6/2025",
    ],
)
def test_administrative_text_passes(text: str) -> None:
    assert personal_data_warnings(text) == []
