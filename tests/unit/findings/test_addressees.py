"""Who a recommendation can be addressed to."""

from __future__ import annotations

import pytest

from audit.findings.domain.addressees import AddresseeKind, chosen, people_committee, proposals
from audit.kernel.errors import Invalid

AGENCIES = [("cong_an_tinh", "Công an tỉnh Lạng Sơn"), ("so_y_te", "Sở Y tế tỉnh Lạng Sơn")]


def test_the_committee_is_named_as_in_documents() -> None:
    assert people_committee("Xã Đồng Đăng") == "Ủy ban nhân dân xã Đồng Đăng"
    assert people_committee("Phường Đông Kinh") == "Ủy ban nhân dân phường Đông Kinh"


def test_the_commune_comes_first_unless_an_establishment_was_visited() -> None:
    keys = [choice.key for choice in proposals("Xã Đồng Đăng", None, AGENCIES)]
    assert keys == ["unit", "agency:cong_an_tinh", "agency:so_y_te"]
    keys = [choice.key for choice in proposals("Xã Đồng Đăng", "Karaoke Thử", AGENCIES)]
    assert keys == ["establishment", "unit", "agency:cong_an_tinh", "agency:so_y_te"]


def test_a_key_names_its_choice_and_other_takes_words() -> None:
    choices = proposals("Xã Đồng Đăng", None, AGENCIES)
    assert chosen("agency:so_y_te", "", choices).name == "Sở Y tế tỉnh Lạng Sơn"
    other = chosen("other", "  Ban quản lý   chợ Đông Kinh ", choices)
    assert (other.kind, other.name) == (AddresseeKind.OTHER, "Ban quản lý chợ Đông Kinh")


@pytest.mark.parametrize(
    ("key", "other", "code"),
    [
        ("agency:khac", "", "addressee_unknown"),
        ("establishment", "", "addressee_unknown"),
        ("", "", "addressee_unknown"),
        ("other", "  ", "addressee_required"),
        ("other", "x" * 301, "addressee_too_long"),
    ],
)
def test_anything_else_is_refused_at_its_field(key: str, other: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        chosen(key, other, proposals("Xã Đồng Đăng", None, AGENCIES))
    assert refused.value.code == code
